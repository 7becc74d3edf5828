/** How both stores look through an audit log that no index but its numbers leads through: so many records at a time. */
import { type AuditRow, auditRecordOf } from './audit-chain.ts'
import type { AuditFilter, AuditPage } from './store.ts'

/** So many records are looked at in one go; whoever asks goes on from there. */
const recordsAtOnce = 10_000

/** Which numbers to look through: from `start` to before `end`. `lowest` is how far back there is anything to look for. */
export type AuditSpan = { start: number; end: number; lowest: number }

/** `timeOf` answers when a record was written; numbers and times go the same way, as far as the clocks of nodes agree. */
export async function auditSpanOf(
  { from, until }: AuditFilter,
  before: number | null,
  last: number,
  timeOf: (seq: number) => Promise<number>,
): Promise<AuditSpan> {
  const lowest = from === undefined ? 1 : await firstRecordAt(from, last, timeOf)
  const latest = until === undefined ? last + 1 : await firstRecordAt(until, last, timeOf)
  const end = Math.min(latest, before ?? latest)
  return { start: Math.max(lowest, end - recordsAtOnce), end, lowest }
}

/** Found by halving. One more than the last number when there is none. */
async function firstRecordAt(moment: number, last: number, timeOf: (seq: number) => Promise<number>): Promise<number> {
  let [low, high] = [1, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((await timeOf(middle)) < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** [S-05] Columns come from here, values go as parameters: `mark` keeps a value and answers what stands for it. */
export function conditionsOf(
  { actors, action, objects }: AuditFilter,
  mark: (value: string | number) => string,
): string[] {
  const among = (column: string, values: readonly string[] | undefined) =>
    values === undefined ? [] : [`${column} in (${values.map(mark).join(', ')})`]
  return [
    ...among('actor', actors),
    ...among('action', action === undefined ? undefined : [action]),
    ...among('object', objects),
  ]
}

export function auditPageOf(rows: readonly AuditRow[], limit: number, { start, lowest }: AuditSpan): AuditPage {
  const last = rows.at(-1)
  const reached = rows.length < limit || last === undefined ? start : last.seq
  return { records: rows.map(auditRecordOf), next: reached > lowest ? reached : null }
}
