import type { ConversationSummary, ServerFrame } from '@baton/core/protocol'
import { conversations } from '../api/conversations.ts'
import type { Coverage } from '../api/figures.ts'
import { Problem } from '../api/problem.ts'
import { base } from '../api/request.ts'
import { Attention } from './attention.ts'
import { type Change, type Expected, expectIn, isKnownUpTo, withExpected } from './expected.ts'
import { openLog, prepend, startBefore } from './log.ts'
import { Reading } from './reading.ts'
import { LiveSocket, type Phase } from './socket.ts'
import { type LiveState, nothingKnown, receive, withCoverage, withLog, withRows } from './state.ts'
import { Store } from './store.ts'
import { isTypingDue } from './typing.ts'

type InboxFrame = Extract<ServerFrame, { type: 'inbox' }>
export type Failure = 'unknown' | 'unreachable'

/** Whoever only passes by on the way through the list has not looked. */
const passingMs = 250

/** How long what was answered may still be on its way by the socket. */
const mostWaitMs = 1_500

/** Keeps the store true: socket in, fetches where the stream cannot tell, and the conversation that is open. */
export class Live implements Disposable {
  readonly store = new Store<LiveState>(nothingKnown)
  readonly #expected = new Store<Expected>({})
  /** [U-04] What is known, with what the operator's own actions will have come to. */
  readonly shown = new Store<LiveState>(nothingKnown)
  readonly phase = new Store<Phase>({ name: 'connecting', since: Date.now() })
  readonly failures = new Store<Readonly<Record<string, Failure>>>({})
  /** Counts up whenever lists must be fetched again. */
  readonly reloads = new Store(0)
  /** Counts connections: what is told once and not replayed is asked for again with each. */
  readonly resumes = new Store(0)
  readonly reading = new Reading(conversations.markRead)
  readonly #socket: LiveSocket
  readonly #watchers = new Set<(frame: InboxFrame) => void>()
  readonly #rowWatchers = new Set<(conversation: string) => void>()
  #followed: string | null = null
  #isCaughtUp = false
  #typingToldAt: number | null = null
  readonly #attention = new Attention((isActive) => {
    this.#socket.send({ type: 'attention', isVisible: isActive })
    this.#tellViewing()
  })
  #viewingTold: ReturnType<typeof setTimeout> | undefined

  constructor() {
    const show = () => this.shown.update(() => withExpected(this.store.get(), this.#expected.get()))
    this.store.subscribe(show)
    this.#expected.subscribe(show)
    const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${base}/live`
    this.#socket = new LiveSocket(url, {
      onFrame: (frame) => this.#receive(frame),
      onPhase: (phase) => {
        // Who looks at what is told afresh with each connection; without one it would be a guess.
        if (phase.name !== 'open') this.store.update((state) => ({ ...state, viewing: {} }))
        this.phase.update(() => phase)
      },
    })
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#viewingTold)
    this.reading[Symbol.dispose]()
    this.#attention[Symbol.dispose]()
    this.#socket[Symbol.dispose]()
  }

  retryNow(): void {
    this.#socket.retryNow()
  }

  /** Calls the watcher for what happens from now on; what a reconnect replays is not told. */
  watchInbox(watcher: (frame: InboxFrame) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Calls the watcher for each conversation that has changed, also for what a reconnect replays. */
  watchRows(watcher: (conversation: string) => void): () => void {
    this.#rowWatchers.add(watcher)
    return () => this.#rowWatchers.delete(watcher)
  }

  putRows(rows: ConversationSummary[]): void {
    this.reading.learn(rows)
    this.store.update((state) => withRows(state, rows))
  }

  /** Shows a change before the server has answered; answers how to take it away again. */
  expect(id: string, change: Change): () => void {
    return expectIn(this.#expected, id, change)
  }

  /** Settles when all that is known of a conversation has got as far as this event: told by the socket, or asked for. */
  async whenKnown(id: string, seq: number): Promise<void> {
    if (isKnownUpTo(this.store.get(), id, seq)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const stop = this.store.subscribe(() => isKnownUpTo(this.store.get(), id, seq) && resolve())
    const timer = setTimeout(() => void this.reload(id).finally(resolve), mostWaitMs)
    await promise
    clearTimeout(timer)
    stop()
  }

  /** `before`: what was known when it was asked for. What has been told since is newer than the answer. */
  putCoverage(coverage: Coverage[], before: LiveState['coverage']): void {
    const isOld = (state: LiveState, { group }: Coverage) => state.coverage[group?.id ?? ''] !== before[group?.id ?? '']
    this.store.update((state) =>
      withCoverage(
        state,
        coverage.filter((one) => !isOld(state, one)),
      ),
    )
  }

  /** Opens a conversation: from the cache where there is one, else fetched, then followed from its last position. */
  async open(id: string): Promise<void> {
    if (this.#followed !== null && this.#followed !== id) {
      this.#socket.send({ type: 'unfollow', conversation: this.#followed })
    }
    this.#followed = id
    if (this.store.get().logs[id] === undefined) await this.reload(id)
    else this.#follow(id)
  }

  /** The conversation is no longer before the operator; what is known of it stays. */
  leave(id: string): void {
    if (this.#followed !== id) return
    this.#followed = null
    clearTimeout(this.#viewingTold)
    this.#socket.send({ type: 'unfollow', conversation: id })
  }

  async reload(id: string): Promise<void> {
    try {
      const view = await conversations.read(id)
      const { items } = await conversations.events(id, startBefore(view.lastSeq), 500)
      this.reading.learn([view])
      this.store.update((state) => withLog(state, openLog(view, items)))
      this.failures.update(({ [id]: _, ...rest }) => rest)
      if (this.#followed === id) this.#follow(id)
    } catch (error) {
      const failure = error instanceof Problem && error.status < 500 ? 'unknown' : 'unreachable'
      this.failures.update((failures) => ({ ...failures, [id]: failure }))
    }
  }

  async loadOlder(id: string): Promise<void> {
    const log = this.store.get().logs[id]
    if (log === undefined || log.firstSeq <= 1) return
    const after = startBefore(log.firstSeq)
    const { items } = await conversations.events(id, after, log.firstSeq - 1 - after)
    this.store.update((state) => {
      const current = state.logs[id]
      return current === undefined ? state : withLog(state, prepend(current, items))
    })
  }

  /** [U-14] At most every 3 s. */
  tellTyping(conversation: string): void {
    const now = Date.now()
    if (!isTypingDue(this.#typingToldAt, now)) return
    if (this.#socket.send({ type: 'typing', conversation, isTyping: true })) this.#typingToldAt = now
  }

  stopTyping(conversation: string): void {
    if (this.#typingToldAt === null) return
    this.#typingToldAt = null
    this.#socket.send({ type: 'typing', conversation, isTyping: false })
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'welcome') this.#resume()
    if (frame.type === 'read') this.reading.hear(frame)
    if (frame.type === 'resync_required' && frame.conversation === null) {
      this.#isCaughtUp = false
      this.#socket.send({ type: 'follow_inbox', after: null })
    }
    const { state, errands } = receive(this.store.get(), frame, Date.now())
    this.store.update(() => state)
    for (const errand of errands) {
      if (errand.kind === 'reload_inbox') this.reloads.update((count) => count + 1)
      else void this.reload(errand.conversation)
    }
    if (frame.type === 'inbox') for (const watcher of this.#rowWatchers) watcher(frame.conversation.id)
    if (frame.type === 'inbox_caught_up') this.#isCaughtUp = true
    if (frame.type === 'inbox' && this.#isCaughtUp) for (const watcher of this.#watchers) watcher(frame)
  }

  #resume(): void {
    this.#isCaughtUp = false
    this.#typingToldAt = null
    this.resumes.update((count) => count + 1)
    this.reading.resume()
    this.#socket.send({ type: 'follow_inbox', after: this.store.get().position })
    this.#socket.send({ type: 'attention', isVisible: this.#attention.isActive })
    if (this.#followed !== null) this.#follow(this.#followed)
  }

  #follow(id: string): void {
    const log = this.store.get().logs[id]
    if (log === undefined) return void this.reload(id)
    this.#socket.send({ type: 'follow', conversation: id, after: log.lastSeq })
    clearTimeout(this.#viewingTold)
    this.#viewingTold = setTimeout(() => this.#tellViewing(), passingMs)
  }

  /** [U-07] Colleagues see who has a conversation before them, and whether they look at it. */
  #tellViewing(): void {
    const conversation = this.#followed
    if (conversation === null || this.store.get().logs[conversation] === undefined) return
    this.#socket.send({ type: 'viewing', conversation, isActive: this.#attention.isActive })
  }
}
