import { nextChange } from '../calendar/opening.ts'
import type { Chance } from '../chance.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { Requested } from '../conversation/holder.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import { membersFor, readyOf } from '../routing/candidates.ts'
import { chooseOperator, isEligible, type Wanted, whyNobody } from '../routing/choose.ts'
import type { Routing } from '../routing/routing.ts'
import { isFull, type Team } from '../routing/team.ts'
import { type Instant, instant } from '../time.ts'
import { assign, type HandoffContext } from './set-operator-state.ts'
import type { Happening } from './transition.ts'
import { wantedIn } from './wanted.ts'

type Moment = { team: Team; now: Instant }
type Waiting = Pick<Requested, 'group' | 'requestedAt'>

/**
 * [RO-21] [RO-22] [HO-43] Gives a request that waits to an operator who is online and has room, by the rules of its group,
 * then of the other groups that are asked by now. Null: nobody, or nobody is to be asked by itself. Never touches an owner.
 */
export function assignWaiting({ holder }: Pick<Conversation, 'holder'>, context: HandoffContext): Happening | null {
  if (holder.state !== 'operator_requested') return null
  for (const group of groupsAsked(holder, context)) {
    const { pick = 'less_busy' } = context.team.routing(group)
    const wanted: Wanted = { ...wantedIn(group, context), onlyOnline: true, pick, operator: null }
    const named: Wanted = { ...wanted, pick: 'specific', operator: holder.operator }
    const settings = {
      mode: 'automatic',
      ...(group === null ? {} : { operatorsGroup: group }),
      assignOperator: pick,
      onlyOnlineOperators: true,
    }
    // [HO-14] Whoever was asked first goes first.
    const isFirst = holder.operator !== null && group === holder.group && whyNobody(context.team, named) === null
    const choice = chooseOperator(context.team, isFirst ? named : wanted, settings, context.chance)
    if (!choice.found) continue
    const { operator, decision } = choice
    return assign(holder, { ...wanted, group: holder.group }, operator, decision, context).happening
  }
  return null
}

/** [RO-22] The group of a request, and those of its chain whose time has come or that stand behind nobody. */
export function groupsAsked(holder: Waiting, context: Moment): (GroupId | null)[] {
  const { team, now } = context
  const { automatic, fallbacks = [] } = team.routing(holder.group)
  if (automatic !== true) return []
  const asked: (GroupId | null)[] = [holder.group]
  for (const { group, afterSeconds } of fallbacks) {
    const isDue = holder.requestedAt + afterSeconds * 1_000 <= now
    // What is taken over from the workspace may name the group itself.
    if (team.findGroup(group) === undefined || asked.includes(group)) continue
    if (!isDue && asked.some((one) => isCovered(one, context))) continue
    asked.push(group)
  }
  return asked
}

/** [RO-3] Whether somebody online has room. */
export function isCovered(group: GroupId | null, moment: Moment): boolean {
  return whyNobody(moment.team, anybodyOf(group, moment)) === null
}

/** Whether anybody could take a request now, of whatever group and age, that is assigned by itself. */
export function hasRoom({ team, now }: Moment): boolean {
  const groups = [null, ...[...team.groups()].map(({ id }) => id)]
  return groups.some((group) => roomFor({ group, requestedAt: instant(0) }, { team, now }) > 0)
}

/**
 * Who is asked first where an owner gave way and requests are assigned by themselves, since otherwise the same one, with
 * nothing to do, would be picked again: the least busy of the others; null: there is nobody else.
 */
export function nextAfter(
  owner: OperatorId,
  group: GroupId | null,
  moment: Moment & { chance: Chance },
): OperatorId | null {
  const { team, chance } = moment
  if (team.routing(group).automatic !== true) return null
  const wanted = anybodyOf(group, moment)
  const others = [...team.seats()].filter((seat) => seat.id !== owner && isEligible(seat, wanted) && !isFull(seat))
  const least = others.reduce((smallest, { load }) => Math.min(smallest, load), Number.POSITIVE_INFINITY)
  const equals = others.filter(({ load }) => load === least)
  return equals.length === 0 ? null : (equals[chance.below(equals.length)]?.id ?? null)
}

/** How many operators could take a request now, each one at least; 0: it waits. */
export function roomFor(request: Waiting, moment: Moment): number {
  const sizes = groupsAsked(request, moment).flatMap((group) => {
    const wanted = anybodyOf(group, moment)
    const members = wanted.isClosed ? null : membersFor(moment.team, wanted)
    return members === null ? [] : readyOf(members, wanted).map(({ size }) => size)
  })
  return sizes.reduce((total, size) => total + size, 0)
}

/**
 * [RO-22] [RO-40] When time alone may find somebody for one of these requests: another group's turn, or opening hours;
 * null: never.
 */
export function nextChanceAt(requests: readonly Waiting[], { team, now }: Moment): Instant | null {
  let next = Number.POSITIVE_INFINITY
  const comes = (at: number) => {
    if (at > now) next = Math.min(next, at)
  }
  // Looking for what opens seldom takes long: once for each group, however many wait for it.
  const looked = new Set<GroupId | null>()
  for (const { group, requestedAt } of requests) {
    const { automatic, fallbacks = [] } = team.routing(group)
    if (automatic !== true) continue
    for (const { afterSeconds } of fallbacks) comes(requestedAt + afterSeconds * 1_000)
    for (const one of [group, ...fallbacks.map(({ group }) => group)]) {
      if (looked.has(one)) continue
      looked.add(one)
      comes(opensAt(team.routing(one), now))
    }
  }
  return next === Number.POSITIVE_INFINITY ? null : instant(next)
}

function opensAt({ calendar }: Routing, now: Instant): number {
  const change = calendar == null ? null : nextChange(calendar, now)
  return change?.opens ? change.at : Number.POSITIVE_INFINITY
}

function anybodyOf(group: GroupId | null, moment: Moment): Wanted {
  return { ...wantedIn(group, moment), onlyOnline: true, pick: 'random', operator: null }
}
