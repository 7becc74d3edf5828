import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Database, Statement } from 'better-sqlite3'
import type { AuditOrigin, Owned, TeamAndOwn } from '../store.ts'
import { type Kind, toldOf } from '../team-and-own.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Scope = OperatorId | null
type Parts = { database: Database; committer: Committer; audit: SqliteAudit }

/** What the team and each operator have of one kind. */
export class SqliteTeamAndOwn<Thing extends Owned, Row, Refusal> implements TeamAndOwn<Thing, Refusal> {
  readonly #kind: Kind<Thing, Row, Refusal>
  readonly #committer: Committer
  readonly #audit: SqliteAudit
  readonly #list: Statement<[string, Scope], Row>
  readonly #find: Statement<[string, Scope, string], Row>
  readonly #taken: Statement<[string, Scope, string, string], unknown>
  readonly #count: Statement<[string, Scope], { count: number }>
  readonly #insert: Statement
  readonly #update: Statement
  readonly #delete: Statement

  constructor(kind: Kind<Thing, Row, Refusal>, { database, committer, audit }: Parts) {
    this.#kind = kind
    this.#committer = committer
    this.#audit = audit
    const { table, keyColumn, columns } = kind
    const kept = ['id', 'operator', ...columns].join(', ')
    const written = [keyColumn, ...columns]
    const places = written.map(() => '?').join(', ')
    const scoped = 'workspace = ? and operator is ?'
    const inScope = `from ${table} where ${scoped}`
    this.#list = database.prepare(`select ${kept} ${inScope} order by ${keyColumn}`)
    this.#find = database.prepare(`select ${kept} ${inScope} and id = ?`)
    this.#taken = database.prepare(`select 1 ${inScope} and ${keyColumn} = ? and id <> ?`)
    this.#count = database.prepare(`select count(*) as count ${inScope}`)
    this.#insert = database.prepare(
      `insert into ${table} (${written.join(', ')}, workspace, operator, id) values (${places}, ?, ?, ?)`,
    )
    this.#update = database.prepare(
      `update ${table} set (${written.join(', ')}) = (${places}) where ${scoped} and id = ?`,
    )
    this.#delete = database.prepare(`delete ${inScope} and id = ?`)
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<Thing[]> {
    return this.#list.all(workspace, scope).map(this.#kind.thingOf)
  }

  add(workspace: WorkspaceId, thing: Thing, by: AuditOrigin): Promise<Result<Thing, Refusal>> {
    return this.#committer.do(() => {
      const { taken, tooMany } = this.#kind
      if (this.#isTaken(workspace, thing)) return refuse(taken(thing))
      if ((this.#count.get(workspace, thing.operator)?.count ?? 0) >= tooMany.limit) return refuse(tooMany)
      this.#insert.run(...this.#written(thing), workspace, thing.operator, thing.id)
      this.#audit.append(workspace, toldOf(this.#kind, thing.id, { after: thing }, by))
      return ok(thing)
    })
  }

  change(
    workspace: WorkspaceId,
    scope: Scope,
    id: Thing['id'],
    change: Partial<Omit<Thing, keyof Owned>>,
    by: AuditOrigin,
  ): Promise<Result<Thing, Refusal>> {
    return this.#committer.do(() => {
      const before = this.#found(workspace, scope, id)
      if (before === null) return refuse(this.#kind.unknown)
      const after: Thing = { ...before, ...change }
      if (this.#isTaken(workspace, after)) return refuse(this.#kind.taken(after))
      this.#update.run(...this.#written(after), workspace, scope, id)
      this.#audit.append(workspace, toldOf(this.#kind, id, { before, after }, by))
      return ok(after)
    })
  }

  remove(workspace: WorkspaceId, scope: Scope, id: Thing['id'], by: AuditOrigin): Promise<boolean> {
    return this.#committer.do(() => {
      const before = this.#found(workspace, scope, id)
      if (before === null) return false
      this.#delete.run(workspace, scope, id)
      this.#audit.append(workspace, toldOf(this.#kind, id, { before }, by))
      return true
    })
  }

  #found(workspace: WorkspaceId, scope: Scope, id: string): Thing | null {
    const row = this.#find.get(workspace, scope, id)
    return row === undefined ? null : this.#kind.thingOf(row)
  }

  #isTaken(workspace: WorkspaceId, thing: Thing): boolean {
    return this.#taken.get(workspace, thing.operator, this.#kind.keyOf(thing), thing.id) !== undefined
  }

  #written(thing: Thing): string[] {
    return [this.#kind.keyOf(thing), ...this.#kind.valuesOf(thing)]
  }
}
