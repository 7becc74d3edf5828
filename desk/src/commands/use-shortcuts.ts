import { notifications } from '@mantine/notifications'
import { useEffect, useRef, useState } from 'react'
import { isPaletteChord, pressOf, takesLetters } from '../shell/keyboard.ts'
import { useSetting } from '../shell/settings.ts'
import { useShortcutTable } from './own-shortcuts.ts'
import { closePalette, isPaletteOpen, openPalette } from './palette-store.ts'
import { isMac } from './platform.ts'
import { type Begun, read } from './reading.ts'
import { registry } from './registry.ts'
import { commandWith } from './shortcuts.ts'

/**
 * Listens for shortcuts everywhere in the desk. Answers until when the prefix waits for its letter, if it was pressed, in the
 * time of events: what was pressed in time counts, however late a busy page comes to it.
 */
export function useShortcuts(): number | null {
  const hasShortcuts = useSetting('hasShortcuts')
  const table = useShortcutTable()
  const latest = useRef({ hasShortcuts, table })
  latest.current = { hasShortcuts, table }
  const [waitsUntil, setWaitsUntil] = useState<number | null>(null)
  useEffect(() => {
    let begun: Begun | null = null
    const remember = (next: Begun | null) => {
      begun = next
      setWaitsUntil(next?.until ?? null)
    }
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if (isPaletteChord(pressOf(event), isMac)) {
        if (isPaletteOpen()) closePalette()
        else if (isDialogOpen()) return
        else openPalette()
        event.preventDefault()
        remember(null)
        return
      }
      const { hasShortcuts, table } = latest.current
      if (!hasShortcuts || event.repeat || isDialogOpen() || takesLetters(document.activeElement)) {
        if (begun !== null) remember(null)
        return
      }
      const { shortcut, begun: next } = read(pressOf(event), begun, event.timeStamp)
      if (next !== begun) remember(next)
      const command = shortcut === null ? null : commandWith(table, shortcut)
      const doing = command === null ? undefined : registry.read().get(command)
      if (doing === undefined) return
      event.preventDefault()
      if (doing.off == null) doing.run()
      else notifications.show({ message: doing.off })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return waitsUntil
}

/** A dialog or a menu has its own keys. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null
}
