import { type Press, signOf } from '../shell/keyboard.ts'
import { prefix, type Shortcut } from './table.ts'

/** How long the prefix waits for its letter, in milliseconds. */
const patienceMs = 1500

/** The prefix was pressed, and how it was read. */
export type Begun = { isByPlace: boolean; until: number }
export type Reading = { shortcut: Shortcut | null; begun: Begun | null }

/** [U-02] What the next key makes of what was pressed before. */
export function read(press: Press, before: Begun | null, now: number): Reading {
  const begun = before !== null && now < before.until ? before : null
  if (isModifier(press.key)) return { shortcut: null, begun }
  const found = signOf(press, begun?.isByPlace === true)
  if (found === null) return { shortcut: null, begun: null }
  if (begun !== null) return { shortcut: `${prefix} ${found.sign}`, begun: null }
  if (found.sign === prefix) return { shortcut: null, begun: { isByPlace: found.isByPlace, until: now + patienceMs } }
  return { shortcut: found.sign, begun: null }
}

/** On the way to another key. */
function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(key)
}
