import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import { type Clock, every } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { Bus, Hint } from './bus.ts'
import { oneAtATime } from './one-at-a-time.ts'

type Waiter = { isOver: (record: ConversationRecord) => boolean; settle: () => void }

/** Everybody who waits for the same conversation: it is read once for all of them. */
type Awaited = { workspace: WorkspaceId; waiters: Set<Waiter>; look: () => Promise<void> }

/** Where no hints arrive, whoever waits looks as often as this. */
const peekEvery = 1_000
/** Who waits is answered at the end of their time at the latest. */
const ignored = () => {}

/** Those who wait until a conversation has come to something, on whichever node that is written. */
export class Waiting {
  readonly #store: Store
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #awaited = new Map<string, Awaited>()
  #isStopped = false

  constructor(parts: { store: Store; bus: Bus; clock: Clock }) {
    this.#store = parts.store
    this.#bus = parts.bus
    this.#clock = parts.clock
    // What this node writes is seen here as it is committed.
    this.#bus.listen((hint, isOurs) => void (isOurs || this.#hear(hint)))
  }

  /** Settles when `isOver` holds, when there is no such conversation, when the time is over, or when the caller gives up. */
  async until(
    workspace: WorkspaceId,
    id: ConversationId,
    isOver: Waiter['isOver'],
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<void> {
    if (this.#isStopped || milliseconds <= 0 || signal?.aborted) return
    // Registers first and reads then, so that nothing is missed in between.
    const awaited = this.#await(workspace, id)
    const { promise: settled, resolve } = Promise.withResolvers<void>()
    const settle = () => resolve()
    const waiter = { isOver, settle }
    awaited.waiters.add(waiter)
    const unfollow = this.#bus.follow(workspace)
    const timer = this.#clock.after(milliseconds, settle)
    const peeking = every(this.#clock, peekEvery, () =>
      this.#bus.isHealthy() ? undefined : awaited.look().catch(ignored),
    )
    signal?.addEventListener('abort', settle)
    try {
      await Promise.race([awaited.look().then(() => settled), settled])
    } finally {
      signal?.removeEventListener('abort', settle)
      peeking.stop()
      timer.cancel()
      unfollow()
      awaited.waiters.delete(waiter)
      if (awaited.waiters.size === 0) this.#awaited.delete(`${workspace} ${id}`)
    }
  }

  /** A conversation as it was just committed here, or read. */
  see(workspace: WorkspaceId, id: ConversationId, record: ConversationRecord): void {
    const awaited = this.#awaited.get(`${workspace} ${id}`)
    for (const { isOver, settle } of awaited?.waiters ?? []) if (isOver(record)) settle()
  }

  /** Whoever waits is let go, and nobody waits any more. */
  stop(): void {
    this.#isStopped = true
    for (const { waiters } of this.#awaited.values()) for (const { settle } of waiters) settle()
  }

  /** What other nodes say is only a reason to read. */
  #hear(hint: Hint): void {
    if (hint.kind === 'moved') void this.#awaited.get(`${hint.workspace} ${hint.conversation}`)?.look().catch(ignored)
    if (hint.kind === 'gap')
      for (const { workspace, look } of this.#awaited.values())
        if (workspace === hint.workspace) void look().catch(ignored)
  }

  #await(workspace: WorkspaceId, id: ConversationId): Awaited {
    const known = this.#awaited.get(`${workspace} ${id}`)
    if (known !== undefined) return known
    const waiters = new Set<Waiter>()
    const look = oneAtATime(async () => {
      const record = await this.#store.conversations.find(workspace, id)
      for (const { isOver, settle } of waiters) if (record === null || isOver(record)) settle()
    })
    const awaited = { workspace, waiters, look }
    this.#awaited.set(`${workspace} ${id}`, awaited)
    return awaited
  }
}
