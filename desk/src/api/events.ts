import type { ConversationSummary, ConversationView, EventView, ReadMark } from '@baton/core/protocol'
import { reference } from './people.ts'
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
} from './shape.ts'

const summaryFields = {
  id: text,
  bot: text,
  botName: text,
  channel: text,
  contact: text,
  contactName: text,
  status: oneOf('open', 'closed'),
  chatState: oneOf('chatbot_controlled', 'operator_requested', 'taken_over'),
  operator: nullable(reference),
  requestedOperator: nullable(reference),
  offeredUntil: nullable(text),
  group: nullable(reference),
  requestedAt: nullable(text),
  takenOverAt: nullable(text),
  snoozedUntil: nullable(text),
  epoch: number,
  lastSeq: number,
  lastActivityAt: text,
  lastLine: nullable(object({ by: oneOf('contact', 'chatbot', 'operator'), text, at: text })),
  tags: fallback(listOf(text), []),
  locked: boolean,
  asked: nullable(
    both(
      object({ way: text }),
      partial({ name: text, text, said: text, at: object({ behavior: text, interaction: text }) }),
    ),
  ),
  language: nullable(text),
  collected: fallback(listOf(object({ name: text, text })), []),
}

export const readMark: Shape<ReadMark> = object({ upTo: number, isMarked: boolean, revision: number })
const readField = partial({ read: nullable(readMark) })

const summaryShape = both(object(summaryFields), readField)
const viewShape = both(
  object({
    ...summaryFields,
    variables: fallback(record, {}),
    openedAt: fallback(text, ''),
    previous: nullable(text),
  }),
  readField,
)

/** Ids are branded in the protocol; here, at the door, plain texts become them. */
export const conversationSummary: Shape<ConversationSummary> = (value, path) =>
  summaryShape(value, path) as unknown as ConversationSummary

export const conversationView: Shape<ConversationView> = (value, path) =>
  viewShape(value, path) as unknown as ConversationView

const envelope = object({ seq: number, id: text, type: text, at: text, actor: object({ kind: text }), data: record })

/** The envelope is checked; what a type carries is the protocol's promise. */
export const eventView: Shape<EventView> = (value, path) => {
  envelope(value, path)
  return value as EventView
}
