// Ties the rules to the world: network, storage, the page around the frame.
import type { ContactEvent, ReplyItem } from '@baton/core/protocol'
import type { Bridge } from '../bridge/page.ts'
import { createApi, type Trouble, type Visit } from '../connection/api.ts'
import { openOutbox, plainValues } from '../connection/outbox-store.ts'
import type { Answer, ContactFrame } from '../connection/parse.ts'
import { createSender } from '../connection/sender.ts'
import { type SharedLive, shareLive } from '../connection/shared-live.ts'
import type { Keep } from '../connection/storage.ts'
import { backoffMs } from '../state/backoff.ts'
import { canSend, composerOf } from '../state/composer.ts'
import type { Variables } from '../state/form.ts'
import { seenIds } from '../state/lines.ts'
import { discarded, enqueue, nextToSend, restored, retried, withoutSeen } from '../state/outbox.ts'
import { turnOf } from '../state/turn.ts'
import { afterEvents, isPreviewOn, previewOf, typingLastsMs, waitToTell } from '../state/typing.ts'
import { apply, emptyView, type Happening, latestThread, readUpTo, unreadSince } from '../state/view.ts'
import { chanceId } from './chance-id.ts'
import { createEnding, type Ending } from './ending.ts'
import { createFarewell, type Farewell } from './farewell.ts'
import { createForms, type Forms } from './forms.ts'
import { createStore, type Store } from './model.ts'
import { createUploads } from './uploads.ts'

export type Controller = {
  store: Store
  keep: Keep
  start(): void
  /** Starts, unless the page has said meanwhile who it is. */
  startLate(): void
  say(text: string): boolean
  choose(item: ReplyItem): void
  upload(file: File): void
  retry(id: string): void
  discard(id: string): void
  /** What stands in the field now. */
  tellTyping(text: string): void
  close(): void
  forms: Forms
  ending: Ending
  farewell: Farewell
}

export function createController(visit: Visit, keep: Keep, bridge: Bridge): Controller {
  const store = createStore()
  const contactToken = {
    read: () => keep.read('contact'),
    write: (token: string) => keep.write('contact', token),
  }
  const api = createApi(visit, contactToken, () => bridge.tell({ type: 'identity_refused' }))
  const outbox = openOutbox(keep, (all) => store.change({ outbox: all }))
  let live: SharedLive | null = null
  /** Goes up when another contact is here: what was begun for the one before comes to nothing. */
  let visitors = 0
  let identity: string | null = null
  let startAttempt = 0
  let isShown = true
  let read = new Map<string, number>()
  let variables: Variables = {}
  let typingToldAt = Number.NEGATIVE_INFINITY
  let written = ''
  let typingWaits: ReturnType<typeof setTimeout> | undefined
  const uploads = createUploads(api, store, answered)
  const farewell = createFarewell(api, answered)
  const ending = createEnding({ api, store, onAnswer: answered, reload, now: () => performance.now() })
  const forms = createForms({ api, store, keep, known: () => variables, onAnswer: answered, begin: () => void begin() })

  const sender = createSender({
    api,
    outbox,
    onAnswer: answered,
    isLocked: () => composerOf(store.read().view).can === 'wait' || forms.holdsBack(),
    alone: (work) => runAlone(`baton:${visit.bot}:sending`, work),
    wait: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    chance: Math.random,
  })

  async function start(): Promise<void> {
    const visitor = visitors
    store.change({ phase: { type: 'starting' } })
    // Of tabs that open at once the first one gets to know the contact.
    const session = await runAlone(`baton:${visit.bot}:session`, api.currentSession)
    if (visitor !== visitors) return
    if (!session.ok) return startFailed(session.trouble)
    const { botName, workspaceName, isPreviewed, look, absence, canMail } = session.value
    store.change({ botName, workspaceName, isPreviewed, look, absence, canMail, outbox: outbox.read() })
    const history = await api.conversation()
    if (visitor !== visitors) return
    if (!history.ok) return startFailed(history.trouble)
    const { loaded } = history.value
    if (loaded) happen({ type: 'loaded', ...loaded })
    if (loaded) forgetLost()
    read = readUpTo(store.read().view)
    // From here on what comes is announced, and the greeting is the first of it.
    store.change({ phase: { type: 'ready' } })
    const isNew = loaded?.snapshot.status !== 'open'
    if (isNew && forms.askFirst()) return
    // What waits to be sent opens a conversation too.
    if (isNew && nextToSend(restored(outbox.read())) === null) {
      const set = takenVariables()
      const opened = await api.send(set)
      if (visitor !== visitors) return
      if (!opened.ok) {
        variables = { ...set.variables, ...variables }
        return startFailed(opened.trouble)
      }
      answered(opened.value)
    }
    goOn(session.value.contactKey)
  }

  function goOn(contactKey: string): void {
    startAttempt = 0
    const name = `baton-1:${visit.bot}:${contactKey}`
    live ??= shareLive({ api, name, following, onState, onFrame, onPage, onGap: () => void reload(), onRead })
    live.follow()
    sender.wake()
  }

  async function begin(): Promise<void> {
    const session = await api.currentSession()
    if (session.ok) goOn(session.value.contactKey)
  }

  /** [V-13] What is on its way still goes as it was meant; from then on it is the contact whom the site vouches for. */
  async function identify(token: string): Promise<void> {
    if (token === identity) return
    const isFirst = identity === null
    identity = token
    await runAlone(`baton:${visit.bot}:sending`, async () => api.identify(token))
    // The same contact with a newer token goes on where they are.
    if (!isFirst && store.read().phase.type === 'ready') return sender.wake()
    visitors += 1
    live?.stop()
    live = null
    store.change({ view: emptyView, place: null, typing: null, form: null, leftIn: null })
    await start()
  }

  function forget(): void {
    visitors += 1
    live?.stop()
    live = null
    keep.clear()
    bridge.tell({ type: 'forgotten' })
  }

  function startFailed(trouble: Trouble): void {
    if (trouble.kind === 'refused') {
      const because = refusedBecause.get(trouble.status) ?? 'other'
      store.change({ phase: { type: 'refused', because } })
      return
    }
    store.change({ link: navigator.onLine ? 'connecting' : 'offline' })
    const visitor = visitors
    const again = () => visitor === visitors && void start()
    setTimeout(again, 500 + backoffMs(startAttempt++, Math.random(), trouble.retryAfterMs))
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
    forms.follow(before.view)
    tellPage(before.view, happening.events)
  }

  function tellPage(before: ReturnType<Store['read']>['view'], events: ContactEvent[]): void {
    const { view } = store.read()
    tellRead()
    if (before === view || live === null) return
    const known = new Set(before.threads.flatMap((thread) => thread.events.map(({ id }) => id)))
    for (const event of events) {
      if (known.has(event.id)) continue
      const told = turnOf(event)
      if (told !== null) bridge.tell(told)
    }
  }

  /** What stands before the reader's eyes is read, in all tabs. */
  function tellRead(): void {
    const { view } = store.read()
    if (isShown && document.visibilityState === 'visible') {
      const seen = readUpTo(view)
      if ([...seen].some(([id, seq]) => seq > (read.get(id) ?? 0))) live?.tellRead(seen)
      read = seen
    }
    bridge.tell({ type: 'unread', count: unreadSince(view, read) })
  }

  function onRead(upTo: [string, number][]): void {
    read = new Map([...read, ...upTo.filter(([id, seq]) => seq > (read.get(id) ?? 0))])
    tellRead()
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

  /** [U-14] With what stands in the field only while the contact is told so. */
  function tellTyping(): void {
    clearTimeout(typingWaits)
    typingWaits = undefined
    const thread = latestThread(store.read().view)
    if (!thread || !live) return
    typingToldAt = performance.now()
    const isPreviewed = isPreviewOn(store.read())
    live.tellTyping(thread.id, !isPreviewed || written !== '', isPreviewed ? previewOf(written) : undefined)
  }

  function endTyping(): void {
    clearTimeout(typingWaits)
    typingWaits = undefined
    typingToldAt = Number.NEGATIVE_INFINITY
    written = ''
  }

  function takenVariables(): { variables?: Variables } {
    const taken = Object.keys(variables).length > 0 ? { variables } : {}
    variables = {}
    return taken
  }

  function add(content: { text: string } | { text: string; payload: string }): void {
    const entry = { id: chanceId(), at: new Date().toISOString(), ...content, ...takenVariables() }
    outbox.change((all) => enqueue(all, entry))
    endTyping()
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
        tellRead()
        return store.change({ shownTimes: store.read().shownTimes + 1 })
      case 'hidden':
        isShown = false
        return
      case 'say':
        return void say(message.text)
      case 'set_variables':
        variables = { ...variables, ...plainValues(message.variables) }
        return
      case 'identify':
        return void identify(message.token)
      case 'forget':
        return forget()
    }
  })
  // Another tab has begun a new conversation.
  keep.onChange((key) => {
    if (key === 'conversation' && live) void reload()
    // Another tab has made this browser forget the contact.
    if (key === 'contact' && keep.read('contact') === null) location.reload()
  })
  document.addEventListener('visibilitychange', tellRead)
  addEventListener('online', () => sender.wake())

  return {
    store,
    keep,
    start: () => void start(),
    startLate() {
      if (identity === null) void start()
    },
    say,
    choose: ({ label, payload }) => add(payload === undefined ? { text: label } : { text: label, payload }),
    upload: uploads.add,
    retry,
    discard,
    tellTyping(text) {
      written = text
      if (text !== '') ending.noteWriting()
      const wait = waitToTell(typingToldAt, performance.now(), isPreviewOn(store.read()))
      if (wait === 0) tellTyping()
      else if (isPreviewOn(store.read())) typingWaits ??= setTimeout(tellTyping, wait)
    },
    close: () => bridge.tell({ type: 'close' }),
    forms,
    ending,
    farewell,
  }
}

const refusedBecause = new Map<number, 'identity' | 'site' | 'bot'>([
  [401, 'identity'],
  [403, 'site'],
  [404, 'bot'],
])

/** One tab at a time, where the browser can tell; in frames of other sites it may refuse to. */
async function runAlone<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  let isRun = false
  const run = () => {
    isRun = true
    return work()
  }
  try {
    return await navigator.locks.request(name, run)
  } catch (error) {
    if (isRun) throw error
    return work()
  }
}
