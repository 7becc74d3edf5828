import type { GroupId, OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { NobodyReason, PickOrder } from './decision.ts'
import { Members, type Narrowing } from './members.ts'
import type { Cursor, Pool } from './pool.ts'
import { type Abilities, isFull, lacking, type Ramp, type Seat } from './seat.ts'
import type { Team } from './team.ts'

/**
 * Whom to look for. References are resolved by the caller; `missing` names something that does not exist (any more).
 * What may be left out goes beyond the settings of the action (RO-31, RO-32).
 */
export type Wanted = {
  group: GroupId | null | 'missing'
  onlyOnline: boolean
  /** [RO-40] The group's calendar is closed now. */
  isClosed?: boolean
  pick: PickOrder
  /** The named one; only for `specific`. */
  operator: OperatorId | 'missing' | null
  /** Who has it is a candidate; the others are as if they were not in the group. */
  required?: Abilities
  /** Whoever of the candidates with room lacks least of it goes before the rest. */
  preferred?: Abilities
  ramp?: Ramp
  /** The moment of the pick: `longest_idle` and `ramp` need it. */
  now?: Instant
  /** Where the circle of the group stands, for `round_robin`. Absent or null: at its beginning. */
  cursor?: Cursor | null
  /** Who owned the contact's last conversation, for `sticky`. */
  lastOwner?: OperatorId | null
  /** Only these; the others are as if they were not in the group. Absent: everybody. */
  among?: ReadonlySet<OperatorId>
  /** [RO-10] How many seats the conversation takes. Absent: 1. */
  units?: number
  /** [RO-30] Who is not asked this time, whatever else is true of them. */
  except?: ReadonlySet<OperatorId>
  /** How `sticky` picks when the last owner is no candidate. Absent: `less_busy`. */
  otherwise?: Exclude<PickOrder, 'specific' | 'sticky'>
}

/** [HO-19] The first filter (enabled, group, calendar, online, room) that leaves nobody; null when a candidate is left. */
export function whyNobody(team: Team, wanted: Wanted): NobodyReason | null {
  if (wanted.pick === 'specific') return whyNot(team, wanted)
  const members = membersFor(team, wanted)
  if (members === null || members.enabled === 0) return 'empty_group'
  if (wanted.isClosed || members.open === 0) return 'group_closed'
  if (wanted.onlyOnline && members.online === 0) return 'none_online'
  return readyOf(members, wanted).some(({ size }) => size > 0) ? null : 'all_full'
}

/** Whether an operator passes every filter but room: an owner is asked this about the conversation they hold. */
export function isEligible(seat: Seat, wanted: Wanted): boolean {
  if (!seat.enabled || !isInGroup(seat, wanted) || !isAble(seat, wanted) || isShut(seat, wanted)) return false
  if (wanted.onlyOnline && seat.status !== 'online') return false
  return wanted.pick !== 'specific' || wanted.operator === seat.id
}

export function isInGroup(seat: Seat, { group, among }: Wanted): boolean {
  if (among?.has(seat.id) === false) return false
  return group === null || (group !== 'missing' && seat.groups.includes(group))
}

/** [RO-31] Whether an operator has what is required. */
export function isAble(seat: Seat, { required }: Wanted): boolean {
  return required === undefined || lacking(seat, required) === 0
}

/** [RO-40] Whether the calendar, of the group or their own, keeps an operator out. */
export function isShut(seat: Seat, { isClosed }: Wanted): boolean {
  return isClosed === true || seat.isOff === true
}

/** Whether an operator may be asked this time and has room for it. */
export function hasRoomFor(seat: Seat, { units, except }: Wanted): boolean {
  return !isFull(seat, units) && except?.has(seat.id) !== true
}

/** Those of the group who have what is required; null: there is no such group. */
export function membersFor(team: Team, wanted: Wanted): Readonly<Members> | null {
  const { group, required, preferred, ramp, units = 1, except, among } = wanted
  if (group === 'missing') return null
  const narrowing = { ...(required && { required }), ...(preferred && { preferred }), ...(ramp && { ramp }) }
  if (among !== undefined || units > 1 || (except !== undefined && except.size > 0))
    return sortedAnew(team, group, narrowing, wanted)
  return Object.keys(narrowing).length === 0 ? team.members(group) : team.narrowed(group, narrowing)
}

/** What only this pick asks for is not kept in step with the team: everybody is looked through, those without room are full. */
function sortedAnew(team: Team, group: GroupId | null, narrowing: Narrowing, wanted: Wanted): Members {
  const members = new Members(group, narrowing)
  if (wanted.now !== undefined) members.advance(wanted.now)
  for (const seat of team.seats())
    if (members.has(seat) && isInGroup(seat, wanted))
      members.join(hasRoomFor(seat, wanted) ? seat : { ...seat, capacity: 0 })
  return members
}

/** Those with room, in pools, who suits best first. */
export function readyOf(members: Readonly<Members>, { onlyOnline }: Wanted): readonly Pool[] {
  return onlyOnline ? members.readyOnline : members.ready
}

export function namedSeat(team: Team, { operator }: Wanted): Seat | undefined {
  return operator === null || operator === 'missing' ? undefined : team.seat(operator)
}

function whyNot(team: Team, wanted: Wanted): NobodyReason | null {
  const seat = namedSeat(team, wanted)
  if (seat === undefined || !seat.enabled) return 'unknown_operator'
  if (!isInGroup(seat, wanted) || !isAble(seat, wanted)) return 'not_in_group'
  if (isShut(seat, wanted)) return 'group_closed'
  if (wanted.onlyOnline && seat.status !== 'online') return 'none_online'
  return hasRoomFor(seat, wanted) ? null : 'all_full'
}
