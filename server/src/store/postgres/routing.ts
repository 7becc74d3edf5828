import { asId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { plainRouting, type Routing } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import {
  abilitiesOf,
  type CoverageRow,
  coverageOf,
  mostWaits,
  newsOfCoverage,
  patternOfAutomatic,
  priorityRange,
  type QueuedRow,
  queuedOf,
  type RoutingRow,
  type WaitRow,
  waitOf,
  worthOfPriority,
} from '../routings.ts'
import type { AuditOrigin, Coverage, OperatorAbilities, Queued, Routings, Wait } from '../store.ts'
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

export class PostgresRoutings implements Routings {
  readonly #connections: Connections
  readonly #lanes: Lanes
  readonly #now: () => Instant

  constructor({ connections, lanes, now }: { connections: Connections; lanes: Lanes; now: () => Instant }) {
    this.#connections = connections
    this.#lanes = lanes
    this.#now = now
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

  async allAbilities(workspace: WorkspaceId): Promise<Map<OperatorId, OperatorAbilities>> {
    const rows = await this.#connections.rows<RoutingRow>(workspace, findingAbilities, [workspace])
    return new Map(rows.map(({ subject, settings }) => [asId<'operator'>(subject), abilitiesOf(settings)]))
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

  async noteWait(workspace: WorkspaceId, { group, position, milliseconds, at }: Wait): Promise<void> {
    const values = [workspace, group ?? workspace, position, milliseconds, at, mostWaits - 1]
    await this.#connections.rows(workspace, notingWait, values)
  }

  async waits(workspace: WorkspaceId, group: GroupId | null, limit: number): Promise<Wait[]> {
    const rows = await this.#connections.rows<WaitRow>(workspace, readingWaits, [workspace, group ?? workspace, limit])
    return rows.map((row) => waitOf(row, workspace))
  }

  async coverage(workspace: WorkspaceId): Promise<Coverage[]> {
    const rows = await this.#connections.rows<CoverageRow>(workspace, readingCoverage, [workspace])
    return rows.map((row) => coverageOf(row, workspace))
  }

  async setCovered(workspace: WorkspaceId, group: GroupId | null, isCovered: boolean): Promise<boolean> {
    const subject = group ?? workspace
    const value = Number(isCovered)
    // Most often somebody else was first, and nobody has to wait for that.
    const [seen] = await this.#connections.rows<CoverageRow>(workspace, findingCoverage, [workspace, subject])
    if (seen?.is_covered === value) return false
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const [known] = await tx.rows<CoverageRow>(findingCoverage, [workspace, subject])
      if (known?.is_covered === value) return false
      const since = this.#now()
      const put = await tx.rows(puttingCoverage, [workspace, subject, value, since])
      if (put.length === 0) return false
      if (known === undefined) return true
      const { audit, payload } = newsOfCoverage(workspace, { group, isCovered, since })
      batch.audit(audit)
      batch.tell('coverage_changed', payload)
      return true
    })
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
const findingAbilities = {
  name: 'find_abilities',
  text: `select r.subject, r.settings from routings r join operators o on o.id = r.subject
    where r.workspace = $1 and o.workspace = $1 order by r.subject collate "C"`,
}
/** A group may have been deleted meanwhile: nothing of it is kept any more. */
const isSubject = '($2 = $1 or exists (select 1 from groups where workspace = $1 and id = $2))'
const notingWait = {
  name: 'note_wait',
  text: `with dropped as (delete from waits where workspace = $1 and subject = $2 and ctid = any(array(
      select ctid from waits where workspace = $1 and subject = $2 order by at desc offset $6)))
    insert into waits (workspace, subject, position, milliseconds, at) select $1, $2, $3::int, $4::bigint, $5::bigint where ${isSubject}`,
}
const readingWaits = {
  name: 'read_waits',
  text: `select subject, position, milliseconds, at from waits where workspace = $1 and subject = $2
    order by at desc, position, milliseconds limit $3`,
}
const readingCoverage = {
  name: 'read_coverage',
  text: 'select subject, is_covered, since from coverage where workspace = $1 order by subject collate "C"',
}
const findingCoverage = {
  name: 'find_coverage',
  text: 'select subject, is_covered, since from coverage where workspace = $1 and subject = $2',
}
const puttingCoverage = {
  name: 'put_coverage',
  text: `insert into coverage (workspace, subject, is_covered, since) select $1, $2, $3::int, $4::bigint where ${isSubject}
    on conflict (workspace, subject) do update set is_covered = excluded.is_covered, since = excluded.since returning 1`,
}
/** What is said of a group or an operator that goes. */
export const forgettingRouting = {
  name: 'forget_routing',
  text: 'delete from routings where workspace = $1 and subject = $2',
}
/** All that is kept of a group that goes. */
export const forgettingGroup = [
  forgettingRouting,
  ...['cursors', 'waits', 'coverage'].map((table) => ({
    name: `forget_${table}`,
    text: `delete from ${table} where workspace = $1 and subject = $2`,
  })),
]
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
  text: `select c.id, c.channel, c."group", c.requested_at, c.offer_until, c.offers_made from conversations c
    where c.workspace = $1 and c.chat_state = 'operator_requested' and c.requested_at is not null
    order by c.requested_at - ${worthOfPriority} * case when position('"chat_priority":' in c.body) = 0 then 0 when jsonb_typeof(${priority}) = 'number'
      then greatest(${priorityRange.least}, least(${priorityRange.most}, (${priority})::numeric)) else 0 end, c.id limit $2`,
}
