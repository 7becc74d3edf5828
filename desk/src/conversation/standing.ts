import type { ConversationSummary } from '@baton/core/protocol'

/** Who holds a conversation, as seen by one operator: what the banner says and what the composer allows. */
export type Standing =
  | { kind: 'chatbot'; since: string | null }
  | {
      kind: 'requested'
      since: string
      group: string | null
      of: 'everybody' | 'group' | 'me' | 'other'
      name: string | null
      /** [RO-30] Until when whoever it is for is asked alone; null: they are asked first, or nobody is. */
      offeredUntil: string | null
    }
  | { kind: 'mine'; since: string }
  | { kind: 'others'; since: string; owner: { id: string; name: string } }
  | { kind: 'closed'; since: string }

type Row = Pick<
  ConversationSummary,
  | 'status'
  | 'chatState'
  | 'operator'
  | 'requestedOperator'
  | 'offeredUntil'
  | 'group'
  | 'requestedAt'
  | 'takenOverAt'
  | 'lastActivityAt'
>

export function standingOf(row: Row, me: string): Standing {
  if (row.status === 'closed') return { kind: 'closed', since: row.lastActivityAt }
  if (row.operator !== null) {
    const since = row.takenOverAt ?? row.lastActivityAt
    return row.operator.id === me ? { kind: 'mine', since } : { kind: 'others', since, owner: row.operator }
  }
  if (row.chatState !== 'operator_requested') return { kind: 'chatbot', since: null }
  const asked = row.requestedOperator
  const of = asked !== null ? (asked.id === me ? 'me' : 'other') : row.group !== null ? 'group' : 'everybody'
  const since = row.requestedAt ?? row.lastActivityAt
  const group = row.group?.name ?? null
  return { kind: 'requested', since, group, of, name: asked?.name ?? null, offeredUntil: row.offeredUntil }
}

/** [RO-30] Whether somebody is asked alone just now. */
export function isOfferedTo(
  operator: string,
  { requestedOperator, offeredUntil }: Pick<Row, 'requestedOperator' | 'offeredUntil'>,
): boolean {
  return offeredUntil !== null && requestedOperator?.id === operator
}

/** [U-08] A reply needs to be the owner's or to make one; a note needs only an open conversation. */
export type Permission =
  | { kind: 'free' }
  | { kind: 'takes_over' }
  | { kind: 'locked'; owner: string }
  | { kind: 'closed' }

export function mayReply(standing: Standing): Permission {
  switch (standing.kind) {
    case 'mine':
      return { kind: 'free' }
    case 'chatbot':
    case 'requested':
      return { kind: 'takes_over' }
    case 'others':
      return { kind: 'locked', owner: standing.owner.name }
    case 'closed':
      return { kind: 'closed' }
  }
}

/** Why a send was refused, in the form the page has words for. */
export function refusalOf(problem: {
  status: number
  code: string | null
  owner: { name: string } | null
}): { kind: 'taken'; owner: string } | { kind: 'other' } {
  return problem.status === 409 && problem.owner !== null
    ? { kind: 'taken', owner: problem.owner.name }
    : { kind: 'other' }
}
