import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { comingOrGoing, goesOn, type PresenceRow, type SpanRow } from '../presence-spans.ts'
import { awayAfterMsIn } from '../routings.ts'
import { presenceAhead, type Stretch } from '../seats.ts'
import type { PresenceCause } from '../store.ts'

/** [RO-4] Writes presence down as it changes, in the transaction that changes it. */
export class SqlitePresenceSpans {
  readonly #now: () => Instant
  readonly #row: Statement<[string, string], PresenceRow>
  readonly #leaseOf: Statement<[string], { until: number | null }>
  readonly #takeBack: Statement<[string, string, number]>
  readonly #last: Statement<[string, string], SpanRow>
  readonly #end: Statement<[number | null, string, string, number]>
  readonly #begin: Statement
  readonly #routing: Statement<[string, string], { settings: string }>
  readonly #move: Statement<[number | null, number | null, string, string]>

  constructor(database: Database, now: () => Instant) {
    this.#now = now
    this.#row = database.prepare(
      `select choice, chosen_at, api_status, api_until, unresponsive, enabled, capacity, online_since, offline_since
       from operators where workspace = ? and id = ?`,
    )
    this.#leaseOf = database.prepare('select max(expires_at) as until from operator_leases where operator = ?')
    this.#takeBack = database.prepare(
      'delete from presence_spans where workspace = ? and operator = ? and from_at >= ?',
    )
    this.#last = database.prepare(
      'select * from presence_spans where workspace = ? and operator = ? order by from_at desc limit 1',
    )
    this.#end = database.prepare(
      'update presence_spans set until_at = ? where workspace = ? and operator = ? and from_at = ?',
    )
    this.#begin = database.prepare(
      'insert into presence_spans (workspace, operator, status, cause, capacity, from_at, until_at) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#routing = database.prepare('select settings from routings where workspace = ? and subject = ?')
    this.#move = database.prepare(
      'update operators set online_since = ?, offline_since = ? where workspace = ? and id = ?',
    )
  }

  /** The presence of an operator may have changed just now. Only within a task of the committer. */
  note(workspace: WorkspaceId, operator: OperatorId, cause: PresenceCause): void {
    const row = this.#row.get(workspace, operator)
    if (row === undefined) return
    const now = this.#now()
    const [first, second] = this.#ahead(workspace, operator, row)
    this.#takeBack.run(workspace, operator, now)
    const last = this.#last.get(workspace, operator)
    const isThere = first !== undefined && first.status !== 'offline'
    const moved = comingOrGoing(row, last, isThere, now)
    if (moved !== null) this.#move.run(moved.online_since, moved.offline_since, workspace, operator)
    const begin = ({ status, from, until }: Stretch) =>
      this.#begin.run(workspace, operator, status, cause, row.capacity, from, until)
    const endLast = (until: number | null) => {
      if (last !== undefined && last.until_at !== until) this.#end.run(until, workspace, operator, last.from_at)
    }
    if (last !== undefined && first !== undefined && goesOn(last, first, row.capacity)) endLast(first.until)
    else {
      endLast(last?.until_at == null ? now : Math.min(now, last.until_at))
      if (first !== undefined) begin(first)
    }
    if (second !== undefined) begin(second)
  }

  /** Of somebody who is disabled there is none. */
  #ahead(workspace: WorkspaceId, operator: OperatorId, row: PresenceRow): Stretch[] {
    if (row.enabled !== 1) return []
    const leaseUntil = this.#leaseOf.get(operator)?.until ?? null
    const settings = row.choice === 'away' ? this.#routing.get(workspace, workspace)?.settings : undefined
    return presenceAhead(row, { leaseUntil, awayAfterMs: awayAfterMsIn(settings), now: this.#now() })
  }
}
