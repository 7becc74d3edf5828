import type { ConversationSummary } from '@baton/core/protocol'
import type { Coverage } from '../api/figures.ts'

/** [RO-3] Requests that wait where nobody who is online has room. `group`: null for everybody. */
export type Gap = { group: { id: string; name: string } | null; since: string; waiting: number }

/** The longest lasting first; where nobody waits there is no gap to close. */
export function gapsIn(coverage: Iterable<Coverage>, rows: Iterable<ConversationSummary>): Gap[] {
  const waiting = new Map<string | null, number>()
  for (const { status, chatState, group } of rows) {
    if (status !== 'open' || chatState !== 'operator_requested') continue
    waiting.set(group?.id ?? null, (waiting.get(group?.id ?? null) ?? 0) + 1)
  }
  return [...coverage]
    .flatMap(({ group, isCovered, since }) => {
      const count = waiting.get(group?.id ?? null) ?? 0
      return isCovered || count === 0 ? [] : [{ group, since, waiting: count }]
    })
    .sort((one, other) => (one.since < other.since ? -1 : 1))
}
