/**
 * [RO-4] Presence as it was, in spans. What is known of the future (a lease, a status set by API) is written down ahead, so
 * that a span ends by itself where nothing more is heard; whatever changes begins by taking back what has not come yet.
 */

import { asId } from '@baton/core/ids'
import type { PresenceStatus } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { OperatorRow } from './seats.ts'
import type { PresenceCause, PresenceSpan } from './store.ts'

/** A span as both databases keep one; `until_at` is null while nothing ends it. */
export type SpanRow = {
  operator: string
  status: string
  cause: string
  capacity: number | null
  from_at: number
  until_at: number | null
}

/** What of an operator's row says how their presence goes on. */
export type PresenceRow = Pick<OperatorRow, 'choice' | 'api_status' | 'api_until' | 'enabled' | 'capacity'>

export type SpanAhead = { status: PresenceStatus; from: number; until: number | null }

/**
 * How the presence of an operator goes on from now if nothing else happens: one span, none, or two where a status set by
 * API ends before the connection does. The same rule as `effectiveStatus`.
 */
export function presenceAhead(row: PresenceRow, leaseUntil: number | null, now: Instant): SpanAhead[] {
  if (row.enabled !== 1) return []
  const isSet = row.api_status !== null && (row.api_until === null || row.api_until > now)
  const set = isSet ? { status: row.api_status as PresenceStatus, from: now, until: row.api_until } : null
  const from = set === null ? now : set.until
  if (from === null || leaseUntil === null || leaseUntil <= from) return set === null ? [] : [set]
  const own = { status: row.choice as PresenceStatus, from, until: leaseUntil }
  if (set === null) return [own]
  return set.status === own.status ? [{ ...set, until: leaseUntil }] : [set, own]
}

/** Whether a span goes straight on into what is ahead: flapping leaves one span, however often it is noted. */
export function goesOn(last: SpanRow, ahead: SpanAhead, capacity: number | null): boolean {
  const reaches = last.until_at === null || last.until_at >= ahead.from
  return reaches && last.status === ahead.status && last.capacity === capacity
}

export function presenceSpanOf(row: SpanRow): PresenceSpan {
  return {
    operator: asId(row.operator),
    status: row.status as PresenceStatus,
    cause: row.cause as PresenceCause,
    capacity: row.capacity,
    from: instant(row.from_at),
    until: row.until_at === null ? null : instant(row.until_at),
  }
}
