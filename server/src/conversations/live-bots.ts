import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, type CompiledBot, compileBot, type FlowWorld } from '@baton/core/flow'
import type { BotId } from '@baton/core/ids'
import type { Bots, Workspace } from '../store/store.ts'

type Live = { bot: { id: BotId; name: string }; flow: FlowWorld }

const limitOfKept = 1_000

/** Bot versions prepared for running. A version never changes, so it is prepared once; which one is live is asked each time. */
export class LiveBots {
  readonly #bots: Bots
  readonly #compiled = new Map<string, CompiledBot | null>()
  readonly #live = new Map<BotId, { version: number; name: string } | null>()

  constructor(bots: Bots) {
    this.#bots = bots
  }

  /** Null when there is no such bot in the workspace, or nothing of it is live. */
  find(id: BotId, workspace: Pick<Workspace, 'id' | 'packages'>): Live | null {
    const live = this.#liveOf(id)
    const compiled = live === null ? null : this.#version(id, live.version)
    if (live === null || compiled === null) return null
    const flow = {
      live: compiled,
      version: (number: number) => this.#version(id, number),
      packages: new Set(workspace.packages),
    }
    return { bot: { id, name: live.name }, flow }
  }

  /** After a publish, or a change of name. */
  forget(id: BotId): void {
    this.#live.delete(id)
  }

  /** After another process may have published. */
  forgetAll(): void {
    this.#live.clear()
  }

  #liveOf(id: BotId): { version: number; name: string } | null {
    const known = this.#live.get(id)
    if (known !== undefined) return known
    const bot = this.#bots.findAnywhere(id)
    const live = bot === null || bot.live === null ? null : { version: bot.live, name: bot.name }
    this.#live.set(id, live)
    return live
  }

  #version(id: BotId, version: number): CompiledBot | null {
    const key = `${id} ${version}`
    const known = this.#compiled.get(key)
    if (known !== undefined) return known
    if (this.#compiled.size >= limitOfKept) this.#compiled.clear()
    const document: BotDocument | null = this.#bots.version(id, version)
    const compiled = document === null ? null : compileBot(document, version, catalogue)
    this.#compiled.set(key, compiled)
    return compiled
  }
}
