import type { ConversationId, GroupId } from '@baton/core/ids'
import { asId } from '@baton/core/ids'
import type { Routing } from '@baton/core/routing'
import { instant } from '@baton/core/time'
import type { AuditOrigin, Coverage, OperatorAbilities, Queued, Wait } from './store.ts'

/** A row of `routings`; `settings` is JSON. */
export type RoutingRow = { subject: string; settings: string }

export type QueuedRow = {
  id: string
  channel: string
  group: string | null
  requested_at: number
  offer_until: number | null
  offers_made: number
}

/** [RO-31] Where the circle of a group, or of everybody (subject: the workspace), stands. */
export type CursorRow = { subject: string; operator: string; pass: number }

export type WaitRow = { subject: string; position: number; milliseconds: number; at: number }

export type CoverageRow = { subject: string; is_covered: number; since: number }

/** Settings in which requests are assigned by themselves, as they are written. */
export const patternOfAutomatic = '%"automatic":true%'

export const plainAbilities: OperatorAbilities = { skills: [], languages: [], weight: 1, calendar: null }

/** [RO-23] So many waits of a group are kept. */
export const mostWaits = 200

/** [RO-20] Points of priority that count, and how much waiting each is worth in milliseconds. */
export const priorityRange = { least: -60, most: 1_440 } as const
export const worthOfPriority = 60_000

export function abilitiesOf(settings: string | undefined): OperatorAbilities {
  return { ...(abilitiesIn(settings) ?? plainAbilities) }
}

/** So many are kept as they were read; beyond that all are read anew. */
const mostRead = 10_000
const read = new Map<string, OperatorAbilities>()

/** Undefined: nothing is said. The same text is the same object, so that what is known of its calendar stays known. */
export function abilitiesIn(settings: string | undefined): OperatorAbilities | undefined {
  if (settings === undefined) return undefined
  const known = read.get(settings)
  if (known !== undefined) return known
  const abilities: OperatorAbilities = { ...plainAbilities, ...JSON.parse(settings) }
  if (read.size >= mostRead) read.clear()
  read.set(settings, abilities)
  return abilities
}

/** After how many milliseconds of being away somebody counts as offline, as a workspace says; null: never. */
export function awayAfterMs(workspace: Pick<Routing, 'deadlines'>): number | null {
  const away = workspace.deadlines?.away
  return away === undefined ? null : away.afterSeconds * 1_000
}

/** The same from the settings as they are kept. */
export function awayAfterMsIn(settings: string | null | undefined): number | null {
  return settings == null ? null : awayAfterMs(JSON.parse(settings))
}

/** Whom a row is about: a group, or everybody. */
export function groupOfSubject(subject: string, workspace: string): GroupId | null {
  return subject === workspace ? null : asId<'group'>(subject)
}

/** [RO-3] What a change of coverage leaves in the audit log, and what others are told of it. */
export function newsOfCoverage(
  workspace: string,
  { group, isCovered, since }: Coverage,
): { audit: AuditOrigin & { action: string; object: string }; payload: object } {
  return {
    audit: {
      actor: 'system',
      request: null,
      action: isCovered ? 'coverage_restored' : 'coverage_lost',
      object: group ?? workspace,
    },
    payload: { group, isCovered, since },
  }
}

export function waitOf(row: WaitRow, workspace: string): Wait {
  const { position, milliseconds, at } = row
  return { group: groupOfSubject(row.subject, workspace), position, milliseconds, at: instant(at) }
}

export function coverageOf(row: CoverageRow, workspace: string): Coverage {
  return {
    group: groupOfSubject(row.subject, workspace),
    isCovered: row.is_covered === 1,
    since: instant(row.since),
  }
}

export function queuedOf(row: QueuedRow): Queued {
  return {
    id: asId<'conversation'>(row.id) as ConversationId,
    channel: row.channel,
    group: row.group === null ? null : (asId<'group'>(row.group) as GroupId),
    requestedAt: instant(row.requested_at),
    offeredUntil: row.offer_until === null ? null : instant(row.offer_until),
    offersMade: row.offers_made,
  }
}
