import type { Chance } from '../chance.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import {
  type Considered,
  type Decision,
  limitOfConsidered,
  type NobodyReason,
  type PickMode,
  type Verdict,
} from './decision.ts'
import { isFull, type Seat, type Team } from './team.ts'

/** Whom to look for. References are resolved by the caller; `missing` names something that does not exist (any more). */
export type Wanted = {
  group: GroupId | null | 'missing'
  onlyOnline: boolean
  pick: PickMode
  /** The named one; only for `specific`. */
  operator: OperatorId | 'missing' | null
}

export type Choice =
  | { found: true; operator: Seat; decision: Decision }
  | { found: false; reason: NobodyReason; decision: Decision }

/** [HO-30] [HO-31] [HO-32] Picks an operator out of the candidates, or says which filter left nobody. */
export function chooseOperator(team: Team, wanted: Wanted, settings: Record<string, unknown>, chance: Chance): Choice {
  const reason = whyNobody(team, wanted)
  const picked = reason === null ? pick(team, wanted, chance) : null
  const decision = decide(team, wanted, settings, picked)
  if (picked !== null) return { found: true, operator: picked, decision }
  return { found: false, reason: reason ?? 'all_full', decision }
}

/** [HO-19] The first filter (enabled, group, online, room) that leaves nobody; null when a candidate is left. */
export function whyNobody(team: Team, wanted: Wanted): NobodyReason | null {
  if (wanted.pick === 'specific') return whyNot(team, wanted)
  if (wanted.group === 'missing') return 'empty_group'
  const members = team.members(wanted.group)
  if (members.enabled === 0) return 'empty_group'
  if (wanted.onlyOnline && members.online === 0) return 'none_online'
  const ready = wanted.onlyOnline ? members.readyOnline : members.ready
  return ready.size === 0 ? 'all_full' : null
}

/** Whether an operator passes every filter but room: an owner is asked this about the conversation they hold. */
export function isEligible(seat: Seat, wanted: Wanted): boolean {
  if (!seat.enabled || wanted.group === 'missing') return false
  if (wanted.group !== null && !seat.groups.includes(wanted.group)) return false
  if (wanted.onlyOnline && seat.status !== 'online') return false
  return wanted.pick !== 'specific' || wanted.operator === seat.id
}

function whyNot(team: Team, wanted: Wanted): NobodyReason | null {
  const seat = namedSeat(team, wanted)
  if (seat === undefined || !seat.enabled) return 'unknown_operator'
  if (wanted.group === 'missing' || (wanted.group !== null && !seat.groups.includes(wanted.group)))
    return 'not_in_group'
  if (wanted.onlyOnline && seat.status !== 'online') return 'none_online'
  return isFull(seat) ? 'all_full' : null
}

function namedSeat(team: Team, wanted: Wanted): Seat | undefined {
  return wanted.operator === null || wanted.operator === 'missing' ? undefined : team.seat(wanted.operator)
}

function pick(team: Team, wanted: Wanted, chance: Chance): Seat | null {
  if (wanted.pick === 'specific') return namedSeat(team, wanted) ?? null
  const members = team.members(wanted.group === 'missing' ? null : wanted.group)
  const ready = wanted.onlyOnline ? members.readyOnline : members.ready
  const id = wanted.pick === 'random' ? ready.random(chance) : ready.leastBusy(chance)
  return id === undefined ? null : (team.seat(id) ?? null)
}

function decide(team: Team, wanted: Wanted, settings: Record<string, unknown>, picked: Seat | null): Decision {
  const base = { settings, picked: picked?.id ?? null, rule: wanted.pick }
  if (wanted.pick === 'specific') {
    const seat = namedSeat(team, wanted)
    return { ...base, considered: seat === undefined ? [] : [consider(seat, verdictOn(seat, wanted, picked))] }
  }
  if (team.size <= limitOfConsidered)
    return { ...base, considered: [...team.seats()].map((seat) => consider(seat, verdictOn(seat, wanted, picked))) }
  return { ...base, considered: sample(team, wanted, picked), counts: countVerdicts(team, wanted, picked) }
}

function consider(seat: Seat, verdict: Verdict): Considered {
  return { operator: { id: seat.id, name: seat.name }, verdict, load: seat.load }
}

function verdictOn(seat: Seat, wanted: Wanted, picked: Seat | null): Verdict {
  if (!seat.enabled) return 'disabled'
  if (wanted.group !== null && (wanted.group === 'missing' || !seat.groups.includes(wanted.group)))
    return 'not_in_group'
  if (wanted.onlyOnline && seat.status !== 'online') return 'offline'
  if (isFull(seat)) return 'full'
  if (seat.id === picked?.id) return 'picked'
  return wanted.pick === 'less_busy' && seat.load > (picked?.load ?? 0) ? 'busier' : 'tied'
}

/** Of a large team only the picked one and the first few are listed; `counts` tells of the rest. */
const lengthOfSample = 20

function sample(team: Team, wanted: Wanted, picked: Seat | null): Considered[] {
  const listed = picked === null ? [] : [consider(picked, 'picked')]
  for (const seat of team.seats()) {
    if (listed.length >= lengthOfSample) break
    if (seat.id !== picked?.id) listed.push(consider(seat, verdictOn(seat, wanted, picked)))
  }
  return listed
}

function countVerdicts(team: Team, wanted: Wanted, picked: Seat | null): Partial<Record<Verdict, number>> {
  const everyone = team.members(null)
  const members = wanted.group === 'missing' ? null : team.members(wanted.group)
  const inReach = wanted.onlyOnline ? (members?.online ?? 0) : (members?.enabled ?? 0)
  const ready = wanted.onlyOnline ? members?.readyOnline : members?.ready
  const readyCount = ready?.size ?? 0
  const tied = wanted.pick === 'less_busy' ? (ready?.countAt(picked?.load ?? 0) ?? 0) : readyCount
  return {
    picked: picked === null ? 0 : 1,
    tied: Math.max(0, tied - (picked === null ? 0 : 1)),
    busier: readyCount - tied,
    full: inReach - readyCount,
    offline: (members?.enabled ?? 0) - inReach,
    not_in_group: everyone.enabled - (members?.enabled ?? 0),
    disabled: team.size - everyone.enabled,
  }
}
