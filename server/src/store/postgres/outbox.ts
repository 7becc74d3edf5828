import { asId, type EffectId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Outbox, OutboxMessage, OutboxTopic, PendingWork, Works } from '../store.ts'
import { type Connections, everybody } from './connections.ts'

type OutboxRow = { position: number; workspace: string; topic: string; payload: string; attempts: number }

/** [D-07] Messages written in the transaction of what they tell, delivered at least once, each under its position. */
export class PostgresOutbox implements Outbox {
  readonly #connections: Connections
  readonly #now: () => Instant

  constructor(connections: Connections, now: () => Instant) {
    this.#connections = connections
    this.#now = now
  }

  async add(workspace: WorkspaceId, topic: OutboxTopic, payload: unknown): Promise<void> {
    await this.#connections.rows(workspace, adding, [workspace, topic, JSON.stringify(payload), this.#now()])
  }

  /** [I-35] One node at a time hands out; what it has handed out of a workspace holds back the rest of that workspace. */
  async claim(limit: number, until: Instant): Promise<OutboxMessage[]> {
    const [first] = await this.#connections.rows(everybody, looking, [this.#now()])
    if (first === undefined) return []
    const rows = await this.#connections.transaction(everybody, async (tx) => {
      const mine = await tx.rows(takingTurn, [])
      return mine.length === 0 ? [] : tx.rows<OutboxRow>(claiming, [this.#now(), limit, until])
    })
    return rows
      .toSorted((one, other) => one.position - other.position)
      .map((row) => ({
        position: row.position,
        workspace: asId(row.workspace),
        topic: row.topic as OutboxTopic,
        payload: JSON.parse(row.payload),
        attempts: row.attempts,
      }))
  }

  async done(positions: readonly number[]): Promise<void> {
    await this.#connections.rows(everybody, finishing, [positions])
  }

  async postpone(position: number, at: Instant | null): Promise<void> {
    await this.#connections.rows(everybody, postponing, [position, at])
  }

  async pending(): Promise<{ count: number; oldestAt: Instant | null }> {
    const [row] = await this.#connections.rows<{ count: number; oldest: number | null }>(everybody, counting, [])
    const oldest = row?.oldest ?? null
    return { count: row?.count ?? 0, oldestAt: oldest === null ? null : instant(oldest) }
  }
}

const adding = {
  name: 'add_to_outbox',
  text: 'insert into outbox (workspace, topic, payload, created_at, due_at) values ($1, $2, $3, $4, $4)',
}
const looking = {
  name: 'look_into_outbox',
  text: 'select 1 from outbox where due_at is not null and due_at <= $1 and claimed_until <= $1 limit 1',
}
const takingTurn = { name: 'take_turn', text: 'select id from outbox_turn for update skip locked' }
const claiming = {
  name: 'claim_outbox',
  text: `update outbox set claimed_until = $3 where position in (
      select o.position from outbox o where o.due_at is not null and o.due_at <= $1 and o.claimed_until <= $1
        and not exists (select 1 from outbox p where p.workspace = o.workspace and p.claimed_until > $1 and p.due_at is not null)
      order by o.due_at, o.position limit $2 for update skip locked)
    returning position, workspace, topic, payload, attempts`,
}
const finishing = { name: 'finish_outbox', text: 'delete from outbox where position = any($1)' }
const postponing = {
  name: 'postpone_outbox',
  text: 'update outbox set attempts = attempts + 1, due_at = $2, claimed_until = 0 where position = $1',
}
const counting = {
  name: 'count_outbox',
  text: 'select count(*) as count, min(created_at) as oldest from outbox where due_at is not null',
}

type WorkRow = {
  id: string
  workspace: string
  conversation: string
  turn: string
  epoch: number
  work: string
  due_at: number
}

/** Work outside a transaction that turns wait for: rows, so that a crash loses none. They end with the answer. */
export class PostgresWorks implements Works {
  readonly #connections: Connections
  readonly #now: () => Instant

  constructor(connections: Connections, now: () => Instant) {
    this.#connections = connections
    this.#now = now
  }

  async claim(limit: number, known: ReadonlySet<EffectId>, until: Instant): Promise<PendingWork[]> {
    const rows = await this.#connections.rows<WorkRow>(everybody, claimingWork, [this.#now(), limit, until, [...known]])
    return rows
      .toSorted((one, other) => one.due_at - other.due_at)
      .map((row) => ({
        id: asId(row.id),
        workspace: asId(row.workspace),
        conversation: asId(row.conversation),
        turn: asId(row.turn),
        epoch: row.epoch,
        work: JSON.parse(row.work),
        dueAt: instant(row.due_at),
      }))
  }

  async extend(ids: readonly EffectId[], until: Instant): Promise<void> {
    await this.#connections.rows(everybody, extending, [ids, until])
  }

  async release(ids: readonly EffectId[]): Promise<void> {
    if (ids.length > 0) await this.#connections.rows(everybody, releasing, [ids])
  }

  async nextDueAt(): Promise<Instant | null> {
    const [row] = await this.#connections.rows<{ due: number | null }>(everybody, findingNext, [])
    return row?.due == null ? null : instant(row.due)
  }
}

const claimingWork = {
  name: 'claim_works',
  text: `update works set claimed_until = $3 where id in (
      select id from works where due_at <= $1 and claimed_until <= $1 and id <> all($4) order by due_at limit $2 for update skip locked)
    returning id, workspace, conversation, turn, epoch, work, due_at`,
}
const extending = { name: 'extend_works', text: 'update works set claimed_until = $2 where id = any($1)' }
const releasing = { name: 'release_works', text: 'update works set claimed_until = 0 where id = any($1)' }
const findingNext = {
  name: 'find_next_work',
  text: 'select min(greatest(due_at, claimed_until)) as due from works',
}
