import { asId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { type Routing, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { abilitiesIn, awayAfterMs, type CursorRow, groupOfSubject, type RoutingRow } from '../routings.ts'
import { expiryOf, type OperatorRow, seatOf } from '../seats.ts'

type Kept = {
  team: Team
  /** When each seat may change by itself. */
  expiries: Map<OperatorId, number>
  /** No later than the first of them. */
  nextExpiry: number
}

/** When more seats than this have changed by themselves, reading all of them again is quicker. */
const mostRenewed = 100

/**
 * The teams of all workspaces in memory, in step with the database because the one process that writes keeps them:
 * a pick costs the same for ten operators as for a hundred thousand.
 */
export class Directory {
  readonly #teams = new Map<WorkspaceId, Kept>()
  readonly #now: () => Instant
  readonly #rows: Statement<[string], OperatorRow>
  readonly #row: Statement<[string], OperatorRow>
  readonly #groups: Statement<[string], { id: string; name: string }>
  readonly #memberships: Statement<[string], { operator: string; group: string }>
  readonly #groupsOf: Statement<[string], { group: string }>
  readonly #leases: Statement<[string], { operator: string; expires_at: number }>
  readonly #leaseOf: Statement<[string], { expires_at: number | null }>
  readonly #routings: Statement<[string], RoutingRow>
  readonly #routing: Statement<[string, string], RoutingRow>
  readonly #cursors: Statement<[string], CursorRow>

  constructor(database: Database, now: () => Instant) {
    this.#now = now
    this.#rows = database.prepare('select * from operators where workspace = ?')
    this.#row = database.prepare('select * from operators where id = ?')
    this.#groups = database.prepare('select id, name from groups where workspace = ? order by name')
    this.#memberships = database.prepare('select operator, "group" from memberships where workspace = ?')
    this.#groupsOf = database.prepare('select "group" from memberships where operator = ?')
    this.#leases = database.prepare(
      'select operator, max(expires_at) as expires_at from operator_leases where workspace = ? group by operator',
    )
    this.#routings = database.prepare('select subject, settings from routings where workspace = ?')
    this.#routing = database.prepare('select subject, settings from routings where workspace = ? and subject = ?')
    this.#cursors = database.prepare('select subject, operator, pass from cursors where workspace = ?')
    this.#leaseOf = database.prepare('select max(expires_at) as expires_at from operator_leases where operator = ?')
  }

  /** The team as it is now: leases, statuses and whatever else ends by itself have ended. */
  team(workspace: WorkspaceId): Team {
    const kept = this.#teams.get(workspace) ?? this.#load(workspace)
    if (this.#now() < kept.nextExpiry) return kept.team
    return this.#renew(workspace, kept).team
  }

  /** Reads one operator again, after a change. */
  refresh(workspace: WorkspaceId, id: OperatorId): void {
    const kept = this.#teams.get(workspace)
    if (kept === undefined) return
    const row = this.#row.get(id)
    if (row === undefined || row.workspace !== workspace) {
      kept.team.remove(id)
      kept.expiries.delete(id)
      return
    }
    const groups = this.#groupsOf.all(id).map(({ group }) => group)
    const leaseUntil = this.#leaseOf.get(id)?.expires_at ?? null
    this.#put(kept, row, groups, leaseUntil, this.#routing.get(workspace, id)?.settings)
  }

  /** Forgets what is in memory; it is read again when it is needed. */
  reload(): void {
    this.#teams.clear()
  }

  #load(workspace: WorkspaceId): Kept {
    const team = new Team()
    const routings = new Map(this.#routings.all(workspace).map(({ subject, settings }) => [subject, settings]))
    const routingOf = (subject: string): Routing | undefined => {
      const settings = routings.get(subject)
      return settings === undefined ? undefined : JSON.parse(settings)
    }
    const own = routingOf(workspace)
    if (own !== undefined) team.putWorkspace(own)
    for (const group of this.#groups.all(workspace))
      team.putGroup({ id: asId(group.id), name: group.name }, routingOf(group.id))
    const groups = new Map<string, string[]>()
    for (const { operator, group } of this.#memberships.all(workspace))
      groups.set(operator, [...(groups.get(operator) ?? []), group])
    for (const { subject, operator, pass } of this.#cursors.all(workspace))
      team.setCursor(groupOfSubject(subject, workspace), { operator: asId(operator), pass })
    const leases = new Map(this.#leases.all(workspace).map(({ operator, expires_at }) => [operator, expires_at]))
    const kept: Kept = { team, expiries: new Map(), nextExpiry: Number.POSITIVE_INFINITY }
    for (const row of this.#rows.all(workspace))
      this.#put(kept, row, groups.get(row.id) ?? [], leases.get(row.id) ?? null, routings.get(row.id))
    this.#teams.set(workspace, kept)
    return kept
  }

  /** Only those of whom something has ended. */
  #renew(workspace: WorkspaceId, kept: Kept): Kept {
    const now = this.#now()
    const ended = [...kept.expiries].filter(([, at]) => at <= now)
    if (ended.length > mostRenewed) return this.#load(workspace)
    for (const [id] of ended) this.refresh(workspace, id)
    kept.nextExpiry = [...kept.expiries.values()].reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY)
    return kept
  }

  #put(
    kept: Kept,
    row: OperatorRow,
    groups: readonly string[],
    leaseUntil: number | null,
    settings: string | undefined,
  ): void {
    const id = asId<'operator'>(row.id)
    const around = {
      groups,
      leaseUntil,
      abilities: abilitiesIn(settings),
      awayAfterMs: awayAfterMs(kept.team.routing(null)),
      now: this.#now(),
    }
    kept.team.put(seatOf(row, around))
    const expiry = expiryOf(row, around)
    if (Number.isFinite(expiry)) kept.expiries.set(id, expiry)
    else kept.expiries.delete(id)
    // Possibly too early: then the next look finds nobody and looks for the right time.
    kept.nextExpiry = Math.min(kept.nextExpiry, expiry)
  }
}
