import type { BotId, ContactId, ConversationId, EventId, OperatorId, TurnId } from '../ids.ts'
import type { Decision } from '../routing/decision.ts'
import type { Instant } from '../time.ts'
import type { Asked } from './asked.ts'
import type { ChatState } from './holder.ts'
import type { Cause, MessageData } from './message.ts'
import type { GroupRef, OperatorRef } from './refs.ts'
import type { Value, Variables } from './value.ts'

/** The log: numbered events, the truth of what happened. The record is their fold. */
export type Actor =
  | { kind: 'contact'; id: ContactId; name?: string }
  | { kind: 'chatbot'; id: BotId; name: string }
  | { kind: 'operator'; id: OperatorId; name: string }
  | { kind: 'system' }

export type { GroupRef, OperatorRef } from './refs.ts'

/** The holder as state events show it, with names as they were then. */
export type HolderView = {
  chatState: ChatState
  operator: OperatorRef | null
  group: GroupRef | null
  /** RFC 3339, as everywhere in `data`. */
  requestedAt: string | null
  /** [RO-10] How many seats it takes of whoever holds it; only where it is not one. */
  units?: number
}

export type StateChange = {
  from: HolderView
  to: HolderView
  reason: string | null
  cause: Cause
  decision?: Decision
  /** [HO-42] What the operator wants the bot to know. */
  note?: string
  /** [HO-47] A supervisor's transfer past the limit. */
  overLimit?: true
  /** [U-21] Somebody has passed it on to somebody else by hand. */
  passedOn?: true
  /** [U-15] Of a request: what brought it about. Absent: it goes on as it was asked before. */
  asked?: Asked
  /** [RO-10] Of a closing: how long the owner's seat stays taken after it. */
  wrapUpSeconds?: number
}

/** [RO-30] Somebody is asked alone, until then (RFC 3339). */
export type OfferData = { operator: OperatorRef; until: string; units?: number; cause: Cause; decision?: Decision }

export type MessageStatus = 'accepted' | 'delivered' | 'read' | 'failed' | 'unconfirmed'

export type EventBody =
  | { type: 'conversation_opened'; data: Opening }
  | { type: 'message'; data: MessageData }
  | { type: StateEventType; data: StateChange }
  | { type: 'operator_offered'; data: OfferData }
  | { type: 'assignment_skipped'; data: { reason: string; cause: Cause; decision: Decision } }
  | { type: 'bot_output_suppressed'; data: { turn: TurnId; turnEpoch: number } }
  | { type: 'diagnostic'; data: Diagnostic }
  | { type: 'tag_set' | 'tag_dropped'; data: { tag: string } }
  | { type: 'variable_set'; data: { variable: string; value: Value } }
  | { type: 'locked' | 'unlocked'; data: { cause: Cause } }
  | { type: 'snoozed'; data: { until: string | null; cause: Cause } }
  | { type: 'end_announced'; data: EndAnnounced }
  | { type: 'end_put_off'; data: { cause: Cause } }
  | { type: 'closed'; data: StateChange }
  | { type: 'rated'; data: RatingGiven }
  | { type: 'identified'; data: { contact: ContactId; was: ContactId } }
  | { type: 'message_status'; data: { message: EventId; status: MessageStatus; detail?: string } }

/** The events that change who holds the conversation (closing does too). */
export type StateEventType = 'operator_requested' | 'taken_over' | 'transferred' | 'handed_over'

/** Nobody has written for long: then it ends by itself, if nobody says anything until then (RFC 3339). */
export type EndAnnounced = { until: string; outcome: 'hand_back' | 'close'; cause: Cause }

/** [V-11] How satisfied the contact was, 5 is best. A later one of the same conversation takes its place. */
export type RatingGiven = { score: 1 | 2 | 3 | 4 | 5; comment?: string }

export type Opening = {
  bot: BotId
  channel: string
  contact: ContactId
  /** [HO-8] The conversation this one follows. */
  previous: ConversationId | null
  variables: Variables
  /** [RO-31] Who owned that one last. Absent: nobody has. */
  lastOwner?: OperatorId
}

/** A note for the bot's author or the support lead: what did not work, where, and what to do. */
export type Diagnostic = { code: string; message: string; path?: string; level?: 'info' | 'warning' }

export type EventType = EventBody['type']

/** An event as it stands in the log. `epoch` is the epoch after it; `seq` counts from 1 without gaps. */
export type ConversationEvent = EventBody & { seq: number; id: EventId; at: Instant; actor: Actor; epoch: number }
