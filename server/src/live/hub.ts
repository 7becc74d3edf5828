/** The live connections of this process: upgrades, frames, heartbeats, presence and typing. The log is read, never pushed. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ownerOf } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { asId } from '@baton/core/ids'
import { type ClientFrame, protocolVersion, type ServerFrame } from '@baton/core/protocol'
import { after } from '@baton/core/time'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Asker, askerOfSession } from '../access.ts'
import { newSecret } from '../chance.ts'
import { type Clock, every } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Metrics } from '../metrics.ts'
import type { Committed } from '../store/store.ts'
import { readFrame, writeFrame } from './frames.ts'
import { InboxFeed } from './inbox-feed.ts'
import { limits } from './limits.ts'
import { LiveSocket } from './socket.ts'

export type SayHandler = (asker: Asker, frame: Extract<ClientFrame, { type: 'say' }>) => Promise<ServerFrame>

type TypingActor = Extract<ServerFrame, { type: 'typing' }>['actor']
type Parts = { line: ConversationLine; clock: Clock; metrics: Metrics; log: Logger }

export class LiveHub {
  readonly #parts: Parts
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: limits.payload, perMessageDeflate: false })
  readonly #sockets = new Set<LiveSocket>()
  readonly #followers = new Map<ConversationId, Set<LiveSocket>>()
  readonly #feeds = new Map<WorkspaceId, InboxFeed>()
  readonly #shown = new Map<OperatorId, string>()
  readonly #botIsTyping = new Set<ConversationId>()
  readonly #loops: { stop(): void }[] = []
  #onSay: SayHandler = async (_, { ref }) => ({ type: 'refused', ref, problem: { status: 503, title: 'Not now' } })

  constructor(parts: Parts) {
    this.#parts = parts
    parts.line.bus.listen(({ workspace, conversation }) => {
      this.#feeds.get(workspace)?.moved()
      for (const socket of this.#followers.get(conversation) ?? []) socket.readOn(conversation)
    })
    this.#loops.push(every(parts.clock, limits.heartbeat, () => this.#beat()))
    this.#loops.push(every(parts.clock, limits.recheck, () => this.#recheck()))
  }

  get size(): number {
    return this.#sockets.size
  }

  /** How sends over the socket are done: the same way as over HTTP. */
  onSay(handler: SayHandler): void {
    this.#onSay = handler
  }

  accept(request: IncomingMessage, duplex: Duplex, head: Buffer, asker: Asker): void {
    this.#server.handleUpgrade(request, duplex, head, (socket) => this.#open(socket, asker))
  }

  /** The bot shows as typing while its turn waits for something outside; [HO-5] not a moment after a takeover. */
  committed({ id, change }: Committed): void {
    const { conversation, flow } = change.record
    const isTyping = flow.turn?.suspended != null && conversation.holder.state !== 'taken_over'
    if (isTyping === this.#botIsTyping.has(id)) return
    if (isTyping) this.#botIsTyping.add(id)
    else this.#botIsTyping.delete(id)
    this.#tellTyping(id, { kind: 'chatbot' }, isTyping, null)
  }

  /** Presence or load of somebody may have changed: those who look on are told of the difference. */
  presenceMoved(workspace: WorkspaceId): void {
    const watchers = [...this.#sockets].filter(
      ({ asker, inboxPosition }) => asker.workspace.id === workspace && inboxPosition !== null,
    )
    if (watchers.length === 0) return
    for (const seat of this.#parts.line.store.operators.team(workspace).seats()) {
      const { id, name, status, load, capacity } = seat
      const text = writeFrame({ type: 'presence', operator: { id, name }, status, load, capacity })
      if (this.#shown.get(id) === text) continue
      this.#shown.set(id, text)
      for (const watcher of watchers) watcher.sendText(text)
    }
  }

  /** The sockets of an operator whose sessions ended. */
  endSockets(matches: (asker: Asker) => boolean): void {
    for (const socket of this.#sockets) if (matches(socket.asker)) socket.close('signed_out', null)
  }

  /** [D-18] Tells everybody to come back, spread over time. */
  async stop(): Promise<void> {
    for (const loop of this.#loops) loop.stop()
    for (const socket of this.#sockets) socket.close('shutting_down', 500)
    const isEmpty = () => this.#sockets.size === 0
    for (let round = 0; round < 20 && !isEmpty(); round += 1)
      await new Promise<void>((resolve) => this.#parts.clock.after(50, resolve))
    for (const socket of this.#sockets) socket.terminate()
    this.#server.close()
  }

  #open(ws: WebSocket, asker: Asker): void {
    const { clock, line, metrics } = this.#parts
    const device = newSecret()
    const socket = new LiveSocket({
      asker,
      device,
      socket: ws,
      store: line.store,
      now: clock.now(),
      onResync: metrics.resynced,
    })
    this.#sockets.add(socket)
    metrics.sockets(1)
    ws.on('error', () => ws.terminate())
    ws.on('pong', () => {
      socket.lastHeardAt = clock.now()
    })
    ws.on('message', (content, isBinary) => {
      const frame = isBinary ? null : readFrame(content.toString())
      if (!socket.mayHear(clock.now())) socket.close('too_many', 5_000)
      else if (frame === null) socket.close('bad_frame', null)
      else this.#hear(socket, frame)
    })
    ws.on('close', () => this.#closed(socket))
    socket.send({ type: 'welcome', protocol: protocolVersion, as: asker.kind, heartbeatMs: limits.heartbeat })
    this.#renew(socket, limits.lease)
  }

  #closed(socket: LiveSocket): void {
    if (!this.#sockets.delete(socket)) return
    this.#parts.metrics.sockets(-1)
    for (const conversation of socket.follows) this.#unfollow(socket, conversation)
    this.#feeds.get(socket.asker.workspace.id)?.leave(socket)
    this.#renew(socket, socket.isSignedOut ? 0 : limits.leaseAfterClosing)
  }

  #hear(socket: LiveSocket, frame: ClientFrame): void {
    switch (frame.type) {
      case 'follow':
        return this.#follow(socket, asId(frame.conversation), frame.after)
      case 'unfollow':
        socket.unfollow(frame.conversation)
        return this.#unfollow(socket, asId(frame.conversation))
      case 'follow_inbox':
        return this.#followInbox(socket, frame.after)
      case 'say':
        void this.#say(socket, frame)
        return
      case 'typing':
        return this.#hearTyping(socket, asId(frame.conversation), frame.isTyping)
      case 'ping':
        return socket.send({ type: 'pong' })
    }
  }

  /** Everybody is asked again at each subscription: members see their workspace, a contact only what is theirs. */
  #follow(socket: LiveSocket, id: ConversationId, position: number): void {
    const { asker } = socket
    const record = this.#parts.line.store.conversations.find(asker.workspace.id, id)
    const isTheirs =
      asker.kind !== 'contact' ||
      (record?.conversation.contact === asker.contact && record.conversation.bot === asker.bot)
    if (record === null || !isTheirs)
      return socket.send({ type: 'resync_required', conversation: id, reason: 'unknown' })
    const followers = this.#followers.get(id) ?? new Set()
    this.#followers.set(id, followers.add(socket))
    socket.follow(id, position, record.conversation.lastSeq)
    if (!socket.isFollowing(id)) return this.#unfollow(socket, id)
    if (this.#botIsTyping.has(id))
      socket.send({ type: 'typing', conversation: id, actor: { kind: 'chatbot' }, isTyping: true })
  }

  #unfollow(socket: LiveSocket, id: ConversationId): void {
    const followers = this.#followers.get(id)
    followers?.delete(socket)
    if (followers?.size === 0) this.#followers.delete(id)
  }

  #followInbox(socket: LiveSocket, position: number | null): void {
    const { workspace, kind } = socket.asker
    if (kind === 'contact') return socket.close('bad_frame', null)
    const feed = this.#feeds.get(workspace.id) ?? new InboxFeed(workspace.id, this.#parts.line.store)
    this.#feeds.set(workspace.id, feed)
    feed.join(socket, position)
    for (const { id, name, status, load, capacity } of this.#parts.line.store.operators.team(workspace.id).seats())
      socket.send({ type: 'presence', operator: { id, name }, status, load, capacity })
  }

  async #say(socket: LiveSocket, frame: Extract<ClientFrame, { type: 'say' }>): Promise<void> {
    try {
      socket.send(await this.#onSay(socket.asker, frame))
    } catch (error) {
      this.#parts.log.error({ err: error }, 'say_failed')
      socket.send({ type: 'refused', ref: frame.ref, problem: { status: 503, title: 'Not now' } })
    }
  }

  #hearTyping(socket: LiveSocket, id: ConversationId, isTyping: boolean): void {
    if (!socket.isFollowing(id)) return
    const { asker } = socket
    if (asker.kind === 'program') return
    if (asker.kind === 'contact') return this.#tellTyping(id, { kind: 'contact' }, isTyping, socket)
    const holder = this.#parts.line.store.conversations.find(asker.workspace.id, id)?.conversation.holder
    const isOwner = holder !== undefined && ownerOf(holder) === asker.operator
    this.#tellTyping(id, { kind: 'operator', name: asker.name }, isTyping, socket, isOwner)
  }

  /** The contact sees only the owner writing; colleagues see everybody. */
  #tellTyping(
    id: ConversationId,
    actor: TypingActor,
    isTyping: boolean,
    from: LiveSocket | null,
    isForContact = true,
  ): void {
    const text = writeFrame({ type: 'typing', conversation: id, actor, isTyping })
    for (const follower of this.#followers.get(id) ?? []) {
      if (follower !== from && (isForContact || follower.asker.kind !== 'contact')) follower.sendText(text)
    }
  }

  #beat(): void {
    const now = this.#parts.clock.now()
    for (const socket of this.#sockets) {
      if (now - socket.lastHeardAt > limits.silence) {
        socket.terminate()
        this.#closed(socket)
        continue
      }
      socket.ping()
      this.#renew(socket, limits.lease)
    }
  }

  /** [S-07] Sessions that ended end their sockets; presence that ran out is told. */
  #recheck(): void {
    const { store } = this.#parts.line
    const workspaces = new Set<WorkspaceId>()
    for (const socket of this.#sockets) {
      const { asker } = socket
      if (socket.inboxPosition !== null) workspaces.add(asker.workspace.id)
      if (asker.kind === 'operator' && askerOfSession(store, asker.session) === null) socket.close('signed_out', null)
    }
    for (const workspace of workspaces) this.presenceMoved(workspace)
    for (const [workspace, feed] of this.#feeds) if (feed.isIdle) this.#feeds.delete(workspace)
  }

  /** [RO-1] An open desk keeps its operator reachable. */
  #renew(socket: LiveSocket, milliseconds: number): void {
    const { asker, device } = socket
    if (asker.kind !== 'operator') return
    const { store } = this.#parts.line
    const until = after(this.#parts.clock.now(), milliseconds)
    store.operators
      .lease(asker.workspace.id, asker.operator, device, until)
      .then(() => this.presenceMoved(asker.workspace.id))
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'lease_not_renewed'))
  }
}
