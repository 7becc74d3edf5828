import type { OperatorId, SavedFilterId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
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
import type { Connections, Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type Scope = OperatorId | null

export class PostgresSavedFilters implements SavedFilters {
  readonly #connections: Connections
  readonly #lanes: Lanes

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<SavedFilter[]> {
    const rows = await this.#connections.rows<FilterRow>(workspace, listing, [workspace, scope])
    return rows.map(savedFilterOf)
  }

  add(workspace: WorkspaceId, filter: SavedFilter, by: AuditOrigin): Promise<Result<SavedFilter, SavedFilterRefusal>> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const { id, operator, name, query } = filter
      const key = keyOfFilter(name)
      if ((await takenBy(tx, workspace, operator, key)) !== null) return refuse({ kind: 'name_taken', name })
      const [row] = await tx.rows<{ count: number }>(counting, [workspace, operator])
      if ((row?.count ?? 0) >= mostFilters) return refuse({ kind: 'too_many', limit: mostFilters })
      await tx.rows(inserting, [id, workspace, operator, name, key, JSON.stringify(query)])
      batch.audit({ ...by, action: 'filter_added', object: id, after: auditableFilter(filter) })
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
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await find(tx, workspace, scope, id)
      if (before === null) return refuse({ kind: 'unknown_filter' })
      const filter = { ...before, ...change }
      const key = keyOfFilter(filter.name)
      const taken = await takenBy(tx, workspace, scope, key)
      if (taken !== null && taken !== id) return refuse({ kind: 'name_taken', name: filter.name })
      await tx.rows(updating, [workspace, id, filter.name, key, JSON.stringify(filter.query)])
      batch.audit({
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
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await find(tx, workspace, scope, id)
      if (before === null) return false
      await tx.rows(deleting, [workspace, id])
      batch.audit({ ...by, action: 'filter_deleted', object: id, before: auditableFilter(before) })
      return true
    })
  }
}

/** Beside the lanes: nobody's commit waits for somebody's reading. */
export class PostgresMentions implements Mentions {
  readonly #connections: Connections

  constructor({ connections }: { connections: Connections }) {
    this.#connections = connections
  }

  async list(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Mention[]> {
    const rows = await this.#connections.rows<MentionRow>(workspace, listingMentions, [
      workspace,
      operator,
      idWithin(operator),
      limit,
    ])
    return rows.flatMap((row) => mentionOf(row, operator) ?? [])
  }

  async read(workspace: WorkspaceId, operator: OperatorId, places: readonly ReadMention[]): Promise<void> {
    const furthest = new Map<string, number>()
    for (const { conversation, seq } of places)
      furthest.set(conversation, Math.max(seq, furthest.get(conversation) ?? 0))
    await this.#connections.rows(workspace, reading, [
      workspace,
      operator,
      [...furthest.keys()],
      [...furthest.values()],
    ])
  }
}

async function find(db: Queryable, workspace: WorkspaceId, scope: Scope, id: string): Promise<SavedFilter | null> {
  const [row] = await db.rows<FilterRow>(finding, [workspace, scope, id])
  return row === undefined ? null : savedFilterOf(row)
}

/** The one that has the name. */
async function takenBy(db: Queryable, workspace: WorkspaceId, scope: Scope, key: string): Promise<string | null> {
  const [row] = await db.rows<{ id: string }>(findingName, [workspace, scope, key])
  return row?.id ?? null
}

const inScope = 'workspace = $1 and operator is not distinct from $2'
const columns = 'id, operator, name, query'
const listing = {
  name: 'list_filters',
  text: `select ${columns} from filters where ${inScope} order by name_key collate "C"`,
}
const finding = { name: 'find_filter', text: `select ${columns} from filters where ${inScope} and id = $3` }
const findingName = { name: 'find_filter_by_name', text: `select id from filters where ${inScope} and name_key = $3` }
const counting = { name: 'count_filters', text: `select count(*)::int as count from filters where ${inScope}` }
const inserting = {
  name: 'insert_filter',
  text: 'insert into filters (id, workspace, operator, name, name_key, query) values ($1, $2, $3, $4, $5, $6)',
}
const updating = {
  name: 'update_filter',
  text: 'update filters set name = $3, name_key = $4, query = $5 where workspace = $1 and id = $2',
}
const deleting = { name: 'delete_filter', text: 'delete from filters where workspace = $1 and id = $2' }

const listingMentions = {
  name: 'list_mentions',
  text: `select e.conversation, e.seq, e.at, e.actor, e.data, coalesce(r.seq, 0) as read_to from events e
    left join mention_reads r on r.workspace = $1 and r.operator = $2 and r.conversation = e.conversation
    where e.workspace = $1 and e.type = 'message' and strpos(e.data, '"mentions":[') > 0 and strpos(e.data, $3) > 0
    order by e.position desc limit $4`,
}
/** Whoever erases a conversation meanwhile waits for this, or it is not found here any more. */
const reading = {
  name: 'read_mentions',
  text: `insert into mention_reads as m (workspace, operator, conversation, seq)
    select $1, $2, c.id, least(n.seq, c.last_seq) from unnest($3::text[], $4::int[]) as n(conversation, seq)
    join conversations c on c.workspace = $1 and c.id = n.conversation order by c.id for key share of c
    on conflict (operator, conversation) do update set seq = greatest(m.seq, excluded.seq)`,
}
