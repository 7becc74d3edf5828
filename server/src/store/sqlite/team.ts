import type { GroupId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { PresenceStatus, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { keptOfNotifications } from '../notifications.ts'
import { awayAfterMsIn } from '../routings.ts'
import { type OperatorRow, operatorOf } from '../seats.ts'
import type {
  AuditOrigin,
  Committed,
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
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'
import type { SqliteConversations } from './conversations.ts'
import type { Directory } from './directory.ts'
import { SqlitePresenceSpans } from './presence-spans.ts'

type Parts = {
  database: Database
  committer: Committer
  directory: Directory
  audit: SqliteAudit
  now: () => Instant
  onCommitted: (committed: Committed) => void
}

export class SqliteOperators implements Operators {
  readonly #parts: Parts
  readonly #conversations: SqliteConversations
  readonly #spans: SqlitePresenceSpans
  readonly #list: Statement<[string], OperatorRow>
  readonly #find: Statement<[string, string, string], OperatorRow>
  readonly #byEmail: Statement<[string], OperatorRow>
  readonly #insert: Statement
  readonly #update: Statement
  readonly #enable: Statement
  readonly #delete: Statement
  readonly #join: Statement
  readonly #leave: Statement
  readonly #groupsOf: Statement<[string], { group: string }>
  readonly #leaseOf: Statement<[string], { expires_at: number | null }>
  readonly #setApi: Statement
  readonly #choose: Statement
  readonly #lease: Statement
  readonly #dropLeases: Statement
  readonly #endSessions: Statement
  readonly #dropSessions: Statement
  readonly #forgetRouting: Statement
  readonly #forgetNotifications: Statement[]
  readonly #forgetWriting: Statement[]
  readonly #routing: Statement<[string, string], { settings: string }>
  readonly #recount: Statement<[string, string], Recount>

  constructor(parts: Parts, conversations: SqliteConversations) {
    const { database } = parts
    this.#parts = parts
    this.#conversations = conversations
    this.#spans = new SqlitePresenceSpans(database, parts.now)
    this.#list = database.prepare('select * from operators where workspace = ? order by name, id')
    this.#find = database.prepare('select * from operators where workspace = ? and (id = ? or email = ?)')
    this.#byEmail = database.prepare('select * from operators where email = ?')
    this.#insert = database.prepare(
      'insert into operators (id, workspace, name, email, role, capacity, enabled) values (?, ?, ?, ?, ?, ?, 1)',
    )
    this.#update = database.prepare(
      'update operators set name = ?, email = ?, role = ?, capacity = ?, language = ?, picture = ?, password_hash = ? where workspace = ? and id = ?',
    )
    this.#enable = database.prepare('update operators set enabled = ? where workspace = ? and id = ?')
    this.#delete = database.prepare('delete from operators where workspace = ? and id = ?')
    // Only a group that is still there: it may have been deleted since it was looked up.
    this.#join = database.prepare(
      'insert into memberships (workspace, operator, "group") select workspace, ?, id from groups where workspace = ? and id = ? on conflict do nothing',
    )
    this.#leave = database.prepare('delete from memberships where operator = ?')
    this.#groupsOf = database.prepare('select "group" from memberships where operator = ?')
    this.#leaseOf = database.prepare('select max(expires_at) as expires_at from operator_leases where operator = ?')
    this.#setApi = database.prepare(
      'update operators set api_status = ?, api_until = ?, chosen_at = ?, unresponsive = 0 where workspace = ? and id = ?',
    )
    this.#choose = database.prepare(
      `update operators set choice = ?, chosen_at = ?, api_status = null, api_until = null, unresponsive = 0
       where workspace = ? and id = ?`,
    )
    this.#lease = database.prepare(
      'insert into operator_leases (workspace, operator, device, expires_at) values (?, ?, ?, ?) on conflict (operator, device) do update set expires_at = excluded.expires_at',
    )
    this.#dropLeases = database.prepare('delete from operator_leases where operator = ? and expires_at <= ?')
    this.#endSessions = database.prepare(
      'update operators set generation = generation + 1 where workspace = ? and id = ?',
    )
    this.#dropSessions = database.prepare('delete from sessions where operator = ?')
    this.#forgetRouting = database.prepare('delete from routings where workspace = ? and subject = ?')
    this.#forgetNotifications = keptOfNotifications.map(([table, column]) =>
      database.prepare(`delete from ${table} where workspace = ? and ${column} = ?`),
    )
    this.#forgetWriting = ['canned_replies', 'reply_drafts', 'filters', 'mention_reads', 'read_marks'].map((table) =>
      database.prepare(`delete from ${table} where workspace = ? and operator = ?`),
    )
    this.#routing = database.prepare('select settings from routings where workspace = ? and subject = ?')
    this.#recount = database.prepare(recounting)
  }

  async team(workspace: WorkspaceId): Promise<Team> {
    return this.#parts.directory.team(workspace)
  }

  /** This process writes alone: what it saw last is how it is. */
  roster(workspace: WorkspaceId): Promise<Team> {
    return this.team(workspace)
  }

  async list(workspace: WorkspaceId): Promise<Operator[]> {
    return this.#list.all(workspace).map((row) => this.#operator(row))
  }

  async find(workspace: WorkspaceId, reference: string): Promise<Operator | null> {
    return this.#read(workspace, reference)
  }

  async recount(workspace: WorkspaceId, id: OperatorId): Promise<Recount | null> {
    return this.#recount.get(workspace, id) ?? null
  }

  async findByEmail(email: string): Promise<Operator[]> {
    return this.#byEmail.all(email.toLowerCase()).map((row) => this.#operator(row))
  }

  add(workspace: WorkspaceId, operator: NewOperator, by: AuditOrigin): Promise<Result<Operator, NameTaken>> {
    return this.#do(workspace, operator.id, () => {
      const email = operator.email.toLowerCase()
      if (this.#find.get(workspace, email, email)) return refuse({ kind: 'name_taken', name: operator.email })
      this.#insert.run(operator.id, workspace, operator.name, email, operator.role, operator.capacity)
      for (const group of operator.groups) this.#join.run(operator.id, workspace, group)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'operator_added',
        object: operator.id,
        after: auditable(operator),
      })
      return ok(this.#must(workspace, operator.id))
    })
  }

  change(
    workspace: WorkspaceId,
    id: OperatorId,
    change: OperatorChange,
    by: AuditOrigin,
  ): Promise<Result<Operator, NameTaken>> {
    return this.#do(workspace, id, () => {
      const before = this.#must(workspace, id)
      const after = { ...before, ...change }
      const email = after.email.toLowerCase()
      const taken = this.#find.get(workspace, email, email)
      if (taken !== undefined && taken.id !== id) return refuse({ kind: 'name_taken', name: after.email })
      const { name, role, capacity, language, picture, passwordHash } = after
      this.#update.run(name, email, role, capacity, language, picture, passwordHash, workspace, id)
      if (capacity !== before.capacity) this.#spans.note(workspace, id, 'limit_changed')
      if (change.groups !== undefined) {
        this.#leave.run(id)
        for (const group of change.groups) this.#join.run(id, workspace, group)
      }
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'operator_changed',
        object: id,
        before: auditable(before),
        after: auditable(after),
      })
      return ok(this.#must(workspace, id))
    })
  }

  enable(workspace: WorkspaceId, id: OperatorId, by: AuditOrigin): Promise<void> {
    return this.#do(workspace, id, () => {
      this.#enable.run(1, workspace, id)
      this.#spans.note(workspace, id, 'enabled')
      this.#parts.audit.append(workspace, { ...by, action: 'operator_enabled', object: id })
    })
  }

  async retire(
    workspace: WorkspaceId,
    id: OperatorId,
    how: 'disable' | 'delete',
    decide: Propose,
    by: AuditOrigin,
  ): Promise<void> {
    const moved = await this.#decide(workspace, id, () => {
      this.#enable.run(0, workspace, id)
      this.#spans.note(workspace, id, 'disabled')
      this.#parts.directory.refresh(workspace, id)
      const moved = this.#conversations.changeEach(workspace, this.#conversations.heldBy(workspace, id), decide)
      this.#endSessionsOf(workspace, id)
      if (how === 'delete') {
        this.#leave.run(id)
        this.#forgetRouting.run(workspace, id)
        for (const statement of this.#forgetNotifications) statement.run(workspace, id)
        for (const statement of this.#forgetWriting) statement.run(workspace, id)
        this.#delete.run(workspace, id)
      }
      this.#parts.audit.append(workspace, {
        ...by,
        action: how === 'delete' ? 'operator_deleted' : 'operator_disabled',
        object: id,
      })
      return moved
    })
    for (const committed of moved) this.#parts.onCommitted(committed)
  }

  setApiStatus(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus, until: Instant | null): Promise<void> {
    return this.#do(workspace, id, () => {
      this.#setApi.run(status, until, this.#parts.now(), workspace, id)
      this.#spans.note(workspace, id, 'api')
    })
  }

  choose(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus): Promise<void> {
    return this.#do(workspace, id, () => {
      this.#choose.run(status, this.#parts.now(), workspace, id)
      this.#spans.note(workspace, id, 'chosen')
    })
  }

  lease(workspace: WorkspaceId, id: OperatorId, device: string, expiresAt: Instant): Promise<void> {
    return this.#do(workspace, id, () => {
      this.#dropLeases.run(id, this.#parts.now())
      this.#lease.run(workspace, id, device, expiresAt)
      this.#spans.note(workspace, id, 'connected')
    })
  }

  endSessions(workspace: WorkspaceId, id: OperatorId): Promise<void> {
    return this.#do(workspace, id, () => this.#endSessionsOf(workspace, id))
  }

  #endSessionsOf(workspace: WorkspaceId, id: OperatorId): void {
    this.#endSessions.run(workspace, id)
    this.#dropSessions.run(id)
  }

  #do<T>(workspace: WorkspaceId, id: OperatorId, run: () => T): Promise<T> {
    return this.#parts.committer.do(this.#refreshing(workspace, id, run))
  }

  #decide<T>(workspace: WorkspaceId, id: OperatorId, run: () => T): Promise<T> {
    return this.#parts.committer.decide(this.#refreshing(workspace, id, run))
  }

  /** A task that ends with reading the operator again into the team. */
  #refreshing<T>(workspace: WorkspaceId, id: OperatorId, run: () => T): () => T {
    return () => {
      const value = run()
      this.#parts.directory.refresh(workspace, id)
      return value
    }
  }

  #read(workspace: WorkspaceId, reference: string): Operator | null {
    const row = this.#find.get(workspace, reference, reference.toLowerCase())
    return row === undefined ? null : this.#operator(row)
  }

  #must(workspace: WorkspaceId, id: OperatorId): Operator {
    const found = this.#read(workspace, id)
    if (found === null) throw new Error(`operator ${id} is gone`)
    return found
  }

  #operator(row: OperatorRow): Operator {
    const groups = this.#groupsOf.all(row.id).map(({ group }) => group)
    const leaseUntil = this.#leaseOf.get(row.id)?.expires_at ?? null
    const settings = row.choice === 'away' ? this.#routing.get(row.workspace, row.workspace)?.settings : undefined
    return operatorOf(row, { groups, leaseUntil, awayAfterMs: awayAfterMsIn(settings), now: this.#parts.now() })
  }
}

/** [I-15] [HO-34] What is kept of an operator's load and seats, and what a count over conversations says. */
const recounting = `select o.load, o.reserved, count(c.id) filter (where c.owner = o.id) as owned, coalesce(sum(c.units), 0) as units
  from operators o left join conversations c on c.workspace = o.workspace and c.status = 'open' and (
    (c.chat_state = 'taken_over' and c.owner = o.id) or (c.chat_state = 'operator_requested' and c.offer_until is not null and c.requested_operator = o.id))
  where o.workspace = ? and o.id = ? group by o.id`

function auditable(operator: Partial<Operator>) {
  const { name, email, role, groups, capacity } = operator
  return { name, email, role, groups, capacity }
}

export class SqliteGroups implements Groups {
  readonly #parts: Parts
  readonly #conversations: SqliteConversations
  readonly #list: Statement<[string], Group>
  readonly #find: Statement<[string, string, string], Group>
  readonly #insert: Statement
  readonly #rename: Statement
  readonly #delete: Statement
  readonly #empty: Statement
  readonly #forget: Statement[]

  constructor(parts: Parts, conversations: SqliteConversations) {
    const { database } = parts
    this.#parts = parts
    this.#conversations = conversations
    this.#list = database.prepare('select id, name from groups where workspace = ? order by name')
    this.#find = database.prepare('select id, name from groups where workspace = ? and (id = ? or name = ?) limit 1')
    this.#insert = database.prepare('insert into groups (id, workspace, name) values (?, ?, ?)')
    this.#rename = database.prepare('update groups set name = ? where workspace = ? and id = ?')
    this.#delete = database.prepare('delete from groups where workspace = ? and id = ?')
    this.#empty = database.prepare('delete from memberships where workspace = ? and "group" = ?')
    this.#forget = ['routings', 'cursors', 'waits', 'coverage'].map((table) =>
      database.prepare(`delete from ${table} where workspace = ? and subject = ?`),
    )
  }

  async list(workspace: WorkspaceId): Promise<Group[]> {
    return this.#list.all(workspace)
  }

  async find(workspace: WorkspaceId, reference: string): Promise<Group | null> {
    return this.#read(workspace, reference)
  }

  add(workspace: WorkspaceId, group: Group, by: AuditOrigin): Promise<Result<Group, NameTaken>> {
    return this.#do(() => {
      if (this.#read(workspace, group.name) !== null) return refuse({ kind: 'name_taken', name: group.name })
      this.#insert.run(group.id, workspace, group.name)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'group_added',
        object: group.id,
        after: { name: group.name },
      })
      return ok(group)
    })
  }

  rename(workspace: WorkspaceId, id: GroupId, name: string, by: AuditOrigin): Promise<Result<Group, NameTaken>> {
    return this.#do(() => {
      const taken = this.#read(workspace, name)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name })
      this.#rename.run(name, workspace, id)
      this.#parts.audit.append(workspace, { ...by, action: 'group_renamed', object: id, after: { name } })
      return ok({ id, name })
    })
  }

  async remove(workspace: WorkspaceId, id: GroupId, decide: Propose, by: AuditOrigin): Promise<void> {
    const moved = await this.#parts.committer.decide(() => {
      this.#empty.run(workspace, id)
      for (const forget of this.#forget) forget.run(workspace, id)
      this.#delete.run(workspace, id)
      this.#parts.directory.reload()
      this.#parts.audit.append(workspace, { ...by, action: 'group_deleted', object: id })
      return this.#conversations.changeEach(workspace, this.#conversations.requestedFor(workspace, id), decide)
    })
    for (const committed of moved) this.#parts.onCommitted(committed)
  }

  #read(workspace: WorkspaceId, reference: string): Group | null {
    return this.#find.get(workspace, reference, reference) ?? null
  }

  #do<T>(run: () => T): Promise<T> {
    return this.#parts.committer.do(() => {
      const value = run()
      this.#parts.directory.reload()
      return value
    })
  }
}
