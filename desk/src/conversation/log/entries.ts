import type { EventView } from '@baton/core/protocol'
import { positionsOfBlock } from '../../live/log.ts'

type Of<Type extends EventView['type']> = Extract<EventView, { type: Type }>
export type MessageEvent = Of<'message'>
export type StateEvent = Of<'operator_requested' | 'taken_over' | 'transferred' | 'handed_over' | 'closed'>
export type QuietEvent = Exclude<EventView, MessageEvent | StateEvent | Of<'message_status'>>

/** A line of the log as it is drawn. */
export type Entry =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'fresh'; key: string }
  | { kind: 'message'; key: string; event: MessageEvent; startsGroup: boolean; status: string | null }
  | { kind: 'note'; key: string; event: MessageEvent }
  | { kind: 'state'; key: string; event: StateEvent }
  | { kind: 'quiet'; key: string; event: QuietEvent }

const groupMs = 5 * 60_000

/** Days are those of the reader. `readUpTo` is where the reader was last time; null draws no line. */
export function entriesOf(
  events: readonly EventView[],
  options: { isQuietShown: boolean; readUpTo: number | null; me: string; dayOf: (at: string) => string },
): Entry[] {
  const statuses = new Map(
    events.flatMap((event) => (event.type === 'message_status' ? [[event.data.message, event.data.status]] : [])),
  )
  const entries: Entry[] = []
  let day = ''
  let previous: MessageEvent | null = null
  const { readUpTo } = options
  // Where only what came later is loaded, the line stands further up.
  let isLineDrawn = readUpTo === null || (events[0]?.seq ?? 0) > readUpTo + 1
  for (const event of events) {
    const entry = entryOf(event, previous, statuses)
    if (entry === null || (entry.kind === 'quiet' && !isAlwaysShown(event) && !options.isQuietShown)) continue
    const today = options.dayOf(event.at)
    if (today !== day) entries.push({ kind: 'day', key: `day ${today}`, at: event.at })
    const isNewToMe = !isLineDrawn && event.seq > (readUpTo ?? 0) && isByOther(event, options.me)
    if (isNewToMe) {
      isLineDrawn = true
      entries.push({ kind: 'fresh', key: 'fresh' })
    }
    const startsGroup = today !== day || isNewToMe
    entries.push(entry.kind === 'message' && startsGroup ? { ...entry, startsGroup: true } : entry)
    day = today
    previous = entry.kind === 'message' ? entry.event : null
  }
  return entries
}

/** Lines of one block, by their positions: a line stays in its block however many come before and after. */
export type Block = { key: number; entries: Entry[] }

export function blocksOf(entries: readonly Entry[]): Block[] {
  const blocks: Block[] = []
  let leading: Entry[] = []
  for (const entry of entries) {
    leading.push(entry)
    // What stands between is in the block of what it stands before.
    if (!('event' in entry)) continue
    const key = Math.floor(entry.event.seq / positionsOfBlock)
    const last = blocks.at(-1)
    if (last?.key === key) last.entries.push(...leading)
    else blocks.push({ key, entries: leading })
    leading = []
  }
  return blocks
}

/** Whether a line is drawn as before. */
export function isSameEntry(one: Entry, other: Entry | undefined): boolean {
  if (other === undefined || one.key !== other.key || one.kind !== other.kind) return false
  if (one.kind !== 'message' || other.kind !== 'message') return true
  return one.startsGroup === other.startsGroup && one.status === other.status
}

/** Quiet lines that explain a silence are shown to everybody; the rest only on demand. */
function isAlwaysShown(event: EventView): boolean {
  return (
    event.type === 'locked' ||
    event.type === 'unlocked' ||
    event.type === 'operator_offered' ||
    event.type === 'snoozed' ||
    event.type === 'rated' ||
    event.type === 'identified' ||
    event.type === 'end_put_off' ||
    isIdleWarning(event)
  )
}

/** Whoever holds the conversation is told before it ends by itself. Logs of older versions have a diagnostic. */
export function isIdleWarning(event: EventView): boolean {
  return event.type === 'end_announced' || (event.type === 'diagnostic' && event.data.code === 'idle_soon')
}

function isByOther(event: EventView, me: string): boolean {
  return event.actor.kind !== 'operator' || event.actor.id !== me
}

function entryOf(event: EventView, previous: MessageEvent | null, statuses: ReadonlyMap<string, string>): Entry | null {
  const key = event.id
  switch (event.type) {
    case 'message':
      if (event.data.note === true) return { kind: 'note', key, event }
      return {
        kind: 'message',
        key,
        event,
        startsGroup: !continues(event, previous),
        status: statuses.get(event.id) ?? null,
      }
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
    case 'closed':
      return { kind: 'state', key, event }
    case 'message_status':
      return null
    default:
      return { kind: 'quiet', key, event }
  }
}

function continues(event: MessageEvent, previous: MessageEvent | null): boolean {
  if (previous === null || previous.actor.kind !== event.actor.kind) return false
  const isSame =
    event.actor.kind !== 'operator' || (previous.actor.kind === 'operator' && previous.actor.id === event.actor.id)
  return isSame && Date.parse(event.at) - Date.parse(previous.at) < groupMs
}
