import { asId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { plainRouting, type Routing } from '@baton/core/routing'
import type { Database, Statement } from 'better-sqlite3'
import {
  abilitiesOf,
  patternOfAutomatic,
  priorityRange,
  type QueuedRow,
  queuedOf,
  type RoutingRow,
  worthOfPriority,
} from '../routings.ts'
import type { AuditOrigin, OperatorAbilities, Queued, Routings } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'
import type { Directory } from './directory.ts'

type Parts = { database: Database; committer: Committer; directory: Directory; audit: SqliteAudit }

export class SqliteRoutings implements Routings {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], Pick<RoutingRow, 'settings'>>
  readonly #put: Statement
  readonly #automatic: Statement<[string], { workspace: string }>
  readonly #queue: Statement<[string, number], QueuedRow>

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare('select settings from routings where workspace = ? and subject = ?')
    this.#put = database.prepare(
      'insert into routings (workspace, subject, settings) values (?, ?, ?) on conflict (workspace, subject) do update set settings = excluded.settings',
    )
    this.#automatic = database.prepare('select distinct workspace from routings where settings like ?')
    this.#queue = database.prepare(
      `select id, "group", requested_at from conversations
       where workspace = ? and chat_state = 'operator_requested' and requested_at is not null
       order by requested_at - ${worthOfPriority} * max(${priorityRange.least}, min(${priorityRange.most},
         case when instr(body, '"chat_priority":') = 0 or not json_valid(body) then 0
           when json_type(body, '$.variables.chat_priority') in ('integer', 'real') then json_extract(body, '$.variables.chat_priority')
           else 0 end)), id
       limit ?`,
    )
  }

  async of(workspace: WorkspaceId, group: GroupId | null): Promise<Routing> {
    return this.#read(workspace, group)
  }

  set(workspace: WorkspaceId, group: GroupId | null, routing: Routing, by: AuditOrigin): Promise<void> {
    const object = group ?? workspace
    return this.#parts.committer.do(() => {
      const before = this.#read(workspace, group)
      this.#put.run(workspace, object, JSON.stringify(routing))
      this.#parts.directory.reload()
      this.#parts.audit.append(workspace, { ...by, action: 'routing_changed', object, before, after: routing })
    })
  }

  async abilities(workspace: WorkspaceId, operator: OperatorId): Promise<OperatorAbilities> {
    return abilitiesOf(this.#find.get(workspace, operator)?.settings)
  }

  setAbilities(
    workspace: WorkspaceId,
    operator: OperatorId,
    abilities: OperatorAbilities,
    by: AuditOrigin,
  ): Promise<void> {
    return this.#parts.committer.do(() => {
      const before = abilitiesOf(this.#find.get(workspace, operator)?.settings)
      this.#put.run(workspace, operator, JSON.stringify(abilities))
      this.#parts.directory.refresh(workspace, operator)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'abilities_changed',
        object: operator,
        before,
        after: abilities,
      })
    })
  }

  async automatic(): Promise<WorkspaceId[]> {
    return this.#automatic.all(patternOfAutomatic).map(({ workspace }) => asId<'workspace'>(workspace))
  }

  async queue(workspace: WorkspaceId, limit: number): Promise<Queued[]> {
    return this.#queue.all(workspace, limit).map(queuedOf)
  }

  #read(workspace: WorkspaceId, group: GroupId | null): Routing {
    const row = this.#find.get(workspace, group ?? workspace)
    return row === undefined ? plainRouting : JSON.parse(row.settings)
  }
}
