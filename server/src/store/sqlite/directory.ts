import { asId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { type Routing, Team } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { ableSeat, type RoutingRow } from '../routings.ts'
import { expiryOf, type OperatorRow, seatOf } from '../seats.ts'

type Kept = { team: Team; nextExpiry: Instant }

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
    this.#leaseOf = database.prepare('select max(expires_at) as expires_at from operator_leases where operator = ?')
  }

  /** The team as it is now: leases and statuses that have ended are ended. */
  team(workspace: WorkspaceId): Team {
    const kept = this.#teams.get(workspace) ?? this.#load(workspace)
    if (this.#now() < kept.nextExpiry) return kept.team
    return this.#load(workspace).team
  }

  /** Reads one operator again, after a change. */
  refresh(workspace: WorkspaceId, id: OperatorId): void {
    const kept = this.#teams.get(workspace)
    if (kept === undefined) return
    const row = this.#row.get(id)
    if (row === undefined || row.workspace !== workspace) {
      kept.team.remove(id)
      return
    }
    const groups = this.#groupsOf.all(id).map(({ group }) => group)
    const leaseUntil = this.#leaseOf.get(id)?.expires_at ?? null
    const abilities = this.#routing.get(workspace, id)?.settings
    kept.team.put(ableSeat(seatOf(row, groups, leaseUntil, this.#now()), abilities))
    kept.nextExpiry = instant(Math.min(kept.nextExpiry, expiryOf(row, leaseUntil, this.#now())))
  }

  /** Forgets what is in memory; it is read again when it is needed. */
  reload(): void {
    this.#teams.clear()
  }

  #load(workspace: WorkspaceId): Kept {
    const now = this.#now()
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
    const leases = new Map(this.#leases.all(workspace).map(({ operator, expires_at }) => [operator, expires_at]))
    let nextExpiry = Number.POSITIVE_INFINITY
    for (const row of this.#rows.all(workspace)) {
      const leaseUntil = leases.get(row.id) ?? null
      team.put(ableSeat(seatOf(row, groups.get(row.id) ?? [], leaseUntil, now), routings.get(row.id)))
      nextExpiry = Math.min(nextExpiry, expiryOf(row, leaseUntil, now))
    }
    const kept = { team, nextExpiry: instant(nextExpiry) }
    this.#teams.set(workspace, kept)
    return kept
  }
}
