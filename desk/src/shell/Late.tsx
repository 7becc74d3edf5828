import { type ComponentType, lazy, useState } from 'react'

/** A part of the desk that is no part of its start. */
export type LateView<Props extends object> = {
  /** Fetches it, if it is not there yet. */
  load(): Promise<unknown>
  /** As it is drawn from now on. */
  current(): ComponentType<Props>
}

export function lateView<Props extends object>(fetch: () => Promise<ComponentType<Props>>): LateView<Props> {
  let fetched: ComponentType<Props> | null = null
  const load = async () => {
    fetched ??= await fetch()
    return { default: fetched }
  }
  const suspended = lazy(load)
  return { load, current: () => fetched ?? suspended }
}

/**
 * [U-04] Where it has been fetched before it is drawn at once: what React has suspended it shows only 300 ms after the
 * stand-in, however soon it is there.
 */
export function Late<Props extends object>({ of, props }: { of: LateView<Props>; props: Props }) {
  // One and the same for as long as it stands there: it would lose what it holds.
  const [{ View }] = useState(() => ({ View: of.current() }))
  return <View {...props} />
}
