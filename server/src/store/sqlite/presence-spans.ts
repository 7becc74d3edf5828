import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { goesOn, type PresenceRow, presenceAhead, type SpanAhead, type SpanRow } from '../presence-spans.ts'
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

  constructor(database: Database, now: () => Instant) {
    this.#now = now
    this.#row = database.prepare(
      'select choice, api_status, api_until, enabled, capacity from operators where workspace = ? and id = ?',
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
  }

  /** The presence of an operator may have changed just now. Only within a task of the committer. */
  note(workspace: WorkspaceId, operator: OperatorId, cause: PresenceCause): void {
    const row = this.#row.get(workspace, operator)
    if (row === undefined) return
    const now = this.#now()
    const [first, second] = presenceAhead(row, this.#leaseOf.get(operator)?.until ?? null, now)
    this.#takeBack.run(workspace, operator, now)
    const last = this.#last.get(workspace, operator)
    const begin = ({ status, from, until }: SpanAhead) =>
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
}
