import { isCovered } from '@baton/core/handoff'
import type { WorkspaceId } from '@baton/core/ids'
import { isFull, type Seat } from '@baton/core/routing'
import { toRfc3339 } from '@baton/core/time'
import type { WaitingGroup } from '../store/store.ts'
import type { Baton } from './baton.ts'

const mostGroups = 200
const mostOperators = 500

/** [RO-3] Of each group and of everybody: how many wait and since when, who is online, who of them has room. */
export async function wallboardOf({ store, clock }: Baton, workspace: WorkspaceId) {
  const [team, waiting] = await Promise.all([store.operators.team(workspace), store.reports.waiting(workspace)])
  const now = clock.now()
  const present = [...team.seats()].filter((seat) => seat.enabled && seat.status !== 'offline')
  const groups = [...team.groups()].slice(0, mostGroups)
  const byGroup = new Map(waiting.map((one) => [one.group, one]))
  return {
    at: toRfc3339(now),
    everybody: { ...standingOf(present, inAll(waiting)), isCovered: isCovered(null, { team, now }) },
    groups: groups.map(({ id, name }) => ({
      id,
      name,
      ...standingOf(
        present.filter((seat) => seat.groups.includes(id)),
        byGroup.get(id),
      ),
      isCovered: isCovered(id, { team, now }),
    })),
    operators: present
      .toSorted((one, other) => other.load - one.load || (one.name < other.name ? -1 : 1))
      .slice(0, mostOperators)
      .map(({ id, name, status, load, capacity, groups }) => ({ id, name, status, load, capacity, groups })),
    /** How many there are, shown or not. */
    counts: { groups: [...team.groups()].length, operators: present.length },
  }
}

type Waiting = Pick<WaitingGroup, 'count' | 'longestSince'>

function standingOf(present: readonly Seat[], waiting: Waiting | undefined) {
  const online = present.filter(({ status }) => status === 'online')
  const withRoom = online.filter((seat) => !isFull(seat))
  return {
    waiting: waiting?.count ?? 0,
    longestSince: waiting === undefined ? null : toRfc3339(waiting.longestSince),
    online: online.length,
    withRoom: withRoom.length,
    load: online.reduce((total, { load }) => total + load, 0),
  }
}

/** Requests of every group and those for anybody. */
function inAll(waiting: readonly WaitingGroup[]): Waiting | undefined {
  const [longest] = waiting.toSorted((one, other) => one.longestSince - other.longestSince)
  if (longest === undefined) return undefined
  return { count: waiting.reduce((total, { count }) => total + count, 0), longestSince: longest.longestSince }
}
