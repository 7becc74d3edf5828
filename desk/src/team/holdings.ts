import type { ConversationSummary, OperatorView } from '@baton/core/protocol'
import type { LiveState, Presence } from '../live/state.ts'

export type Holding = { operator: OperatorView; rows: ConversationSummary[] }

/** Since when the contact waits for an answer; null: the owner, or nobody, has spoken last. */
export function waitsSince({ lastLine }: Pick<ConversationSummary, 'lastLine'>): string | null {
  return lastLine?.by === 'contact' ? lastLine.at : null
}

/** Who holds what now: whoever lets somebody wait longest first, then those with most, then those who are there. */
export function holdingsOf(
  operators: readonly OperatorView[],
  rows: Iterable<ConversationSummary>,
  presence: LiveState['presence'],
): Holding[] {
  const byOwner: Map<string, ConversationSummary[]> = Map.groupBy(
    [...rows].filter(({ status, operator }) => status === 'open' && operator !== null),
    ({ operator }) => operator?.id ?? '',
  )
  return operators
    .filter(({ id, enabled }) => enabled || byOwner.has(id))
    .map((operator) => ({
      operator: asNow(operator, presence[operator.id]),
      rows: (byOwner.get(operator.id) ?? []).sort(byWait),
    }))
    .filter(({ operator, rows: held }) => held.length > 0 || operator.status !== 'offline')
    .sort(
      (one, other) =>
        compareWaits(one.rows[0], other.rows[0]) ||
        other.rows.length - one.rows.length ||
        one.operator.name.localeCompare(other.operator.name),
    )
}

/** So many lines from the beginning; whoever holds nothing takes one as well. */
export function firstOf(holdings: readonly Holding[], lines: number): Holding[] {
  let left = lines
  return holdings.flatMap(({ operator, rows }) => {
    if (left <= 0) return []
    const some = { operator, rows: rows.slice(0, left) }
    left -= Math.max(1, rows.length)
    return [some]
  })
}

function asNow({ unresponsive, ...operator }: OperatorView, now: Presence | undefined): OperatorView {
  if (now === undefined) return { ...operator, ...(unresponsive && { unresponsive }) }
  const { isUnresponsive, ...known } = now
  return { ...operator, ...known, ...(isUnresponsive && { unresponsive: true }) }
}

function byWait(one: ConversationSummary, other: ConversationSummary): number {
  return compareWaits(one, other) || (one.lastActivityAt < other.lastActivityAt ? 1 : -1)
}

/** Who waits longest comes first, who does not wait last. */
function compareWaits(one: ConversationSummary | undefined, other: ConversationSummary | undefined): number {
  const [a, b] = [one, other].map((row) => (row === undefined ? null : waitsSince(row)))
  if (a === b) return 0
  if (a == null) return 1
  if (b == null) return -1
  return a < b ? -1 : 1
}
