import { nextChange } from '../calendar/opening.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { Requested } from '../conversation/holder.ts'
import type { GroupId } from '../ids.ts'
import { membersFor, readyOf } from '../routing/candidates.ts'
import { chooseOperator, type Wanted, whyNobody } from '../routing/choose.ts'
import type { Team } from '../routing/team.ts'
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
    if (team.findGroup(group) === undefined || (!isDue && asked.some((one) => isCovered(one, context)))) continue
    asked.push(group)
  }
  return asked
}

/** [RO-3] Whether somebody online has room. */
export function isCovered(group: GroupId | null, moment: Moment): boolean {
  return whyNobody(moment.team, anybodyOf(group, moment)) === null
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

/** [RO-22] [RO-40] When time alone may find somebody for a request: another group's turn, or opening hours; null: never. */
export function nextChanceAt(request: Waiting, { team, now }: Moment): Instant | null {
  const { automatic, fallbacks = [] } = team.routing(request.group)
  if (automatic !== true) return null
  const turns = fallbacks.map(({ afterSeconds }) => request.requestedAt + afterSeconds * 1_000)
  const groups = [request.group, ...fallbacks.map(({ group }) => group)]
  const openings = groups.flatMap((group) => {
    const { calendar } = team.routing(group)
    const change = calendar == null ? null : nextChange(calendar, now)
    return change?.opens ? [change.at] : []
  })
  const coming = [...turns, ...openings].filter((at) => at > now)
  return coming.length === 0 ? null : instant(Math.min(...coming))
}

function anybodyOf(group: GroupId | null, moment: Moment): Wanted {
  return { ...wantedIn(group, moment), onlyOnline: true, pick: 'random', operator: null }
}
