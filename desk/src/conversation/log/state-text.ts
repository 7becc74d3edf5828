import type { StateEvent } from './entries.ts'

type Key =
  | 'operator_requested'
  | 'operator_requested_group'
  | 'operator_requested_operator'
  | 'offer_declined'
  | 'offer_missed'
  | 'taken_over'
  | 'assigned'
  | 'transferred'
  | 'transferred_group'
  | 'transferred_by'
  | 'transferred_group_by'
  | 'handed_over'
  | 'handed_over_by'
  | 'withdrawn'
  | 'closed'
  | 'closed_by'
  | 'closed_by_contact'

/** Which sentence says a change of holder, and the names in it. */
export function stateText(event: StateEvent): { key: Key; words: { operator: string; group: string; actor: string } } {
  const { from, to } = event.data
  const actor = event.actor.kind === 'operator' ? event.actor.name : ''
  const key = keyOf(event, from.chatState === 'operator_requested', actor !== '')
  const operator = isEndOfOffer(event) ? from.operator : to.operator
  return { key, words: { operator: operator?.name ?? '', group: to.group?.name ?? '', actor } }
}

/** [RO-30] The request goes on; only whoever was asked is no longer. */
export function isEndOfOffer({ type, data: { reason } }: StateEvent): boolean {
  return type === 'operator_requested' && (reason === 'declined' || reason === 'offer_missed')
}

/** What it came by: the deadline that passed, the queue, or the way somebody used. */
export function wayOf({ data: { cause, reason, decision } }: StateEvent): `cause.${typeof cause}` | `way.${Way}` {
  const deadline = deadlines.find((name) => name === reason)
  if (deadline !== undefined) return `way.${deadline}`
  return decision?.settings.mode === 'automatic' ? 'way.queue' : `cause.${cause}`
}

const deadlines = ['unanswered', 'no_first_answer', 'owner_unreachable', 'idle'] as const
type Way = (typeof deadlines)[number] | 'queue'

function keyOf(event: StateEvent, wasRequested: boolean, isByPerson: boolean): Key {
  const { to } = event.data
  const isOwnMove = event.actor.kind === 'operator' && event.actor.id === to.operator?.id
  switch (event.type) {
    case 'operator_requested':
      if (isEndOfOffer(event)) return event.data.reason === 'declined' ? 'offer_declined' : 'offer_missed'
      if (to.operator !== null) return 'operator_requested_operator'
      return to.group === null ? 'operator_requested' : 'operator_requested_group'
    case 'taken_over':
      return isOwnMove ? 'taken_over' : 'assigned'
    case 'transferred':
      if (isOwnMove) return 'taken_over'
      if (to.chatState === 'taken_over') return isByPerson ? 'transferred_by' : 'transferred'
      return isByPerson ? 'transferred_group_by' : 'transferred_group'
    case 'handed_over':
      if (wasRequested) return 'withdrawn'
      return isByPerson ? 'handed_over_by' : 'handed_over'
    case 'closed':
      if (event.actor.kind === 'contact') return 'closed_by_contact'
      return isByPerson ? 'closed_by' : 'closed'
  }
}
