import type { WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import {
  type AuditEntry,
  type AuditHead,
  type AuditRow,
  auditRecordOf,
  emptyChain,
  followChain,
  nextRecord,
} from '../audit-chain.ts'
import { auditPageOf, auditSpanOf, conditionsOf } from '../audit-search.ts'
import type { Audit, AuditFilter, AuditOrigin, AuditPage, AuditRecord } from '../store.ts'
import type { Committer } from './committer.ts'

/** [I-32] [I-33] Append-only and hash-chained: each record's hash covers the one before it, so an edit or a gap shows. */
export class SqliteAudit implements Audit {
  readonly #insert: Statement
  readonly #head: Statement<[string], AuditHead>
  readonly #page: Statement<[string, number, number], AuditRow>
  readonly #chain: Statement<[string], AuditRow>
  readonly #timeOf: Statement<[string, number], { at: number }>
  readonly #database: Database
  readonly #committer: Committer
  readonly #now: () => Instant

  constructor(database: Database, committer: Committer, now: () => Instant) {
    this.#database = database
    this.#committer = committer
    this.#now = now
    this.#insert = database.prepare(
      'insert into audit (workspace, seq, at, actor, action, object, before, after, epoch, request, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#head = database.prepare('select seq, hash from audit where workspace = ? order by seq desc limit 1')
    this.#page = database.prepare('select * from audit where workspace = ? and seq < ? order by seq desc limit ?')
    this.#timeOf = database.prepare('select at from audit where workspace = ? and seq = ?')
    this.#chain = database.prepare('select * from audit where workspace = ? order by seq')
  }

  /** Adds a record. Only within a task of the committer. */
  append(workspace: WorkspaceId, entry: AuditEntry): void {
    const row = nextRecord(this.#head.get(workspace) ?? emptyChain, workspace, this.#now(), entry)
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
      row.hash,
    )
  }

  note(
    workspace: WorkspaceId,
    told: { action: string; object: string; after?: unknown },
    by: AuditOrigin,
  ): Promise<void> {
    return this.#committer.do(() => this.append(workspace, { ...by, ...told }))
  }

  async list(workspace: WorkspaceId, before: number | null, limit: number): Promise<AuditRecord[]> {
    return this.#page.all(workspace, before ?? Number.MAX_SAFE_INTEGER, limit).map(auditRecordOf)
  }

  async search(workspace: WorkspaceId, filter: AuditFilter, before: number | null, limit: number): Promise<AuditPage> {
    const last = this.#head.get(workspace)?.seq ?? 0
    const span = await auditSpanOf(filter, before, last, async (seq) => this.#timeOf.get(workspace, seq)?.at ?? 0)
    const values: (string | number)[] = [workspace, span.start, span.end]
    const where = ['workspace = ?', 'seq >= ?', 'seq < ?']
    where.push(
      ...conditionsOf(filter, (value) => {
        values.push(value)
        return '?'
      }),
    )
    const sql = `select * from audit where ${where.join(' and ')} order by seq desc limit ?`
    return auditPageOf(this.#database.prepare<unknown[], AuditRow>(sql).all(...values, limit), limit, span)
  }

  async verify(workspace: WorkspaceId): Promise<number | null> {
    const end = followChain(emptyChain, this.#chain.iterate(workspace))
    return typeof end === 'number' ? end : null
  }
}
