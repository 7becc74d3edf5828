import { asId, type EffectId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type { Outbox, OutboxMessage, OutboxTopic, PendingWork, Works } from '../store.ts'
import type { Committer } from './committer.ts'

type OutboxRow = { position: number; workspace: string; topic: string; payload: string; attempts: number }

/** [D-07] Messages written in the transaction of what they tell, delivered at least once, each under its position. */
export class SqliteOutbox implements Outbox {
  readonly #committer: Committer
  readonly #now: () => Instant
  readonly #insert: Statement
  readonly #due: Statement<[number, number], OutboxRow>
  readonly #delete: Statement
  readonly #postpone: Statement
  readonly #pending: Statement<[], { count: number; oldest: number | null }>

  constructor(database: Database, committer: Committer, now: () => Instant) {
    this.#committer = committer
    this.#now = now
    this.#insert = database.prepare(
      'insert into outbox (workspace, topic, payload, created_at, due_at) values (?, ?, ?, ?, ?)',
    )
    this.#due = database.prepare(
      'select position, workspace, topic, payload, attempts from outbox where due_at is not null and due_at <= ? order by due_at, position limit ?',
    )
    this.#delete = database.prepare('delete from outbox where position = ?')
    this.#postpone = database.prepare('update outbox set attempts = attempts + 1, due_at = ? where position = ?')
    this.#pending = database.prepare(
      'select count(*) as count, min(created_at) as oldest from outbox where due_at is not null',
    )
  }

  /** Adds a message. Only within a task of the committer. */
  append(workspace: WorkspaceId, topic: OutboxTopic, payload: unknown): void {
    const now = this.#now()
    this.#insert.run(workspace, topic, JSON.stringify(payload), now, now)
  }

  add(workspace: WorkspaceId, topic: OutboxTopic, payload: unknown): Promise<void> {
    return this.#committer.do(() => this.append(workspace, topic, payload))
  }

  /** Nobody else could take it: what is not done is answered again. */
  async claim(limit: number): Promise<OutboxMessage[]> {
    return this.#due.all(this.#now(), limit).map((row) => ({
      position: row.position,
      workspace: asId(row.workspace),
      topic: row.topic as OutboxTopic,
      payload: JSON.parse(row.payload),
      attempts: row.attempts,
    }))
  }

  done(positions: readonly number[]): Promise<void> {
    return this.#committer.do(() => {
      for (const position of positions) this.#delete.run(position)
    })
  }

  postpone(position: number, at: Instant | null): Promise<void> {
    return this.#committer.do(() => {
      this.#postpone.run(at, position)
    })
  }

  async pending(): Promise<{ count: number; oldestAt: Instant | null }> {
    const { count, oldest } = this.#pending.get() ?? { count: 0, oldest: null }
    return { count, oldestAt: oldest === null ? null : instant(oldest) }
  }
}

type WorkRow = {
  id: string
  workspace: string
  conversation: string
  turn: string
  epoch: number
  work: string
  due_at: number
}

/** Work outside a transaction that turns wait for: rows, so that a crash loses none. They end with the answer. */
export class SqliteWorks implements Works {
  readonly #due: Statement<[number, number], WorkRow>
  readonly #next: Statement<[], { due_at: number | null }>
  readonly #now: () => Instant

  constructor(database: Database, now: () => Instant) {
    this.#now = now
    this.#due = database.prepare('select * from works where due_at <= ? order by due_at limit ?')
    this.#next = database.prepare('select min(due_at) as due_at from works')
  }

  /** Nobody else could take it: `known` is all that keeps work from being begun twice. */
  async claim(limit: number, known: ReadonlySet<EffectId>): Promise<PendingWork[]> {
    return this.#due
      .all(this.#now(), limit + known.size)
      .filter(({ id }) => !known.has(asId(id)))
      .slice(0, limit)
      .map((row) => ({
        id: asId(row.id),
        workspace: asId(row.workspace),
        conversation: asId(row.conversation),
        turn: asId(row.turn),
        epoch: row.epoch,
        work: JSON.parse(row.work),
        dueAt: instant(row.due_at),
      }))
  }

  async extend(): Promise<void> {}

  async release(): Promise<void> {}

  async nextDueAt(): Promise<Instant | null> {
    const due = this.#next.get()?.due_at ?? null
    return due === null ? null : instant(due)
  }
}
