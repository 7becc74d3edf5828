import { type RefObject, useEffect } from 'react'
import { nearestAdd, nearestItemAdd, ownAdd } from './add-buttons.ts'
import { useDesigner } from './context.ts'

/**
 * Keys that hold everywhere in the designer, also when nothing has the focus. Undo is the document's, in fields too, save
 * where something is being written that is not part of it yet.
 */
export function useKeys(root: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>): void {
  const { session } = useDesigner()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || !isOurs(root.current)) return
      const act = event.key === 'Enter' ? addOf(event, root.current) : commandOf(event)
      if (act === null) return
      event.preventDefault()
      act()
    }
    const commandOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): (() => void) | null => {
      if (!(ctrlKey || metaKey) || altKey) return null
      switch (key.toLowerCase()) {
        case 'f':
          return () => {
            search.current?.focus()
            // What was looked for before is written over.
            search.current?.select()
          }
        case 's':
          return () => void session.save()
        case 'y':
          return isLocal() ? null : () => session.redo()
        case 'z':
          return isLocal() ? null : () => (shiftKey ? session.redo() : session.undo())
        default:
          return null
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [session, root, search])
}

const isLocal = () => document.activeElement?.closest('[data-local]') !== null

/** With Ctrl an action where one is, with Shift too in the interaction itself, with Alt one more item of the list. */
function addOf({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent, root: HTMLElement | null): (() => void) | null {
  const isAction = ctrlKey || metaKey
  if (isAction === altKey || root === null) return null
  const button = altKey
    ? nearestItemAdd(document.activeElement)
    : ((shiftKey ? null : nearestAdd(document.activeElement)) ?? ownAdd(root))
  if (button === null) return null
  return () => {
    button.scrollIntoView({ block: 'nearest' })
    button.click()
  }
}

/** Dialogs and the rest of the desk keep their keys. */
export function isOurs(root: HTMLElement | null): boolean {
  const focused = document.activeElement
  return (
    document.querySelector('[role="dialog"]') === null &&
    (focused === document.body || root?.contains(focused) === true)
  )
}
