import { asId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { plainRouting, type Routing } from '@baton/core/routing'
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
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

export class PostgresRoutings implements Routings {
  readonly #connections: Connections
  readonly #lanes: Lanes

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async of(workspace: WorkspaceId, group: GroupId | null): Promise<Routing> {
    return routingIn(await settingsOf(this.#connections.for(workspace), workspace, group ?? workspace))
  }

  set(workspace: WorkspaceId, group: GroupId | null, routing: Routing, by: AuditOrigin): Promise<void> {
    const object = group ?? workspace
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = routingIn(await settingsOf(tx, workspace, object))
      await put(tx, workspace, object, routing)
      batch.audit({ ...by, action: 'routing_changed', object, before, after: routing })
    })
  }

  async abilities(workspace: WorkspaceId, operator: OperatorId): Promise<OperatorAbilities> {
    return abilitiesOf(await settingsOf(this.#connections.for(workspace), workspace, operator))
  }

  setAbilities(
    workspace: WorkspaceId,
    operator: OperatorId,
    abilities: OperatorAbilities,
    by: AuditOrigin,
  ): Promise<void> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = abilitiesOf(await settingsOf(tx, workspace, operator))
      await put(tx, workspace, operator, abilities)
      batch.audit({ ...by, action: 'abilities_changed', object: operator, before, after: abilities })
    })
  }

  async automatic(): Promise<WorkspaceId[]> {
    const rows = await this.#connections.rows<{ workspace: string }>(everybody, findingAutomatic, [patternOfAutomatic])
    return rows.map(({ workspace }) => asId<'workspace'>(workspace))
  }

  async queue(workspace: WorkspaceId, limit: number): Promise<Queued[]> {
    const rows = await this.#connections.rows<QueuedRow>(workspace, queueing, [workspace, limit])
    return rows.map(queuedOf)
  }
}

async function settingsOf(db: Queryable, workspace: WorkspaceId, subject: string): Promise<string | undefined> {
  const [row] = await db.rows<RoutingRow>(finding, [workspace, subject])
  return row?.settings
}

async function put(tx: Queryable, workspace: WorkspaceId, subject: string, settings: object): Promise<void> {
  await tx.rows(putting, [workspace, subject, JSON.stringify(settings)])
  await tx.rows(renewingRoster, [workspace])
}

function routingIn(settings: string | undefined): Routing {
  return settings === undefined ? plainRouting : JSON.parse(settings)
}

const finding = {
  name: 'find_routing',
  text: 'select subject, settings from routings where workspace = $1 and subject = $2',
}
const findingAutomatic = {
  name: 'find_automatic',
  text: 'select distinct workspace from routings where settings like $1',
}
const putting = {
  name: 'put_routing',
  text: `insert into routings (workspace, subject, settings) values ($1, $2, $3)
    on conflict (workspace, subject) do update set settings = excluded.settings`,
}
/** What is said of a group or an operator that goes. */
export const forgettingRouting = {
  name: 'forget_routing',
  text: 'delete from routings where workspace = $1 and subject = $2',
}
/** Everybody reads the whole team again. */
export const renewingRoster = {
  name: 'renew_roster',
  text: 'update heads set roster = roster + 1 where workspace = $1',
}
/**
 * What `jsonb` does not take is put in place first: a null, and half a character, as cutting a line leaves one. An
 * escaped backslash before it stays one.
 */
const readable = `regexp_replace(c.body, '\\\\u(0000|d[89a-f][0-9a-f]{2})', '\\\\ufffd', 'g')`
const priority = `${readable}::jsonb #> '{variables,chat_priority}'`
const queueing = {
  name: 'read_queue',
  text: `select c.id, c."group", c.requested_at from conversations c
    where c.workspace = $1 and c.chat_state = 'operator_requested' and c.requested_at is not null
    order by c.requested_at - ${worthOfPriority} * case when position('"chat_priority":' in c.body) = 0 then 0 when jsonb_typeof(${priority}) = 'number'
      then greatest(${priorityRange.least}, least(${priorityRange.most}, (${priority})::numeric)) else 0 end, c.id limit $2`,
}
