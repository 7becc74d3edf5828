import type { SeatChange } from '@baton/core/command'
import { asId, type GroupId, type OperatorId } from '@baton/core/ids'
import { type Routing, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import { abilitiesIn, awayAfterMs, type CursorRow, groupOfSubject, type RoutingRow } from '../routings.ts'
import { expiryOf, type OperatorRow, seatOf, wrapUpsIn } from '../seats.ts'
import type { Queryable, Row } from './connections.ts'

/** An operator as it is read for picking, with groups and the end of the longest lease. */
export type SeatRow = Omit<OperatorRow, 'workspace' | 'password_hash' | 'generation' | 'language' | 'picture'> & {
  revision: number
  groups: string[]
  lease_until: number | null
}

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
  'enabled', o.enabled, 'load', o.load, 'last_assigned_at', o.last_assigned_at, 'choice', o.choice, 'chosen_at', o.chosen_at,
  'api_status', o.api_status, 'api_until', o.api_until, 'reserved', o.reserved, 'wrap_ups', o.wrap_ups, 'cools_until', o.cools_until,
  'unresponsive', o.unresponsive, 'online_since', o.online_since, 'offline_since', o.offline_since, 'revision', o.revision,
  'groups', (select coalesce(json_agg(m."group"), '[]') from memberships m where m.operator = o.id),
  'lease_until', (select max(l.expires_at) from operator_leases l where l.operator = o.id))`

/** Where a circle stands as JSON, out of `cursors u`. */
export const cursorAsJson = `json_build_object('subject', u.subject, 'operator', u.operator, 'pass', u.pass)`

/** What has changed since the last look. */
export type News = { seats: readonly SeatRow[]; cursors: readonly CursorRow[] }

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
  /** As they were read, and as decisions since have changed them; load and last assignment stand in the team. */
  #rows = new Map<OperatorId, SeatRow>()
  #expiries = new Map<OperatorId, number>()
  /** By subject, as JSON. Read with the roster. */
  #routings = new Map<string, string>()
  #nextExpiry = Number.POSITIVE_INFINITY
  readonly #doubted = new Set<OperatorId>()
  /** Subjects of circles that are in doubt. */
  readonly #doubtedCircles = new Set<string>()

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

  /** Circles of which what is known is in doubt. */
  circlesToRead(): string[] {
    return [...this.#doubtedCircles]
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
  async follow(db: Queryable, head: Head, { seats, cursors }: News): Promise<Head> {
    if (head.roster !== this.#roster) return this.#load(db)
    for (const row of seats) this.#put(row)
    this.#doubted.clear()
    // Of which there is no row, nobody has had a turn.
    for (const subject of this.#doubtedCircles) this.#team.setCursor(this.#groupOf(subject), null)
    this.#doubtedCircles.clear()
    for (const cursor of cursors) this.#turn(cursor)
    this.#revision = head.revision
    return head
  }

  /** What was decided here is committed: the loads in memory are those of this revision. */
  committed(revision: number): void {
    this.#revision = revision
  }

  /** [RO-10] [RO-30] A decision has done this to an operator: what it brings about by itself later is in memory, too. */
  take(operator: OperatorId, { reserved, coolsUntil, isUnresponsive, wrapsUpUntil }: SeatChange): void {
    const row = this.#rows.get(operator)
    const seat = this.#team.seat(operator)
    if (row === undefined || seat === undefined) return
    row.reserved += reserved
    if (coolsUntil !== undefined) row.cools_until = coolsUntil
    if (isUnresponsive === undefined && wrapsUpUntil === undefined) return
    if (isUnresponsive !== undefined) row.unresponsive = Number(isUnresponsive)
    if (wrapsUpUntil !== undefined) row.wrap_ups = JSON.stringify([...wrapUpsIn(row, this.#now()), wrapsUpUntil])
    this.#put({ ...row, load: seat.load, last_assigned_at: seat.lastAssignedAt ?? null })
  }

  /** What was decided about these was perhaps not written. */
  doubt(operators: Iterable<OperatorId>, circles: Iterable<GroupId | null>): void {
    for (const operator of operators) this.#doubted.add(operator)
    for (const group of circles) this.#doubtedCircles.add(group ?? this.#workspace)
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
    this.#rows = new Map()
    this.#expiries = new Map()
    this.#doubted.clear()
    this.#doubtedCircles.clear()
    this.#nextExpiry = Number.POSITIVE_INFINITY
    this.#routings = new Map((row.routings ?? []).map(({ subject, settings }) => [subject, settings]))
    const own = this.#routingOf(this.#workspace)
    if (own !== undefined) this.#team.putWorkspace(own)
    for (const { id, name } of row.groups ?? []) this.#team.putGroup({ id: asId(id), name }, this.#routingOf(id))
    for (const seat of row.seats ?? []) this.#put(seat)
    for (const cursor of row.cursors ?? []) this.#turn(cursor)
    this.#roster = row.roster
    this.#revision = row.revision
    return row
  }

  #routingOf(subject: string): Routing | undefined {
    const settings = this.#routings.get(subject)
    return settings === undefined ? undefined : JSON.parse(settings)
  }

  #groupOf(subject: string): GroupId | null {
    return groupOfSubject(subject, this.#workspace)
  }

  #turn({ subject, operator, pass }: CursorRow): void {
    this.#team.setCursor(this.#groupOf(subject), { operator: asId(operator), pass })
  }

  #put(row: SeatRow): void {
    const id = asId<'operator'>(row.id)
    const around = {
      groups: row.groups,
      leaseUntil: row.lease_until,
      abilities: abilitiesIn(this.#routings.get(row.id)),
      awayAfterMs: awayAfterMs(this.#team.routing(null)),
      now: this.#now(),
    }
    this.#rows.set(id, row)
    this.#team.put(seatOf(row, around))
    const expiry = expiryOf(row, around)
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
  cursors: CursorRow[] | null
}

const loading = {
  name: 'load_team',
  text: `select ${headColumns},
    (select json_agg(${seatAsJson} order by o.id) from operators o where o.workspace = h.workspace) as seats,
    (select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name) from groups g where g.workspace = h.workspace) as groups,
    (select json_agg(json_build_object('subject', r.subject, 'settings', r.settings)) from routings r where r.workspace = h.workspace) as routings,
    (select json_agg(${cursorAsJson}) from cursors u where u.workspace = h.workspace) as cursors
    from heads h where workspace = $1`,
}
