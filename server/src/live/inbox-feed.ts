import type { WorkspaceId } from '@baton/core/ids'
import { viewOfEvent } from '@baton/core/protocol'
import { viewer } from '../http/views.ts'
import type { InboxItem, Store } from '../store/store.ts'
import { writeFrame } from './frames.ts'
import { limits } from './limits.ts'
import type { LiveSocket } from './socket.ts'

/** Everything that happens in one workspace, read once and written once for all its desks. */
export class InboxFeed {
  readonly #workspace: WorkspaceId
  readonly #store: Store
  readonly #followers = new Set<LiveSocket>()
  #position: number
  #isPlanned = false

  constructor(workspace: WorkspaceId, store: Store) {
    this.#workspace = workspace
    this.#store = store
    this.#position = store.conversations.lastPosition()
  }

  get isIdle(): boolean {
    return this.#followers.size === 0
  }

  /** Replays from a position (null: from now), then streams. */
  join(socket: LiveSocket, after: number | null): void {
    this.#readOn()
    const from = after ?? this.#position
    const missed = from > this.#position ? null : this.#missed(from)
    if (missed === null) {
      socket.send({
        type: 'resync_required',
        conversation: null,
        reason: from > this.#position ? 'unknown' : 'too_old',
      })
      socket.inboxPosition = this.#position
    } else {
      for (const item of missed) socket.sendText(this.#frame(item))
      socket.inboxPosition = this.#position
    }
    this.#followers.add(socket)
    socket.send({ type: 'inbox_caught_up', position: this.#position })
  }

  leave(socket: LiveSocket): void {
    this.#followers.delete(socket)
  }

  /** Something was written; read it once this round of writing is over. */
  moved(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      this.#readOn()
    })
  }

  #missed(from: number): InboxItem[] | null {
    const missed = this.#store.conversations.inbox(this.#workspace, from, limits.replay + 1)
    return missed.length > limits.replay ? null : missed
  }

  #readOn(): void {
    for (;;) {
      const items = this.#store.conversations.inbox(this.#workspace, this.#position, limits.page)
      for (const item of items) {
        this.#position = item.position
        if (this.#followers.size === 0) continue
        const text = this.#frame(item)
        for (const follower of this.#followers) {
          if (follower.inboxPosition === null || follower.inboxPosition >= item.position) continue
          follower.inboxPosition = item.position
          follower.sendText(text)
        }
      }
      if (items.length < limits.page) return
    }
  }

  #frame({ position, conversation, event }: InboxItem): string {
    const workspace = this.#store.workspaces.find(this.#workspace)
    const record = this.#store.conversations.find(this.#workspace, conversation)
    if (workspace === null || record === null) return writeFrame({ type: 'inbox_caught_up', position })
    const { summary } = viewer(this.#store, workspace)
    return writeFrame({ type: 'inbox', position, conversation: summary(record), event: viewOfEvent(event) })
  }
}
