import { type RefObject, useEffect, useRef } from 'react'
import { useDesignerState } from './context.ts'
import { pathOf, textOf } from './document/path.ts'

const focusable = 'input:not([type="hidden"]), textarea, select, button, [tabindex="0"]'

/** Brings the focus to the place that is meant, or to the nearest one around it that is on the screen. */
export function usePointer(root: RefObject<HTMLElement | null>, onPoint: () => void): void {
  const pointer = useDesignerState((state) => state.pointer)
  const latest = useRef(onPoint)
  latest.current = onPoint
  useEffect(() => {
    if (pointer === null) return
    latest.current()
    // The form that holds the place is drawn first.
    const frame = requestAnimationFrame(() => focusAt(root.current, pointer.path))
    return () => cancelAnimationFrame(frame)
  }, [pointer, root])
}

export function focusAt(root: HTMLElement | null, path: string): void {
  for (let at = pathOf(path); at.length > 0; at = at.slice(0, -1)) {
    const place = root?.querySelector<HTMLElement>(`[data-path="${CSS.escape(textOf(at))}"]`)
    const found = place?.matches(focusable) === true ? place : place?.querySelector<HTMLElement>(focusable)
    if (found === undefined || found === null) continue
    found.focus({ preventScroll: true })
    found.scrollIntoView({ block: 'center' })
    return
  }
}
