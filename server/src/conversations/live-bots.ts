import { catalogue } from '@baton/actions/catalogue'
import { type CompiledBot, compileBot, type FlowWorld } from '@baton/core/flow'
import type { BotId, WorkspaceId } from '@baton/core/ids'
import { type Bots, NotReady, type Workspace } from '../store/store.ts'

type Live = { bot: { id: BotId; name: string }; flow: FlowWorld }

/** Null stands for what the store does not have; what is left out has not been read. */
type Kept = {
  live?: { workspace: WorkspaceId; version: number; name: string } | null
  versions: Map<number, CompiledBot | null>
}

const limitOfKept = 1_000
const limitOfVersions = 50

/**
 * Bot versions prepared for running, in memory, because a decision cannot wait. A version never changes, so it is
 * prepared once; which one is live is kept until it is forgotten.
 */
export class LiveBots {
  readonly #bots: Bots
  /** The one that was read longest ago stands first. */
  readonly #kept = new Map<BotId, Kept>()
  readonly #reading = new Map<string, Promise<void>>()

  constructor(bots: Bots) {
    this.#bots = bots
  }

  /**
   * For decisions: null when there is no such bot in the workspace, or nothing of it is live. Throws `NotReady` when that
   * is not in memory; so does the flow when it asks for a version that is not.
   */
  find(id: BotId, workspace: Pick<Workspace, 'id' | 'packages'>): Live | null {
    const live = this.#liveOf(id)
    if (live === null || live.workspace !== workspace.id) return null
    const compiled = this.#version(id, live.version)
    if (compiled === null) return null
    const flow = {
      live: compiled,
      version: (number: number) => this.#version(id, number),
      packages: new Set(workspace.packages),
    }
    return { bot: { id, name: live.name }, flow }
  }

  /** As `find`, for those who can wait. */
  async read(id: BotId, workspace: Pick<Workspace, 'id' | 'packages'>): Promise<Live | null> {
    for (;;) {
      try {
        return this.find(id, workspace)
      } catch (error) {
        if (!(error instanceof NotReady)) throw error
        await error.load()
      }
    }
  }

  /** After a publish, or a change of name. */
  forget(id: BotId): void {
    const kept = this.#kept.get(id)
    if (kept === undefined) return
    // Prepared versions stay good; what is being read now may be of before, and is left aside.
    const versions = [...kept.versions].filter(([, compiled]) => compiled !== null)
    this.#kept.set(id, { versions: new Map(versions.slice(-limitOfVersions)) })
  }

  /** After another process may have published in a workspace. */
  forgetWorkspace(workspace: WorkspaceId): void {
    for (const [id, { live }] of this.#kept) if (live == null || live.workspace === workspace) this.forget(id)
  }

  /** After another process may have published anywhere. */
  forgetAll(): void {
    for (const id of this.#kept.keys()) this.forget(id)
  }

  #liveOf(id: BotId): NonNullable<Kept['live']> | null {
    const kept = this.#kept.get(id)
    if (kept?.live !== undefined) return kept.live
    throw new NotReady(() => this.#once(`${id}`, () => this.#readLive(id)))
  }

  #version(id: BotId, version: number): CompiledBot | null {
    const known = this.#kept.get(id)?.versions.get(version)
    if (known !== undefined) return known
    throw new NotReady(() => this.#once(`${id} ${version}`, () => this.#readVersion(id, version)))
  }

  /** The version comes along with what is live: a decision waits once, not twice. */
  async #readLive(id: BotId): Promise<void> {
    const kept = this.#keep(id)
    const bot = await this.#bots.findAnywhere(id)
    const live =
      bot === null || bot.live === null ? null : { workspace: bot.workspace, version: bot.live, name: bot.name }
    if (live !== null && !kept.versions.has(live.version)) await this.#prepare(kept, id, live.version)
    kept.live = live
  }

  async #readVersion(id: BotId, version: number): Promise<void> {
    await this.#prepare(this.#keep(id), id, version)
  }

  async #prepare(kept: Kept, id: BotId, version: number): Promise<void> {
    const document = await this.#bots.version(id, version)
    kept.versions.set(version, document === null ? null : compileBot(document, version, catalogue))
  }

  /** What is forgotten while it is read is not what is kept, so it is read again. */
  #keep(id: BotId): Kept {
    const kept = this.#kept.get(id) ?? { versions: new Map() }
    this.#kept.delete(id)
    this.#kept.set(id, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > limitOfKept && oldest !== undefined) this.#kept.delete(oldest)
    return kept
  }

  #once(what: string, read: () => Promise<void>): Promise<void> {
    const underWay = this.#reading.get(what) ?? read().finally(() => this.#reading.delete(what))
    this.#reading.set(what, underWay)
    return underWay
  }
}
