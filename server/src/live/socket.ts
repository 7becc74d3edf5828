import type { ConversationEvent } from '@baton/core/conversation'
import type { ConversationId } from '@baton/core/ids'
import { type CloseReason, closeReasons, type ServerFrame, viewForContact, viewOfEvent } from '@baton/core/protocol'
import type { Instant } from '@baton/core/time'
import type { WebSocket } from 'ws'
import type { Asker } from '../access.ts'
import { reached } from '../failpoint.ts'
import { writeFrame } from './frames.ts'
import { limits } from './limits.ts'
import { LogFollow } from './log-follow.ts'
import { whileTheirs } from './while-theirs.ts'

export type SocketParts = {
  asker: Asker
  device: string
  socket: WebSocket
  read(conversation: ConversationId, after: number): Promise<ConversationEvent[]>
  now: number
  onResync(reason: string): void
  /** A page of the log was written; the last of it happened at this time. */
  onSent?(at: Instant): void
  /** [V-13] The conversation is another contact's by now. */
  onLetGo?(conversation: ConversationId): void
  /** The log could not be read; `again` is to be called later. */
  onReadFailed(error: unknown, again: () => void): void
}

/** One live connection: who it is, what it follows and from where. It reads on from its own positions, so no hint can harm it. */
export class LiveSocket {
  readonly asker: Asker
  /** This device, for the operator's lease. */
  readonly device: string
  readonly #parts: SocketParts
  readonly #socket: WebSocket
  readonly #follows = new Map<ConversationId, LogFollow>()
  inboxPosition: number | null = null
  lastHeardAt: number
  /** [U-13] The operator can see this desk. */
  isVisible = false
  /** Signs of life asked for since the last one came. */
  unanswered = 0
  /** [RO-1] Who signed out is gone at once; who only lost the connection may be reloading. */
  isSignedOut = false
  #frames = { second: 0, count: 0 }
  #viewings = { second: 0, count: 0 }
  #waiting = 0
  #last: Promise<void> = Promise.resolve()

  constructor(parts: SocketParts) {
    this.asker = parts.asker
    this.device = parts.device
    this.#parts = parts
    this.#socket = parts.socket
    this.lastHeardAt = parts.now
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(frame: ServerFrame): void {
    this.sendText(writeFrame(frame))
  }

  /** [D-12] A reader that is too slow is told so and let go; nobody else waits for it. */
  sendText(text: string): void {
    if (!this.isOpen) return
    if (this.#socket.bufferedAmount > limits.buffer) {
      this.#parts.onResync('too_slow')
      this.#socket.send(writeFrame({ type: 'resync_required', conversation: null, reason: 'too_slow' }))
      this.close('too_slow', 1_000)
      return
    }
    reached('before socket write')
    this.#socket.send(text)
  }

  /** Whether this frame is within the rate that people and their browsers need. */
  mayHear(now: number): boolean {
    this.heard(now)
    this.#frames = countedIn(this.#frames, now)
    return this.#frames.count <= limits.framesPerSecond
  }

  /** [U-07] Whether another change of what stands before the operator may be told now. */
  mayTellViewing(now: number): boolean {
    this.#viewings = countedIn(this.#viewings, now)
    return this.#viewings.count <= limits.viewingsPerSecond
  }

  heard(now: number): void {
    this.lastHeardAt = now
    this.unanswered = 0
  }

  /** [D-05] Does what a frame asks for when what came before it is done. False when too much waits already. */
  inTurn(work: () => Promise<void> | void): boolean {
    if (this.#waiting >= limits.framesWaiting) return false
    this.#waiting += 1
    this.#last = this.#last.then(work).finally(() => {
      this.#waiting -= 1
    })
    return true
  }

  get follows(): Iterable<ConversationId> {
    return this.#follows.keys()
  }

  isFollowing(conversation: ConversationId): boolean {
    return this.#follows.has(conversation)
  }

  /** [D-10] Replays from the position, cuts over, and streams from then on. False when the position cannot be. */
  follow(conversation: ConversationId, after: number, lastSeq: number): boolean {
    if (this.#follows.size >= limits.follows && !this.#follows.has(conversation)) {
      this.close('too_many', null)
      return false
    }
    this.unfollow(conversation)
    if (after > lastSeq) {
      this.#parts.onResync('unknown')
      this.send({ type: 'resync_required', conversation, reason: 'unknown' })
      return false
    }
    const follow = this.#newFollow(conversation, after)
    this.#follows.set(conversation, follow)
    follow.readOn()
    return true
  }

  unfollow(conversation: ConversationId): void {
    this.#follows.get(conversation)?.end()
    this.#follows.delete(conversation)
  }

  moved(conversation: ConversationId, lastSeq: number): void {
    this.#follows.get(conversation)?.moved(lastSeq)
  }

  botTypes(conversation: ConversationId, asOf: number, isTyping: boolean): void {
    this.#follows.get(conversation)?.botTypes(asOf, isTyping)
  }

  /** Hints may have been lost. */
  readOnEverywhere(): void {
    for (const follow of this.#follows.values()) follow.readOn()
  }

  #newFollow(conversation: ConversationId, after: number): LogFollow {
    return new LogFollow(
      {
        pageSize: limits.replayPage,
        read: (position) => this.#parts.read(conversation, position),
        send: (events, lastSeq) => this.#sendEvents(conversation, events, lastSeq),
        caughtUp: (lastSeq) => this.send({ type: 'caught_up', conversation, lastSeq }),
        botTyping: (isTyping) => this.send({ type: 'typing', conversation, actor: { kind: 'chatbot' }, isTyping }),
        failed: this.#parts.onReadFailed,
      },
      after,
    )
  }

  /** A long replay goes on as fast as the other side reads. */
  #sendEvents(conversation: ConversationId, read: ConversationEvent[], lastSeq: number): Promise<void> | void {
    const isContact = this.asker.kind === 'contact'
    const events = this.asker.kind === 'contact' ? whileTheirs(read, this.asker.contact) : read
    // [V-13] It is another contact's by now; who asks again is told that they know of no such conversation.
    if (events.length < read.length) return this.#letGo(conversation)
    const views = events.map(viewOfEvent)
    const shown = isContact ? views.flatMap((event) => viewForContact(event) ?? []) : views
    this.send({ type: 'events', conversation, events: shown, lastSeq })
    const last = events.at(-1)
    if (last !== undefined) this.#parts.onSent?.(last.at)
    if (this.#socket.bufferedAmount <= limits.replayBuffer) return
    return new Promise((resolve) => this.#socket.ping(undefined, undefined, () => resolve()))
  }

  #letGo(conversation: ConversationId): void {
    this.unfollow(conversation)
    this.#parts.onLetGo?.(conversation)
    this.#parts.onResync('unknown')
    this.send({ type: 'resync_required', conversation, reason: 'unknown' })
  }

  ping(): void {
    this.unanswered += 1
    if (this.isOpen) this.#socket.ping()
  }

  close(reason: CloseReason, retryAfterMs: number | null): void {
    if (reason === 'signed_out') this.isSignedOut = true
    if (this.isOpen) this.#socket.send(writeFrame({ type: 'bye', reason, retryAfterMs }))
    this.#socket.close(closeReasons[reason], reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }
}

function countedIn(counted: { second: number; count: number }, now: number): { second: number; count: number } {
  const second = Math.floor(now / 1_000)
  return second === counted.second ? { second, count: counted.count + 1 } : { second, count: 1 }
}
