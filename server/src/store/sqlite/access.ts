import { asId, type FileId, type KeyId, type WorkspaceId } from '@baton/core/ids'
import type { Role } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type {
  Access,
  ApiKey,
  AuditOrigin,
  Files,
  Link,
  LinkKind,
  Reservation,
  SavedAnswer,
  Session,
  StoredFile,
  TicketHolder,
} from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type SessionRow = { workspace: string; operator: string; generation: number; expires_at: number }
type KeyRow = {
  id: string
  workspace: string
  name: string
  role: string
  created_at: number
  last_used_at: number | null
}
type LinkRow = { workspace: string; operator: string | null; kind: string; expires_at: number }

/** The status of an answer that is not known yet: the call runs. Its row ends with the reservation. */
const underWay = 0

type Parts = { database: Database; committer: Committer; audit: SqliteAudit; now: () => Instant }

export class SqliteAccess implements Access {
  readonly #parts: Parts
  readonly #addSession: Statement
  readonly #findSession: Statement<[string, number], SessionRow>
  readonly #endSession: Statement
  readonly #addKey: Statement
  readonly #findKey: Statement<[string], KeyRow>
  /** Asked for with every call of a program. Only what was found is kept; every write forgets all. */
  readonly #knownKeys = new Map<string, ApiKey>()
  readonly #touchKey: Statement
  readonly #keys: Statement<[string], KeyRow>
  readonly #revokeKey: Statement
  readonly #addLink: Statement
  readonly #findLink: Statement<[string, number], LinkRow>
  readonly #spendLink: Statement
  readonly #addTicket: Statement
  readonly #spendTicket: Statement<[string], { holder: string; expires_at: number }>
  readonly #findAnswer: Statement<[string, string, number], SavedAnswer>
  readonly #saveAnswer: Statement
  readonly #releaseAnswer: Statement
  readonly #sweeps: Statement[]

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#addSession = database.prepare(
      'insert into sessions (hash, workspace, operator, generation, expires_at) values (?, ?, ?, ?, ?)',
    )
    this.#findSession = database.prepare(
      'select workspace, operator, generation, expires_at from sessions where hash = ? and expires_at > ?',
    )
    this.#endSession = database.prepare('delete from sessions where hash = ?')
    this.#addKey = database.prepare(
      'insert into api_keys (id, hash, workspace, name, role, created_at) values (?, ?, ?, ?, ?, ?) on conflict (hash) do nothing',
    )
    this.#findKey = database.prepare(
      'select id, workspace, name, role, created_at, last_used_at from api_keys where hash = ?',
    )
    this.#touchKey = database.prepare('update api_keys set last_used_at = ? where id = ?')
    this.#keys = database.prepare(
      'select id, workspace, name, role, created_at, last_used_at from api_keys where workspace = ? order by created_at, id',
    )
    this.#revokeKey = database.prepare('delete from api_keys where workspace = ? and id = ?')
    this.#addLink = database.prepare(
      'insert into links (hash, workspace, operator, kind, expires_at) values (?, ?, ?, ?, ?)',
    )
    this.#findLink = database.prepare(
      'select workspace, operator, kind, expires_at from links where hash = ? and used = 0 and expires_at > ?',
    )
    this.#spendLink = database.prepare('update links set used = 1 where hash = ? and used = 0 and expires_at > ?')
    this.#addTicket = database.prepare('insert into tickets (hash, holder, expires_at) values (?, ?, ?)')
    this.#spendTicket = database.prepare('delete from tickets where hash = ? returning holder, expires_at')
    this.#findAnswer = database.prepare(
      'select hash, status, body from answers where scope = ? and key = ? and expires_at > ?',
    )
    this.#saveAnswer = database.prepare(
      'insert or replace into answers (scope, key, hash, status, body, expires_at) values (?, ?, ?, ?, ?, ?)',
    )
    this.#releaseAnswer = database.prepare(`delete from answers where scope = ? and key = ? and status = ${underWay}`)
    this.#sweeps = ['sessions', 'links', 'tickets', 'operator_leases', 'idempotency_keys', 'answers'].map((table) =>
      database.prepare(`delete from ${table} where expires_at <= ?`),
    )
  }

  addSession(hash: string, session: Session): Promise<void> {
    const { workspace, operator, generation, expiresAt } = session
    return this.#do(() => this.#addSession.run(hash, workspace, operator, generation, expiresAt))
  }

  async findSession(hash: string): Promise<Session | null> {
    const row = this.#findSession.get(hash, this.#parts.now())
    if (row === undefined) return null
    return {
      workspace: asId(row.workspace),
      operator: asId(row.operator),
      generation: row.generation,
      expiresAt: instant(row.expires_at),
    }
  }

  endSession(hash: string): Promise<void> {
    return this.#do(() => this.#endSession.run(hash))
  }

  addKey(hash: string, key: ApiKey, by: AuditOrigin): Promise<void> {
    return this.#do(() => {
      const { changes } = this.#addKey.run(key.id, hash, key.workspace, key.name, key.role, key.createdAt)
      if (changes === 1)
        this.#parts.audit.append(key.workspace, {
          ...by,
          action: 'key_added',
          object: key.id,
          after: { name: key.name, role: key.role },
        })
    })
  }

  async findKey(hash: string): Promise<ApiKey | null> {
    const known = this.#knownKeys.get(hash)
    if (known !== undefined) return known
    const row = this.#findKey.get(hash)
    if (row === undefined) return null
    const key = keyOf(row)
    this.#knownKeys.set(hash, key)
    return key
  }

  touchKey(id: KeyId, at: Instant): Promise<void> {
    return this.#do(() => {
      this.#knownKeys.clear()
      this.#touchKey.run(at, id)
    })
  }

  async keys(workspace: WorkspaceId): Promise<ApiKey[]> {
    return this.#keys.all(workspace).map(keyOf)
  }

  revokeKey(workspace: WorkspaceId, id: KeyId, by: AuditOrigin): Promise<boolean> {
    return this.#parts.committer.do(() => {
      this.#knownKeys.clear()
      const { changes } = this.#revokeKey.run(workspace, id)
      if (changes === 1) this.#parts.audit.append(workspace, { ...by, action: 'key_revoked', object: id })
      return changes === 1
    })
  }

  addLink(hash: string, link: Link): Promise<void> {
    return this.#do(() => this.#addLink.run(hash, link.workspace, link.operator, link.kind, link.expiresAt))
  }

  async findLink(hash: string): Promise<Link | null> {
    const row = this.#findLink.get(hash, this.#parts.now())
    if (row === undefined) return null
    return {
      workspace: asId(row.workspace),
      operator: row.operator === null ? null : asId(row.operator),
      kind: row.kind as LinkKind,
      expiresAt: instant(row.expires_at),
    }
  }

  spendLink(hash: string): Promise<boolean> {
    return this.#parts.committer.do(() => this.#spendLink.run(hash, this.#parts.now()).changes === 1)
  }

  addTicket(hash: string, holder: TicketHolder, expiresAt: Instant): Promise<void> {
    return this.#do(() => this.#addTicket.run(hash, JSON.stringify(holder), expiresAt))
  }

  spendTicket(hash: string): Promise<TicketHolder | null> {
    return this.#parts.committer.do(() => {
      const row = this.#spendTicket.get(hash)
      return row === undefined || row.expires_at <= this.#parts.now() ? null : JSON.parse(row.holder)
    })
  }

  reserveAnswer(scope: string, key: string, hash: string, until: Instant): Promise<Reservation> {
    return this.#parts.committer.do((): Reservation => {
      const known = this.#findAnswer.get(scope, key, this.#parts.now())
      if (known === undefined) {
        this.#saveAnswer.run(scope, key, hash, underWay, '', until)
        return { kind: 'yours' }
      }
      if (known.hash !== hash) return { kind: 'other_body' }
      return known.status === underWay ? { kind: 'under_way' } : { kind: 'answered', answer: known }
    })
  }

  saveAnswer(scope: string, key: string, { hash, status, body }: SavedAnswer, expiresAt: Instant): Promise<void> {
    return this.#do(() => this.#saveAnswer.run(scope, key, hash, status, body, expiresAt))
  }

  releaseAnswer(scope: string, key: string): Promise<void> {
    return this.#do(() => this.#releaseAnswer.run(scope, key))
  }

  sweep(now: Instant): Promise<void> {
    return this.#do(() => {
      for (const statement of this.#sweeps) statement.run(now)
    })
  }

  #do(run: () => unknown): Promise<void> {
    return this.#parts.committer.do(() => void run())
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

type FileRow = {
  id: string
  workspace: string
  conversation: string | null
  contact: string
  name: string
  content_type: string
  size: number
}

export class SqliteFiles implements Files {
  readonly #committer: Committer
  readonly #insert: Statement
  readonly #find: Statement<[string], FileRow>
  readonly #remove: Statement

  constructor({ database, committer }: Pick<Parts, 'database' | 'committer'>) {
    this.#committer = committer
    this.#insert = database.prepare(
      'insert into files (id, workspace, conversation, contact, name, content_type, size) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#find = database.prepare('select * from files where id = ?')
    this.#remove = database.prepare('delete from files where id = ?')
  }

  add(file: StoredFile): Promise<void> {
    const { id, workspace, conversation, contact, name, contentType, size } = file
    return this.#committer.do(
      () => void this.#insert.run(id, workspace, conversation, contact, name, contentType, size),
    )
  }

  remove(id: FileId): Promise<void> {
    return this.#committer.do(() => void this.#remove.run(id))
  }

  async find(id: FileId): Promise<StoredFile | null> {
    const row = this.#find.get(id)
    if (row === undefined) return null
    return {
      id: asId(row.id),
      workspace: asId(row.workspace),
      conversation: row.conversation === null ? null : asId(row.conversation),
      contact: asId(row.contact),
      name: row.name,
      contentType: row.content_type,
      size: row.size,
    }
  }
}
