import { isAble, isInGroup, isShut, membersFor, namedSeat, readyOf, type Wanted } from './candidates.ts'
import { type Considered, type Decision, limitOfConsidered, type Verdict } from './decision.ts'
import type { Members } from './members.ts'
import type { Picked } from './picked.ts'
import { never } from './pool.ts'
import { isFull, type Seat, seatsTaken } from './seat.ts'
import type { Team } from './team.ts'

/** What the record of one pick is made from. */
type Case = { team: Team; wanted: Wanted; members: Readonly<Members> | null; picked: Picked | null }

/** [HO-36] Why this one: every operator with a verdict, or of a team past `limit` the first few, and counts. */
export function explain(
  team: Team,
  wanted: Wanted,
  settings: Record<string, unknown>,
  picked: Picked | null,
  limit: number = limitOfConsidered,
): Decision {
  const base = { settings, picked: picked?.operator.id ?? null, rule: picked?.rule ?? wanted.pick }
  const one: Case = { team, wanted, members: membersFor(team, wanted), picked }
  if (wanted.pick === 'specific') {
    const seat = namedSeat(team, wanted)
    return { ...base, considered: seat === undefined ? [] : [consider(seat, verdictOn(seat, one))] }
  }
  if (team.size <= limit)
    return { ...base, considered: [...team.seats()].map((seat) => consider(seat, verdictOn(seat, one))) }
  return { ...base, considered: sample(one), counts: countVerdicts(one) }
}

/** [RO-50] Whether somebody could be picked now (`tied`), or why not. */
export function verdictNow(team: Team, seat: Seat, wanted: Wanted): Verdict {
  return verdictOn(seat, { team, wanted, members: null, picked: null })
}

function consider(seat: Seat, verdict: Verdict): Considered {
  const { id, name, weight = 1 } = seat
  return { operator: { id, name }, verdict, load: seatsTaken(seat), ...(weight === 1 ? {} : { weight }) }
}

function verdictOn(seat: Seat, { wanted, members, picked }: Case): Verdict {
  if (!seat.enabled) return 'disabled'
  if (!isInGroup(seat, wanted)) return 'not_in_group'
  if (!isAble(seat, wanted)) return 'lacks_ability'
  if (isShut(seat, wanted)) return 'closed'
  if (wanted.onlyOnline && seat.status !== 'online') return 'offline'
  if (isFull(seat, wanted.units)) return 'full'
  if (wanted.except?.has(seat.id)) return 'cooling_down'
  if (picked === null || members === null) return 'tied'
  if (seat.id === picked.operator.id) return 'picked'
  if (picked.rule === 'sticky') return 'not_last_owner'
  if (members.levelOf(seat) > members.levelOf(picked.operator))
    return members.isHeldBack(seat.id) && !members.isHeldBack(picked.operator.id) ? 'newcomer' : 'suits_less'
  return verdictByRule(seat, picked, wanted.now)
}

/** Of somebody who suits as well as the picked one. */
function verdictByRule(seat: Seat, { operator, rule, drawn }: Picked, now: number | undefined): Verdict {
  switch (rule) {
    case 'less_busy':
      return shareOf(seat) > shareOf(operator) ? 'busier' : 'tied'
    case 'two_choices':
      if (drawn?.includes(seat.id) !== true) return 'not_drawn'
      return shareOf(seat) > shareOf(operator) ? 'busier' : 'tied'
    case 'longest_idle':
      return idleOf(seat, now) < idleOf(operator, now) ? 'assigned_later' : 'tied'
    case 'round_robin':
      return 'later_turn'
    default:
      return 'tied'
  }
}

function shareOf(seat: Seat): number {
  return seatsTaken(seat) / (seat.weight ?? 1)
}

function idleOf({ lastAssignedAt, weight = 1 }: Seat, now = 0): number {
  return (now - (lastAssignedAt ?? never)) * weight
}

/** Of a large team only the picked one and the first few are listed; the counts tell of the rest. */
const lengthOfSample = 20

function sample(one: Case): Considered[] {
  const { team, picked } = one
  const listed = picked === null ? [] : [consider(picked.operator, 'picked')]
  for (const seat of team.seats()) {
    if (listed.length >= lengthOfSample) break
    if (seat.id !== picked?.operator.id) listed.push(consider(seat, verdictOn(seat, one)))
  }
  return listed
}

type Counts = Partial<Record<Verdict, number>>

function countVerdicts({ team, wanted, members, picked }: Case): Counts {
  const everyone = team.members(null)
  const inGroup = wanted.group === 'missing' ? 0 : team.members(wanted.group).enabled
  const able = members?.enabled ?? 0
  const open = wanted.isClosed ? 0 : (members?.open ?? 0)
  const inReach = wanted.onlyOnline && open > 0 ? (members?.online ?? 0) : open
  const ready = members === null || open === 0 ? [] : readyOf(members, wanted).map(({ size }) => size)
  const withRoom = sum(ready)
  const others = picked === null || members === null ? {} : countOthers(picked, members, ready)
  return {
    picked: picked === null ? 0 : 1,
    tied: 0,
    busier: 0,
    full: inReach - withRoom,
    offline: open - inReach,
    not_in_group: everyone.enabled - inGroup,
    disabled: team.size - everyone.enabled,
    ...(inGroup > able ? { lacks_ability: inGroup - able } : {}),
    ...(able > open ? { closed: able - open } : {}),
    ...Object.fromEntries(Object.entries(others).filter(([, count]) => count > 0)),
  }
}

/** Everybody else with room. `ready`: how many there are, those who suit best first. */
function countOthers(picked: Picked, members: Readonly<Members>, ready: readonly number[]): Counts {
  const all = sum(ready)
  if (picked.rule === 'sticky') return { not_last_owner: all - 1 }
  const level = members.levelOf(picked.operator)
  const behind = sum(ready.slice(level + 1))
  const newcomers = members.isHeldBack(picked.operator.id) ? 0 : sum(ready.slice(members.firstHeldBack))
  const equals = picked.draw.size - 1
  const others = (ready[level] ?? 1) - 1
  return { suits_less: behind - newcomers, newcomer: newcomers, ...countByRule(picked, equals, others) }
}

/** Of those who suit as well as the picked one: `equals` between whom chance decided, and all of them. */
function countByRule({ rule, drawn }: Picked, equals: number, others: number): Counts {
  switch (rule) {
    case 'less_busy':
      return { tied: equals, busier: others - equals }
    case 'longest_idle':
      return { tied: equals, assigned_later: others - equals }
    case 'round_robin':
      return { later_turn: others }
    case 'two_choices': {
      const looked = (drawn?.length ?? 1) - 1
      return { tied: equals, busier: looked - equals, not_drawn: others - looked }
    }
    default:
      return { tied: others }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
