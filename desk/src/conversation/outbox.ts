import type { EventView } from '@baton/core/protocol'
import { boolean, listOf, nullable, object, oneOf, type Shaped, text } from '../api/shape.ts'
import type { Keep } from './drafts.ts'

const pendingShape = object({
  clientMessageId: text,
  conversation: text,
  text,
  note: boolean,
  at: text,
  state: oneOf('sending', 'failed'),
  detail: nullable(text),
})

/** A message on its way, or one that did not get there. [U-05] Its id stays the same however often it is tried. */
export type Pending = Shaped<typeof pendingShape>
export type Outbox = readonly Pending[]

const place = 'baton.outbox'

export function withPending(outbox: Outbox, message: Omit<Pending, 'state' | 'detail'>): Outbox {
  return [...outbox, { ...message, state: 'sending', detail: null }]
}

export function withFailure(outbox: Outbox, clientMessageId: string, detail: string | null): Outbox {
  return outbox.map((message) =>
    message.clientMessageId === clientMessageId ? { ...message, state: 'failed', detail } : message,
  )
}

export function withRetry(outbox: Outbox, clientMessageId: string): Outbox {
  return outbox.map((message) =>
    message.clientMessageId === clientMessageId ? { ...message, state: 'sending', detail: null } : message,
  )
}

export function without(outbox: Outbox, clientMessageId: string): Outbox {
  return outbox.filter((message) => message.clientMessageId !== clientMessageId)
}

/** What is not in the log yet: the log may bring a message before the call that sent it is answered. */
export function stillPending(outbox: Outbox, conversation: string, events: readonly EventView[]): Pending[] {
  const mine = outbox.filter((message) => message.conversation === conversation)
  if (mine.length === 0) return []
  const arrived = new Set(events.flatMap((event) => (event.type === 'message' ? [event.data.clientMessageId] : [])))
  return mine.filter((message) => !arrived.has(message.clientMessageId))
}

/** After a reload nobody waits for an answer any more: what was on its way is offered again. */
export function readOutbox(keep: Keep): Outbox {
  try {
    const source = keep.getItem(place)
    const kept = source === null ? [] : listOf<Pending>(pendingShape)(JSON.parse(source), 'outbox')
    return kept.map((message) => ({ ...message, state: 'failed' }))
  } catch {
    return []
  }
}

export function writeOutbox(keep: Keep, outbox: Outbox): void {
  try {
    if (outbox.length === 0) keep.removeItem(place)
    else keep.setItem(place, JSON.stringify(outbox))
  } catch {
    // See drafts: nothing is lost while the page is open.
  }
}
