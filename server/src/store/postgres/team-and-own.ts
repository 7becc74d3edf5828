import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { AuditOrigin, Owned, TeamAndOwn } from '../store.ts'
import { type Kind, toldOf } from '../team-and-own.ts'
import type { Row as AnyRow, Connections, Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type Scope = OperatorId | null
type Parts = { connections: Connections; lanes: Lanes }

/** What the team and each operator have of one kind. */
export class PostgresTeamAndOwn<Thing extends Owned, Row extends AnyRow, Refusal>
  implements TeamAndOwn<Thing, Refusal>
{
  readonly #kind: Kind<Thing, Row, Refusal>
  readonly #connections: Connections
  readonly #lanes: Lanes
  readonly #statements: ReturnType<typeof statementsOf>

  constructor(kind: Kind<Thing, Row, Refusal>, { connections, lanes }: Parts) {
    this.#kind = kind
    this.#connections = connections
    this.#lanes = lanes
    this.#statements = statementsOf(kind)
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<Thing[]> {
    const rows = await this.#connections.rows<Row>(workspace, this.#statements.list, [workspace, scope])
    return rows.map(this.#kind.thingOf)
  }

  add(workspace: WorkspaceId, thing: Thing, by: AuditOrigin): Promise<Result<Thing, Refusal>> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const { taken, tooMany } = this.#kind
      if (await this.#isTaken(tx, workspace, thing)) return refuse(taken(thing))
      const [row] = await tx.rows<{ count: number }>(this.#statements.count, [workspace, thing.operator])
      if ((row?.count ?? 0) >= tooMany.limit) return refuse(tooMany)
      await tx.rows(this.#statements.insert, [workspace, thing.operator, thing.id, ...this.#written(thing)])
      batch.audit(toldOf(this.#kind, thing.id, { after: thing }, by))
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
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await this.#found(tx, workspace, scope, id)
      if (before === null) return refuse(this.#kind.unknown)
      const after: Thing = { ...before, ...change }
      if (await this.#isTaken(tx, workspace, after)) return refuse(this.#kind.taken(after))
      await tx.rows(this.#statements.update, [workspace, scope, id, ...this.#written(after)])
      batch.audit(toldOf(this.#kind, id, { before, after }, by))
      return ok(after)
    })
  }

  remove(workspace: WorkspaceId, scope: Scope, id: Thing['id'], by: AuditOrigin): Promise<boolean> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await this.#found(tx, workspace, scope, id)
      if (before === null) return false
      await tx.rows(this.#statements.delete, [workspace, scope, id])
      batch.audit(toldOf(this.#kind, id, { before }, by))
      return true
    })
  }

  async #found(tx: Queryable, workspace: WorkspaceId, scope: Scope, id: string): Promise<Thing | null> {
    const [row] = await tx.rows<Row>(this.#statements.find, [workspace, scope, id])
    return row === undefined ? null : this.#kind.thingOf(row)
  }

  async #isTaken(tx: Queryable, workspace: WorkspaceId, thing: Thing): Promise<boolean> {
    const values = [workspace, thing.operator, this.#kind.keyOf(thing), thing.id]
    return (await tx.rows(this.#statements.taken, values)).length > 0
  }

  #written(thing: Thing): string[] {
    return [this.#kind.keyOf(thing), ...this.#kind.valuesOf(thing)]
  }
}

type Columns = Pick<Kind<never, never, unknown>, 'table' | 'keyColumn' | 'columns'>

function statementsOf({ table, keyColumn, columns }: Columns) {
  const kept = ['id', 'operator', ...columns].join(', ')
  const written = [keyColumn, ...columns]
  const places = written.map((_, index) => `$${index + 4}`)
  const scoped = 'workspace = $1 and operator is not distinct from $2'
  const inScope = `from ${table} where ${scoped}`
  const statement = (name: string, text: string) => ({ name: `${name}_${table}`, text })
  return {
    list: statement('list', `select ${kept} ${inScope} order by ${keyColumn} collate "C"`),
    find: statement('find', `select ${kept} ${inScope} and id = $3`),
    taken: statement('find_key_of', `select 1 ${inScope} and ${keyColumn} = $3 and id <> $4`),
    count: statement('count', `select count(*)::int as count ${inScope}`),
    insert: statement(
      'insert',
      `insert into ${table} (workspace, operator, id, ${written.join(', ')}) values ($1, $2, $3, ${places.join(', ')})`,
    ),
    update: statement(
      'update',
      `update ${table} set (${written.join(', ')}) = row(${places.join(', ')}) where ${scoped} and id = $3`,
    ),
    delete: statement('delete', `delete ${inScope} and id = $3`),
  }
}
