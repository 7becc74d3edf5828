import { asId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { PresenceStatus, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import { keptOfNotifications } from '../notifications.ts'
import { awayAfterMsIn } from '../routings.ts'
import { type OperatorRow, operatorOf } from '../seats.ts'
import type {
  AuditOrigin,
  Group,
  Groups,
  NameTaken,
  NewOperator,
  Operator,
  OperatorChange,
  Operators,
  Propose,
  Recount,
} from '../store.ts'
import { operatorColumns } from './columns.ts'
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Held } from './lane.ts'
import type { Lanes } from './lanes.ts'
import { notePresence, thenNote } from './presence-spans.ts'
import { forgettingGroup, forgettingRouting, renewingRoster } from './routing.ts'

type Parts = { connections: Connections; lanes: Lanes; now: () => Instant }
/** `routing`: what the workspace says, where it may matter. */
type FullRow = OperatorRow & { groups: string[]; lease_until: number | null; routing: string | null }

export class PostgresOperators implements Operators {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  team(workspace: WorkspaceId): Promise<Team> {
    return this.#parts.lanes.of(workspace).look()
  }

  async roster(workspace: WorkspaceId): Promise<Team> {
    return this.#parts.lanes.of(workspace).seen ?? this.team(workspace)
  }

  async list(workspace: WorkspaceId): Promise<Operator[]> {
    const rows = await this.#parts.connections.rows<FullRow>(workspace, listing, [workspace])
    return rows.map((row) => this.#operator(row))
  }

  async find(workspace: WorkspaceId, reference: string): Promise<Operator | null> {
    return this.#find(this.#parts.connections.for(workspace), workspace, reference)
  }

  async recount(workspace: WorkspaceId, id: OperatorId): Promise<Recount | null> {
    const [row] = await this.#parts.connections.rows<Recount>(workspace, recounting, [workspace, id])
    return row ?? null
  }

  async findByEmail(email: string): Promise<Operator[]> {
    const rows = await this.#parts.connections.rows<FullRow>(everybody, findingByEmail, [email.toLowerCase()])
    return rows.map((row) => this.#operator(row))
  }

  add(workspace: WorkspaceId, operator: NewOperator, by: AuditOrigin): Promise<Result<Operator, NameTaken>> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      const email = operator.email.toLowerCase()
      if ((await this.#find(tx, workspace, email)) !== null) return refuse({ kind: 'name_taken', name: operator.email })
      const { id, name, role, capacity } = operator
      await tx.rows(inserting, [id, workspace, name, email, role, capacity])
      await tx.rows(joining, [workspace, id, operator.groups])
      await tx.rows(renewingRoster, [workspace])
      batch.audit({ ...by, action: 'operator_added', object: id, after: auditable(operator) })
      return ok(await this.#must(tx, workspace, id))
    })
  }

  change(
    workspace: WorkspaceId,
    id: OperatorId,
    change: OperatorChange,
    by: AuditOrigin,
  ): Promise<Result<Operator, NameTaken>> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      const before = await this.#must(tx, workspace, id)
      const after = { ...before, ...change }
      const email = after.email.toLowerCase()
      const taken = await this.#find(tx, workspace, email)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name: after.email })
      const { name, role, capacity, language, picture, passwordHash } = after
      await tx.rows(updating, [name, email, role, capacity, language, picture, passwordHash, workspace, id])
      if (capacity !== before.capacity) await notePresence(tx, workspace, id, 'limit_changed', this.#parts.now())
      if (change.groups !== undefined) {
        await tx.rows(leaving, [id])
        await tx.rows(joining, [workspace, id, change.groups])
      }
      await tx.rows(renewingRoster, [workspace])
      batch.audit({
        ...by,
        action: 'operator_changed',
        object: id,
        before: auditable(before),
        after: auditable(after),
      })
      return ok(await this.#must(tx, workspace, id))
    })
  }

  enable(workspace: WorkspaceId, id: OperatorId, by: AuditOrigin): Promise<void> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      await tx.rows(enabling, [workspace, id, 1])
      await notePresence(tx, workspace, id, 'enabled', this.#parts.now())
      await tx.rows(renewingRoster, [workspace])
      batch.audit({ ...by, action: 'operator_enabled', object: id })
    })
  }

  retire(
    workspace: WorkspaceId,
    id: OperatorId,
    how: 'disable' | 'delete',
    decide: Propose,
    by: AuditOrigin,
  ): Promise<void> {
    return this.#alone(workspace, async ({ tx, batch, changeEach }) => {
      await tx.rows(enabling, [workspace, id, 0])
      await notePresence(tx, workspace, id, 'disabled', this.#parts.now())
      await tx.rows(renewingRoster, [workspace])
      const held = await tx.rows<{ id: string }>(findingHeld, [workspace, id])
      await changeEach(
        held.map((row) => ({ workspace, conversation: asId(row.id) })),
        decide,
      )
      await tx.rows(endingSessions, [workspace, id])
      await tx.rows(droppingSessions, [id])
      batch.audit({ ...by, action: how === 'delete' ? 'operator_deleted' : 'operator_disabled', object: id })
      if (how === 'disable') return
      await tx.rows(leaving, [id])
      // The loads of this commit come before the row goes.
      await batch.write()
      for (const statement of [
        forgettingLeases,
        forgettingRouting,
        ...forgettingNotifications,
        ...forgettingWriting,
        deleting,
      ])
        await tx.rows(statement, [workspace, id])
      await tx.rows(renewingRoster, [workspace])
    })
  }

  setApiStatus(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus, until: Instant | null): Promise<void> {
    return this.#run(workspace, settingApiStatus, [workspace, id, status, until, this.#parts.now()])
  }

  choose(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus): Promise<void> {
    return this.#run(workspace, choosing, [workspace, id, status, this.#parts.now()])
  }

  lease(workspace: WorkspaceId, id: OperatorId, device: string, expiresAt: Instant): Promise<void> {
    return this.#run(workspace, leasing, [workspace, id, device, expiresAt, this.#parts.now()])
  }

  async endSessions(workspace: WorkspaceId, id: OperatorId): Promise<void> {
    await this.#parts.connections.transaction(workspace, async (tx) => {
      await tx.rows(endingSessions, [workspace, id])
      await tx.rows(droppingSessions, [id])
    })
  }

  async #run(workspace: WorkspaceId, statement: { name: string; text: string }, values: unknown[]): Promise<void> {
    await this.#parts.connections.rows(workspace, statement, values)
  }

  #alone<T>(workspace: WorkspaceId, work: (held: Held) => Promise<T>): Promise<T> {
    return this.#parts.lanes.of(workspace).alone(work)
  }

  async #find(db: Queryable, workspace: WorkspaceId, reference: string): Promise<Operator | null> {
    const [row] = await db.rows<FullRow>(finding, [workspace, reference, reference.toLowerCase()])
    return row === undefined ? null : this.#operator(row)
  }

  async #must(db: Queryable, workspace: WorkspaceId, id: OperatorId): Promise<Operator> {
    const found = await this.#find(db, workspace, id)
    if (found === null) throw new Error(`operator ${id} is gone`)
    return found
  }

  #operator(row: FullRow): Operator {
    const { groups, lease_until: leaseUntil, routing } = row
    return operatorOf(row, { groups, leaseUntil, awayAfterMs: awayAfterMsIn(routing), now: this.#parts.now() })
  }
}

function auditable(operator: Partial<Operator>) {
  const { name, email, role, groups, capacity } = operator
  return { name, email, role, groups, capacity }
}

const full = `select ${operatorColumns},
  array(select m."group" from memberships m where m.operator = o.id) as groups,
  (select max(l.expires_at) from operator_leases l where l.operator = o.id) as lease_until,
  case when o.choice = 'away' then (select r.settings from routings r where r.workspace = o.workspace and r.subject = o.workspace) end as routing
  from operators o`

const listing = {
  name: 'list_operators',
  text: `${full} where o.workspace = $1 order by o.name collate "C", o.id collate "C"`,
}
const finding = {
  name: 'find_operator',
  text: `${full} where o.workspace = $1 and (o.id = $2 or o.email = $3)`,
}
const findingByEmail = { name: 'find_operator_by_email', text: `${full} where o.email = $1` }
/** [I-15] [HO-34] Both are counted by their own index. */
const recounting = {
  name: 'recount_operator',
  text: `select o.load, o.reserved, owned.count as owned, owned.units + offered.units as units from operators o
    cross join lateral (select count(*) as count, coalesce(sum(c.units), 0)::bigint as units from conversations c
      where c.workspace = $1 and c.chat_state = 'taken_over' and c.owner = o.id and c.status = 'open') owned
    cross join lateral (select coalesce(sum(c.units), 0)::bigint as units from conversations c
      where c.workspace = $1 and c.chat_state = 'operator_requested' and c.requested_operator = o.id and c.offer_until is not null
        and c.status = 'open') offered
    where o.workspace = $1 and o.id = $2`,
}
const inserting = {
  name: 'insert_operator',
  text: 'insert into operators (id, workspace, name, email, role, capacity, enabled) values ($1, $2, $3, $4, $5, $6, 1)',
}
const updating = {
  name: 'update_operator',
  text: `update operators set name = $1, email = $2, role = $3, capacity = $4, language = $5, picture = $6, password_hash = $7
    where workspace = $8 and id = $9`,
}
const joining = {
  name: 'join_groups',
  // A group that has gone meanwhile is joined by nobody.
  text: `insert into memberships (workspace, operator, "group")
    select $1, $2, g.id from groups g where g.workspace = $1 and g.id = any($3) on conflict do nothing`,
}
const leaving = { name: 'leave_groups', text: 'delete from memberships where operator = $1' }
const enabling = {
  name: 'enable_operator',
  text: 'update operators set enabled = $3 where workspace = $1 and id = $2',
}
const forgettingWriting = ['canned_replies', 'reply_drafts', 'filters', 'mention_reads', 'read_marks'].map((table) => ({
  name: `forget_${table}_of_operator`,
  text: `delete from ${table} where workspace = $1 and operator = $2`,
}))
const forgettingNotifications = keptOfNotifications.map(([table, column]) => ({
  name: `forget_${table}_of_operator`,
  text: `delete from ${table} where workspace = $1 and ${column} = $2`,
}))
const deleting = { name: 'delete_operator', text: 'delete from operators where workspace = $1 and id = $2' }
const forgettingLeases = {
  name: 'forget_leases',
  // Whoever renews one just now waits for the operator's row, which is ours: we do not wait for them.
  text: `delete from operator_leases where (operator, device) in (
    select operator, device from operator_leases where workspace = $1 and operator = $2 for update skip locked)`,
}
const findingHeld = {
  name: 'find_held',
  text: `select id from conversations where workspace = $1 and chat_state = 'taken_over' and owner = $2
    union all select id from conversations where workspace = $1 and chat_state = 'operator_requested' and requested_operator = $2`,
}
const endingSessions = {
  name: 'end_sessions',
  text: 'update operators set generation = generation + 1 where workspace = $1 and id = $2',
}
const droppingSessions = { name: 'drop_sessions', text: 'delete from sessions where operator = $1' }

/** What the next pick must see: the workspace goes on by a revision, and the operator with it. */
const settingApiStatus = {
  name: 'set_api_status',
  text: `with head as (update heads set revision = revision + 1 where workspace = $1 returning revision),
    told as (update operators o set api_status = $3, api_until = $4, chosen_at = $5, unresponsive = 0, revision = head.revision
      from head where o.workspace = $1 and o.id = $2 returning 1)
    ${thenNote(['told'], 'api', '$5')}`,
}
const choosing = {
  name: 'choose_status',
  text: `with head as (update heads set revision = revision + 1 where workspace = $1 returning revision),
    told as (update operators o set choice = $3, chosen_at = $4, api_status = null, api_until = null, unresponsive = 0, revision = head.revision
      from head where o.workspace = $1 and o.id = $2 returning 1)
    ${thenNote(['told'], 'chosen', '$4')}`,
}

/**
 * [RO-1] Only a lease that makes a difference now is news: one that comes after none, or that ends sooner than what was
 * known. One that is renewed is read again when it seems to end.
 */
const leasing = {
  name: 'lease',
  text: `with before as (select coalesce(max(expires_at), 0) as until from operator_leases where operator = $2),
    others as (select coalesce(max(expires_at), 0) as until from operator_leases where operator = $2 and device <> $3),
    ended as (delete from operator_leases where operator = $2 and device <> $3 and expires_at <= $5 returning 1),
    put as (insert into operator_leases (workspace, operator, device, expires_at)
      select $1, $2, $3, $4::bigint where exists (select 1 from operators where workspace = $1 and id = $2)
      on conflict (operator, device) do update set expires_at = excluded.expires_at returning 1),
    head as (update heads set revision = revision + 1 where workspace = $1 and exists (
      select 1 from before, others where (before.until > $5::bigint) <> (greatest(others.until, $4::bigint) > $5::bigint)
        or greatest(others.until, $4::bigint) < before.until) returning revision),
    told as (update operators o set revision = head.revision from head where o.workspace = $1 and o.id = $2 returning 1)
    ${thenNote(['ended', 'put', 'told'], 'connected', '$5')}`,
}

export class PostgresGroups implements Groups {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  list(workspace: WorkspaceId): Promise<Group[]> {
    return this.#parts.connections.rows<Group>(workspace, listingGroups, [workspace])
  }

  find(workspace: WorkspaceId, reference: string): Promise<Group | null> {
    return findGroup(this.#parts.connections.for(workspace), workspace, reference)
  }

  add(workspace: WorkspaceId, group: Group, by: AuditOrigin): Promise<Result<Group, NameTaken>> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      if ((await findGroup(tx, workspace, group.name)) !== null) return refuse({ kind: 'name_taken', name: group.name })
      await tx.rows(insertingGroup, [group.id, workspace, group.name])
      await tx.rows(renewingRoster, [workspace])
      batch.audit({ ...by, action: 'group_added', object: group.id, after: { name: group.name } })
      return ok(group)
    })
  }

  rename(workspace: WorkspaceId, id: GroupId, name: string, by: AuditOrigin): Promise<Result<Group, NameTaken>> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      const taken = await findGroup(tx, workspace, name)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name })
      await tx.rows(renamingGroup, [workspace, id, name])
      await tx.rows(renewingRoster, [workspace])
      batch.audit({ ...by, action: 'group_renamed', object: id, after: { name } })
      return ok({ id, name })
    })
  }

  remove(workspace: WorkspaceId, id: GroupId, decide: Propose, by: AuditOrigin): Promise<void> {
    return this.#alone(workspace, async ({ tx, batch, changeEach }) => {
      await tx.rows(emptyingGroup, [workspace, id])
      await tx.rows(deletingGroup, [workspace, id])
      for (const statement of forgettingGroup) await tx.rows(statement, [workspace, id])
      await tx.rows(renewingRoster, [workspace])
      batch.audit({ ...by, action: 'group_deleted', object: id })
      const requested = await tx.rows<{ id: string }>(findingRequested, [workspace, id])
      await changeEach(
        requested.map((row) => ({ workspace, conversation: asId(row.id) })),
        decide,
      )
    })
  }

  #alone<T>(workspace: WorkspaceId, work: (held: Held) => Promise<T>): Promise<T> {
    return this.#parts.lanes.of(workspace).alone(work)
  }
}

async function findGroup(db: Queryable, workspace: WorkspaceId, reference: string): Promise<Group | null> {
  const [row] = await db.rows<Group>(findingGroup, [workspace, reference])
  return row ?? null
}

const listingGroups = {
  name: 'list_groups',
  text: 'select id, name from groups where workspace = $1 order by name collate "C"',
}
const findingGroup = {
  name: 'find_group',
  text: 'select id, name from groups where workspace = $1 and (id = $2 or name = $2) limit 1',
}
const insertingGroup = { name: 'insert_group', text: 'insert into groups (id, workspace, name) values ($1, $2, $3)' }
const renamingGroup = { name: 'rename_group', text: 'update groups set name = $3 where workspace = $1 and id = $2' }
const deletingGroup = { name: 'delete_group', text: 'delete from groups where workspace = $1 and id = $2' }
const emptyingGroup = { name: 'empty_group', text: 'delete from memberships where workspace = $1 and "group" = $2' }
const findingRequested = {
  name: 'find_requested',
  text: `select id from conversations where workspace = $1 and chat_state = 'operator_requested' and requested_at is not null and "group" = $2`,
}
