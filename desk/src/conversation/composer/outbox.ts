import type { EventView } from '@baton/core/protocol'
import { boolean, nullable, object, oneOf, type Shaped, text } from '../../api/shape.ts'
import type { Keep } from './drafts.ts'

const pendingShape = object({
  clientMessageId: text,
  conversation: text,
  text,
  note: boolean,
  at: text,
  state: oneOf('sending', 'failed'),
  detail: nullable(text),
  /** The page that sends it, or tried to. */
  page: text,
})

/** A message on its way, or one that did not get there. [U-05] Its id stays the same however often it is tried. */
export type Pending = Shaped<typeof pendingShape>
/** The oldest first. */
export type Outbox = readonly Pending[]

/** Where the messages of an operator stand in the storage, each under its id. */
export function placeOfOutbox(operator: string): string {
  return `baton.outbox.${operator}.`
}

export function withMessage(outbox: Outbox, message: Pending): Outbox {
  const others = without(outbox, message.clientMessageId)
  return [...others, message].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

export function without(outbox: Outbox, clientMessageId: string): Outbox {
  return outbox.filter((message) => message.clientMessageId !== clientMessageId)
}

/** What is not in the log yet: the log may bring a message before the call that sent it is answered. */
export function stillPending(outbox: Outbox, conversation: string, events: readonly EventView[]): Pending[] {
  const mine = outbox.filter((message) => message.conversation === conversation)
  if (mine.length === 0) return []
  const arrived = arrivedIn(events)
  return mine.filter((message) => !arrived.has(message.clientMessageId))
}

/** Of messages with such an id. */
export function arrivedIn(events: readonly EventView[]): ReadonlySet<string | undefined> {
  return new Set(events.flatMap((event) => (event.type === 'message' ? [event.data.clientMessageId] : [])))
}

export function readPending(keep: Keep, place: string): Pending | null {
  const source = keep.getItem(place)
  if (source === null) return null
  try {
    return pendingShape(JSON.parse(source), 'message')
  } catch {
    return null
  }
}

export function writePending(keep: Keep, place: string, message: Pending | null): void {
  try {
    if (message === null) keep.removeItem(place)
    else keep.setItem(place, JSON.stringify(message))
  } catch {
    // See drafts: nothing is lost while the page is open.
  }
}
