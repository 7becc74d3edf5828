import type { BotDocument } from '@baton/core/flow'
import { asId, type BotId, type WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Database, Statement } from 'better-sqlite3'
import { nextEditor, refusalOf } from '../drafts.ts'
import type {
  AuditOrigin,
  Bot,
  Bots,
  DraftChanged,
  DraftEditor,
  DraftTaken,
  EditWish,
  NameTaken,
  Seen,
  Workspace,
  Workspaces,
} from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; audit: SqliteAudit }
type BotRow = {
  id: string
  workspace: string
  name: string
  version: number
  live: number | null
  draft: string
  allowed_sites: string
}

export class SqliteBots implements Bots {
  readonly #parts: Parts
  readonly #list: Statement<[string], BotRow>
  readonly #find: Statement<[string, string, string], BotRow>
  readonly #anywhere: Statement<[string], BotRow>
  readonly #findId: Statement<[string, string, string], { id: string }>
  readonly #namesOf: Statement<[string], { id: string; name: string }>
  readonly #insert: Statement
  /** Asked for with every message. What is not found is not kept; every write forgets all. */
  readonly #ids = new Map<string, BotId>()
  readonly #names = new Map<WorkspaceId, ReadonlyMap<BotId, string>>()
  readonly #save: Statement
  readonly #publish: Statement
  readonly #addVersion: Statement
  readonly #version: Statement<[string, number], { document: string }>
  readonly #versions: Statement<[string, number, number], { version: number }>
  readonly #sites: Statement
  readonly #editor: Statement<[string], DraftEditor>
  readonly #setEditor: Statement
  readonly #dropEditor: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#list = database.prepare('select * from bots where workspace = ? order by name, id')
    this.#find = database.prepare('select * from bots where workspace = ? and (id = ? or name = ?)')
    this.#anywhere = database.prepare('select * from bots where id = ?')
    this.#findId = database.prepare('select id from bots where workspace = ? and (id = ? or name = ?)')
    this.#namesOf = database.prepare('select id, name from bots where workspace = ?')
    this.#insert = database.prepare('insert into bots (id, workspace, name, version, draft) values (?, ?, ?, 1, ?)')
    this.#save = database.prepare('update bots set name = ?, version = ?, draft = ? where workspace = ? and id = ?')
    this.#publish = database.prepare('update bots set live = ? where workspace = ? and id = ?')
    this.#addVersion = database.prepare('insert into bot_versions (bot, version, document) values (?, ?, ?)')
    this.#version = database.prepare('select document from bot_versions where bot = ? and version = ?')
    this.#versions = database.prepare(
      'select version from bot_versions where bot = ? and version < ? order by version desc limit ?',
    )
    this.#editor = database.prepare('select page, name, since, until from draft_editors where bot = ?')
    this.#setEditor = database.prepare('insert or replace into draft_editors values (?, ?, ?, ?, ?, ?)')
    this.#dropEditor = database.prepare('delete from draft_editors where bot = ? and page = ?')
    this.#sites = database.prepare('update bots set allowed_sites = ? where workspace = ? and id = ?')
  }

  async list(workspace: WorkspaceId): Promise<Bot[]> {
    return this.#list.all(workspace).map(botOf)
  }

  async find(workspace: WorkspaceId, reference: string): Promise<Bot | null> {
    return this.#read(workspace, reference)
  }

  async findAnywhere(id: BotId): Promise<Bot | null> {
    return this.#readAnywhere(id)
  }

  async findId(workspace: WorkspaceId, reference: string): Promise<BotId | null> {
    const mark = `${workspace} ${reference}`
    const known = this.#ids.get(mark) ?? this.#findId.get(workspace, reference, reference)?.id
    if (known === undefined) return null
    this.#ids.set(mark, asId(known))
    return asId(known)
  }

  async names(workspace: WorkspaceId): Promise<ReadonlyMap<BotId, string>> {
    const known = this.#names.get(workspace)
    if (known !== undefined) return known
    const read = new Map(this.#namesOf.all(workspace).map(({ id, name }) => [asId<'bot'>(id), name]))
    this.#names.set(workspace, read)
    return read
  }

  add(
    workspace: WorkspaceId,
    bot: Pick<Bot, 'id' | 'name' | 'draft'>,
    by: AuditOrigin,
  ): Promise<Result<Bot, NameTaken>> {
    return this.#parts.committer.do(() => {
      if (this.#read(workspace, bot.name) !== null) return refuse({ kind: 'name_taken', name: bot.name })
      this.#insert.run(bot.id, workspace, bot.name, JSON.stringify(bot.draft))
      this.#forgetNames()
      this.#parts.audit.append(workspace, { ...by, action: 'bot_added', object: bot.id, after: { name: bot.name } })
      return ok(this.#must(bot.id))
    })
  }

  /** Editing a draft that is live begins the next version. */
  saveDraft(
    workspace: WorkspaceId,
    id: BotId,
    name: string,
    draft: Record<string, unknown>,
    by: AuditOrigin,
    seen: Seen = {},
  ): Promise<Result<Bot, NameTaken | DraftChanged | DraftTaken>> {
    return this.#parts.committer.do(() => {
      const bot = this.#must(id)
      const refusal = refusalOf(bot, seen, this.#editor.get(id) ?? null)
      if (refusal !== null) return refuse(refusal)
      const taken = this.#read(workspace, name)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name })
      const version = bot.version === bot.live ? bot.version + 1 : bot.version
      this.#save.run(name, version, JSON.stringify(draft), workspace, id)
      this.#forgetNames()
      this.#parts.audit.append(workspace, { ...by, action: 'draft_saved', object: id, after: { name, version } })
      return ok(this.#must(id))
    })
  }

  publish(
    workspace: WorkspaceId,
    id: BotId,
    version: number,
    document: BotDocument,
    by: AuditOrigin,
    seen: Seen = {},
  ): Promise<Bot | null> {
    return this.#parts.committer.do(() => {
      const bot = this.#must(id)
      if (bot.version !== version || refusalOf(bot, seen, null) !== null) return null
      if (bot.live === version) return bot
      this.#addVersion.run(id, version, JSON.stringify(document))
      this.#publish.run(version, workspace, id)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'bot_published',
        object: id,
        before: { live: bot.live },
        after: { live: version },
      })
      return this.#must(id)
    })
  }

  edit(workspace: WorkspaceId, id: BotId, wish: EditWish): Promise<DraftEditor> {
    return this.#parts.committer.do(() => {
      const next = nextEditor(this.#editor.get(id) ?? null, wish)
      if (next.page === wish.page) this.#setEditor.run(workspace, id, next.page, next.name, next.since, next.until)
      return next
    })
  }

  async stopEditing(_workspace: WorkspaceId, id: BotId, page: string): Promise<void> {
    await this.#parts.committer.do(() => this.#dropEditor.run(id, page))
  }

  async version(id: BotId, version: number): Promise<BotDocument | null> {
    const row = this.#version.get(id, version)
    return row === undefined ? null : JSON.parse(row.document)
  }

  async versions(id: BotId, before: number | null, limit: number): Promise<number[]> {
    return this.#versions.all(id, before ?? afterEveryVersion, limit).map(({ version }) => version)
  }

  allowSites(workspace: WorkspaceId, id: BotId, sites: string[], by: AuditOrigin): Promise<Bot> {
    return this.#parts.committer.do(() => {
      this.#sites.run(JSON.stringify(sites), workspace, id)
      this.#parts.audit.append(workspace, { ...by, action: 'sites_allowed', object: id, after: { sites } })
      return this.#must(id)
    })
  }

  /** Another process has written. */
  reload(): void {
    this.#forgetNames()
  }

  #forgetNames(): void {
    this.#ids.clear()
    this.#names.clear()
  }

  #read(workspace: WorkspaceId, reference: string): Bot | null {
    const row = this.#find.get(workspace, reference, reference)
    return row === undefined ? null : botOf(row)
  }

  #readAnywhere(id: BotId): Bot | null {
    const row = this.#anywhere.get(id)
    return row === undefined ? null : botOf(row)
  }

  #must(id: BotId): Bot {
    const bot = this.#readAnywhere(id)
    if (bot === null) throw new Error(`bot ${id} is gone`)
    return bot
  }
}

/** The largest number that both databases take for a version. */
const afterEveryVersion = 2_147_483_647

function botOf(row: BotRow): Bot {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace),
    name: row.name,
    version: row.version,
    live: row.live,
    draft: JSON.parse(row.draft),
    allowedSites: JSON.parse(row.allowed_sites),
  }
}

type WorkspaceRow = {
  id: string
  name: string
  packages: string
  locale: string
  time_zone: string
  typing_preview: number
}

/** Kept in memory: they are few, and every request needs one. */
export class SqliteWorkspaces implements Workspaces {
  readonly #parts: Parts
  readonly #all: Statement<[], WorkspaceRow>
  readonly #insert: Statement
  readonly #update: Statement
  #kept: Map<WorkspaceId, Workspace> | null = null

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#all = database.prepare('select * from workspaces order by name')
    this.#insert = database.prepare(
      'insert into workspaces (id, name, packages, locale, time_zone, typing_preview) values (?, ?, ?, ?, ?, ?)',
    )
    this.#update = database.prepare(
      'update workspaces set name = ?, packages = ?, locale = ?, time_zone = ?, typing_preview = ? where id = ?',
    )
  }

  async all(): Promise<Workspace[]> {
    return [...this.#read().values()]
  }

  async find(id: WorkspaceId): Promise<Workspace | null> {
    return this.#find(id)
  }

  async findByName(name: string): Promise<Workspace | null> {
    return this.#findByName(name)
  }

  add(workspace: Workspace, by: AuditOrigin): Promise<Result<Workspace, NameTaken>> {
    return this.#parts.committer.do(() => {
      this.reload()
      if (this.#findByName(workspace.name) !== null) return refuse({ kind: 'name_taken', name: workspace.name })
      const { id, name, packages, locale, timeZone, typingPreview } = workspace
      this.#insert.run(id, name, JSON.stringify(packages), locale, timeZone, Number(typingPreview === true))
      this.#parts.audit.append(id, { ...by, action: 'workspace_added', object: id, after: { name } })
      this.reload()
      return ok(workspace)
    })
  }

  change(
    id: WorkspaceId,
    change: Partial<Omit<Workspace, 'id'>>,
    by: AuditOrigin,
  ): Promise<Result<Workspace, NameTaken>> {
    return this.#parts.committer.do(() => {
      const before = this.#find(id)
      if (before === null) throw new Error(`workspace ${id} is gone`)
      const after = { ...before, ...change }
      const taken = this.#findByName(after.name)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name: after.name })
      const { name, packages, locale, timeZone, typingPreview } = after
      this.#update.run(name, JSON.stringify(packages), locale, timeZone, Number(typingPreview === true), id)
      this.#parts.audit.append(id, { ...by, action: 'workspace_changed', object: id, before, after })
      this.reload()
      return ok(after)
    })
  }

  /** The next reading looks into the database again (another process may have added one). */
  reload(): void {
    this.#kept = null
  }

  #find(id: WorkspaceId): Workspace | null {
    const known = this.#read().get(id)
    if (known !== undefined) return known
    this.reload()
    return this.#read().get(id) ?? null
  }

  #findByName(name: string): Workspace | null {
    return [...this.#read().values()].find((workspace) => workspace.name === name) ?? null
  }

  #read(): Map<WorkspaceId, Workspace> {
    this.#kept ??= new Map(this.#all.all().map((row) => [asId<'workspace'>(row.id), workspaceOf(row)]))
    return this.#kept
  }
}

function workspaceOf(row: WorkspaceRow): Workspace {
  return {
    id: asId(row.id),
    name: row.name,
    packages: JSON.parse(row.packages),
    locale: row.locale,
    timeZone: row.time_zone,
    ...(row.typing_preview === 1 && { typingPreview: true }),
  }
}
