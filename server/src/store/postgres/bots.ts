import type { BotDocument } from '@baton/core/flow'
import { asId, type BotId, type WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
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
} from '../store.ts'
import { botColumns } from './columns.ts'
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Held } from './lane.ts'
import type { Lanes } from './lanes.ts'
import { renewSettings } from './settings.ts'

type BotRow = {
  id: string
  workspace: string
  name: string
  version: number
  live: number | null
  draft: string
  allowed_sites: string
}

export class PostgresBots implements Bots {
  readonly #connections: Connections
  readonly #lanes: Lanes
  /** Asked for with every message; forgotten when the settings of the workspace have moved on. */
  readonly #names = new Map<WorkspaceId, Promise<ReadonlyMap<BotId, string>>>()

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async list(workspace: WorkspaceId): Promise<Bot[]> {
    const rows = await this.#connections.rows<BotRow>(workspace, listing, [workspace])
    return rows.map(botOf)
  }

  find(workspace: WorkspaceId, reference: string): Promise<Bot | null> {
    return find(this.#connections.for(workspace), workspace, reference)
  }

  async findAnywhere(id: BotId): Promise<Bot | null> {
    const [row] = await this.#connections.rows<BotRow>(everybody, findingAnywhere, [id])
    return row === undefined ? null : botOf(row)
  }

  async findId(workspace: WorkspaceId, reference: string): Promise<BotId | null> {
    const names = await this.names(workspace)
    const id = asId<'bot'>(reference)
    if (names.has(id)) return id
    for (const [bot, name] of names) if (name === reference) return bot
    // Somebody may have added it on another node a moment ago.
    return (await this.find(workspace, reference))?.id ?? null
  }

  names(workspace: WorkspaceId): Promise<ReadonlyMap<BotId, string>> {
    const known = this.#names.get(workspace)
    if (known !== undefined) return known
    const read = this.#readNames(workspace)
    this.#names.set(workspace, read)
    read.catch(() => this.#names.delete(workspace))
    return read
  }

  /** What is known of the names may be old. */
  forget(workspace: WorkspaceId | null): void {
    if (workspace === null) this.#names.clear()
    else this.#names.delete(workspace)
  }

  add(
    workspace: WorkspaceId,
    bot: Pick<Bot, 'id' | 'name' | 'draft'>,
    by: AuditOrigin,
  ): Promise<Result<Bot, NameTaken>> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      if ((await find(tx, workspace, bot.name)) !== null) return refuse({ kind: 'name_taken', name: bot.name })
      await tx.rows(inserting, [bot.id, workspace, bot.name, JSON.stringify(bot.draft)])
      batch.audit({ ...by, action: 'bot_added', object: bot.id, after: { name: bot.name } })
      return ok(await must(tx, workspace, bot.id))
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
    return this.#alone(workspace, async ({ tx, batch }) => {
      const bot = await must(tx, workspace, id)
      const [editor] = seen.editor === undefined ? [] : await tx.rows<DraftEditor>(readingEditor, [workspace, id])
      const refusal = refusalOf(bot, seen, editor ?? null)
      if (refusal !== null) return refuse(refusal)
      const taken = await find(tx, workspace, name)
      if (taken !== null && taken.id !== id) return refuse({ kind: 'name_taken', name })
      const version = bot.version === bot.live ? bot.version + 1 : bot.version
      await tx.rows(saving, [workspace, id, name, version, JSON.stringify(draft)])
      batch.audit({ ...by, action: 'draft_saved', object: id, after: { name, version } })
      return ok(await must(tx, workspace, id))
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
    return this.#alone(workspace, async ({ tx, batch }) => {
      const bot = await must(tx, workspace, id)
      if (bot.version !== version || refusalOf(bot, seen, null) !== null) return null
      if (bot.live === version) return bot
      await tx.rows(addingVersion, [workspace, id, version, JSON.stringify(document)])
      await tx.rows(publishing, [workspace, id, version])
      batch.audit({
        ...by,
        action: 'bot_published',
        object: id,
        before: { live: bot.live },
        after: { live: version },
      })
      return must(tx, workspace, id)
    })
  }

  edit(workspace: WorkspaceId, id: BotId, wish: EditWish): Promise<DraftEditor> {
    return this.#lanes.of(workspace).alone(async ({ tx }) => {
      const [current] = await tx.rows<DraftEditor>(readingEditor, [workspace, id])
      const next = nextEditor(current ?? null, wish)
      if (next.page === wish.page)
        await tx.rows(settingEditor, [workspace, id, next.page, next.name, next.since, next.until])
      return next
    })
  }

  async stopEditing(workspace: WorkspaceId, id: BotId, page: string): Promise<void> {
    await this.#connections.rows(workspace, droppingEditor, [workspace, id, page])
  }

  async version(id: BotId, version: number): Promise<BotDocument | null> {
    const [row] = await this.#connections.rows<{ document: string }>(everybody, readingVersion, [id, version])
    return row === undefined ? null : JSON.parse(row.document)
  }

  async versions(id: BotId, before: number | null, limit: number): Promise<number[]> {
    const asked = [id, before ?? afterEveryVersion, limit]
    const rows = await this.#connections.rows<{ version: number }>(everybody, listingVersions, asked)
    return rows.map(({ version }) => version)
  }

  allowSites(workspace: WorkspaceId, id: BotId, sites: string[], by: AuditOrigin): Promise<Bot> {
    return this.#alone(workspace, async ({ tx, batch }) => {
      await tx.rows(allowing, [workspace, id, JSON.stringify(sites)])
      batch.audit({ ...by, action: 'sites_allowed', object: id, after: { sites } })
      return must(tx, workspace, id)
    })
  }

  async #readNames(workspace: WorkspaceId): Promise<ReadonlyMap<BotId, string>> {
    const rows = await this.#connections.rows<{ id: string; name: string }>(workspace, readingNames, [workspace])
    return new Map(rows.map(({ id, name }) => [asId(id), name]))
  }

  async #alone<T>(workspace: WorkspaceId, work: (held: Held) => Promise<T>): Promise<T> {
    const value = await this.#lanes.of(workspace).alone(async (held) => {
      const value = await work(held)
      await renewSettings(held.tx, workspace)
      return value
    })
    this.forget(workspace)
    return value
  }
}

async function find(db: Queryable, workspace: WorkspaceId, reference: string): Promise<Bot | null> {
  const [row] = await db.rows<BotRow>(finding, [workspace, reference])
  return row === undefined ? null : botOf(row)
}

async function must(db: Queryable, workspace: WorkspaceId, id: BotId): Promise<Bot> {
  const bot = await find(db, workspace, id)
  if (bot === null) throw new Error(`bot ${id} is gone`)
  return bot
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

const listing = {
  name: 'list_bots',
  text: `select ${botColumns} from bots where workspace = $1 order by name collate "C", id collate "C"`,
}
const finding = {
  name: 'find_bot',
  text: `select ${botColumns} from bots where workspace = $1 and (id = $2 or name = $2)`,
}
const findingAnywhere = { name: 'find_bot_anywhere', text: `select ${botColumns} from bots where id = $1` }
const readingNames = { name: 'read_bot_names', text: 'select id, name from bots where workspace = $1' }
const inserting = {
  name: 'insert_bot',
  text: 'insert into bots (id, workspace, name, version, draft) values ($1, $2, $3, 1, $4)',
}
const saving = {
  name: 'save_draft',
  text: 'update bots set name = $3, version = $4, draft = $5 where workspace = $1 and id = $2',
}
const addingVersion = {
  name: 'add_version',
  text: 'insert into bot_versions (workspace, bot, version, document) values ($1, $2, $3, $4)',
}
const publishing = { name: 'publish', text: 'update bots set live = $3 where workspace = $1 and id = $2' }
const readingVersion = {
  name: 'read_version',
  text: 'select document from bot_versions where bot = $1 and version = $2',
}
const listingVersions = {
  name: 'list_versions',
  text: 'select version from bot_versions where bot = $1 and version < $2 order by version desc limit $3',
}
const allowing = {
  name: 'allow_sites',
  text: 'update bots set allowed_sites = $3 where workspace = $1 and id = $2',
}
const readingEditor = {
  name: 'read_draft_editor',
  text: 'select page, name, since, until from draft_editors where workspace = $1 and bot = $2',
}
const settingEditor = {
  name: 'set_draft_editor',
  text: `insert into draft_editors (workspace, bot, page, name, since, until) values ($1, $2, $3, $4, $5, $6)
    on conflict (bot) do update set page = excluded.page, name = excluded.name, since = excluded.since, until = excluded.until`,
}
const droppingEditor = {
  name: 'drop_draft_editor',
  text: 'delete from draft_editors where workspace = $1 and bot = $2 and page = $3',
}
