import type { BotId, WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type { AuditOrigin, IdentitySecret, IdentitySecrets } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; audit: SqliteAudit; now: () => Instant }
type Row = { secret: string; previous: string | null; rotated_at: number }

export class SqliteIdentitySecrets implements IdentitySecrets {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], Row>
  readonly #put: Statement
  readonly #remove: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare(
      'select secret, previous, rotated_at from identity_secrets where workspace = ? and bot = ?',
    )
    this.#put = database.prepare(
      `insert into identity_secrets (workspace, bot, secret, rotated_at) values (?, ?, ?, ?)
       on conflict (bot) do update set previous = secret, secret = excluded.secret, rotated_at = excluded.rotated_at`,
    )
    this.#remove = database.prepare('delete from identity_secrets where workspace = ? and bot = ?')
  }

  async find(workspace: WorkspaceId, bot: BotId): Promise<IdentitySecret | null> {
    return this.#read(workspace, bot)
  }

  rotate(workspace: WorkspaceId, bot: BotId, secret: string, by: AuditOrigin): Promise<IdentitySecret> {
    return this.#parts.committer.do(() => {
      this.#put.run(workspace, bot, secret, this.#parts.now())
      this.#parts.audit.append(workspace, { ...by, action: 'identity_secret_rotated', object: bot })
      const rotated = this.#read(workspace, bot)
      if (rotated === null) throw new Error(`the secret of ${bot} is gone`)
      return rotated
    })
  }

  remove(workspace: WorkspaceId, bot: BotId, by: AuditOrigin): Promise<boolean> {
    return this.#parts.committer.do(() => {
      const isRemoved = this.#remove.run(workspace, bot).changes > 0
      if (isRemoved) this.#parts.audit.append(workspace, { ...by, action: 'identity_secret_removed', object: bot })
      return isRemoved
    })
  }

  #read(workspace: WorkspaceId, bot: BotId): IdentitySecret | null {
    const row = this.#find.get(workspace, bot)
    if (row === undefined) return null
    return { secret: row.secret, previous: row.previous, rotatedAt: instant(row.rotated_at) }
  }
}
