import type { BotId, WorkspaceId } from '@baton/core/ids'
import { completeWidgetSettings, type WidgetSettings } from '@baton/core/protocol'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Database, Statement } from 'better-sqlite3'
import type { AuditOrigin, KeptWidgetSettings, WidgetSettingsChanged, WidgetSettingsStore } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; audit: SqliteAudit }
type Row = { revision: number; settings: string }

export class SqliteWidgetSettings implements WidgetSettingsStore {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], Row>
  readonly #put: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare('select revision, settings from widget_settings where workspace = ? and bot = ?')
    this.#put = database.prepare(
      `insert into widget_settings (workspace, bot, revision, settings) values (?, ?, ?, ?)
       on conflict (bot) do update set revision = excluded.revision, settings = excluded.settings`,
    )
  }

  async find(workspace: WorkspaceId, bot: BotId): Promise<KeptWidgetSettings | null> {
    return this.#read(workspace, bot)
  }

  set(
    workspace: WorkspaceId,
    bot: BotId,
    settings: WidgetSettings,
    seen: number | null,
    by: AuditOrigin,
  ): Promise<Result<KeptWidgetSettings, WidgetSettingsChanged>> {
    return this.#parts.committer.do(() => {
      const before = this.#read(workspace, bot)
      const known = before?.revision ?? 0
      if (seen !== null && seen !== known) return refuse({ kind: 'widget_settings_changed' })
      const after = { settings, revision: known + 1 }
      this.#put.run(workspace, bot, after.revision, JSON.stringify(settings))
      const change = { before: before?.settings ?? null, after: settings }
      this.#parts.audit.append(workspace, { ...by, action: 'widget_settings_changed', object: bot, ...change })
      return ok(after)
    })
  }

  #read(workspace: WorkspaceId, bot: BotId): KeptWidgetSettings | null {
    const row = this.#find.get(workspace, bot)
    if (row === undefined) return null
    return { settings: completeWidgetSettings(JSON.parse(row.settings)), revision: row.revision }
  }
}
