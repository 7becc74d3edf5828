import type { BotId, WorkspaceId } from '@baton/core/ids'
import { completeWidgetSettings, type WidgetSettings } from '@baton/core/protocol'
import { ok, type Result, refuse } from '@baton/core/result'
import type { AuditOrigin, KeptWidgetSettings, WidgetSettingsChanged, WidgetSettingsStore } from '../store.ts'
import type { Connections, Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type Row = { revision: number; settings: string }

export class PostgresWidgetSettings implements WidgetSettingsStore {
  readonly #connections: Connections
  readonly #lanes: Lanes

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  find(workspace: WorkspaceId, bot: BotId): Promise<KeptWidgetSettings | null> {
    return read(this.#connections.for(workspace), workspace, bot)
  }

  set(
    workspace: WorkspaceId,
    bot: BotId,
    settings: WidgetSettings,
    seen: number | null,
    by: AuditOrigin,
  ): Promise<Result<KeptWidgetSettings, WidgetSettingsChanged>> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await read(tx, workspace, bot)
      const known = before?.revision ?? 0
      if (seen !== null && seen !== known) return refuse({ kind: 'widget_settings_changed' })
      const after = { settings, revision: known + 1 }
      await tx.rows(putting, [workspace, bot, after.revision, JSON.stringify(settings)])
      const change = { before: before?.settings ?? null, after: settings }
      batch.audit({ ...by, action: 'widget_settings_changed', object: bot, ...change })
      return ok(after)
    })
  }
}

async function read(db: Queryable, workspace: WorkspaceId, bot: BotId): Promise<KeptWidgetSettings | null> {
  const [row] = await db.rows<Row>(reading, [workspace, bot])
  if (row === undefined) return null
  return { settings: completeWidgetSettings(JSON.parse(row.settings)), revision: row.revision }
}

const reading = {
  name: 'read_widget_settings',
  text: 'select revision, settings from widget_settings where workspace = $1 and bot = $2',
}
const putting = {
  name: 'put_widget_settings',
  text: `insert into widget_settings (workspace, bot, revision, settings) values ($1, $2, $3, $4)
    on conflict (bot) do update set revision = excluded.revision, settings = excluded.settings`,
}
