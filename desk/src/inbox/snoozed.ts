import type { ConversationSummary } from '@baton/core/protocol'
import { aheadByDates } from '../api/server-time.ts'
import { Store } from '../live/store.ts'

type Row = Pick<ConversationSummary, 'id' | 'status' | 'operator' | 'snoozedUntil'>

/** [U-02] Whether it is put aside at a moment, in milliseconds since 1970 by the server's clock. */
export function isSnoozed({ snoozedUntil }: Pick<Row, 'snoozedUntil'>, now: number): boolean {
  return snoozedUntil !== null && Date.parse(snoozedUntil) > now
}

/** Mine that are put aside, the one that comes back first before the others. */
export function snoozedOf<One extends Row>(rows: Iterable<One>, me: string, now: number): One[] {
  return [...rows]
    .filter((row) => row.status === 'open' && row.operator?.id === me && isSnoozed(row, now))
    .sort((a, b) => Date.parse(a.snoozedUntil ?? '') - Date.parse(b.snoozedUntil ?? '') || (a.id < b.id ? -1 : 1))
}

/** Mine that have come back between two moments because their time is over. */
export function wokenOf<One extends Row>(rows: Iterable<One>, me: string, from: number, until: number): One[] {
  return snoozedOf(rows, me, from).filter((row) => !isSnoozed(row, until))
}

export function serverNow(): number {
  return Date.now() - (aheadByDates() ?? 0)
}

/** The moment by which lists go: it moves on when a snooze ends, and not with every second. */
export const snoozeNow = new Store(serverNow())
