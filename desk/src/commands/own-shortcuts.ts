import { useMemo } from 'react'
import { useMe } from '../shell/session.ts'
import { changeSettings, settings, useSetting } from '../shell/settings.ts'
import { noShortcuts, type OwnShortcuts, type Shortcuts, shortcutsOf } from './shortcuts.ts'

/** Each operator's own, in this browser. */
export function useOwnShortcuts(): [OwnShortcuts, (own: OwnShortcuts) => void] {
  const { id } = useMe()
  const own = useSetting('shortcutsOf')[id]
  const change = (next: OwnShortcuts) => {
    const { [id]: _, ...others } = settings.get().shortcutsOf
    changeSettings({ shortcutsOf: Object.keys(next).length === 0 ? others : { ...others, [id]: next } })
  }
  return [own ?? none, change]
}

export function useShortcutTable(): Shortcuts {
  const [own] = useOwnShortcuts()
  return useMemo(() => shortcutsOf(own), [own])
}

/** As they are shown beside what they do: none while they are turned off. */
export function useShownShortcuts(): Shortcuts {
  const table = useShortcutTable()
  return useSetting('hasShortcuts') ? table : noShortcuts
}

const none: OwnShortcuts = {}
