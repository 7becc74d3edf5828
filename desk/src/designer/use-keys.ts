import { type RefObject, useEffect } from 'react'
import { useDesigner } from './context.ts'

/**
 * Keys that hold everywhere in the designer, also when nothing has the focus. Undo is the document's, in fields too, save
 * where something is being written that is not part of it yet.
 */
export function useKeys(root: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>): void {
  const { session } = useDesigner()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !isOurs(root.current)) return
      const isLocal = document.activeElement?.closest('[data-local]') !== null
      const act = actionOf(event.key.toLowerCase(), event.shiftKey, isLocal)
      if (act === null) return
      event.preventDefault()
      act()
    }
    const actionOf = (key: string, isShifted: boolean, isLocal: boolean): (() => void) | null => {
      if (key === 'f') return () => search.current?.focus()
      if (key === 's') return () => void session.save()
      if (isLocal) return null
      if (key === 'y' || (key === 'z' && isShifted)) return () => session.redo()
      return key === 'z' ? () => session.undo() : null
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [session, root, search])
}

/** Dialogs and the rest of the desk keep their keys. */
export function isOurs(root: HTMLElement | null): boolean {
  const focused = document.activeElement
  return (
    document.querySelector('[role="dialog"]') === null &&
    (focused === document.body || root?.contains(focused) === true)
  )
}
