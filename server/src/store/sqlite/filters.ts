import type { OperatorId, SavedFilterId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Database, Statement } from 'better-sqlite3'
import {
  auditableFilter,
  type FilterRow,
  idWithin,
  keyOfFilter,
  type MentionRow,
  mentionOf,
  mostFilters,
  savedFilterOf,
} from '../filters.ts'
import type {
  AuditOrigin,
  FilterQuery,
  Mention,
  Mentions,
  ReadMention,
  SavedFilter,
  SavedFilterRefusal,
  SavedFilters,
} from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Scope = OperatorId | null

export class SqliteSavedFilters implements SavedFilters {
  readonly #committer: Committer
  readonly #audit: SqliteAudit
  readonly #list: Statement<[string, string | null], FilterRow>
  readonly #find: Statement<[string, string | null, string], FilterRow>
  readonly #taken: Statement<[string, string | null, string], { id: string }>
  readonly #count: Statement<[string, string | null], { count: number }>
  readonly #insert: Statement
  readonly #update: Statement
  readonly #delete: Statement

  constructor({ database, committer, audit }: { database: Database; committer: Committer; audit: SqliteAudit }) {
    this.#committer = committer
    this.#audit = audit
    const columns = 'id, operator, name, query'
    this.#list = database.prepare(
      `select ${columns} from filters where workspace = ? and operator is ? order by name_key`,
    )
    this.#find = database.prepare(`select ${columns} from filters where workspace = ? and operator is ? and id = ?`)
    this.#taken = database.prepare('select id from filters where workspace = ? and operator is ? and name_key = ?')
    this.#count = database.prepare('select count(*) as count from filters where workspace = ? and operator is ?')
    this.#insert = database.prepare(
      `insert into filters (id, workspace, operator, name, name_key, query)
       values ($id, $workspace, $operator, $name, $key, $query)`,
    )
    this.#update = database.prepare(
      'update filters set name = $name, name_key = $key, query = $query where workspace = $workspace and id = $id',
    )
    this.#delete = database.prepare('delete from filters where workspace = ? and id = ?')
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<SavedFilter[]> {
    return this.#list.all(workspace, scope).map(savedFilterOf)
  }

  add(workspace: WorkspaceId, filter: SavedFilter, by: AuditOrigin): Promise<Result<SavedFilter, SavedFilterRefusal>> {
    return this.#committer.do(() => {
      const { id, operator, name, query } = filter
      const key = keyOfFilter(name)
      if (this.#taken.get(workspace, operator, key) !== undefined) return refuse({ kind: 'name_taken', name })
      if ((this.#count.get(workspace, operator)?.count ?? 0) >= mostFilters)
        return refuse({ kind: 'too_many', limit: mostFilters })
      this.#insert.run({ id, workspace, operator, name, key, query: JSON.stringify(query) })
      this.#audit.append(workspace, { ...by, action: 'filter_added', object: id, after: auditableFilter(filter) })
      return ok(filter)
    })
  }

  change(
    workspace: WorkspaceId,
    scope: Scope,
    id: SavedFilterId,
    change: { name?: string; query?: FilterQuery },
    by: AuditOrigin,
  ): Promise<Result<SavedFilter, SavedFilterRefusal>> {
    return this.#committer.do(() => {
      const found = this.#find.get(workspace, scope, id)
      if (found === undefined) return refuse({ kind: 'unknown_filter' })
      const before = savedFilterOf(found)
      const filter = { ...before, ...change }
      const key = keyOfFilter(filter.name)
      const taken = this.#taken.get(workspace, scope, key)
      if (taken !== undefined && taken.id !== id) return refuse({ kind: 'name_taken', name: filter.name })
      this.#update.run({ workspace, id, name: filter.name, key, query: JSON.stringify(filter.query) })
      this.#audit.append(workspace, {
        ...by,
        action: 'filter_changed',
        object: id,
        before: auditableFilter(before),
        after: auditableFilter(filter),
      })
      return ok(filter)
    })
  }

  remove(workspace: WorkspaceId, scope: Scope, id: SavedFilterId, by: AuditOrigin): Promise<boolean> {
    return this.#committer.do(() => {
      const found = this.#find.get(workspace, scope, id)
      if (found === undefined) return false
      this.#delete.run(workspace, id)
      const before = auditableFilter(savedFilterOf(found))
      this.#audit.append(workspace, { ...by, action: 'filter_deleted', object: id, before })
      return true
    })
  }
}

export class SqliteMentions implements Mentions {
  readonly #committer: Committer
  readonly #list: Statement<[string, string, string, number], MentionRow>
  readonly #read: Statement

  constructor({ database, committer }: { database: Database; committer: Committer }) {
    this.#committer = committer
    this.#list = database.prepare(
      `select e.conversation, e.seq, e.at, e.actor, e.data, coalesce(r.seq, 0) as read_to from events e
       left join mention_reads r on r.operator = ? and r.conversation = e.conversation
       where e.workspace = ? and e.type = 'message' and instr(e.data, '"mentions":[') > 0 and instr(e.data, ?) > 0
       order by e.position desc limit ?`,
    )
    this.#read = database.prepare(
      `insert into mention_reads (workspace, operator, conversation, seq)
       select $workspace, $operator, id, min($seq, last_seq) from conversations where workspace = $workspace and id = $conversation
       on conflict (operator, conversation) do update set seq = max(seq, excluded.seq)`,
    )
  }

  async list(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Mention[]> {
    const rows = this.#list.all(operator, workspace, idWithin(operator), limit)
    return rows.flatMap((row) => mentionOf(row, operator) ?? [])
  }

  read(workspace: WorkspaceId, operator: OperatorId, places: readonly ReadMention[]): Promise<void> {
    return this.#committer.do(() => {
      for (const { conversation, seq } of places) this.#read.run({ workspace, operator, conversation, seq })
    })
  }
}
