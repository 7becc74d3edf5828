import type { ConversationEvent, StateChange } from '../conversation/event.ts'
import { fromRfc3339 } from '../time.ts'
import type { Offer } from './handling.ts'

/**
 * The offers of one log, each with what came of it. A request that goes on without the one who was asked says why: they
 * declined, did not answer, or it went elsewhere.
 */
export function readOffers(log: readonly ConversationEvent[]): Offer[] {
  const offers: Offer[] = []
  for (const event of log) {
    const live = offers.at(-1)
    if (live?.outcome === null) live.outcome = outcomeBy(event, live)
    if (event.type !== 'operator_offered') continue
    const { operator, until } = event.data
    offers.push({ operator: operator.id, offeredAt: event.at, until: fromRfc3339(until) ?? event.at, outcome: null })
  }
  return offers
}

function outcomeBy(event: ConversationEvent, offer: Offer): Offer['outcome'] {
  switch (event.type) {
    case 'operator_offered':
      return event.at > offer.until ? 'missed' : 'declined'
    case 'operator_requested':
      return afterRequest(event.data, offer)
    case 'taken_over':
    case 'transferred':
      return event.data.to.operator?.id === offer.operator ? 'accepted' : 'withdrawn'
    case 'handed_over':
    case 'closed':
      return event.at > offer.until ? 'missed' : 'withdrawn'
    default:
      return event.at > offer.until ? 'missed' : null
  }
}

function afterRequest({ reason, from, to }: StateChange, offer: Offer): Offer['outcome'] {
  if (reason === 'declined') return 'declined'
  if (reason === 'offer_missed') return 'missed'
  return to.operator?.id === offer.operator && to.group?.id === from.group?.id ? null : 'withdrawn'
}
