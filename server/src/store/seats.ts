import { type CalendarSettings, isOpen, nextChange, type OpeningChange } from '@baton/core/calendar'
import { asId } from '@baton/core/ids'
import type { PresenceStatus, Role, Seat } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { Operator, OperatorAbilities } from './store.ts'

/** An operator as both databases keep one. */
export type OperatorRow = {
  id: string
  workspace: string
  name: string
  email: string
  role: string
  capacity: number | null
  enabled: number
  load: number
  /** When they last became an owner; null: never. */
  last_assigned_at: number | null
  choice: string
  /** When they chose; null: before anybody wrote that down. */
  chosen_at: number | null
  api_status: string | null
  api_until: number | null
  /** [RO-10] Seats taken beside the load, but for those of `wrap_ups`. */
  reserved: number
  /** [RO-10] A JSON list: until when seats stay taken after closing; some may be over. */
  wrap_ups: string
  cools_until: number | null
  unresponsive: number
  /** [RO-4] When they were last seen to come and to go; what comes by time alone is not written down here. */
  online_since: number | null
  offline_since: number | null
  password_hash: string | null
  generation: number
  language: string | null
  picture: string | null
}

/** What of a row counts for who is there now. */
export type Presence = Pick<OperatorRow, 'choice' | 'chosen_at' | 'api_status' | 'api_until' | 'unresponsive'>

/** What counts for an operator beside their row. */
export type Around = {
  groups: readonly string[]
  /** The end of their longest lease. */
  leaseUntil: number | null
  /** Undefined: nothing is said of them. */
  abilities?: OperatorAbilities | undefined
  /** After so many milliseconds of being away somebody counts as offline; null: never. */
  awayAfterMs: number | null
  now: Instant
}

/** A time of one status, which begins now or right after another; `until` is null where nothing ends it. */
export type Stretch = { status: PresenceStatus; from: number; until: number | null }

/**
 * [RO-2] How presence goes on from now if nothing else happens: a status set by API holds until its end, otherwise the
 * own choice counts while a device is connected. One stretch, none, or two; after the last they are offline.
 */
export function presenceAhead(
  row: Presence,
  { leaseUntil, awayAfterMs, now }: Pick<Around, 'leaseUntil' | 'awayAfterMs' | 'now'>,
): Stretch[] {
  const seen = (status: string) => (status === 'online' && row.unresponsive === 1 ? 'away' : status) as PresenceStatus
  const isSet = row.api_status !== null && (row.api_until === null || row.api_until > now)
  const set = isSet ? { status: seen(row.api_status ?? ''), from: now, until: row.api_until } : null
  const from = set === null ? now : set.until
  const until = endOfChoice(row, leaseUntil, awayAfterMs)
  if (from === null || until === null || until <= from) return set === null ? [] : [set]
  const own = { status: seen(row.choice), from, until }
  if (set === null) return [own]
  return set.status === own.status ? [{ ...set, until }] : [set, own]
}

/** When the own choice stops to count: with the last device, or after being away too long. Null: nobody is connected. */
function endOfChoice(
  { choice, chosen_at }: Presence,
  leaseUntil: number | null,
  awayAfterMs: number | null,
): number | null {
  if (leaseUntil === null || choice !== 'away' || chosen_at === null || awayAfterMs === null) return leaseUntil
  return Math.min(leaseUntil, chosen_at + awayAfterMs)
}

/** When a seat may change by itself; infinity: never. */
export function expiryOf(
  row: Presence & Pick<OperatorRow, 'wrap_ups'>,
  around: Pick<Around, 'leaseUntil' | 'awayAfterMs' | 'abilities' | 'now'>,
): number {
  const { leaseUntil, abilities, now } = around
  const hours = hoursOf(abilities, now)
  const ends = [
    row.api_until,
    leaseUntil,
    ...presenceAhead(row, around).map(({ until }) => until),
    ...wrapUpsIn(row, now),
    hours?.next?.at ?? null,
  ]
  return ends.reduce<number>(
    (first, end) => (end !== null && end > now ? Math.min(first, end) : first),
    Number.POSITIVE_INFINITY,
  )
}

/** [RO-10] Until when seats stay taken after closing, of those that do now. */
export function wrapUpsIn({ wrap_ups }: Pick<OperatorRow, 'wrap_ups'>, now: Instant): number[] {
  if (wrap_ups === '[]') return []
  const ends: number[] = JSON.parse(wrap_ups)
  return ends.filter((end) => end > now)
}

export function seatOf(
  row: Omit<OperatorRow, 'password_hash' | 'generation' | 'language' | 'picture' | 'workspace'>,
  around: Around,
): Seat {
  const { groups, abilities, now } = around
  const ahead = presenceAhead(row, around)
  const wrapUps = wrapUpsIn(row, now)
  const hours = hoursOf(abilities, now)
  const isOff = hours?.isOpen === false
  return {
    id: asId(row.id),
    name: row.name,
    email: row.email,
    role: row.role as Role,
    enabled: row.enabled === 1,
    groups: groups.map((group) => asId<'group'>(group)),
    status: ahead[0]?.status ?? 'offline',
    load: row.load,
    capacity: row.capacity,
    reserved: row.reserved + wrapUps.length,
    coolsUntil: momentOf(row.cools_until),
    unresponsive: row.unresponsive === 1,
    isOff,
    onlineSince: momentOf(row.online_since),
    offlineAt: offlineAt(row, ahead, around),
    freeAt: freeAt(ahead, wrapUps, isOff ? hours.next : null),
    lastAssignedAt: momentOf(row.last_assigned_at),
    ...(abilities && { skills: abilities.skills, languages: abilities.languages, weight: abilities.weight }),
  }
}

/** When they become offline if nothing else happens, or when they became it as far as that is known. */
function offlineAt(
  row: Presence & Pick<OperatorRow, 'offline_since'>,
  ahead: readonly Stretch[],
  around: Around,
): Instant | null {
  const [first, second] = ahead
  if (first === undefined || first.status === 'offline') return offlineSince(row, around)
  const last = second === undefined || second.status === 'offline' ? first : second
  return momentOf(last.until)
}

/** The latest of what has ended by itself, and of what was written down when it happened. */
function offlineSince(
  row: Presence & Pick<OperatorRow, 'offline_since'>,
  { leaseUntil, awayAfterMs, now }: Around,
): Instant {
  const isSetOffline = row.api_status === 'offline'
  const choiceUntil = endOfChoice(row, leaseUntil, awayAfterMs)
  // Behind a status that made them offline before, the choice ended without changing anything.
  const isBehind = isSetOffline && (row.api_until === null || (choiceUntil ?? 0) <= row.api_until)
  const ends = [row.offline_since, isBehind ? null : choiceUntil, isSetOffline ? null : row.api_until]
  return instant(Math.max(0, ...ends.filter((end) => end !== null && end <= now).map(Number)))
}

/** The next moment at which time alone may let them take one more. `opening`: of their calendar, where it keeps them out. */
function freeAt(
  [first, second]: readonly Stretch[],
  wrapUps: readonly number[],
  opening: OpeningChange | null,
): Instant | null {
  const comes = first?.status !== 'online' && second?.status === 'online' ? [second.from] : []
  const moments = [...wrapUps, ...comes, ...(opening === null ? [] : [opening.at])]
  return moments.length === 0 ? null : instant(Math.min(...moments))
}

/** Whether a calendar is open, and when that changes; so from `from` until `until`. */
type Hours = { isOpen: boolean; next: OpeningChange | null; from: number; until: number }

const dayMs = 86_400_000
const knownHours = new WeakMap<CalendarSettings, Hours>()

/** [RO-40] Looking for a change takes milliseconds where there is none for years: it is looked for once. */
function hoursOf(abilities: OperatorAbilities | undefined, now: Instant): Hours | null {
  const calendar = abilities?.calendar ?? null
  if (calendar === null) return null
  const known = knownHours.get(calendar)
  if (known !== undefined && known.from <= now && now < known.until) return known
  const next = nextChange(calendar, now)
  const hours = { isOpen: isOpen(calendar, now), next, from: now, until: next?.at ?? now + dayMs }
  knownHours.set(calendar, hours)
  return hours
}

function momentOf(milliseconds: number | null): Instant | null {
  return milliseconds === null ? null : instant(milliseconds)
}

export function operatorOf(
  row: OperatorRow,
  around: Pick<Around, 'groups' | 'leaseUntil' | 'awayAfterMs' | 'now'>,
): Operator {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace),
    name: row.name,
    email: row.email,
    role: row.role as Role,
    groups: around.groups.map((group) => asId<'group'>(group)),
    capacity: row.capacity,
    enabled: row.enabled === 1,
    load: row.load,
    status: presenceAhead(row, around)[0]?.status ?? 'offline',
    unresponsive: row.unresponsive === 1,
    language: row.language,
    picture: row.picture,
    passwordHash: row.password_hash,
    generation: row.generation,
  }
}
