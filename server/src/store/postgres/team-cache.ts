import { asId, type OperatorId } from '@baton/core/ids'
import { type Routing, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import { ableSeat, type RoutingRow } from '../routings.ts'
import { expiryOf, type OperatorRow, seatOf } from '../seats.ts'
import type { Queryable, Row } from './connections.ts'

/** An operator as it is read for picking, with groups and the end of the longest lease. */
export type SeatRow = Pick<
  OperatorRow,
  | 'id'
  | 'name'
  | 'email'
  | 'role'
  | 'capacity'
  | 'enabled'
  | 'load'
  | 'last_assigned_at'
  | 'choice'
  | 'api_status'
  | 'api_until'
> & { revision: number; groups: string[]; lease_until: number | null }

/** The row of `heads`: where the commits of a workspace meet. */
export type Head = Row & {
  position: number
  revision: number
  roster: number
  settings: number
  audit_seq: number
  audit_hash: string
}

export const headColumns = 'position, revision, roster, settings, audit_seq, audit_hash'

/** A seat as JSON, out of `operators o`. */
export const seatAsJson = `json_build_object('id', o.id, 'name', o.name, 'email', o.email, 'role', o.role, 'capacity', o.capacity,
  'enabled', o.enabled, 'load', o.load, 'last_assigned_at', o.last_assigned_at, 'choice', o.choice, 'api_status', o.api_status, 'api_until', o.api_until, 'revision', o.revision,
  'groups', (select coalesce(json_agg(m."group"), '[]') from memberships m where m.operator = o.id),
  'lease_until', (select max(l.expires_at) from operator_leases l where l.operator = o.id))`

/**
 * The team of one workspace in memory of one node. It goes by revisions: what changed since the last look is read, and a
 * commit that was decided on an older revision is not written. Renewed leases change nothing until they seem to end here.
 */
export class TeamCache {
  readonly #workspace: string
  readonly #now: () => Instant
  #team = new Team()
  #roster = 0
  #revision = 0
  #expiries = new Map<OperatorId, number>()
  /** By subject, as JSON. Read with the roster. */
  #routings = new Map<string, string>()
  #nextExpiry = Number.POSITIVE_INFINITY
  readonly #doubted = new Set<OperatorId>()

  constructor(workspace: string, now: () => Instant) {
    this.#workspace = workspace
    this.#now = now
  }

  get team(): Team {
    return this.#team
  }

  get revision(): number {
    return this.#revision
  }

  get isLoaded(): boolean {
    return this.#roster > 0
  }

  /** Operators to be read again: their lease or status ends by now as far as is known here, or what is known is in doubt. */
  toRead(): OperatorId[] {
    return [...this.#doubted, ...this.#ended()]
  }

  #ended(): OperatorId[] {
    const now = this.#now()
    if (now < this.#nextExpiry) return []
    const ended = [...this.#expiries].filter(([, at]) => at <= now).map(([id]) => id)
    if (ended.length === 0)
      this.#nextExpiry = [...this.#expiries.values()].reduce(
        (one, other) => Math.min(one, other),
        Number.POSITIVE_INFINITY,
      )
    return ended
  }

  /** Takes in what has changed since `revision`, or everything when operators or groups have come, gone or been renamed. */
  async follow(db: Queryable, head: Head, changed: readonly SeatRow[]): Promise<Head> {
    if (head.roster !== this.#roster) return this.#load(db)
    for (const row of changed) this.#put(row)
    this.#doubted.clear()
    this.#revision = head.revision
    return head
  }

  /** What was decided here is committed: the loads in memory are those of this revision. */
  committed(revision: number): void {
    this.#revision = revision
  }

  /** What was decided about these was perhaps not written. */
  doubt(operators: Iterable<OperatorId>): void {
    for (const operator of operators) this.#doubted.add(operator)
  }

  /** What is in memory may be wrong; everything is read at the next look. */
  forget(): void {
    this.#roster = 0
    this.#revision = 0
  }

  async #load(db: Queryable): Promise<Head> {
    const [row] = await db.rows<TeamRow>(loading, [this.#workspace])
    if (row === undefined) throw new Error(`workspace ${this.#workspace} is gone`)
    this.#team = new Team()
    this.#expiries = new Map()
    this.#doubted.clear()
    this.#nextExpiry = Number.POSITIVE_INFINITY
    this.#routings = new Map((row.routings ?? []).map(({ subject, settings }) => [subject, settings]))
    const own = this.#routingOf(this.#workspace)
    if (own !== undefined) this.#team.putWorkspace(own)
    for (const { id, name } of row.groups ?? []) this.#team.putGroup({ id: asId(id), name }, this.#routingOf(id))
    for (const seat of row.seats ?? []) this.#put(seat)
    this.#roster = row.roster
    this.#revision = row.revision
    return row
  }

  #routingOf(subject: string): Routing | undefined {
    const settings = this.#routings.get(subject)
    return settings === undefined ? undefined : JSON.parse(settings)
  }

  #put(row: SeatRow): void {
    const now = this.#now()
    const id = asId<'operator'>(row.id)
    this.#team.put(ableSeat(seatOf(row, row.groups, row.lease_until, now), this.#routings.get(row.id)))
    const expiry = expiryOf(row, row.lease_until, now)
    if (Number.isFinite(expiry)) this.#expiries.set(id, expiry)
    else this.#expiries.delete(id)
    // Possibly too early: then the next look finds nobody and looks for the right time.
    this.#nextExpiry = Math.min(this.#nextExpiry, expiry)
  }
}

type TeamRow = Head & {
  seats: SeatRow[] | null
  groups: { id: string; name: string }[] | null
  routings: RoutingRow[] | null
}

const loading = {
  name: 'load_team',
  text: `select ${headColumns},
    (select json_agg(${seatAsJson} order by o.id) from operators o where o.workspace = h.workspace) as seats,
    (select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name) from groups g where g.workspace = h.workspace) as groups,
    (select json_agg(json_build_object('subject', r.subject, 'settings', r.settings)) from routings r where r.workspace = h.workspace) as routings
    from heads h where workspace = $1`,
}
