// Where people put nodes themselves, per bot; kept in the browser, because a bot's document says nothing of places on a screen.
import type { Positions, Spot } from './layout.ts'
import { fieldsOf } from './path.ts'

/** By the names of behavior and node: they outlive other edits. */
export type Moved = Readonly<Record<string, Spot>>
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const prefix = 'baton.designer.places.'

export function keyOf(behavior: string, node: string): string {
  return JSON.stringify([behavior, node])
}

export function readMoved(keep: Keep, bot: string): Moved {
  try {
    const entries = Object.entries(fieldsOf(JSON.parse(keep.getItem(prefix + bot) ?? '{}')))
    return Object.fromEntries(entries.flatMap(([key, value]) => spotOf(key, value)))
  } catch {
    return {}
  }
}

export function writeMoved(keep: Keep, bot: string, moved: Moved): void {
  try {
    if (Object.keys(moved).length === 0) keep.removeItem(prefix + bot)
    else keep.setItem(prefix + bot, JSON.stringify(moved))
  } catch {
    // Without storage they last as long as the page.
  }
}

function spotOf(key: string, value: unknown): [string, Spot][] {
  const { x, y } = fieldsOf(value)
  return typeof x === 'number' && typeof y === 'number' ? [[key, { x, y }]] : []
}

export function renamedMoved(moved: Moved, from: string, to: string): Moved {
  const spot = moved[from]
  if (spot === undefined) return moved
  const { [from]: _, ...rest } = moved
  return { ...rest, [to]: spot }
}

/** Nobody's places but those of this behavior go. */
export function withoutBehaviorMoved(moved: Moved, behavior: string): Moved {
  return Object.fromEntries(Object.entries(moved).filter(([key]) => !key.startsWith(`[${JSON.stringify(behavior)},`)))
}

/** What was moved stands where it was put, the rest where it was arranged. */
export function placed(arranged: Positions, moved: Moved, keys: ReadonlyMap<string, string>): Positions {
  return new Map([...arranged].map(([id, spot]) => [id, moved[keys.get(id) ?? ''] ?? spot]))
}
