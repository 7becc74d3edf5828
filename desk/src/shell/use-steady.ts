import { type RefObject, useRef, useState } from 'react'

/**
 * [U-04] Functions that stay the same for as long as they are there, and each time do what was given last: whatever is handed
 * them need not be drawn anew because of them.
 */
export function useSteady<Deeds extends object>(deeds: Deeds): Deeds {
  const latest = useRef(deeds)
  latest.current = deeds
  const [steady] = useState(() => throughOf(latest))
  return steady
}

function throughOf<Deeds extends object>(latest: RefObject<Deeds>): Deeds {
  const through = { ...latest.current }
  for (const name of Object.keys(through)) {
    const deed = (): unknown => Reflect.get(latest.current, name)
    Reflect.set(through, name, (...given: unknown[]) => Reflect.apply(Object(deed()), null, given))
  }
  return through
}
