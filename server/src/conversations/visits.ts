import type { BotId, WorkspaceId } from '@baton/core/ids'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import type { Committed, MissedMessage, Store, VisitSum } from '../store/store.ts'
import { dayOf } from '../store/visits.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Milliseconds between two writes. */
const writeEvery = 5_000
/** Sums that wait to be written, over all workspaces; of others nothing is counted until there is room. */
const mostSums = 20_000
/** Messages of one bot that wait to be written; the newest count. */
const mostOfBot = 500
/** And bots that have such messages. */
const mostBots = 2_000

const counters = { entered: 'entered', to_operators: 'toOperators', left: 'left' } as const

type Parts = { store: Pick<Store, 'visits'>; clock: Clock; log: Logger }
type Pending = { sums: Map<string, VisitSum>; misses: Map<BotId, MissedMessage[]> }

/**
 * Counts what happens at each interaction of a bot: sums in memory, added to the store every few seconds. No turn waits for
 * a row that many turns change. What is not written when a process dies is lost: figures, not data.
 */
export class VisitCounter {
  readonly #parts: Parts
  readonly #pending = new Map<WorkspaceId, Pending>()
  readonly #write = oneAtATime(() => this.#writeAll())
  readonly #loop: { stop(): void }
  #sums = 0
  #bots = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#loop = every(parts.clock, writeEvery, () => this.write())
  }

  /** The store tells of every commit of this process here. */
  committed({ id, workspace, change }: Committed): void {
    const { visits, misses, record } = change
    if (visits.length === 0 && misses.length === 0) return
    const { bot } = record.conversation
    const day = dayOf(this.#parts.clock.now())
    for (const { behavior, interaction, kind } of visits) {
      const sum: VisitSum = { bot, day, behavior, interaction, entered: 0, toOperators: 0, left: 0 }
      sum[counters[kind]] = 1
      this.#add(workspace, sum)
    }
    for (const { seq } of misses) this.#miss(workspace, { bot, conversation: id, seq, at: this.#parts.clock.now() })
  }

  /** Writes what has been counted so far. Never rejects: what could not be written stays for the next time. */
  write(): Promise<void> {
    return this.#write()
  }

  /** After the last commit. */
  async stop(): Promise<void> {
    this.#loop.stop()
    await this.write()
  }

  async #writeAll(): Promise<void> {
    const taken = [...this.#pending]
    this.#pending.clear()
    this.#sums = 0
    this.#bots = 0
    for (const [workspace, pending] of taken) await this.#writeOne(workspace, pending)
  }

  async #writeOne(workspace: WorkspaceId, { sums, misses }: Pending): Promise<void> {
    try {
      const newest = [...misses.values()].flatMap((some) => some.slice(-mostOfBot))
      await this.#parts.store.visits.add(workspace, [...sums.values()], newest)
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'visits_put_off')
      for (const sum of sums.values()) this.#add(workspace, sum)
      for (const [bot, earlier] of misses) this.#missesOf(workspace, bot)?.unshift(...earlier.slice(-mostOfBot))
    }
  }

  #add(workspace: WorkspaceId, sum: VisitSum): void {
    const { sums } = this.#pendingOf(workspace)
    const key = JSON.stringify([sum.bot, sum.day, sum.behavior, sum.interaction])
    const known = sums.get(key)
    if (known !== undefined) {
      known.entered += sum.entered
      known.toOperators += sum.toOperators
      known.left += sum.left
    } else if (this.#sums < mostSums) {
      this.#sums += 1
      sums.set(key, sum)
    }
  }

  #miss(workspace: WorkspaceId, miss: MissedMessage): void {
    const some = this.#missesOf(workspace, miss.bot)
    some?.push(miss)
    // Half of them at a time: what comes with every message moves no others.
    if (some !== null && some.length > 2 * mostOfBot) some.splice(0, some.length - mostOfBot)
  }

  /** The oldest first; null: there is no room for another bot. */
  #missesOf(workspace: WorkspaceId, bot: BotId): MissedMessage[] | null {
    const { misses } = this.#pendingOf(workspace)
    const known = misses.get(bot)
    if (known !== undefined) return known
    if (this.#bots === mostBots) return null
    this.#bots += 1
    const none: MissedMessage[] = []
    misses.set(bot, none)
    return none
  }

  #pendingOf(workspace: WorkspaceId): Pending {
    const known = this.#pending.get(workspace) ?? { sums: new Map(), misses: new Map() }
    this.#pending.set(workspace, known)
    return known
  }
}
