import { type ClientFrame, type CloseReason, closeReasons, type ServerFrame } from '@baton/core/protocol'
import { conversationSummary, eventView, readMark } from '../api/events.ts'
import { presenceStatus, reference } from '../api/people.ts'
import {
  boolean,
  both,
  fallback,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  partial,
  record,
  type Shape,
  text,
} from '../api/shape.ts'

const reasons: Shape<CloseReason> = (value) =>
  typeof value === 'string' && isCloseReason(value) ? value : 'shutting_down'

const shapes: { [Type in ServerFrame['type']]?: Shape<unknown> } = {
  welcome: object({ heartbeatMs: fallback(number, 30_000), protocol: fallback(number, 1) }),
  events: object({ conversation: text, events: listOf(eventView), lastSeq: number }),
  caught_up: object({ conversation: text, lastSeq: number }),
  inbox: object({ position: number, conversation: conversationSummary, event: eventView }),
  inbox_caught_up: object({ position: number }),
  presence: object({
    operator: reference,
    status: presenceStatus,
    load: number,
    capacity: nullable(number),
    unresponsive: fallback(boolean, false),
  }),
  typing: both(object({ conversation: text, actor: record, isTyping: boolean }), partial({ text })),
  viewing: object({ conversation: text, operator: reference, state: oneOf('viewing', 'away', 'writing', 'gone') }),
  resync_required: object({ conversation: nullable(text), reason: oneOf('too_old', 'too_slow', 'unknown') }),
  read: object({ conversation: text, read: readMark }),
  coverage: object({ group: nullable(reference), isCovered: boolean }),
  bye: object({ reason: reasons, retryAfterMs: nullable(number) }),
}

/** A frame of the server; null for one of a type that this desk does not know. */
export function parseFrame(source: string): ServerFrame | null {
  const value: unknown = JSON.parse(source)
  const type = text(record(value, 'frame').type, 'type')
  const known = Object.entries(shapes).find(([name]) => name === type)
  if (known === undefined) return null
  return { type, ...record(known[1]?.(value, type), type) } as unknown as ServerFrame
}

export function writeFrame(frame: ClientFrame): string {
  return JSON.stringify(frame)
}

function isCloseReason(value: string): value is CloseReason {
  return Object.hasOwn(closeReasons, value)
}
