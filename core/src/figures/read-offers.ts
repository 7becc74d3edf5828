import type { ConversationEvent, StateChange } from '../conversation/event.ts'
import { fromRfc3339 } from '../time.ts'
import type { Offer } from './handling.ts'

/**
 * The offers of one log, each with what came of it. The log has no event for "declined": an offer was declined when
 * another one follows before its time was over, or when the request then no longer names that operator.
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
  if (event.at > offer.until) return 'missed'
  switch (event.type) {
    case 'operator_offered':
      return 'declined'
    case 'operator_requested':
      return afterRequest(event.data, offer)
    case 'taken_over':
    case 'transferred':
      return event.data.to.operator?.id === offer.operator ? 'accepted' : 'withdrawn'
    case 'handed_over':
    case 'closed':
      return 'withdrawn'
    default:
      return null
  }
}

/** A request that goes to another group is somebody else's wish, not the operator's. */
function afterRequest({ from, to }: StateChange, offer: Offer): Offer['outcome'] {
  if (to.operator?.id === offer.operator) return null
  return from.group?.id === to.group?.id ? 'declined' : 'withdrawn'
}
