/** The live connections of this process: upgrades, frames, heartbeats, presence and typing. The log is read, never pushed. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ConversationRecord, ownerOf } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { asId } from '@baton/core/ids'
import { type ClientFrame, protocolVersion, type ReadMark, type ServerFrame } from '@baton/core/protocol'
import type { Role } from '@baton/core/routing'
import { after, type Instant } from '@baton/core/time'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Asker, askerOfSession, isAtLeast } from '../access.ts'
import { newSecret } from '../chance.ts'
import { type Clock, every } from '../clock.ts'
import type { Hint, TypingHint } from '../conversations/bus.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import { eachAtMost, oneAtATime } from '../conversations/one-at-a-time.ts'
import { reached } from '../failpoint.ts'
import type { Metrics } from '../metrics.ts'
import type { Committed } from '../store/store.ts'
import { traced } from '../tracing.ts'
import { readFrame, writeFrame } from './frames.ts'
import { InboxFeed } from './inbox-feed.ts'
import { limits } from './limits.ts'
import { LogReader } from './log-reader.ts'
import { PresenceFeed } from './presence-feed.ts'
import { LiveSocket } from './socket.ts'
import { Viewers } from './viewers.ts'
import { ViewingBoard } from './viewing.ts'

export type SayHandler = (asker: Asker, frame: Extract<ClientFrame, { type: 'say' }>) => Promise<ServerFrame>

type Parts = { line: ConversationLine; clock: Clock; metrics: Metrics; log: Logger }
type Feeds = { inbox: InboxFeed; presence: PresenceFeed }

const longestFanout = 10_000

export class LiveHub {
  readonly #parts: Parts
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: limits.payload, perMessageDeflate: false })
  readonly #sockets = new Set<LiveSocket>()
  readonly #followers = new Map<ConversationId, Set<LiveSocket>>()
  readonly #feeds = new Map<WorkspaceId, Feeds>()
  readonly #logs: LogReader
  readonly #viewing = new ViewingBoard()
  readonly #viewers: Viewers
  readonly #stopping: (() => void)[] = []
  readonly #recheck = oneAtATime(() => this.#checkAll())
  readonly #renewAll = oneAtATime(() => eachAtMost(limits.readsAtOnce, this.#sockets, (socket) => this.#renew(socket)))
  #onContact: (workspace: WorkspaceId, conversation: ConversationId) => void = () => {}
  #onSay: SayHandler = async (_, { ref }) => notNow(ref)

  constructor(parts: Parts) {
    this.#parts = parts
    this.#logs = new LogReader(parts.line.store.conversations)
    this.#viewers = new Viewers((hint) => parts.line.bus.tell(hint))
    const loops = [
      every(parts.clock, limits.heartbeat, () => this.#beat()),
      every(parts.clock, limits.recheck, () => this.#recheck()),
      every(parts.clock, limits.viewingBeat, () => this.#viewers.beat(parts.clock.now())),
      every(parts.clock, limits.viewingSweep, () => this.#showViewings(this.#viewing.lapse(parts.clock.now()))),
    ]
    this.#stopping.push(
      parts.line.bus.listen((hint, isOurs) => this.#hearHint(hint, isOurs)),
      ...loops.map((loop) => () => loop.stop()),
    )
  }

  get size(): number {
    return this.#sockets.size
  }

  /** [RO-23] Called when a contact begins to follow their conversation. */
  onContact(listener: (workspace: WorkspaceId, conversation: ConversationId) => void): void {
    this.#onContact = listener
  }

  /** Whether a contact follows a conversation here. */
  hasContact(conversation: ConversationId): boolean {
    return [...(this.#followers.get(conversation) ?? [])].some(({ asker }) => asker.kind === 'contact')
  }

  tellContact(conversation: ConversationId, frame: ServerFrame): void {
    for (const follower of this.#followers.get(conversation) ?? [])
      if (follower.asker.kind === 'contact') follower.send(frame)
  }

  /** To everybody of a workspace who is connected here and has at least this role. */
  tellMembers(workspace: WorkspaceId, role: Role, frame: ServerFrame): void {
    for (const socket of this.#sockets) {
      const { asker } = socket
      if (asker.kind !== 'contact' && asker.workspace.id === workspace && isAtLeast(asker.role, role))
        socket.send(frame)
    }
  }

  /** How sends over the socket are done: the same way as over HTTP. */
  onSay(handler: SayHandler): void {
    this.#onSay = handler
  }

  accept(request: IncomingMessage, duplex: Duplex, head: Buffer, asker: Asker): void {
    this.#server.handleUpgrade(request, duplex, head, (socket) => this.#open(socket, asker))
  }

  /** The bot shows as typing while its turn waits for something outside; [HO-5] not a moment after a takeover. */
  committed({ id, workspace, change }: Committed): void {
    const isTyping = isBotTyping(change.record)
    // What is in the log ends it by itself.
    if (!isTyping && change.events.length > 0) return
    this.#parts.line.bus.tell({
      kind: 'typing',
      workspace,
      conversation: id,
      actor: { kind: 'chatbot' },
      isTyping,
      isForContact: true,
      asOf: change.record.conversation.lastSeq,
      from: null,
    })
  }

  /** Presence or load of somebody may have changed: those who look on are told of the difference, on every node. */
  presenceMoved(workspace: WorkspaceId): void {
    this.#parts.line.bus.tell({ kind: 'presence', workspace })
  }

  /** [U-11] An operator's other devices look how far they have read, on every node. */
  readMoved(workspace: WorkspaceId, operator: OperatorId, conversation: ConversationId): void {
    this.#parts.line.bus.tell({ kind: 'read', workspace, operator, conversation })
  }

  /** [S-07] Ends the sockets of a session, a key or an operator that ended here; other nodes look at theirs at once. */
  endSockets(workspace: WorkspaceId, matches: (asker: Asker) => boolean): void {
    for (const socket of this.#sockets) if (matches(socket.asker)) socket.close('signed_out', null)
    this.#parts.line.bus.tell({ kind: 'sessions', workspace })
  }

  /** [D-18] Tells everybody to come back, spread over time. */
  async stop(): Promise<void> {
    for (const stop of this.#stopping) stop()
    for (const socket of this.#sockets) socket.close('shutting_down', 500)
    const isEmpty = () => this.#sockets.size === 0
    for (let round = 0; round < 20 && !isEmpty(); round += 1)
      await new Promise<void>((resolve) => this.#parts.clock.after(50, resolve))
    for (const socket of this.#sockets) socket.terminate()
    this.#server.close()
  }

  #open(ws: WebSocket, asker: Asker): void {
    const { clock, line, metrics } = this.#parts
    const workspace = asker.workspace.id
    const socket = new LiveSocket({
      asker,
      device: newSecret(),
      socket: ws,
      read: (conversation, position) => this.#logs.read(workspace, conversation, position),
      now: clock.now(),
      onResync: metrics.resynced,
      onSent: (at) => this.#sent(at),
      onLetGo: (conversation) => this.#unfollow(socket, conversation),
      onReadFailed: (error, again) => this.#readFailed(error, again),
    })
    const unfollow = line.bus.follow(workspace)
    this.#sockets.add(socket)
    metrics.sockets(1)
    ws.on('error', () => ws.terminate())
    ws.on('pong', () => socket.heard(clock.now()))
    ws.on('message', (content, isBinary) => this.#hear(socket, isBinary ? null : readFrame(content.toString())))
    ws.on('close', () => {
      unfollow()
      this.#closed(socket)
    })
    socket.send({ type: 'welcome', protocol: protocolVersion, as: asker.kind, heartbeatMs: limits.heartbeat })
    void this.#renew(socket).then(() => this.#presenceOf(socket))
  }

  /** What is older was replayed. */
  #sent(at: Instant): void {
    const age = this.#parts.clock.now() - at
    if (age < longestFanout) this.#parts.metrics.fannedOut(Math.max(0, age) / 1_000)
  }

  #closed(socket: LiveSocket): void {
    if (!this.#sockets.delete(socket)) return
    this.#parts.metrics.sockets(-1)
    for (const conversation of socket.follows) this.#unfollow(socket, conversation)
    this.#viewers.leave(socket)
    const feeds = this.#feeds.get(socket.asker.workspace.id)
    feeds?.inbox.leave(socket)
    feeds?.presence.leave(socket)
    void this.#renew(socket).then(() => this.#presenceOf(socket))
  }

  #hear(socket: LiveSocket, frame: ClientFrame | null): void {
    if (!socket.mayHear(this.#parts.clock.now())) return socket.close('too_many', 5_000)
    if (frame === null) return socket.close('bad_frame', null)
    // A sign of life does not wait for the store.
    if (frame.type === 'ping') return socket.send({ type: 'pong' })
    if (!socket.inTurn(() => this.#handle(socket, frame))) socket.close('too_many', 5_000)
  }

  /** What was said before the connection was lost counts; [S-07] what waited when its session ended does not. */
  async #handle(socket: LiveSocket, frame: Exclude<ClientFrame, { type: 'ping' }>): Promise<void> {
    if (socket.isSignedOut) return
    if (frame.type === 'say') return this.#say(socket, frame)
    // Where the store cannot be read now, the client's wish waits, and what it sends after it waits too.
    while (socket.isOpen) {
      try {
        return await this.#do(socket, frame)
      } catch (error) {
        await new Promise<void>((resolve) => this.#readFailed(error, resolve))
      }
    }
  }

  async #do(socket: LiveSocket, frame: Exclude<ClientFrame, { type: 'ping' | 'say' }>): Promise<void> {
    switch (frame.type) {
      case 'follow':
        return this.#follow(socket, asId(frame.conversation), frame.after)
      case 'unfollow':
        this.#viewers.leave(socket, asId(frame.conversation))
        return this.#unfollow(socket, asId(frame.conversation))
      case 'follow_inbox':
        return this.#followInbox(socket, frame.after)
      case 'typing':
        return this.#hearTyping(socket, frame)
      case 'attention':
        return this.#hearAttention(socket, frame.isVisible)
      case 'viewing':
        return this.#hearViewing(socket, asId(frame.conversation), frame.isActive)
    }
  }

  /** Everybody is asked again at each subscription: members see their workspace, a contact only what is theirs. */
  async #follow(socket: LiveSocket, id: ConversationId, position: number): Promise<void> {
    const { asker } = socket
    const record = await this.#parts.line.store.conversations.find(asker.workspace.id, id)
    if (!socket.isOpen) return
    const isTheirs =
      asker.kind !== 'contact' ||
      (record?.conversation.contact === asker.contact && record.conversation.bot === asker.bot)
    if (record === null || !isTheirs)
      return socket.send({ type: 'resync_required', conversation: id, reason: 'unknown' })
    const { lastSeq } = record.conversation
    if (!socket.follow(id, position, lastSeq)) return this.#unfollow(socket, id)
    const followers = this.#followers.get(id) ?? new Set()
    this.#followers.set(id, followers.add(socket))
    if (isBotTyping(record)) socket.botTypes(id, lastSeq, true)
    if (asker.kind === 'contact' && record.conversation.holder.state === 'operator_requested')
      this.#onContact(asker.workspace.id, id)
  }

  #unfollow(socket: LiveSocket, id: ConversationId): void {
    socket.unfollow(id)
    const followers = this.#followers.get(id)
    followers?.delete(socket)
    if (followers?.size === 0) this.#followers.delete(id)
  }

  async #followInbox(socket: LiveSocket, position: number | null): Promise<void> {
    const { workspace, kind } = socket.asker
    if (kind === 'contact') return socket.close('bad_frame', null)
    const { inbox, presence } = this.#feedsOf(workspace.id)
    await inbox.join(socket, position)
    if (!socket.isOpen) return
    presence.join(socket)
    for (const viewed of this.#viewing.shownIn(workspace.id)) this.#tellViewing(socket, viewed.frame)
    // Whoever has nothing yet is told with the rows.
    if (position !== null) await this.#tellReads(workspace.id, [socket])
  }

  #feedsOf(workspace: WorkspaceId): Feeds {
    const onReadFailed = (error: unknown, again: () => void) => this.#readFailed(error, again)
    const { line, clock } = this.#parts
    const parts = { workspace, store: line.store, now: () => clock.now(), onReadFailed }
    const feeds = this.#feeds.get(workspace) ?? { inbox: new InboxFeed(parts), presence: new PresenceFeed(parts) }
    this.#feeds.set(workspace, feeds)
    return feeds
  }

  async #say(socket: LiveSocket, frame: Extract<ClientFrame, { type: 'say' }>): Promise<void> {
    try {
      const answer = await traced('say', { kind: 'server', from: {} }, async (span) => {
        const answer = await this.#onSay(socket.asker, frame)
        span.setAttribute('baton.outcome', answer.type)
        return answer
      })
      reached('before ack')
      socket.send(answer)
    } catch (error) {
      this.#parts.log.error({ err: error }, 'say_failed')
      socket.send(notNow(frame.ref))
    }
  }

  /** The contact sees only the owner writing; colleagues see everybody. */
  async #hearTyping(socket: LiveSocket, frame: Extract<ClientFrame, { type: 'typing' }>): Promise<void> {
    const { asker, device } = socket
    const conversation = asId<'conversation'>(frame.conversation)
    if (asker.kind === 'program' || !socket.isFollowing(conversation)) return
    const workspace = asker.workspace.id
    const { isTyping, text } = frame
    const hint = { kind: 'typing' as const, workspace, conversation, isTyping, asOf: null, from: device }
    const { bus, store } = this.#parts.line
    if (asker.kind === 'contact') {
      const said = { ...hint, actor: { kind: 'contact' as const }, isForContact: true }
      const isShown = isTyping && text !== undefined && (await this.#isPreviewed(workspace, conversation))
      return bus.tell(isShown ? { ...said, text } : said)
    }
    this.#viewers.writes(socket, conversation, isTyping, this.#parts.clock.now())
    const record = await store.conversations.find(workspace, conversation)
    const isForContact = record !== null && ownerOf(record.conversation.holder) === asker.operator
    bus.tell({ ...hint, actor: { kind: 'operator', name: asker.name }, isForContact })
  }

  /** [U-14] Only where the workspace says so now, and only while a person holds the conversation. */
  async #isPreviewed(workspace: WorkspaceId, conversation: ConversationId): Promise<boolean> {
    const { conversations, workspaces } = this.#parts.line.store
    const [record, settings] = await Promise.all([
      conversations.find(workspace, conversation),
      workspaces.find(workspace),
    ])
    return settings?.typingPreview === true && record?.conversation.holder.state === 'taken_over'
  }

  #hearViewing(socket: LiveSocket, conversation: ConversationId, isActive: boolean): void {
    if (socket.asker.kind !== 'operator' || !socket.isFollowing(conversation)) return
    this.#viewers.show(socket, conversation, isActive, this.#parts.clock.now())
  }

  /** [U-13] As long as a desk is visible it is said again with its lease; what was seen until now stays known. */
  async #hearAttention(socket: LiveSocket, isVisible: boolean): Promise<void> {
    if (socket.isVisible === isVisible) return
    socket.isVisible = isVisible
    await this.#see(socket)
  }

  async #see({ asker, device, isVisible }: LiveSocket): Promise<void> {
    if (asker.kind !== 'operator') return
    const { clock, line } = this.#parts
    const until = after(clock.now(), isVisible ? limits.lease : 0)
    await line.store.notifications.see(asker.workspace.id, asker.operator, device, until)
  }

  #showViewings(viewed: ReturnType<ViewingBoard['hear']>): void {
    for (const { workspace, frame } of viewed)
      for (const socket of this.#sockets) if (socket.asker.workspace.id === workspace) this.#tellViewing(socket, frame)
  }

  /** Nobody is told of themselves, on whichever device. */
  #tellViewing(socket: LiveSocket, frame: Extract<ServerFrame, { type: 'viewing' }>): void {
    const { asker } = socket
    if (asker.kind === 'operator' && asker.operator !== frame.operator.id) socket.send(frame)
  }

  /** What is heard only says who should look; each looks from where they stand. */
  #hearHint(hint: Hint, isOurs: boolean): void {
    switch (hint.kind) {
      case 'moved':
        this.#feeds.get(hint.workspace)?.inbox.moved()
        for (const socket of this.#followers.get(hint.conversation) ?? []) socket.moved(hint.conversation, hint.lastSeq)
        return
      case 'typing':
        return this.#showTyping(hint)
      case 'viewing':
        return this.#showViewings(this.#viewing.hear(hint, this.#parts.clock.now()))
      case 'read':
        return void this.#tellRead(hint)
      case 'presence':
        return this.#feeds.get(hint.workspace)?.presence.moved()
      case 'sessions':
        // Here they have been ended already.
        if (!isOurs) void this.#recheck()
        return
      case 'gap':
        this.#feeds.get(hint.workspace)?.inbox.moved()
        this.#feeds.get(hint.workspace)?.presence.moved()
        for (const socket of this.#sockets) if (socket.asker.workspace.id === hint.workspace) socket.readOnEverywhere()
        void this.#tellReadsOfAll(hint.workspace)
        return
      case 'settings':
      case 'queue':
        return
    }
  }

  /** [U-11] What stands in the store is told, so that hints may come late, twice or from anybody. */
  async #tellRead({ workspace, operator, conversation }: Extract<Hint, { kind: 'read' }>): Promise<void> {
    const isTheirs = ({ asker }: LiveSocket) =>
      asker.kind === 'operator' && asker.operator === operator && asker.workspace.id === workspace
    const devices = [...this.#sockets].filter(isTheirs)
    if (devices.length === 0) return
    try {
      const marks = await this.#parts.line.store.readMarks.of(workspace, operator, [conversation])
      tellMarks(devices, marks)
    } catch (error) {
      this.#readFailed(error, () => void this.#tellRead({ kind: 'read', workspace, operator, conversation }))
    }
  }

  /** Where hints may have been lost, or a device was away: what each has read last. */
  async #tellReads(workspace: WorkspaceId, sockets: readonly LiveSocket[]): Promise<void> {
    const devices = Map.groupBy(sockets, ({ asker }) => (asker.kind === 'operator' ? asker.operator : null))
    await eachAtMost(limits.readsAtOnce, devices, async ([operator, theirs]) => {
      if (operator === null) return
      tellMarks(theirs, await this.#parts.line.store.readMarks.latest(workspace, operator, limits.readMarks))
    })
  }

  async #tellReadsOfAll(workspace: WorkspaceId): Promise<void> {
    const sockets = [...this.#sockets].filter(({ asker }) => asker.workspace.id === workspace)
    await this.#tellReads(workspace, sockets).catch((error: unknown) =>
      this.#readFailed(error, () => void this.#tellReadsOfAll(workspace)),
    )
  }

  #showTyping({ workspace, conversation, actor, isTyping, isForContact, asOf, from, text: preview }: TypingHint): void {
    const text = writeFrame({ type: 'typing', conversation, actor, isTyping })
    const withPreview =
      preview === undefined ? text : writeFrame({ type: 'typing', conversation, actor, isTyping, text: preview })
    for (const follower of this.#followers.get(conversation) ?? []) {
      const { asker, device } = follower
      if (asker.workspace.id !== workspace || device === from) continue
      if (asOf !== null) follower.botTypes(conversation, asOf, isTyping)
      else if (asker.kind === 'operator') follower.sendText(withPreview)
      else if (isForContact || asker.kind !== 'contact') follower.sendText(text)
    }
  }

  #beat(): void {
    const now = this.#parts.clock.now()
    for (const socket of this.#sockets) {
      if (now - socket.lastHeardAt > limits.silence) {
        socket.terminate()
        this.#closed(socket)
      } else socket.ping()
    }
    void this.#renewAll()
  }

  /** [S-07] Sessions and keys that ended, wherever that was, end their sockets; presence that ran out is told. */
  async #checkAll(): Promise<void> {
    for (const [workspace, { inbox, presence }] of this.#feeds) {
      if (inbox.isIdle && presence.isIdle) this.#feeds.delete(workspace)
      else presence.moved()
    }
    try {
      await this.#checkSessions()
      await this.#checkKeys()
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'sessions_not_checked')
    }
  }

  async #checkSessions(): Promise<void> {
    const sessions = new Map<string, LiveSocket[]>()
    for (const socket of this.#sockets) {
      if (socket.asker.kind !== 'operator') continue
      const { session } = socket.asker
      sessions.set(session, [...(sessions.get(session) ?? []), socket])
    }
    await eachAtMost(limits.readsAtOnce, sessions, async ([session, sockets]) => {
      if ((await askerOfSession(this.#parts.line.store, session)) !== null) return
      for (const socket of sockets) socket.close('signed_out', null)
    })
  }

  async #checkKeys(): Promise<void> {
    const programs = [...this.#sockets].filter(({ asker }) => asker.kind === 'program')
    await eachAtMost(
      limits.readsAtOnce,
      new Set(programs.map(({ asker }) => asker.workspace.id)),
      async (workspace) => {
        const keys = new Set<string>((await this.#parts.line.store.access.keys(workspace)).map(({ id }) => id))
        for (const socket of programs) {
          const { asker } = socket
          if (asker.kind === 'program' && asker.workspace.id === workspace && !keys.has(asker.key))
            socket.close('signed_out', null)
        }
      },
    )
  }

  /** [RO-1] An open desk keeps its operator reachable; a reload of it is no absence. */
  async #renew(socket: LiveSocket): Promise<void> {
    const { asker, device, isSignedOut } = socket
    if (asker.kind !== 'operator') return
    const whenClosed = isSignedOut ? 0 : limits.leaseAfterClosing
    const until = after(this.#parts.clock.now(), this.#sockets.has(socket) ? limits.lease : whenClosed)
    try {
      await this.#parts.line.store.operators.lease(asker.workspace.id, asker.operator, device, until)
      if (!socket.isVisible) return
      socket.isVisible = this.#sockets.has(socket)
      await this.#see(socket)
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'lease_not_renewed')
    }
  }

  #presenceOf({ asker }: LiveSocket): void {
    if (asker.kind === 'operator') this.presenceMoved(asker.workspace.id)
  }

  #readFailed(error: unknown, again: () => void): void {
    this.#parts.log.warn({ err: error }, 'live_not_read')
    this.#parts.clock.after(limits.retry, again)
  }
}

function isBotTyping({ conversation, flow }: ConversationRecord): boolean {
  return flow.turn?.suspended != null && conversation.holder.state !== 'taken_over'
}

function tellMarks(devices: readonly LiveSocket[], marks: ReadonlyMap<ConversationId, ReadMark>): void {
  for (const [conversation, read] of marks) {
    const frame = writeFrame({ type: 'read', conversation, read })
    for (const device of devices) device.sendText(frame)
  }
}

function notNow(ref: string): ServerFrame {
  return { type: 'refused', ref, problem: { status: 503, title: 'Not now' } }
}
