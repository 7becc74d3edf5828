import type { Change, SeatChange } from '@baton/core/command'
import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type { Directory } from './directory.ts'
import { SqlitePresenceSpans } from './presence-spans.ts'

type Parts = { database: Database; directory: Directory; now: () => Instant }

/** [HO-34] [RO-10] [RO-31] What a change of a conversation does to operators and circles, in the transaction that writes it. */
export class SqliteSeats {
  readonly #parts: Parts
  readonly #spans: SqlitePresenceSpans
  readonly #addLoad: Statement
  readonly #changeSeat: Statement
  readonly #startWrapUp: Statement
  readonly #putCursor: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#spans = new SqlitePresenceSpans(database, parts.now)
    this.#addLoad = database.prepare(
      'update operators set load = load + ?, last_assigned_at = coalesce(?, last_assigned_at) where workspace = ? and id = ?',
    )
    this.#changeSeat = database.prepare(
      `update operators set reserved = reserved + ?, cools_until = coalesce(?, cools_until), unresponsive = coalesce(?, unresponsive)
       where workspace = ? and id = ?`,
    )
    // What is over goes with what begins.
    this.#startWrapUp = database.prepare(
      `update operators set wrap_ups = (select json_group_array(value) from
        (select value from json_each(wrap_ups) where value > ? union all select ?)) where workspace = ? and id = ?`,
    )
    this.#putCursor = database.prepare(
      `insert into cursors (workspace, subject, operator, pass) values (?, ?, ?, ?)
       on conflict (workspace, subject) do update set operator = excluded.operator, pass = excluded.pass`,
    )
  }

  /** Only within a task of the committer. */
  write(workspace: WorkspaceId, { loads, seats, cursors }: Pick<Change, 'loads' | 'seats' | 'cursors'>): void {
    for (const [operator, by] of loads)
      if (by !== 0) this.#addLoad.run(by, by > 0 ? this.#parts.now() : null, workspace, operator)
    for (const [operator, seat] of seats) this.#writeSeat(workspace, operator, seat)
    for (const [group, { operator, pass }] of cursors)
      this.#putCursor.run(workspace, group ?? workspace, operator, pass)
  }

  /** What goes on from here by time alone is read again, and presence that has changed is written down. */
  #writeSeat(workspace: WorkspaceId, operator: OperatorId, seat: SeatChange): void {
    const { reserved, isAsked, coolsUntil, isUnresponsive, wrapsUpUntil } = seat
    if (isAsked) this.#addLoad.run(0, this.#parts.now(), workspace, operator)
    const unresponsive = isUnresponsive === undefined ? null : Number(isUnresponsive)
    this.#changeSeat.run(reserved, coolsUntil ?? null, unresponsive, workspace, operator)
    if (wrapsUpUntil !== undefined) this.#startWrapUp.run(this.#parts.now(), wrapsUpUntil, workspace, operator)
    if (isUnresponsive !== undefined) this.#spans.note(workspace, operator, 'unresponsive')
    if (isUnresponsive !== undefined || wrapsUpUntil !== undefined) this.#parts.directory.refresh(workspace, operator)
  }
}
