import { type RefObject, useEffect } from 'react'
import { useDesigner } from './context.ts'
import { type Path, pathOf, textOf } from './document/path.ts'
import { focusAt } from './use-pointer.ts'

/** When an edit takes away what had the focus, what stands next to it gets it: nobody begins anew at the top. */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  const { store } = useDesigner().session
  useEffect(() => {
    let last: { element: Element; path: Path } | null = null
    const note = ({ target }: FocusEvent) => {
      const place = target instanceof Element ? target.closest('[data-path]') : null
      last = place === null ? null : { element: target as Element, path: pathOf(place.getAttribute('data-path') ?? '') }
    }
    const keep = () =>
      requestAnimationFrame(() => {
        if (last === null || last.element.isConnected || document.activeElement !== document.body) return
        focusAt(root.current, textOf(nearest(root.current, last.path)))
      })
    const element = root.current
    element?.addEventListener('focusin', note)
    const unsubscribe = store.subscribe(keep)
    return () => {
      element?.removeEventListener('focusin', note)
      unsubscribe()
    }
  }, [root, store])
}

/** The place itself if it is still drawn, the item before it, or what is around it. */
function nearest(root: HTMLElement | null, path: Path): Path {
  for (let at = path; at.length > 0; at = at.slice(0, -1)) {
    if (isDrawn(root, at)) return at
    const step = at.at(-1)
    if (typeof step !== 'number' || step === 0) continue
    const before = at.with(-1, step - 1)
    if (isDrawn(root, before)) return before
  }
  return path
}

function isDrawn(root: HTMLElement | null, path: Path): boolean {
  return root?.querySelector(`[data-path="${CSS.escape(textOf(path))}"]`) !== null
}
