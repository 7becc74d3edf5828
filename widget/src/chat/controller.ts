// Ties the rules to the world: network, storage, the page around the frame.
import type { ContactEvent, ReplyItem } from '@baton/core/protocol'
import type { Bridge } from '../bridge/page.ts'
import { createApi, type Trouble, type Visit } from '../connection/api.ts'
import { connectLive, type Live } from '../connection/live.ts'
import { openOutbox, plainValues } from '../connection/outbox-store.ts'
import type { Answer, ContactFrame } from '../connection/parse.ts'
import { createSender } from '../connection/sender.ts'
import type { Keep } from '../connection/storage.ts'
import { backoffMs } from '../state/backoff.ts'
import { canSend, composerOf } from '../state/composer.ts'
import { seenIds } from '../state/lines.ts'
import { discarded, enqueue, nextToSend, restored, retried, withoutSeen } from '../state/outbox.ts'
import { afterEvents, mayTellTyping, typingLastsMs } from '../state/typing.ts'
import { apply, currentStanding, type Happening, latestThread, readUpTo, unreadSince } from '../state/view.ts'
import { chanceId } from './chance-id.ts'
import { createStore, type Store } from './model.ts'
import { createUploads } from './uploads.ts'

type Variables = Record<string, string | number | boolean>

export type Controller = {
  store: Store
  keep: Keep
  start(): void
  say(text: string): boolean
  choose(item: ReplyItem): void
  upload(file: File): void
  retry(id: string): void
  discard(id: string): void
  tellTyping(): void
  close(): void
}

export function createController(visit: Visit, keep: Keep, bridge: Bridge): Controller {
  const store = createStore()
  const contactToken = {
    read: () => keep.read('contact'),
    write: (token: string) => keep.write('contact', token),
  }
  const api = createApi(visit, contactToken)
  const outbox = openOutbox(keep, (all) => store.change({ outbox: all }))
  let live: Live | null = null
  let startAttempt = 0
  let isShown = true
  let read = new Map<string, number>()
  let variables: Variables = {}
  let typingToldAt = Number.NEGATIVE_INFINITY
  const uploads = createUploads(api, store, answered)

  const sender = createSender({
    api,
    outbox,
    onAnswer: answered,
    isLocked: () => composerOf(store.read().view).can === 'wait',
    alone: (work) => runAlone(`baton:${visit.bot}:sending`, work),
    wait: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    chance: Math.random,
  })

  async function start(): Promise<void> {
    store.change({ phase: { type: 'starting' } })
    const session = await api.currentSession()
    if (!session.ok) return startFailed(session.trouble)
    const { botName, workspaceName } = session.value
    store.change({ botName, workspaceName, outbox: outbox.read() })
    const history = await api.conversation()
    if (!history.ok) return startFailed(history.trouble)
    const { loaded } = history.value
    if (loaded) happen({ type: 'loaded', ...loaded })
    if (loaded) forgetLost()
    read = readUpTo(store.read().view)
    // From here on what comes is announced, and the greeting is the first of it.
    store.change({ phase: { type: 'ready' } })
    // What waits to be sent opens a conversation too.
    if (loaded?.snapshot.status !== 'open' && nextToSend(restored(outbox.read())) === null) {
      const set = takenVariables()
      const opened = await api.send(set)
      if (!opened.ok) {
        variables = { ...set.variables, ...variables }
        return startFailed(opened.trouble)
      }
      answered(opened.value)
    }
    startAttempt = 0
    live ??= connectLive({ api, following, onState, onFrame, onPage })
    live.follow()
    sender.wake()
  }

  function startFailed(trouble: Trouble): void {
    if (trouble.kind === 'refused') {
      const because = trouble.status === 403 ? 'site' : trouble.status === 404 ? 'bot' : 'other'
      store.change({ phase: { type: 'refused', because } })
      return
    }
    store.change({ link: navigator.onLine ? 'connecting' : 'offline' })
    setTimeout(() => void start(), 500 + backoffMs(startAttempt++, Math.random(), trouble.retryAfterMs))
  }

  function happen(happening: Happening): void {
    const before = store.read()
    const view = apply(happening, before.view)
    const conversation = happening.type === 'loaded' ? happening.snapshot.id : happening.conversation
    const typing = afterEvents(before.typing, conversation, happening.events)
    store.change({ view, typing })
    outbox.change((all) => withoutSeen(all, seenIds(view)))
    const latest = latestThread(view)?.id ?? null
    if (latest !== (latestThread(before.view)?.id ?? null)) {
      keep.write('conversation', latest)
      live?.follow()
    }
    tellPage(before.view, happening.events)
  }

  function tellPage(before: ReturnType<Store['read']>['view'], events: ContactEvent[]): void {
    const { view } = store.read()
    if (isShown) read = readUpTo(view)
    bridge.tell({ type: 'unread', count: unreadSince(view, read) })
    const { chatState } = currentStanding(view)
    if (chatState !== currentStanding(before).chatState) bridge.tell({ type: 'state', chatState })
    if (before === view || live === null) return
    const known = new Set(before.threads.flatMap((thread) => thread.events.map(({ id }) => id)))
    for (const { type, actor, id } of events) {
      if (type !== 'message' || known.has(id)) continue
      if (actor.kind === 'chatbot' || actor.kind === 'operator') bridge.tell({ type: 'message', from: actor.kind })
    }
  }

  function answered({ conversation, events }: Answer): void {
    happen({ type: 'answered', conversation, events })
  }

  /** Acknowledged, and yet not in the whole log: a locked conversation did not take it. */
  function forgetLost(): void {
    outbox.change((all) => all.filter(({ status }) => status !== 'sent'))
  }

  async function reload(): Promise<void> {
    const history = await api.conversation()
    if (!history.ok || history.value.loaded === null) return
    happen({ type: 'loaded', ...history.value.loaded })
    live?.follow()
  }

  function following() {
    const thread = latestThread(store.read().view)
    return thread && { conversation: thread.id, after: thread.position }
  }

  function onState(link: ReturnType<Store['read']>['link']): void {
    if (store.read().link === link) return
    // Without the live connection nobody tells when the place changes.
    store.change(link === 'live' ? { link } : { link, place: null })
    if (link === 'live' || link === 'polling') sender.wake()
  }

  function onFrame(frame: ContactFrame): void {
    if (frame.type === 'events') happen({ ...frame, type: 'streamed' })
    if (frame.type === 'caught_up') happen({ ...frame, type: 'streamed', events: [] })
    if (frame.type === 'resync_required') void reload()
    if (frame.type === 'typing') seeTyping(frame)
    if (frame.type === 'place') {
      const { conversation, place } = frame
      store.change({ place: place && { conversation, place } })
    }
  }

  function onPage(conversation: string, page: { events: ContactEvent[]; lastSeq: number }): void {
    happen({ type: 'streamed', conversation, ...page })
  }

  function seeTyping({ conversation, actor, isTyping }: Extract<ContactFrame, { type: 'typing' }>): void {
    if (actor.kind === 'contact') return
    const until = performance.now() + typingLastsMs
    const sign = { conversation, by: actor.kind, name: actor.name ?? null, until }
    store.change({ typing: isTyping ? sign : null })
    setTimeout(() => {
      if (store.read().typing?.until === until) store.change({ typing: null })
    }, typingLastsMs)
  }

  function takenVariables(): { variables?: Variables } {
    const taken = Object.keys(variables).length > 0 ? { variables } : {}
    variables = {}
    return taken
  }

  function add(content: { text: string } | { text: string; payload: string }): void {
    const entry = { id: chanceId(), at: new Date().toISOString(), ...content, ...takenVariables() }
    outbox.change((all) => enqueue(all, entry))
    typingToldAt = Number.NEGATIVE_INFINITY
    sender.wake()
  }

  function say(text: string): boolean {
    const { can } = composerOf(store.read().view)
    if (!canSend(text) || can === 'wait') return false
    add({ text: text.trim() })
    return true
  }

  function retry(id: string): void {
    if (uploads.retry(id)) return
    outbox.change((all) => retried(all, id))
    sender.wake()
  }

  function discard(id: string): void {
    uploads.discard(id)
    outbox.change((all) => discarded(all, id))
  }

  bridge.hear((message) => {
    switch (message.type) {
      case 'shown':
        isShown = true
        read = readUpTo(store.read().view)
        bridge.tell({ type: 'unread', count: 0 })
        return store.change({ shownTimes: store.read().shownTimes + 1 })
      case 'hidden':
        isShown = false
        return
      case 'say':
        return void say(message.text)
      case 'set_variables':
        variables = { ...variables, ...plainValues(message.variables) }
    }
  })
  // Another tab has begun a new conversation.
  keep.onChange((key) => {
    if (key === 'conversation' && live) void reload()
  })
  addEventListener('online', () => sender.wake())

  return {
    store,
    keep,
    start: () => void start(),
    say,
    choose: ({ label, payload }) => add(payload === undefined ? { text: label } : { text: label, payload }),
    upload: uploads.add,
    retry,
    discard,
    tellTyping() {
      const thread = latestThread(store.read().view)
      if (!thread || !live || !mayTellTyping(typingToldAt, performance.now())) return
      typingToldAt = performance.now()
      live.tellTyping(thread.id, true)
    },
    close: () => bridge.tell({ type: 'close' }),
  }
}

/** One tab at a time, where the browser can tell; in frames of other sites it may refuse to. */
async function runAlone(name: string, work: () => Promise<void>): Promise<void> {
  let isRun = false
  const run = () => {
    isRun = true
    return work()
  }
  try {
    await navigator.locks.request(name, run)
  } catch (error) {
    if (isRun) throw error
    await work()
  }
}
