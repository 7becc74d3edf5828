import type { WorkspaceId } from '@baton/core/ids'
import { type AuditHead, type AuditRow, auditRecordOf, emptyChain, followChain } from '../audit-chain.ts'
import { auditPageOf, auditSpanOf, conditionsOf } from '../audit-search.ts'
import type { Audit, AuditFilter, AuditOrigin, AuditPage, AuditRecord } from '../store.ts'
import type { Connections } from './connections.ts'
import type { Lanes } from './lanes.ts'

const atOnce = 5_000

/** [I-32] [I-33] Append-only and hash-chained; records are written with what they tell, by the batch of their workspace. */
export class PostgresAudit implements Audit {
  readonly #connections: Connections
  readonly #listing: Connections
  readonly #lanes: Lanes

  constructor(connections: Connections, listing: Connections, lanes: Lanes) {
    this.#lanes = lanes
    this.#connections = connections
    this.#listing = listing
  }

  async note(
    workspace: WorkspaceId,
    told: { action: string; object: string; after?: unknown },
    by: AuditOrigin,
  ): Promise<void> {
    await this.#lanes.of(workspace).alone(async ({ batch }) => batch.audit({ ...by, ...told }))
  }

  async list(workspace: WorkspaceId, before: number | null, limit: number): Promise<AuditRecord[]> {
    const rows = await this.#connections.rows<AuditRow>(workspace, paging, [
      workspace,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    ])
    return rows.map(auditRecordOf)
  }

  search(workspace: WorkspaceId, filter: AuditFilter, before: number | null, limit: number): Promise<AuditPage> {
    return this.#listing.held(workspace, async (db) => {
      const [end] = await db.rows<AuditHead>(readingEnd, [workspace])
      const span = await auditSpanOf(filter, before, end?.seq ?? 0, async (seq) => {
        const [row] = await db.rows<{ at: number }>(readingTime, [workspace, seq])
        return row?.at ?? 0
      })
      const values: unknown[] = [workspace, span.start, span.end]
      const where = ['workspace = $1', 'seq >= $2', 'seq < $3']
      where.push(...conditionsOf(filter, (value) => `$${values.push(value)}`))
      const text = `select ${columns} from audit where ${where.join(' and ')} order by seq desc limit $${values.push(limit)}`
      return auditPageOf(await db.rows<AuditRow>({ text }, values), limit, span)
    })
  }

  /** Also what was cut off at the end shows: the workspace's row knows how far the chain goes. */
  async verify(workspace: WorkspaceId): Promise<number | null> {
    const [end] = await this.#connections.rows<AuditHead>(workspace, readingEnd, [workspace])
    let head = emptyChain
    for (;;) {
      const rows = await this.#connections.rows<AuditRow>(workspace, following, [workspace, head.seq, atOnce])
      const next = followChain(head, rows)
      if (typeof next === 'number') return next
      head = next
      if (rows.length < atOnce) return end === undefined || head.seq >= end.seq ? null : head.seq + 1
    }
  }
}

const columns = 'workspace, seq, at, actor, action, object, before, after, epoch, request, hash'
const paging = {
  name: 'page_audit',
  text: `select ${columns} from audit where workspace = $1 and seq < $2 order by seq desc limit $3`,
}
const following = {
  name: 'follow_audit',
  text: `select ${columns} from audit where workspace = $1 and seq > $2 order by seq limit $3`,
}
const readingTime = { name: 'read_audit_time', text: 'select at from audit where workspace = $1 and seq = $2' }
const readingEnd = {
  name: 'read_audit_end',
  text: 'select audit_seq as seq, audit_hash as hash from heads where workspace = $1',
}
