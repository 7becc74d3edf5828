import { useEffect, useRef } from 'react'
import { useShortcutTable } from '../commands/own-shortcuts.ts'
import { isMac } from '../commands/platform.ts'
import { commandWith } from '../commands/shortcuts.ts'
import { pressOf, signOf, takesLetters } from '../shell/keyboard.ts'
import { useSetting } from '../shell/settings.ts'
import { neighbour } from './lists.ts'
import { allOf, extendedTo, nothingSelected, selection } from './selection.ts'

type Parts = {
  shown: () => readonly string[]
  onOpen: (dialog: 'assign' | 'tag' | 'snooze') => void
  onClose: () => void
}

/** Those of one conversation that mean all selected ones while there are some. */
const ofSeveral = { transfer: 'assign', snooze: 'snooze', tag: 'tag' } as const

/** [U-02] Shift with next and previous extends, Ctrl/⌘+A takes all, Escape lets go; the keys of one mean all selected. */
export function useBulkKeys(parts: Parts): void {
  const hasShortcuts = useSetting('hasShortcuts')
  const table = useShortcutTable()
  const latest = useRef({ ...parts, hasShortcuts, table })
  latest.current = { ...parts, hasShortcuts, table }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { shown, onOpen, onClose, hasShortcuts, table } = latest.current
      const isElsewhere = document.querySelector('[role="dialog"], [role="menu"]') !== null
      if (event.defaultPrevented || isElsewhere || takesLetters(document.activeElement)) return
      const current = selection.get()
      const take = (run: () => void) => {
        event.preventDefault()
        event.stopPropagation()
        run()
      }
      if (event.key === 'Escape' && current.ids.size > 0) return take(() => selection.update(() => nothingSelected))
      if (isAllChord(event) && isInList()) return take(() => selection.update(() => allOf(shown())))
      if (!hasShortcuts) return
      const sign = signOf(pressOf(event))?.sign
      const command = sign === undefined ? null : commandWith(table, sign)
      const step = command === 'next' ? 1 : command === 'previous' ? -1 : null
      if (event.shiftKey && step !== null) return take(() => extend(shown(), step))
      if (event.shiftKey || current.ids.size === 0 || command === null) return
      if (command === 'close') return take(onClose)
      const dialog = Object.entries(ofSeveral).find(([name]) => name === command)?.[1]
      if (dialog !== undefined) take(() => onOpen(dialog))
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [])
}

function extend(shown: readonly string[], step: 1 | -1): void {
  selection.update((current) => {
    const head = current.head ?? openRow()
    if (head === null || !shown.includes(head)) {
      const [first] = shown
      return first === undefined ? current : extendedTo(nothingSelected, shown, first)
    }
    const begun = current.ids.size === 0 ? extendedTo(nothingSelected, shown, head) : current
    const next = neighbour(shown, head, step)
    return next === null ? begun : extendedTo(begun, shown, next)
  })
}

/** The row with the focus, else the one that is open. */
export function openRow(): string | null {
  const focused = document.activeElement?.closest<HTMLElement>('[data-row]')
  const open = document.querySelector<HTMLElement>('[data-row]:has([aria-current="true"])')
  return (focused ?? open)?.dataset.row ?? null
}

function isAllChord({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  const [wanted, other] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  return wanted && !other && !shiftKey && !altKey && (key.toLowerCase() === 'a' || code === 'KeyA')
}

/** Elsewhere it selects the text, as everywhere. */
function isInList(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.closest('[data-list]') !== null
}
