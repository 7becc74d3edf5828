import { nextChange } from '../calendar/opening.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { OfferData } from '../conversation/event.ts'
import type { Requested } from '../conversation/holder.ts'
import type { GroupId } from '../ids.ts'
import { membersFor, readyOf } from '../routing/candidates.ts'
import { chooseOperator, type Wanted, whyNobody } from '../routing/choose.ts'
import type { Decision } from '../routing/decision.ts'
import { type Routing, usualOffer } from '../routing/routing.ts'
import type { Seat, Team } from '../routing/team.ts'
import { after, type Instant, instant, toRfc3339 } from '../time.ts'
import { assign, type HandoffContext, type TurnTaken, turnTakenBy } from './set-operator-state.ts'
import type { Happening } from './transition.ts'
import { type Moment, wantedIn } from './wanted.ts'

/** A request as the queue sees it. `units`: how many seats it takes (RO-10); absent: 1. */
export type Waiting = Pick<Requested, 'group' | 'requestedAt' | 'offersMade'> & { offer?: unknown; units?: number }

/** What came of looking for somebody: they have it now, or are asked (RO-30). */
export type Given = { happening: Happening; turnTaken?: TurnTaken }

/**
 * [RO-21] [RO-22] [HO-43] Gives a request that waits to an operator who is online and has room, by the rules of its group,
 * then of the other groups that are asked by now; or asks that operator first, where the group says so (RO-30). Null:
 * nobody, or nobody is to be asked by itself. Never touches an owner.
 */
export function assignWaiting({ holder }: Pick<Conversation, 'holder'>, context: HandoffContext): Given | null {
  if (holder.state !== 'operator_requested') return null
  for (const group of groupsAsked(holder, context)) {
    const wanted = wantedNow(group, context)
    const named: Wanted = { ...wanted, pick: 'specific', operator: holder.operator }
    const settings = {
      mode: 'automatic',
      ...(group === null ? {} : { operatorsGroup: group }),
      assignOperator: wanted.pick,
      onlyOnlineOperators: true,
    }
    // [HO-14] Whoever was asked first goes first.
    const isFirst = holder.operator !== null && group === holder.group && whyNobody(context.team, named) === null
    const choice = chooseOperator(context.team, isFirst ? named : wanted, settings, context.chance)
    if (!choice.found) continue
    const { operator, decision } = choice
    const happening =
      offerOf(holder.group, context.team) === null
        ? assign(holder, { ...wanted, group: holder.group }, operator, decision, context).happening
        : offer(holder.group, operator, decision, context)
    return happening === null ? null : { happening, ...turnTakenBy(choice, wanted) }
  }
  return null
}

/** [RO-50] What is asked of everybody of a group whose requests are given away by themselves now. */
export function wantedNow(group: GroupId | null, context: Moment): Wanted {
  const { pick = 'less_busy' } = context.team.routing(group)
  return { ...anybodyOf(group, context), pick, except: context.team.coolingAt(context.now) }
}

/** [RO-30] What a group that asks before it assigns says of it; null: it assigns at once. */
export function offerOf(group: GroupId | null, team: Team): Required<NonNullable<Routing['offer']>> | null {
  const { offer } = team.routing(group)
  return offer == null ? null : { ...usualOffer, ...offer }
}

function offer(group: GroupId | null, { id, name }: Seat, decision: Decision, context: HandoffContext): Happening {
  const { team, now, origin, units } = context
  const { seconds } = offerOf(group, team) ?? usualOffer
  const data: OfferData = {
    operator: { id, name },
    until: toRfc3339(after(now, seconds * 1_000)),
    ...(units !== undefined && { units }),
    cause: origin.cause,
    decision,
  }
  return { actor: origin.actor, body: { type: 'operator_offered', data } }
}

/**
 * [RO-22] The group of a request, and those of its chain whose time has come or that stand behind nobody. [RO-30] None
 * while somebody is being asked, and when so many have been asked in vain that it stays open for all.
 */
export function groupsAsked(request: Waiting, context: Moment): (GroupId | null)[] {
  const { team, now } = context
  const { automatic, fallbacks = [] } = team.routing(request.group)
  if (automatic !== true || request.offer != null) return []
  const rounds = offerOf(request.group, team)?.rounds ?? Number.POSITIVE_INFINITY
  if ((request.offersMade ?? 0) >= rounds) return []
  const asked: (GroupId | null)[] = [request.group]
  for (const { group, afterSeconds } of fallbacks) {
    const isDue = request.requestedAt + afterSeconds * 1_000 <= now
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

/** How many operators could take a request now, each one at least; 0: it waits. */
export function roomFor(request: Waiting, { team, now }: Moment): number {
  const moment = { team, now, ...(request.units !== undefined && { units: request.units }) }
  const sizes = groupsAsked(request, moment).flatMap((group) => {
    const wanted = { ...anybodyOf(group, moment), except: team.coolingAt(now) }
    const members = wanted.isClosed ? null : membersFor(team, wanted)
    return members === null ? [] : readyOf(members, wanted).map(({ size }) => size)
  })
  return sizes.reduce((total, size) => total + size, 0)
}

/**
 * [RO-22] [RO-30] [RO-40] When time alone may find somebody for one of these requests: another group's turn, opening hours,
 * the end of a cool-down or of a wrap-up; null: never.
 */
export function nextChanceAt(requests: readonly Waiting[], { team, now }: Moment): Instant | null {
  let next: number = team.freeAfter(now) ?? Number.POSITIVE_INFINITY
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
  return requests.length === 0 || next === Number.POSITIVE_INFINITY ? null : instant(next)
}

function opensAt({ calendar }: Routing, now: Instant): number {
  const change = calendar == null ? null : nextChange(calendar, now)
  return change?.opens ? change.at : Number.POSITIVE_INFINITY
}

function anybodyOf(group: GroupId | null, moment: Moment): Wanted {
  return { ...wantedIn(group, moment), onlyOnline: true, pick: 'random', operator: null }
}
