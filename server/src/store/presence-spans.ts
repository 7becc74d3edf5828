/**
 * [RO-4] Presence as it was, in spans. What is known of the future (a lease, a status set by API) is written down ahead, so
 * that a span ends by itself where nothing more is heard; whatever changes begins by taking back what has not come yet.
 */

import { asId } from '@baton/core/ids'
import { onlineSinceAfter, type PresenceStatus } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { OperatorRow, Presence, Stretch } from './seats.ts'
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
export type PresenceRow = Presence & Pick<OperatorRow, 'enabled' | 'capacity' | 'online_since' | 'offline_since'>

/** [RO-4] A break that is shorter is none. Milliseconds. */
export const leastBreakMs = 300_000

/**
 * [RO-4] What is written down of coming and going, beside the spans; null: nothing. `last` is the span before now, as it
 * was before it is ended, `isThere` whether they are from now on.
 */
export function comingOrGoing(
  row: PresenceRow,
  last: SpanRow | undefined,
  isThere: boolean,
  now: Instant,
): Pick<PresenceRow, 'online_since' | 'offline_since'> | null {
  const wasThere = last !== undefined && last.status !== 'offline' && (last.until_at === null || last.until_at >= now)
  if (wasThere) return isThere ? null : { ...row, offline_since: now }
  // What ended by itself was written down nowhere but in the span.
  const offlineSince = last === undefined || last.status === 'offline' ? row.offline_since : last.until_at
  if (!isThere) return offlineSince === row.offline_since ? null : { ...row, offline_since: offlineSince }
  const before = { onlineSince: momentOf(row.online_since), offlineSince: momentOf(offlineSince) }
  return { online_since: onlineSinceAfter(before, now, leastBreakMs), offline_since: offlineSince }
}

function momentOf(milliseconds: number | null): Instant | null {
  return milliseconds === null ? null : instant(milliseconds)
}

/** Whether a span goes straight on into what is ahead: flapping leaves one span, however often it is noted. */
export function goesOn(last: SpanRow, ahead: Stretch, capacity: number | null): boolean {
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
