import { createHash } from 'node:crypto'
import type { WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type { Audit, AuditOrigin, AuditRecord } from './store.ts'

export type AuditEntry = AuditOrigin & {
  action: string
  object: string
  before?: unknown
  after?: unknown
  epoch?: number | null
}

type AuditRow = {
  workspace: string
  seq: number
  at: number
  actor: string
  action: string
  object: string
  before: string | null
  after: string | null
  epoch: number | null
  request: string | null
  hash: string
}

type Head = { seq: number; hash: string }

/** [I-32] [I-33] Append-only and hash-chained: each record's hash covers the one before it, so an edit or a gap shows. */
export class SqliteAudit implements Audit {
  readonly #insert: Statement
  readonly #head: Statement<[string], Head>
  readonly #page: Statement<[string, number, number], AuditRow>
  readonly #chain: Statement<[string], AuditRow>
  readonly #now: () => Instant

  constructor(database: Database, now: () => Instant) {
    this.#now = now
    this.#insert = database.prepare(
      'insert into audit (workspace, seq, at, actor, action, object, before, after, epoch, request, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#head = database.prepare('select seq, hash from audit where workspace = ? order by seq desc limit 1')
    this.#page = database.prepare('select * from audit where workspace = ? and seq < ? order by seq desc limit ?')
    this.#chain = database.prepare('select * from audit where workspace = ? order by seq')
  }

  /** Adds a record. Only within a task of the committer. */
  append(workspace: WorkspaceId, entry: AuditEntry): void {
    const head = this.#head.get(workspace) ?? { seq: 0, hash: '' }
    const row = {
      workspace,
      seq: head.seq + 1,
      at: this.#now(),
      actor: entry.actor,
      action: entry.action,
      object: entry.object,
      before: textOf(entry.before),
      after: textOf(entry.after),
      epoch: entry.epoch ?? null,
      request: entry.request,
    }
    const hash = hashOf(head.hash, row)
    this.#insert.run(
      row.workspace,
      row.seq,
      row.at,
      row.actor,
      row.action,
      row.object,
      row.before,
      row.after,
      row.epoch,
      row.request,
      hash,
    )
  }

  list(workspace: WorkspaceId, before: number | null, limit: number): AuditRecord[] {
    return this.#page.all(workspace, before ?? Number.MAX_SAFE_INTEGER, limit).map(recordOf)
  }

  verify(workspace: WorkspaceId): number | null {
    let head: Head = { seq: 0, hash: '' }
    for (const { hash, ...row } of this.#chain.iterate(workspace)) {
      if (row.seq !== head.seq + 1 || hashOf(head.hash, row) !== hash) return head.seq + 1
      head = { seq: row.seq, hash }
    }
    return null
  }
}

function hashOf(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const content = [
    row.workspace,
    row.seq,
    row.at,
    row.actor,
    row.action,
    row.object,
    row.before,
    row.after,
    row.epoch,
    row.request,
  ]
  return createHash('sha256').update(previous).update(JSON.stringify(content)).digest('hex')
}

function recordOf(row: AuditRow): AuditRecord {
  const { workspace: _, ...record } = row
  return { ...record, at: instant(row.at), before: parsed(row.before), after: parsed(row.after) }
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
