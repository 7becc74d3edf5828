import type { Actor, ConversationEvent, ConversationRecord, Holder } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
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
  'variables' | 'tags' | 'lastUserMessage' | 'lastLine' | 'answeredAt'
>

export function recordOf(row: ConversationRow): ConversationRecord {
  const body: Body = JSON.parse(row.body)
  return {
    conversation: {
      id: asId(row.id),
      bot: asId(row.bot),
      channel: row.channel,
      contact: asId(row.contact),
      previous: row.previous === null ? null : asId(row.previous),
      status: row.status === 'closed' ? 'closed' : 'open',
      holder: holderOf(row),
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

function holderOf(row: ConversationRow): Holder {
  const group = row.group === null ? null : asId<'group'>(row.group)
  const requestedAt = row.requested_at === null ? null : instant(row.requested_at)
  if (row.chat_state === 'taken_over') {
    if (row.owner === null || row.taken_over_at === null) throw new Error(`${row.id}: taken over by nobody`)
    return { state: 'taken_over', owner: asId(row.owner), group, requestedAt, takenOverAt: instant(row.taken_over_at) }
  }
  if (row.chat_state === 'operator_requested') {
    if (requestedAt === null) throw new Error(`${row.id}: requested at no time`)
    const operator = row.requested_operator === null ? null : asId<'operator'>(row.requested_operator)
    return { state: 'operator_requested', group, operator, requestedAt }
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
  'epoch',
  'last_seq',
  'last_activity_at',
  'locked',
  'body',
  'flow',
] as const satisfies readonly (keyof ConversationRow)[]

/** The values of `namesOfChangingColumns`. */
export function changingColumns({ conversation, flow }: ConversationRecord): (string | number | null)[] {
  const { holder, variables, tags, lastUserMessage, lastLine, answeredAt } = conversation
  const body: Body = { variables, tags, lastUserMessage, lastLine, ...(answeredAt !== undefined && { answeredAt }) }
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
    conversation.epoch,
    conversation.lastSeq,
    conversation.lastActivityAt,
    conversation.locked ? 1 : 0,
    JSON.stringify(body),
    JSON.stringify(flow),
  ]
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
