import type { BotId, ContactId, ConversationId, OperatorId } from '../ids.ts'
import { unreachable } from '../result.ts'
import { fromRfc3339, type Instant, toRfc3339 } from '../time.ts'
import type { Asked } from './asked.ts'
import type { ConversationEvent, HolderView, StateEventType } from './event.ts'
import { groupOf, type Holder, movesEpoch, requestedAtOf, snoozedUntilOf, type TakenOver } from './holder.ts'
import { lineOf } from './message.ts'
import { type Variables, withVariable } from './value.ts'

/** What is known of a conversation: the fold of its log, and nothing else. */
export type Conversation = {
  id: ConversationId
  bot: BotId
  channel: string
  contact: ContactId
  previous: ConversationId | null
  status: 'open' | 'closed'
  holder: Holder
  epoch: number
  lastSeq: number
  openedAt: Instant
  lastActivityAt: Instant
  variables: Variables
  tags: string[]
  locked: boolean
  /** The contact's last words (FL-10), and the last line anybody said, for lists. */
  lastUserMessage: string
  lastLine: LastLine | null
  /** When a person last wrote to the contact since control last changed. Absent: nobody has. */
  answeredAt?: Instant
  /** [RO-31] Who owned it last, or the contact's conversation before it. Absent: nobody has. */
  lastOwner?: OperatorId
  /** [U-15] While it waits for an operator: why. Absent: nobody has said. */
  asked?: Asked
}

export type LastLine = { by: 'contact' | 'chatbot' | 'operator'; text: string; at: Instant }

/** The record that begins with an opening event. Throws when the log does not begin with one: the log is broken. */
export function open(id: ConversationId, event: ConversationEvent): Conversation {
  if (event.type !== 'conversation_opened' || event.seq !== 1)
    throw new Error(`${id}: the log does not begin with an opening`)
  return {
    id,
    bot: event.data.bot,
    channel: event.data.channel,
    contact: event.data.contact,
    previous: event.data.previous,
    status: 'open',
    holder: { state: 'chatbot_controlled' },
    epoch: 0,
    lastSeq: 1,
    openedAt: event.at,
    lastActivityAt: event.at,
    variables: event.data.variables,
    tags: [],
    locked: false,
    lastUserMessage: '',
    lastLine: null,
    ...(event.data.lastOwner !== undefined && { lastOwner: event.data.lastOwner }),
  }
}

/** Applies one event. Throws on a gap in the numbers: the log is broken. */
export function evolve(conversation: Conversation, event: ConversationEvent): Conversation {
  if (event.seq !== conversation.lastSeq + 1)
    throw new Error(`${conversation.id}: event ${event.seq} follows ${conversation.lastSeq}`)
  const next: Conversation = { ...conversation, lastSeq: event.seq, epoch: event.epoch, lastActivityAt: event.at }
  switch (event.type) {
    case 'message':
      return withMessage(next, event)
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
      next.holder = holderAfter(conversation.holder, event)
      if (next.holder.state === 'taken_over') next.lastOwner = next.holder.owner
      if (movesEpoch(conversation.holder, next.holder)) delete next.answeredAt
      if (next.holder.state !== 'operator_requested') delete next.asked
      else if (event.data.asked !== undefined) next.asked = event.data.asked
      return next
    case 'closed':
      next.holder = { state: 'chatbot_controlled' }
      delete next.answeredAt
      delete next.asked
      next.status = 'closed'
      return next
    case 'tag_set':
      next.tags = next.tags.includes(event.data.tag) ? next.tags : [...next.tags, event.data.tag]
      return next
    case 'tag_dropped':
      next.tags = next.tags.filter((tag) => tag !== event.data.tag)
      return next
    case 'variable_set':
      next.variables = withVariable(next.variables, event.data.variable, event.data.value)
      return next
    case 'locked':
    case 'unlocked':
      next.locked = event.type === 'locked'
      return next
    case 'operator_offered':
      next.holder = offeredTo(conversation.holder, event)
      return next
    case 'snoozed':
      next.holder = snoozedAfter(conversation.holder, event)
      return next
    case 'end_announced':
      next.holder = endingAfter(conversation.holder, event)
      return next
    case 'end_put_off':
      next.holder = putOffAfter(conversation.holder, event.at)
      return next
    case 'identified':
      next.contact = event.data.contact
      return next
    case 'rated':
    case 'conversation_opened':
    case 'assignment_skipped':
    case 'bot_output_suppressed':
    case 'diagnostic':
    case 'message_status':
      return next
    default:
      return unreachable(event)
  }
}

/** Folds a whole log. Null when it is empty. */
export function fold(id: ConversationId, events: readonly ConversationEvent[]): Conversation | null {
  const [first, ...rest] = events
  return first === undefined ? null : rest.reduce(evolve, open(id, first))
}

function withMessage(next: Conversation, event: Extract<ConversationEvent, { type: 'message' }>): Conversation {
  const { actor, data } = event
  if (data.note || actor.kind === 'system') return next
  if (actor.kind === 'operator') next.answeredAt = event.at
  next.holder = heldAfter(next.holder, event)
  if (actor.kind === 'contact') next.lastUserMessage = data.text ?? data.payload ?? ''
  next.lastLine = { by: actor.kind, text: lineOf(data), at: event.at }
  return next
}

/**
 * [RO-10] [U-02] An owner who has answered may be waiting for the contact, or has put it aside; the contact's next
 * words end both. Whoever says something, its end is announced no more.
 */
function heldAfter(before: Holder, { actor, at, data }: Extract<ConversationEvent, { type: 'message' }>): Holder {
  if (before.state !== 'taken_over') return before
  const holder = withoutEnd(before)
  if (data.onHold === true) return holder.onHold ? holder : { ...holder, onHold: true }
  if (actor.kind !== 'contact') return holder
  const awake = snoozedUntilOf(holder, at) === null ? holder : { ...holder, snooze: { at, until: at } }
  if (!awake.onHold) return awake
  const { onHold: _, ...held } = awake
  return held
}

/** [U-02] Put aside, or taken up again: then it was put aside until now. */
function snoozedAfter(holder: Holder, { at, data }: Extract<ConversationEvent, { type: 'snoozed' }>): Holder {
  if (holder.state !== 'taken_over') return holder
  const until = data.until === null ? at : (fromRfc3339(data.until) ?? at)
  return { ...withoutEnd(holder), snooze: { at, until } }
}

/** The end is announced, with its moment. */
function endingAfter(holder: Holder, { at, data }: Extract<ConversationEvent, { type: 'end_announced' }>): Holder {
  if (holder.state !== 'taken_over') return holder
  return { ...holder, ends: { at, until: fromRfc3339(data.until) ?? at } }
}

/** The contact is still there. */
function putOffAfter(holder: Holder, at: Instant): Holder {
  if (holder.state !== 'taken_over' || holder.ends === undefined) return holder
  return { ...holder, ends: { ...holder.ends, putOffAt: at } }
}

function withoutEnd(holder: TakenOver): TakenOver {
  if (holder.ends === undefined) return holder
  const { ends: _, ...held } = holder
  return held
}

/** [RO-30] The request, with one operator asked alone. */
function offeredTo(holder: Holder, { at, data }: Extract<ConversationEvent, { type: 'operator_offered' }>): Holder {
  if (holder.state !== 'operator_requested') return holder
  const until = fromRfc3339(data.until) ?? at
  const offer = { at, until, ...(data.units !== undefined && { units: data.units }) }
  return { ...holder, operator: data.operator.id, offer, offersMade: (holder.offersMade ?? 0) + 1 }
}

type ControlEvent = Extract<ConversationEvent, { type: StateEventType }>

function holderAfter(before: Holder, { at, actor, data }: ControlEvent): Holder {
  const { from, to, passedOn } = data
  const group = to.group?.id ?? null
  const requestedAt = to.requestedAt === null ? null : fromRfc3339(to.requestedAt)
  switch (to.chatState) {
    case 'chatbot_controlled':
      return { state: 'chatbot_controlled' }
    case 'operator_requested': {
      const isSame = before.state === 'operator_requested' && before.group === group
      const offersMade = isSame ? before.offersMade : undefined
      const operator = to.operator?.id ?? null
      const requested = { state: 'operator_requested', group, operator, requestedAt: requestedAt ?? at } as const
      return offersMade === undefined ? requested : { ...requested, offersMade }
    }
    case 'taken_over':
      if (to.operator === null) throw new Error(`taken over from ${from.chatState} by nobody`)
      return {
        state: 'taken_over',
        owner: to.operator.id,
        group,
        requestedAt,
        takenOverAt: at,
        ...(to.units !== undefined && { units: to.units }),
        ...(passedOn && actor.kind === 'operator' && { passedOn: { by: actor.id, at } }),
      }
    default:
      return unreachable(to.chatState)
  }
}

/** Names of operators and groups as they are now. */
export type Names = {
  operator(id: string): string
  group(id: string): string
}

/** The holder as state events and the API show it. */
export function viewOfHolder(holder: Holder, names: Names): HolderView {
  const operator =
    holder.state === 'taken_over' ? holder.owner : holder.state === 'operator_requested' ? holder.operator : null
  const group = groupOf(holder)
  const requestedAt = requestedAtOf(holder)
  return {
    chatState: holder.state,
    operator: operator === null ? null : { id: operator, name: names.operator(operator) },
    group: group === null ? null : { id: group, name: names.group(group) },
    requestedAt: requestedAt === null ? null : toRfc3339(requestedAt),
    ...(holder.state === 'taken_over' && holder.units !== undefined && { units: holder.units }),
  }
}
