import type { ConversationId } from '@baton/core/ids'
import { asId } from '@baton/core/ids'
import {
  type CloseReason,
  closeReasons,
  type EventView,
  type ServerFrame,
  viewForContact,
  viewOfEvent,
} from '@baton/core/protocol'
import type { WebSocket } from 'ws'
import type { Asker } from '../access.ts'
import type { Store } from '../store/store.ts'
import { writeFrame } from './frames.ts'
import { limits } from './limits.ts'

/** One live connection: who it is, what it follows and from where. It reads on from its own positions, so no hint can harm it. */
export class LiveSocket {
  readonly asker: Asker
  /** This device, for the operator's lease. */
  readonly device: string
  readonly #socket: WebSocket
  readonly #store: Store
  readonly #follows = new Map<ConversationId, number>()
  /** Follows that have not been told that they are up to date, and replays that wait for the other side to read. */
  readonly #catchingUp = new Set<ConversationId>()
  readonly #draining = new Set<ConversationId>()
  readonly #onResync: (reason: string) => void
  inboxPosition: number | null = null
  lastHeardAt: number
  /** [RO-1] Who signed out is gone at once; who only lost the connection may be reloading. */
  isSignedOut = false
  #frames = { second: 0, count: 0 }

  constructor(parts: {
    asker: Asker
    device: string
    socket: WebSocket
    store: Store
    now: number
    onResync: (reason: string) => void
  }) {
    this.asker = parts.asker
    this.device = parts.device
    this.#socket = parts.socket
    this.#store = parts.store
    this.#onResync = parts.onResync
    this.lastHeardAt = parts.now
  }

  send(frame: ServerFrame): void {
    this.sendText(writeFrame(frame))
  }

  /** [D-12] A reader that is too slow is told so and let go; nobody else waits for it. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > limits.buffer) {
      this.#onResync('too_slow')
      this.#socket.send(writeFrame({ type: 'resync_required', conversation: null, reason: 'too_slow' }))
      this.close('too_slow', 1_000)
      return
    }
    this.#socket.send(text)
  }

  /** Whether this frame is within the rate that people and their browsers need. */
  mayHear(now: number): boolean {
    this.lastHeardAt = now
    const second = Math.floor(now / 1_000)
    this.#frames = second === this.#frames.second ? { second, count: this.#frames.count + 1 } : { second, count: 1 }
    return this.#frames.count <= limits.framesPerSecond
  }

  get follows(): Iterable<ConversationId> {
    return this.#follows.keys()
  }

  isFollowing(conversation: ConversationId): boolean {
    return this.#follows.has(conversation)
  }

  /** [D-10] Replays from the position, cuts over, and streams from then on. */
  follow(conversation: ConversationId, after: number, lastSeq: number): void {
    if (this.#follows.size >= limits.follows && !this.#follows.has(conversation)) return this.close('too_many', null)
    if (after > lastSeq) {
      this.#onResync('unknown')
      this.send({ type: 'resync_required', conversation, reason: 'unknown' })
      return
    }
    this.#follows.set(conversation, after)
    this.#catchingUp.add(conversation)
    this.readOn(conversation)
  }

  unfollow(conversation: string): void {
    this.#follows.delete(asId(conversation))
  }

  /** Sends what was written since this connection's position; a long replay goes on as fast as the other side reads. */
  readOn(conversation: ConversationId): void {
    if (this.#draining.has(conversation)) return
    for (;;) {
      const after = this.#follows.get(conversation)
      if (after === undefined) return
      const events = this.#store.conversations
        .events(this.asker.workspace.id, conversation, after, limits.replayPage)
        .map(viewOfEvent)
      const last = events.at(-1)
      if (last === undefined) return this.#caughtUp(conversation, after)
      this.#follows.set(conversation, last.seq)
      this.#sendEvents(conversation, events, last.seq)
      if (this.#socket.bufferedAmount > limits.replayBuffer) return this.#goOnWhenRead(conversation)
      if (events.length < limits.replayPage) return this.#caughtUp(conversation, last.seq)
    }
  }

  #caughtUp(conversation: ConversationId, lastSeq: number): void {
    if (this.#catchingUp.delete(conversation)) this.send({ type: 'caught_up', conversation, lastSeq })
  }

  #goOnWhenRead(conversation: ConversationId): void {
    this.#draining.add(conversation)
    this.#socket.ping(undefined, undefined, () => {
      this.#draining.delete(conversation)
      this.readOn(conversation)
    })
  }

  #sendEvents(conversation: ConversationId, events: EventView[], lastSeq: number): void {
    if (this.asker.kind !== 'contact') return this.send({ type: 'events', conversation, events, lastSeq })
    const shown = events.flatMap((event) => viewForContact(event) ?? [])
    this.send({ type: 'events', conversation, events: shown, lastSeq })
  }

  ping(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping()
  }

  close(reason: CloseReason, retryAfterMs: number | null): void {
    if (reason === 'signed_out') this.isSignedOut = true
    if (this.#socket.readyState === this.#socket.OPEN)
      this.#socket.send(writeFrame({ type: 'bye', reason, retryAfterMs }))
    this.#socket.close(closeReasons[reason], reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }
}
