import type { Change } from '@baton/core/command'
import {
  type Actor,
  type ConversationEvent,
  type ConversationRecord,
  type Holder,
  type Requested,
  seatsTakenBy,
  snoozeOf,
  type TakenOver,
} from '@baton/core/conversation'
import { outlivingKinds } from '@baton/core/flow'
import { asId, type OperatorId } from '@baton/core/ids'
import { instant } from '@baton/core/time'

export type ConversationRow = {
  id: string
  workspace: string
  bot: string
  channel: string
  contact: string
  previous: string | null
  status: string
  chat_state: string
  owner: string | null
  requested_operator: string | null
  group: string | null
  requested_at: number | null
  taken_over_at: number | null
  /** [RO-10] Seats it takes of its owner, or of whoever is asked alone. This and the next two follow from `body`, for queries. */
  units: number
  /** [RO-30] Until when somebody is asked alone; null: nobody is. */
  offer_until: number | null
  offers_made: number
  /** [U-02] Until when its owner has put it aside, or had; also follows from `body`. */
  snoozed_until: number | null
  epoch: number
  last_seq: number
  opened_at: number
  last_activity_at: number
  locked: number
  body: string
  flow: string
}

export type EventRow = {
  position: number
  conversation: string
  seq: number
  id: string
  type: string
  at: number
  epoch: number
  turn: string | null
  actor: string
  data: string
}

/** What is kept as JSON because no query asks for it. */
type Body = Pick<
  ConversationRecord['conversation'],
  'variables' | 'tags' | 'lastUserMessage' | 'lastLine' | 'answeredAt' | 'lastOwner' | 'asked'
> & { held?: Held }

/** What of a holder stands in no column of its own, or only in part. */
type Held =
  | Pick<Requested, 'offer' | 'offersMade'>
  | Pick<TakenOver, 'units' | 'onHold' | 'snooze' | 'passedOn' | 'ends'>

export function recordOf(row: ConversationRow): ConversationRecord {
  const { held = {}, ...body }: Body = JSON.parse(row.body)
  return {
    conversation: {
      id: asId(row.id),
      bot: asId(row.bot),
      channel: row.channel,
      contact: asId(row.contact),
      previous: row.previous === null ? null : asId(row.previous),
      status: row.status === 'closed' ? 'closed' : 'open',
      holder: holderOf(row, held),
      epoch: row.epoch,
      lastSeq: row.last_seq,
      openedAt: instant(row.opened_at),
      lastActivityAt: instant(row.last_activity_at),
      locked: row.locked === 1,
      ...body,
    },
    flow: JSON.parse(row.flow),
  }
}

/** [RO-31] Who owned a conversation last; null: nobody has. */
export function lastOwnerIn({ body }: Pick<ConversationRow, 'body'>): OperatorId | null {
  const { lastOwner }: Body = JSON.parse(body)
  return lastOwner ?? null
}

function holderOf(row: ConversationRow, held: Held): Holder {
  const group = row.group === null ? null : asId<'group'>(row.group)
  const requestedAt = row.requested_at === null ? null : instant(row.requested_at)
  if (row.chat_state === 'taken_over') {
    if (row.owner === null || row.taken_over_at === null) throw new Error(`${row.id}: taken over by nobody`)
    const takenOverAt = instant(row.taken_over_at)
    return { state: 'taken_over', owner: asId(row.owner), group, requestedAt, takenOverAt, ...held }
  }
  if (row.chat_state === 'operator_requested') {
    if (requestedAt === null) throw new Error(`${row.id}: requested at no time`)
    const operator = row.requested_operator === null ? null : asId<'operator'>(row.requested_operator)
    return { state: 'operator_requested', group, operator, requestedAt, ...held }
  }
  return { state: 'chatbot_controlled' }
}

/** The columns that change, in the order of the statement that writes them. */
export const namesOfChangingColumns = [
  'status',
  'chat_state',
  'owner',
  'requested_operator',
  'group',
  'requested_at',
  'taken_over_at',
  'units',
  'offer_until',
  'offers_made',
  'snoozed_until',
  'epoch',
  'last_seq',
  'last_activity_at',
  'locked',
  'body',
  'flow',
] as const satisfies readonly (keyof ConversationRow)[]

/** The values of `namesOfChangingColumns`. */
export function changingColumns({ conversation, flow }: ConversationRecord): (string | number | null)[] {
  const { holder } = conversation
  const isRequested = holder.state === 'operator_requested'
  const isTakenOver = holder.state === 'taken_over'
  return [
    conversation.status,
    holder.state,
    isTakenOver ? holder.owner : null,
    isRequested ? holder.operator : null,
    holder.state === 'chatbot_controlled' ? null : holder.group,
    holder.state === 'chatbot_controlled' ? null : holder.requestedAt,
    isTakenOver ? holder.takenOverAt : null,
    seatsTakenBy(holder)?.units ?? 0,
    (isRequested ? holder.offer?.until : undefined) ?? null,
    (isRequested ? holder.offersMade : undefined) ?? 0,
    snoozeOf(holder)?.until ?? null,
    conversation.epoch,
    conversation.lastSeq,
    conversation.lastActivityAt,
    conversation.locked ? 1 : 0,
    JSON.stringify(bodyOf(conversation)),
    JSON.stringify(flow),
  ]
}

/** Which of the columns that follow from the body say something else than it. */
export function derivedColumnsAmiss(row: ConversationRow, record: ConversationRecord): string[] {
  const values = changingColumns(record)
  return (['units', 'offer_until', 'offers_made', 'snoozed_until'] as const).filter(
    (name) => row[name] !== values[namesOfChangingColumns.indexOf(name)],
  )
}

function bodyOf({
  holder,
  variables,
  tags,
  lastUserMessage,
  lastLine,
  answeredAt,
  lastOwner,
  asked,
}: ConversationRecord['conversation']): Body {
  const held = heldIn(holder)
  return {
    variables,
    tags,
    lastUserMessage,
    lastLine,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(lastOwner !== undefined && { lastOwner }),
    ...(asked !== undefined && { asked }),
    ...(Object.keys(held).length > 0 && { held }),
  }
}

function heldIn(holder: Holder): Held {
  if (holder.state === 'taken_over') {
    const { units, onHold, snooze, passedOn, ends } = holder
    return {
      ...(units !== undefined && { units }),
      ...(onHold && { onHold }),
      ...(snooze !== undefined && { snooze }),
      ...(passedOn !== undefined && { passedOn }),
      ...(ends !== undefined && { ends }),
    }
  }
  if (holder.state !== 'operator_requested') return {}
  const { offer, offersMade } = holder
  return { ...(offer !== undefined && { offer }), ...(offersMade !== undefined && { offersMade }) }
}

/** [D-02] What did nothing (on a locked conversation, say) is not remembered: said again, it may do something. */
export function hasDone({ events, turns }: Pick<Change, 'events' | 'turns'>): boolean {
  return events.length > 0 || turns.length > 0
}

/** Whether who holds the conversation, and that it is open, is as before: then only `talkColumns` have changed. */
export function isSameControl(before: ConversationRecord, after: ConversationRecord): boolean {
  const [one, other] = [before.conversation, after.conversation]
  return one.status === other.status && one.epoch === other.epoch && one.holder === other.holder
}

/** The columns that change while the holder stays, in the order of the statement that writes them. */
export function talkColumns(record: ConversationRecord): (string | number | null)[] {
  return changingColumns(record).slice(-numberOfTalkColumns)
}

/** lastSeq, lastActivityAt, locked, body and flow stand last. */
const numberOfTalkColumns = 5

export function eventOf(row: EventRow): ConversationEvent {
  const actor: Actor = JSON.parse(row.actor)
  const { seq, epoch } = row
  return { type: row.type, data: JSON.parse(row.data), seq, id: row.id, at: row.at, actor, epoch } as ConversationEvent
}

/** [HO-8] Of rows of work: those that end with their conversation. `work` is JSON that begins with its kind. */
export const endsWithConversation = outlivingKinds.map((kind) => `work not like '{"kind":"${kind}"%'`).join(' and ')
