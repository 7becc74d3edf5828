import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import { viewOfEvent } from '@baton/core/protocol'
import type { Instant } from '@baton/core/time'
import { eachAtMost, oneAtATime } from '../conversations/one-at-a-time.ts'
import { viewer } from '../http/views.ts'
import type { InboxItem, Store } from '../store/store.ts'
import { writeFrame } from './frames.ts'
import { limits } from './limits.ts'
import type { LiveSocket } from './socket.ts'

type Parts = {
  workspace: WorkspaceId
  store: Store
  now: () => Instant
  /** The store could not be read; `again` is to be called later. */
  onReadFailed(error: unknown, again: () => void): void
}

type Wish = { after: number | null }

/** Everything that happens in one workspace, read once and written once for all its desks, by one reader at a time. */
export class InboxFeed {
  readonly #parts: Parts
  readonly #followers = new Set<LiveSocket>()
  readonly #joining = new Map<LiveSocket, Wish>()
  readonly #readOn = oneAtATime(() => this.#read())
  #position = 0
  #isPlanned = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get isIdle(): boolean {
    return this.#followers.size === 0 && this.#joining.size === 0
  }

  /** Replays from a position (null: from now), then streams. Settles when the socket is up to date, or has left. */
  async join(socket: LiveSocket, after: number | null): Promise<void> {
    const wish = { after }
    this.#joining.set(socket, wish)
    while (this.#joining.get(socket) === wish) await this.#readOn().catch((error: unknown) => this.#pause(error))
  }

  leave(socket: LiveSocket): void {
    this.#followers.delete(socket)
    this.#joining.delete(socket)
  }

  /** Something was written; read it once this round of writing is over. */
  moved(): void {
    if (this.#isPlanned || this.isIdle) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      this.#readOn().catch((error: unknown) => this.#parts.onReadFailed(error, () => this.moved()))
    })
  }

  #pause(error: unknown): Promise<void> {
    return new Promise((resolve) => this.#parts.onReadFailed(error, resolve))
  }

  /** Who asked before the reading began finds everything that was written before they asked. */
  async #read(): Promise<void> {
    const joining = [...this.#joining].slice(0, limits.joinsAtOnce)
    if (this.#followers.size > 0) await this.#stream()
    else if (joining.length > 0)
      this.#position = await this.#parts.store.conversations.lastPosition(this.#parts.workspace)
    await eachAtMost(limits.readsAtOnce, joining, ([socket, wish]) => this.#replay(socket, wish))
  }

  async #stream(): Promise<void> {
    for (;;) {
      const items = await this.#parts.store.conversations.inbox(this.#parts.workspace, this.#position, limits.page)
      const frames = await this.#frames(items)
      for (const [index, { position }] of items.entries()) {
        this.#position = position
        for (const follower of this.#followers) tell(follower, position, frames[index] ?? '')
      }
      if (items.length < limits.page) return
    }
  }

  /** Nobody streams meanwhile, so what is replayed ends exactly where the stream goes on. */
  async #replay(socket: LiveSocket, wish: Wish): Promise<void> {
    const position = this.#position
    const from = wish.after ?? position
    const missed = from < position ? await this.#missed(from, position) : []
    const frames = missed === null ? [] : await this.#frames(missed)
    if (this.#joining.get(socket) !== wish) return
    this.#joining.delete(socket)
    for (const frame of frames) socket.sendText(frame)
    if (missed === null || from > position)
      socket.send({
        type: 'resync_required',
        conversation: null,
        reason: from > position ? 'unknown' : 'too_old',
      })
    socket.inboxPosition = position
    this.#followers.add(socket)
    socket.send({ type: 'inbox_caught_up', position })
  }

  /** Null: too many to be replayed. */
  async #missed(from: number, to: number): Promise<InboxItem[] | null> {
    const items = await this.#parts.store.conversations.inbox(this.#parts.workspace, from, limits.replay + 1)
    const missed = items.filter(({ position }) => position <= to)
    return missed.length > limits.replay ? null : missed
  }

  async #frames(items: readonly InboxItem[]): Promise<string[]> {
    if (items.length === 0) return []
    const { store, now, workspace: id } = this.#parts
    const records = new Map<ConversationId, ConversationRecord | null>()
    const ids = new Set(items.map(({ conversation }) => conversation))
    await eachAtMost(limits.readsAtOnce, ids, async (conversation) => {
      records.set(conversation, await store.conversations.find(id, conversation))
    })
    const workspace = await store.workspaces.find(id)
    const summary = workspace === null ? null : (await viewer(store, workspace, now())).summary
    return items.map(({ position, conversation, event }) => {
      const record = records.get(conversation) ?? null
      // Forgotten meanwhile: only the position is told.
      if (summary === null || record === null) return writeFrame({ type: 'inbox_caught_up', position })
      return writeFrame({ type: 'inbox', position, conversation: summary(record), event: viewOfEvent(event) })
    })
  }
}

function tell(follower: LiveSocket, position: number, frame: string): void {
  if (follower.inboxPosition !== null && follower.inboxPosition >= position) return
  follower.inboxPosition = position
  follower.sendText(frame)
}
