import { useEffect, useRef } from 'react'
import { type Command, commandOf, isWritingPlace } from './keyboard.ts'
import { useSettings } from './settings.ts'

/** Listens for single-key commands. */
export function useCommands(handlers: Partial<Record<Command, () => void>>): void {
  const { hasShortcuts } = useSettings()
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    if (!hasShortcuts) return
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return
      const focused = document.activeElement
      const isTyping = isWritingPlace(focused instanceof HTMLElement ? focused : null)
      const isDialogOpen = document.querySelector('[role="dialog"], [role="menu"]') !== null
      const { key, code, ctrlKey, metaKey, altKey } = event
      const command = commandOf({ key, code, ctrlKey, metaKey, altKey, isTyping, isDialogOpen })
      const handle = command === null ? undefined : latest.current[command]
      if (handle === undefined) return
      event.preventDefault()
      handle()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [hasShortcuts])
}
