import { asId, type WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { AuditOrigin, NameTaken, Workspace, Workspaces } from '../store.ts'
import { type Connections, codeOf, everybody, type Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'
import { renewSettings } from './settings.ts'

type WorkspaceRow = {
  id: string
  name: string
  packages: string
  locale: string
  time_zone: string
  typing_preview: number
}

const uniqueViolation = '23505'

/** Kept in memory: they are few, and every request needs one. */
export class PostgresWorkspaces implements Workspaces {
  readonly #connections: Connections
  readonly #lanes: Lanes
  #kept: Promise<Map<WorkspaceId, Workspace>> | null = null

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async all(): Promise<Workspace[]> {
    return [...(await this.#read()).values()]
  }

  async find(id: WorkspaceId): Promise<Workspace | null> {
    const known = (await this.#read()).get(id)
    if (known !== undefined) return known
    // Somebody may have added it on another node a moment ago.
    const [row] = await this.#connections.rows<WorkspaceRow>(id, finding, [id])
    if (row === undefined) return null
    this.forget()
    return workspaceOf(row)
  }

  async findByName(name: string): Promise<Workspace | null> {
    const [row] = await this.#connections.rows<WorkspaceRow>(everybody, findingByName, [name])
    return row === undefined ? null : workspaceOf(row)
  }

  async add(workspace: Workspace, by: AuditOrigin): Promise<Result<Workspace, NameTaken>> {
    const { id, name, packages, locale, timeZone, typingPreview } = workspace
    const preview = Number(typingPreview === true)
    return this.#named(name, async () => {
      await this.#connections.transaction(id, async (tx) => {
        await tx.rows(inserting, [id, name, JSON.stringify(packages), locale, timeZone, preview])
        await tx.rows(beginning, [id])
      })
      await this.#lanes.of(id).alone(async ({ tx, batch }) => {
        batch.audit({ ...by, action: 'workspace_added', object: id, after: { name } })
        await renewSettings(tx, id)
      })
      return workspace
    })
  }

  change(
    id: WorkspaceId,
    change: Partial<Omit<Workspace, 'id'>>,
    by: AuditOrigin,
  ): Promise<Result<Workspace, NameTaken>> {
    return this.#named(change.name ?? '', () =>
      this.#lanes.of(id).alone(async ({ tx, batch }) => {
        const before = await must(tx, id)
        const after = { ...before, ...change }
        const { name, packages, locale, timeZone, typingPreview } = after
        const preview = Number(typingPreview === true)
        await tx.rows(updating, [id, name, JSON.stringify(packages), locale, timeZone, preview])
        await renewSettings(tx, id)
        batch.audit({ ...by, action: 'workspace_changed', object: id, before, after })
        return after
      }),
    )
  }

  /** The next reading looks into the database again. */
  forget(): void {
    this.#kept = null
  }

  /** The name is unique over all workspaces; only the database sees them all at the same moment. */
  async #named(name: string, work: () => Promise<Workspace>): Promise<Result<Workspace, NameTaken>> {
    try {
      return ok(await work())
    } catch (error) {
      if (codeOf(error) === uniqueViolation) return refuse({ kind: 'name_taken', name })
      throw error
    } finally {
      this.forget()
    }
  }

  #read(): Promise<Map<WorkspaceId, Workspace>> {
    if (this.#kept !== null) return this.#kept
    const read = this.#connections
      .rows<WorkspaceRow>(everybody, listing, [])
      .then((rows) => new Map(rows.map((row) => [asId<'workspace'>(row.id), workspaceOf(row)])))
    this.#kept = read
    read.catch(() => {
      if (this.#kept === read) this.#kept = null
    })
    return read
  }
}

async function must(db: Queryable, id: WorkspaceId): Promise<Workspace> {
  const [row] = await db.rows<WorkspaceRow>(finding, [id])
  if (row === undefined) throw new Error(`workspace ${id} is gone`)
  return workspaceOf(row)
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

const columns = 'id, name, packages, locale, time_zone, typing_preview'
const listing = { name: 'list_workspaces', text: `select ${columns} from workspaces order by name collate "C"` }
const finding = { name: 'find_workspace', text: `select ${columns} from workspaces where id = $1` }
const findingByName = { name: 'find_workspace_by_name', text: `select ${columns} from workspaces where name = $1` }
const inserting = {
  name: 'insert_workspace',
  text: 'insert into workspaces (id, name, packages, locale, time_zone, typing_preview) values ($1, $2, $3, $4, $5, $6)',
}
const beginning = { name: 'insert_head', text: 'insert into heads (workspace) values ($1)' }
const updating = {
  name: 'update_workspace',
  text: 'update workspaces set name = $2, packages = $3, locale = $4, time_zone = $5, typing_preview = $6 where id = $1',
}
