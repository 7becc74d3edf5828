import { groupsAsked, type Waiting } from '../handoff/queue.ts'
import { type Moment, wantedIn } from '../handoff/wanted.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import { isInGroup } from '../routing/candidates.ts'
import type { Seat } from '../routing/team.ts'
import { after, type Instant } from '../time.ts'
import { isQuiet } from './quiet.ts'
import { type NotificationRules, type NotificationSettings, usualSettings } from './settings.ts'

/** A request that waits. `operator`: who is asked first, or alone while there is an offer. */
export type AskedRequest = Waiting & { operator: OperatorId | null }

/** `first`: by push; `second`: it still waits, so by mail too. */
export type Stage = 'first' | 'second'

/** When each operator last had a desk in sight; who is not in it never had. */
export type Sights = ReadonlyMap<OperatorId, Instant>

/** `closed`: nobody is told outside the group's hours; `seen`: somebody has it before them. */
export type Telling =
  | { kind: 'closed' }
  | { kind: 'seen' }
  | { kind: 'tell'; operators: { operator: OperatorId; byPush: boolean; byMail: boolean }[] }

type Around = Moment & {
  rules: NotificationRules
  sights: Sights
  wishes: ReadonlyMap<OperatorId, NotificationSettings>
}

/** [U-13] Who is told of a request that nobody has taken, and how. */
export function whomToTell(request: AskedRequest, stage: Stage, around: Around): Telling {
  const groups = [request.group, ...groupsAsked(request, around)].filter((group) => isOpenNow(group, around))
  if (groups.length === 0) return { kind: 'closed' }
  const asked = [...around.team.seats()].filter((seat) => isAsked(seat, request, groups, around.now))
  const since = after(around.now, -around.rules.notifyAfterSeconds * 1_000)
  if (asked.some((seat) => isAttentive(seat, around.sights, since))) return { kind: 'seen' }
  const operators = asked.flatMap(({ id }) => {
    const wishes = around.wishes.get(id) ?? usualSettings
    if (isQuiet(wishes.quietHours, around.now)) return []
    const byPush = wishes.push !== 'off'
    const byMail = stage === 'second' && wishes.mail.requests
    return byPush || byMail ? [{ operator: id, byPush, byMail }] : []
  })
  return { kind: 'tell', operators }
}

/** Whether somebody who is there for it has had a desk in sight since then. Who is away may have left it open. */
export function isAttentive(seat: Pick<Seat, 'id' | 'status'>, sights: Sights, since: Instant): boolean {
  const isThere = seat.status === 'online' || seat.status === 'busy'
  return isThere && (sights.get(seat.id) ?? 0) >= since
}

/** [RO-40] */
function isOpenNow(group: GroupId | null, moment: Moment): boolean {
  return wantedIn(group, moment).isClosed !== true
}

function isAsked(seat: Seat, { operator }: AskedRequest, groups: readonly (GroupId | null)[], now: Instant): boolean {
  if (!seat.enabled || seat.isOff === true) return false
  if (operator !== null) return seat.id === operator
  return groups.some((group) => isInGroup(seat, { group, onlyOnline: false, pick: 'random', operator: null, now }))
}
