import type { ConversationId, GroupId } from '@baton/core/ids'
import { asId } from '@baton/core/ids'
import type { Seat } from '@baton/core/routing'
import { instant } from '@baton/core/time'
import type { OperatorAbilities, Queued } from './store.ts'

/** A row of `routings`; `settings` is JSON. */
export type RoutingRow = { subject: string; settings: string }

export type QueuedRow = { id: string; group: string | null; requested_at: number }

/** Settings in which requests are assigned by themselves, as they are written. */
export const patternOfAutomatic = '%"automatic":true%'

export const plainAbilities: OperatorAbilities = { skills: [], languages: [], weight: 1 }

/** [RO-20] Points of priority that count, and how much waiting each is worth in milliseconds. */
export const priorityRange = { least: -60, most: 1_440 } as const
export const worthOfPriority = 60_000

export function abilitiesOf(settings: string | undefined): OperatorAbilities {
  return settings === undefined ? plainAbilities : { ...plainAbilities, ...JSON.parse(settings) }
}

/** A seat with what its operator can do. */
export function ableSeat(seat: Seat, settings: string | undefined): Seat {
  return settings === undefined ? seat : { ...seat, ...abilitiesOf(settings) }
}

export function queuedOf(row: QueuedRow): Queued {
  return {
    id: asId<'conversation'>(row.id) as ConversationId,
    group: row.group === null ? null : (asId<'group'>(row.group) as GroupId),
    requestedAt: instant(row.requested_at),
  }
}
