import type { ConversationSummary } from '@baton/core/protocol'
import type { Problem } from '../api/problem.ts'
import { aheadByDates } from '../api/server-time.ts'

/** [RO-30] A request that one operator is asked to take, alone and until then. */
export type Offer = { row: ConversationSummary; until: number }

/** What I am asked to take, whatever runs out first first. */
export function offersTo(me: string, rows: Iterable<ConversationSummary>): Offer[] {
  return [...rows]
    .flatMap((row) => {
      const isOpen = row.status === 'open' && row.chatState === 'operator_requested'
      if (!isOpen || row.offeredUntil === null || row.requestedOperator?.id !== me) return []
      return [{ row, until: Date.parse(row.offeredUntil) }]
    })
    .sort((one, other) => one.until - other.until || (one.row.id < other.row.id ? -1 : 1))
}

/** In seconds: more is a clock that is wrong. */
const longestOffer = 3_600

/** Whole seconds that are left to answer, told as they begin; `clockAhead` as in the live state. */
export function secondsLeft(until: number, now: number, clockAhead: number | null): number {
  const left = Math.ceil((until - (now - (clockAhead ?? aheadByDates() ?? 0))) / 1_000)
  return Math.min(longestOffer, Math.max(0, left))
}

/** Why an answer came to nothing, in the form the page has words for. */
export type OfferRefusal = { kind: 'taken'; owner: string } | { kind: 'too_late' } | { kind: 'other' }

export function offerRefusalOf({ status, code, owner }: Pick<Problem, 'status' | 'code' | 'owner'>): OfferRefusal {
  if (status !== 409) return { kind: 'other' }
  if (owner !== null) return { kind: 'taken', owner: owner.name }
  return code === 'no_offer' || code === 'closed' ? { kind: 'too_late' } : { kind: 'other' }
}
