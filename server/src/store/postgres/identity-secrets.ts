import type { BotId, WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { AuditOrigin, IdentitySecret, IdentitySecrets } from '../store.ts'
import type { Connections, Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type Parts = { connections: Connections; lanes: Lanes; now: () => Instant }
type Row = { secret: string; previous: string | null; rotated_at: number }

export class PostgresIdentitySecrets implements IdentitySecrets {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  find(workspace: WorkspaceId, bot: BotId): Promise<IdentitySecret | null> {
    return read(this.#parts.connections.for(workspace), workspace, bot)
  }

  rotate(workspace: WorkspaceId, bot: BotId, secret: string, by: AuditOrigin): Promise<IdentitySecret> {
    return this.#parts.lanes.of(workspace).alone(async ({ tx, batch }) => {
      await tx.rows(putting, [workspace, bot, secret, this.#parts.now()])
      batch.audit({ ...by, action: 'identity_secret_rotated', object: bot })
      const rotated = await read(tx, workspace, bot)
      if (rotated === null) throw new Error(`the secret of ${bot} is gone`)
      return rotated
    })
  }

  remove(workspace: WorkspaceId, bot: BotId, by: AuditOrigin): Promise<boolean> {
    return this.#parts.lanes.of(workspace).alone(async ({ tx, batch }) => {
      const removed = await tx.rows(removing, [workspace, bot])
      if (removed.length > 0) batch.audit({ ...by, action: 'identity_secret_removed', object: bot })
      return removed.length > 0
    })
  }
}

async function read(db: Queryable, workspace: WorkspaceId, bot: BotId): Promise<IdentitySecret | null> {
  const [row] = await db.rows<Row>(reading, [workspace, bot])
  if (row === undefined) return null
  return { secret: row.secret, previous: row.previous, rotatedAt: instant(row.rotated_at) }
}

const reading = {
  name: 'read_identity_secret',
  text: 'select secret, previous, rotated_at from identity_secrets where workspace = $1 and bot = $2',
}
const putting = {
  name: 'put_identity_secret',
  text: `insert into identity_secrets as s (workspace, bot, secret, rotated_at) values ($1, $2, $3, $4)
    on conflict (bot) do update set previous = s.secret, secret = excluded.secret, rotated_at = excluded.rotated_at`,
}
const removing = {
  name: 'remove_identity_secret',
  text: 'delete from identity_secrets where workspace = $1 and bot = $2 returning bot',
}
