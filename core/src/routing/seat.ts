import type { GroupId, OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'

export type Role = 'operator' | 'supervisor' | 'admin'
export type PresenceStatus = 'online' | 'busy' | 'away' | 'offline'

/** What routing must know of an operator. */
export type Seat = {
  id: OperatorId
  name: string
  email: string
  role: Role
  enabled: boolean
  groups: readonly GroupId[]
  /** The effective status; only `online` counts as online for the action. */
  status: PresenceStatus
  /** [HO-34] Open conversations the operator owns now. */
  load: number
  /** Most conversations at once; null: no limit. */
  capacity: number | null
  /**
   * [RO-10] Seats taken beside one for each conversation they own: by live offers, by channels that weigh more than one,
   * after closing; below 0 where some wait for the contact. Absent: 0.
   */
  reserved?: number
  /** [RO-30] Asked for nothing by itself until then, after an offer was declined or missed. Absent or null: no such time. */
  coolsUntil?: Instant | null
  /** [RO-2] Missed an offer and has done nothing since; who would be online is away as long. */
  unresponsive?: boolean
  /** [RO-40] Outside their own hours: no candidate. */
  isOff?: boolean
  /** When they become, or became, offline if nothing else happens. Absent or null: never. */
  offlineAt?: Instant | null
  /** The next moment at which time alone may let them take one more. Absent or null: none. */
  freeAt?: Instant | null
  /** [RO-31] A whole number from 1: how much of the work is theirs, beside others. Absent: 1. */
  weight?: number
  /** [RO-31] When they last became an owner, in whatever way, or were asked to; presence does not move it (RO-4). Absent or null: never. */
  lastAssignedAt?: Instant | null
  /** [RO-32] Since when they are online, as `onlineSinceAfter` says. Absent or null: long since, so no newcomer. */
  onlineSince?: Instant | null
  /** [RO-31] Absent: none. */
  skills?: readonly string[]
  /** [RO-31] Absent: none. */
  languages?: readonly string[]
}

/** [RO-31] What somebody must, or should, be able to do. Words are compared as they are written. */
export type Abilities = { skills?: readonly string[]; languages?: readonly string[] }

/**
 * [RO-32] A newcomer, that is somebody online for less than `lastsMs`, gets one assignment in `everyMs` while anybody else
 * could take it.
 */
export type Ramp = { everyMs: number; lastsMs: number }

/** [RO-10] How many of an operator's seats are taken. */
export function seatsTaken({ load, reserved = 0 }: Pick<Seat, 'load' | 'reserved'>): number {
  return load + reserved
}

/** [RO-10] Whether there is no room for a conversation that takes so many seats. */
export function isFull(seat: Pick<Seat, 'load' | 'reserved' | 'capacity'>, units = 1): boolean {
  return seat.capacity !== null && seatsTaken(seat) + units > seat.capacity
}

/** [RO-31] How many of the abilities an operator lacks. */
export function lacking(
  { skills = [], languages = [] }: Pick<Seat, 'skills' | 'languages'>,
  wanted: Abilities,
): number {
  const missing = (has: readonly string[], asked: readonly string[] = []) =>
    asked.reduce((count, one) => (has.includes(one) ? count : count + 1), 0)
  return missing(skills, wanted.skills) + missing(languages, wanted.languages)
}

/** [RO-32] Until when an operator comes after all others; null: they never do. The moment may have passed. */
export function heldBackUntil(
  { onlineSince, lastAssignedAt }: Pick<Seat, 'onlineSince' | 'lastAssignedAt'>,
  { everyMs, lastsMs }: Ramp,
): number | null {
  if (onlineSince == null || lastAssignedAt == null) return null
  return Math.min(onlineSince + lastsMs, lastAssignedAt + everyMs)
}

/**
 * [RO-4] [RO-32] Since when somebody counts as online who comes online now. After a break shorter than `leastBreakMs` it is
 * the moment from before the break, so going and coming back neither ends nor begins the newcomer's time.
 */
export function onlineSinceAfter(
  before: { onlineSince: Instant | null; offlineSince: Instant | null },
  now: Instant,
  leastBreakMs: number,
): Instant {
  const { onlineSince, offlineSince } = before
  return onlineSince !== null && offlineSince !== null && now - offlineSince < leastBreakMs ? onlineSince : now
}
