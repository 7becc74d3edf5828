import { isOpen, nextChange } from '@baton/core/calendar'
import { asId, type GroupId } from '@baton/core/ids'
import type { Absence } from '@baton/core/protocol'
import type { Seat, Team } from '@baton/core/routing'
import { type Instant, toRfc3339 } from '@baton/core/time'

/** [V-09] [RO-40] Why nobody of a group (null: nobody at all) would answer now; null: somebody is there. */
export function absenceOf(team: Team, named: string | null, now: Instant): Absence | null {
  const group = groupIn(team, named)
  const { calendar } = team.routing(group)
  if (calendar != null && !isOpen(calendar, now)) {
    const change = nextChange(calendar, now)
    return { because: 'closed', until: change === null ? null : toRfc3339(change.at) }
  }
  const isSomebodyThere = [...team.seats()].some((seat) => isThere(seat, group, now))
  return isSomebodyThere ? null : { because: 'nobody_online' }
}

/** Who is busy is asked for nothing, and answers all the same. */
function isThere({ enabled, status, groups, isOff, offlineAt }: Seat, group: GroupId | null, now: Instant): boolean {
  if (!enabled || isOff === true || (offlineAt != null && offlineAt <= now)) return false
  return (status === 'online' || status === 'busy') && (group === null || groups.includes(group))
}

/** A group that has gone: everybody. */
export function groupIn(team: Team, named: string | null): GroupId | null {
  return named === null ? null : (team.findGroup(asId<'group'>(named))?.id ?? null)
}
