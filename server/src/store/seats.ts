import { asId } from '@baton/core/ids'
import type { PresenceStatus, Role, Seat } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { Operator } from './store.ts'

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
  api_status: string | null
  api_until: number | null
  password_hash: string | null
  generation: number
  language: string | null
  picture: string | null
}

/** What of a row counts for who is there now. */
type Presence = Pick<OperatorRow, 'choice' | 'api_status' | 'api_until'>

/** [RO-2] A status set by API holds until its end; otherwise the operator's choice counts while a device is connected. */
export function effectiveStatus(row: Presence, leaseUntil: number | null, now: Instant): PresenceStatus {
  if (row.api_status !== null && (row.api_until === null || row.api_until > now))
    return row.api_status as PresenceStatus
  return leaseUntil !== null && leaseUntil > now ? (row.choice as PresenceStatus) : 'offline'
}

/** When the effective status may change by itself; infinity: never. */
export function expiryOf(row: Presence, leaseUntil: number | null, now: Instant): number {
  const ends = [row.api_until, leaseUntil].filter((end): end is number => end !== null && end > now)
  return Math.min(Number.POSITIVE_INFINITY, ...ends)
}

export function seatOf(
  row: Omit<OperatorRow, 'password_hash' | 'generation' | 'language' | 'picture' | 'workspace'>,
  groups: readonly string[],
  leaseUntil: number | null,
  now: Instant,
): Seat {
  return {
    id: asId(row.id),
    name: row.name,
    email: row.email,
    role: row.role as Role,
    enabled: row.enabled === 1,
    groups: groups.map((group) => asId<'group'>(group)),
    status: effectiveStatus(row, leaseUntil, now),
    load: row.load,
    capacity: row.capacity,
    lastAssignedAt: row.last_assigned_at === null ? null : instant(row.last_assigned_at),
  }
}

export function operatorOf(
  row: OperatorRow,
  groups: readonly string[],
  leaseUntil: number | null,
  now: Instant,
): Operator {
  return {
    ...seatOf(row, groups, leaseUntil, now),
    groups: groups.map((group) => asId<'group'>(group)),
    workspace: asId(row.workspace),
    language: row.language,
    picture: row.picture,
    passwordHash: row.password_hash,
    generation: row.generation,
  }
}
