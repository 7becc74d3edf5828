import type { WorkspaceId } from '@baton/core/ids'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { Bus } from './bus.ts'
import { eachAtMost } from './one-at-a-time.ts'

type Parts = {
  bus: Bus
  store: Store
  clock: Clock
  log: Logger
  /** Milliseconds of a clock that never jumps. */
  steady?: () => number
}

/** How often the store is looked into where hints of other nodes do not arrive, and how often where they do. */
const lookEvery = 250
const lookWhenHealthyEvery = 5_000
/** Presence takes more reading than a look at the log. */
const presenceEvery = 1_000
const longestBackoff = 5_000
const readsAtOnce = 4
const eventsAtOnce = 1_000
/** A workspace in which more is written than this is looked at again the next time. */
const mostPages = 10

/**
 * [I-50] What other nodes have written, found in the store: at once where the bus does not reach them, and now and then
 * where it does, for hints that were lost. Only for a store that others write to.
 */
export class Watch {
  readonly #parts: Required<Parts>
  readonly #positions = new Map<WorkspaceId, number>()
  readonly #loop: { stop(): void }
  #running: Promise<void> = Promise.resolve()
  #wasHealthy = false
  #lookedAt = Number.NEGATIVE_INFINITY
  #presenceAt = Number.NEGATIVE_INFINITY
  #failures = 0

  constructor(parts: Parts) {
    this.#parts = { steady: () => performance.now(), ...parts }
    this.#loop = every(parts.clock, lookEvery, () => {
      if (this.#isDue()) this.#running = this.#look()
      return this.#running
    })
  }

  async stop(): Promise<void> {
    this.#loop.stop()
    await this.#running
  }

  /** Also once when the bus has come back: what it lost before that is found now. */
  #isDue(): boolean {
    const isHealthy = this.#parts.bus.isHealthy()
    const isBack = isHealthy && !this.#wasHealthy
    this.#wasHealthy = isHealthy
    const waited = this.#parts.steady() - this.#lookedAt
    if (this.#failures > 0) return waited >= Math.min(lookEvery * 2 ** this.#failures, longestBackoff)
    return isBack || !isHealthy || waited >= lookWhenHealthyEvery
  }

  async #look(): Promise<void> {
    const { bus, store, steady, log } = this.#parts
    this.#lookedAt = steady()
    try {
      await store.refresh()
      const followed = new Set(bus.followed())
      for (const workspace of this.#positions.keys()) if (!followed.has(workspace)) this.#positions.delete(workspace)
      await eachAtMost(readsAtOnce, followed, (workspace) => this.#lookInto(workspace))
      this.#tellPresence(followed)
      this.#failures = 0
    } catch (error) {
      if (this.#failures === 0) log.warn({ err: error }, 'store_not_watched')
      this.#failures += 1
      // Whatever was found when the bus came back is to be found again.
      this.#wasHealthy = false
    }
  }

  async #lookInto(workspace: WorkspaceId): Promise<void> {
    const { bus, store } = this.#parts
    const known = this.#positions.get(workspace)
    if (known === undefined) {
      this.#positions.set(workspace, await store.conversations.lastPosition(workspace))
      // What was written before this position was known, whoever follows the workspace must find out.
      bus.hear({ kind: 'gap', workspace })
      return
    }
    let after = known
    for (let page = 0; page < mostPages; page += 1) {
      const { position, conversations } = await store.conversations.moved(workspace, after, eventsAtOnce)
      for (const { id, lastSeq } of conversations) bus.hear({ kind: 'moved', workspace, conversation: id, lastSeq })
      this.#positions.set(workspace, position)
      if (position <= after) return
      after = position
    }
  }

  #tellPresence(followed: Iterable<WorkspaceId>): void {
    const { bus, steady } = this.#parts
    if (steady() - this.#presenceAt < presenceEvery) return
    this.#presenceAt = steady()
    for (const workspace of followed) bus.hear({ kind: 'presence', workspace })
  }
}
