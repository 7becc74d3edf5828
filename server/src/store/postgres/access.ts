import { asId, type KeyId, type WorkspaceId } from '@baton/core/ids'
import type { Role } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type {
  Access,
  ApiKey,
  AuditOrigin,
  Link,
  LinkKind,
  Reservation,
  SavedAnswer,
  Session,
  TicketHolder,
} from '../store.ts'
import { type Connections, everybody, type Row, type Statement } from './connections.ts'
import type { Lanes } from './lanes.ts'
import { renewSettings } from './settings.ts'

type KeyRow = {
  id: string
  workspace: string
  name: string
  role: string
  created_at: number
  last_used_at: number | null
}
type SessionRow = { workspace: string; operator: string; generation: number; expires_at: number }
type LinkRow = { workspace: string; operator: string | null; kind: string; expires_at: number }

/** The status of an answer that is still being worked out. */
const underWay = 0

export class PostgresAccess implements Access {
  readonly #connections: Connections
  readonly #lanes: Lanes
  readonly #now: () => Instant
  /** Asked for with every call of a program. Only what was found is kept, until settings change anywhere. */
  readonly #knownKeys = new Map<string, ApiKey>()

  constructor({ connections, lanes, now }: { connections: Connections; lanes: Lanes; now: () => Instant }) {
    this.#connections = connections
    this.#lanes = lanes
    this.#now = now
  }

  /** What is known of keys may be old. */
  forget(): void {
    this.#knownKeys.clear()
  }

  async addSession(hash: string, { workspace, operator, generation, expiresAt }: Session): Promise<void> {
    await this.#everywhere(addingSession, [hash, workspace, operator, generation, expiresAt])
  }

  async findSession(hash: string): Promise<Session | null> {
    const [row] = await this.#everywhere<SessionRow>(findingSession, [hash, this.#now()])
    if (row === undefined) return null
    return {
      workspace: asId(row.workspace),
      operator: asId(row.operator),
      generation: row.generation,
      expiresAt: instant(row.expires_at),
    }
  }

  async endSession(hash: string): Promise<void> {
    await this.#everywhere(endingSession, [hash])
  }

  addKey(hash: string, { id, workspace, name, role, createdAt }: ApiKey, by: AuditOrigin): Promise<void> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const added = await tx.rows(addingKey, [id, hash, workspace, name, role, createdAt])
      if (added.length === 1) batch.audit({ ...by, action: 'key_added', object: id, after: { name, role } })
    })
  }

  async findKey(hash: string): Promise<ApiKey | null> {
    const known = this.#knownKeys.get(hash)
    if (known !== undefined) return known
    const [row] = await this.#everywhere<KeyRow>(findingKey, [hash])
    if (row === undefined) return null
    const key = keyOf(row)
    this.#knownKeys.set(hash, key)
    return key
  }

  async touchKey(id: KeyId, at: Instant): Promise<void> {
    this.#knownKeys.clear()
    await this.#everywhere(touchingKey, [id, at])
  }

  async keys(workspace: WorkspaceId): Promise<ApiKey[]> {
    const rows = await this.#connections.rows<KeyRow>(workspace, listingKeys, [workspace])
    return rows.map(keyOf)
  }

  async revokeKey(workspace: WorkspaceId, id: KeyId, by: AuditOrigin): Promise<boolean> {
    const isRevoked = await this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const revoked = await tx.rows(revokingKey, [workspace, id])
      if (revoked.length === 0) return false
      batch.audit({ ...by, action: 'key_revoked', object: id })
      await renewSettings(tx, workspace)
      return true
    })
    this.forget()
    return isRevoked
  }

  async addLink(hash: string, { workspace, operator, kind, expiresAt }: Link): Promise<void> {
    await this.#everywhere(addingLink, [hash, workspace, operator, kind, expiresAt])
  }

  async findLink(hash: string): Promise<Link | null> {
    const [row] = await this.#everywhere<LinkRow>(findingLink, [hash, this.#now()])
    if (row === undefined) return null
    return {
      workspace: asId(row.workspace),
      operator: row.operator === null ? null : asId(row.operator),
      kind: row.kind as LinkKind,
      expiresAt: instant(row.expires_at),
    }
  }

  async spendLink(hash: string): Promise<boolean> {
    return (await this.#everywhere(spendingLink, [hash, this.#now()])).length === 1
  }

  async addTicket(hash: string, holder: TicketHolder, expiresAt: Instant): Promise<void> {
    await this.#everywhere(addingTicket, [hash, JSON.stringify(holder), expiresAt])
  }

  async spendTicket(hash: string): Promise<TicketHolder | null> {
    const [row] = await this.#everywhere<{ holder: string; expires_at: number }>(spendingTicket, [hash])
    return row === undefined || row.expires_at <= this.#now() ? null : JSON.parse(row.holder)
  }

  /** One statement takes a free or expired key; whoever gets no row back asks whose it is. */
  async reserveAnswer(scope: string, key: string, hash: string, until: Instant): Promise<Reservation> {
    for (;;) {
      const taken = await this.#everywhere(reserving, [scope, key, hash, until, this.#now()])
      if (taken.length === 1) return { kind: 'yours' }
      const [row] = await this.#everywhere<SavedAnswer>(readingAnswer, [scope, key, this.#now()])
      // It may have been released between the two.
      if (row === undefined) continue
      if (row.hash !== hash) return { kind: 'other_body' }
      return row.status === underWay ? { kind: 'under_way' } : { kind: 'answered', answer: row }
    }
  }

  async saveAnswer(scope: string, key: string, { hash, status, body }: SavedAnswer, expiresAt: Instant): Promise<void> {
    await this.#everywhere(savingAnswer, [scope, key, hash, status, body, expiresAt])
  }

  async releaseAnswer(scope: string, key: string): Promise<void> {
    await this.#everywhere(releasingAnswer, [scope, key])
  }

  async sweep(now: Instant): Promise<void> {
    for (const statement of sweeping) await this.#everywhere(statement, [now])
  }

  #everywhere<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    return this.#connections.rows<R>(everybody, statement, values)
  }
}

function keyOf(row: KeyRow): ApiKey {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace),
    name: row.name,
    role: row.role as Role,
    createdAt: instant(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
  }
}

const addingSession = {
  name: 'add_session',
  text: 'insert into sessions (hash, workspace, operator, generation, expires_at) values ($1, $2, $3, $4, $5)',
}
const findingSession = {
  name: 'find_session',
  text: 'select workspace, operator, generation, expires_at from sessions where hash = $1 and expires_at > $2',
}
const endingSession = { name: 'end_session', text: 'delete from sessions where hash = $1' }
const keyColumns = 'id, workspace, name, role, created_at, last_used_at'
const addingKey = {
  name: 'add_key',
  text: `insert into api_keys (id, hash, workspace, name, role, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (hash) do nothing returning id`,
}
const findingKey = { name: 'find_key', text: `select ${keyColumns} from api_keys where hash = $1` }
const touchingKey = { name: 'touch_key', text: 'update api_keys set last_used_at = $2 where id = $1' }
const listingKeys = {
  name: 'list_keys',
  text: `select ${keyColumns} from api_keys where workspace = $1 order by created_at, id collate "C"`,
}
const revokingKey = {
  name: 'revoke_key',
  text: 'delete from api_keys where workspace = $1 and id = $2 returning id',
}
const addingLink = {
  name: 'add_link',
  text: 'insert into links (hash, workspace, operator, kind, expires_at) values ($1, $2, $3, $4, $5)',
}
const findingLink = {
  name: 'find_link',
  text: 'select workspace, operator, kind, expires_at from links where hash = $1 and used = 0 and expires_at > $2',
}
const spendingLink = {
  name: 'spend_link',
  text: 'update links set used = 1 where hash = $1 and used = 0 and expires_at > $2 returning hash',
}
const addingTicket = {
  name: 'add_ticket',
  text: 'insert into tickets (hash, holder, expires_at) values ($1, $2, $3)',
}
const spendingTicket = {
  name: 'spend_ticket',
  text: 'delete from tickets where hash = $1 returning holder, expires_at',
}
const reserving = {
  name: 'reserve_answer',
  text: `insert into answers as a (scope, key, hash, status, body, expires_at) values ($1, $2, $3, ${underWay}, '', $4)
    on conflict (scope, key) do update set hash = excluded.hash, status = ${underWay}, body = '', expires_at = excluded.expires_at
    where a.expires_at <= $5 returning scope`,
}
const readingAnswer = {
  name: 'read_answer',
  text: 'select hash, status, body from answers where scope = $1 and key = $2 and expires_at > $3',
}
const savingAnswer = {
  name: 'save_answer',
  text: `insert into answers (scope, key, hash, status, body, expires_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (scope, key) do update set hash = excluded.hash, status = excluded.status, body = excluded.body, expires_at = excluded.expires_at`,
}
const releasingAnswer = {
  name: 'release_answer',
  text: `delete from answers where scope = $1 and key = $2 and status = ${underWay}`,
}
const sweeping = ['sessions', 'links', 'operator_leases', 'idempotency_keys', 'answers', 'tickets'].map((table) => ({
  name: `sweep_${table}`,
  text: `delete from ${table} where expires_at <= $1`,
}))
