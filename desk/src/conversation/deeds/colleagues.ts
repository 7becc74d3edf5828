import type { OperatorView, PresenceStatus } from '@baton/core/protocol'
import type { LiveState } from '../../live/state.ts'

const order: Record<PresenceStatus, number> = { online: 0, busy: 1, away: 2, offline: 3 }

/** Enabled operators as they are now, without the owner: present ones first, then those with the least to do. */
export function colleaguesOf(
  operators: readonly OperatorView[],
  presence: LiveState['presence'],
  owner: string | null,
): OperatorView[] {
  return operators
    .filter(({ id, enabled }) => enabled && id !== owner)
    .map((operator) => ({ ...operator, ...presence[operator.id] }))
    .sort((a, b) => order[a.status] - order[b.status] || a.load - b.load || a.name.localeCompare(b.name))
}
