import type { WorkspaceId } from '@baton/core/ids'
import type { Connections, Queryable } from './connections.ts'
import { everybody } from './connections.ts'

/** Tells all nodes, in the same transaction, that what they keep in memory of a workspace (bots, keys, names) is old. */
export async function renewSettings(tx: Queryable, workspace: WorkspaceId): Promise<void> {
  await tx.rows(renewing, [workspace])
  await tx.rows(telling, [])
}

const renewing = { name: 'renew_settings', text: 'update heads set settings = settings + 1 where workspace = $1' }
const telling = { name: 'tell_settings', text: 'update tidings set version = version + 1' }

/**
 * Notices that settings have changed, on this node or another: with every commit of a workspace, whose row says so, and
 * by looking. `onChanged` is called once per change.
 */
export class SettingsWatch {
  readonly #connections: Connections
  readonly #onChanged: (workspace: WorkspaceId) => void
  readonly #known = new Map<string, number>()
  #version = 0
  #looking: Promise<void> | null = null

  constructor(connections: Connections, onChanged: (workspace: WorkspaceId) => void) {
    this.#connections = connections
    this.#onChanged = onChanged
  }

  /** A commit has read this revision of the workspace's settings. */
  seen(workspace: WorkspaceId, revision: number): void {
    const known = this.#known.get(workspace)
    if (known !== undefined && known >= revision) return
    this.#known.set(workspace, revision)
    this.#onChanged(workspace)
  }

  /** One small read while nothing changes; several at once share it. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    const [row] = await this.#connections.rows<{ version: number }>(everybody, readingVersion, [])
    if (row === undefined || row.version === this.#version) return
    const heads = await this.#connections.rows<{ workspace: WorkspaceId; settings: number }>(everybody, readingAll, [])
    this.#version = row.version
    for (const { workspace, settings } of heads) this.seen(workspace, settings)
  }
}

const readingVersion = { name: 'read_tidings', text: 'select version from tidings' }
const readingAll = { name: 'read_settings', text: 'select workspace, settings from heads' }
