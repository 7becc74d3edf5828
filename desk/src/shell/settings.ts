import { useSyncExternalStore } from 'react'
import { boolean, dictionary, fallback, number, object, oneOf, type Shaped, text } from '../api/shape.ts'
import { Store } from '../live/store.ts'
import { usualAwayMinutes } from './auto-away.ts'

const place = 'baton.settings'

const settingsShape = object({
  scheme: fallback(oneOf('system', 'light', 'dark'), 'system'),
  density: fallback(oneOf('comfortable', 'compact'), 'comfortable'),
  /** More: stronger lines and quiet text, whatever the system says. */
  contrast: fallback(oneOf('system', 'more'), 'system'),
  textSize: fallback(oneOf('usual', 'large', 'largest'), 'usual'),
  /** [U-16] Without a key or the mouse; 0: never. */
  awayAfterMinutes: fallback(number, usualAwayMinutes),
  hasShortcuts: fallback(boolean, true),
  /** By operator, what they chose for which command. */
  shortcutsOf: fallback(dictionary(dictionary(text)), {}),
  hasNotifications: fallback(boolean, false),
  areQuietLinesShown: fallback(boolean, false),
  listWidth: fallback(number, 344),
  detailsWidth: fallback(number, 296),
  areDetailsShown: fallback(boolean, true),
})

/** How this browser shows the desk; kept here, not in the account. */
export type Settings = Shaped<typeof settingsShape>

export const settings = new Store<Settings>(read())

export function changeSettings(change: Partial<Settings>): void {
  settings.update((current) => ({ ...current, ...change }))
  try {
    localStorage.setItem(place, JSON.stringify(settings.get()))
  } catch {
    // Without storage they last as long as the page.
  }
}

/** [U-04] One of them: what draws it is not drawn anew when another one changes. */
export function useSetting<Name extends keyof Settings>(name: Name): Settings[Name] {
  return useSyncExternalStore(settings.subscribe, () => settings.get()[name])
}

function read(): Settings {
  try {
    return settingsShape(JSON.parse(localStorage.getItem(place) ?? '{}'), '')
  } catch {
    return settingsShape({}, '')
  }
}
