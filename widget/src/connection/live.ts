// The live connection: a socket that is watched and reopened, or, where none can be opened, a long poll of the same log.
import type { ClientFrame } from '@baton/core/protocol'
import { backoffMs } from '../state/backoff.ts'
import type { Api } from './api.ts'
import { type ContactFrame, type Page, parseFrame, parseJson } from './parse.ts'

export type LinkState = 'connecting' | 'live' | 'polling' | 'offline'

export type LiveOptions = {
  api: Api
  /** What to follow, and from where; null until there is a conversation. */
  following: () => { conversation: string; after: number } | null
  onState: (state: LinkState) => void
  onFrame: (frame: ContactFrame) => void
  onPage: (conversation: string, page: Page) => void
}

export type Live = {
  /** Follows what `following` says now. */
  follow(): void
  tellTyping(conversation: string, isTyping: boolean, text?: string): void
  /** Ends for good. */
  stop(): void
}

const pingEveryMs = 12_000
/** A link that was silent for so long is dead: found at most 30 s after it died. */
const deadAfterMs = 30_000
const socketTriesBeforePolling = 2
const polledBeforeSocketMs = 120_000
const openingTakesMs = 10_000

export function connectLive({ api, following, onState, onFrame, onPage }: LiveOptions): Live {
  let socket: WebSocket | null = null
  let followed: string | null = null
  let attempt = 0
  let failedOpenings = 0
  let wakeUp: (() => void) | null = null
  let poll: AbortController | null = null
  const stopping = new AbortController()
  const { signal } = stopping

  void run()
  addEventListener('online', () => wakeUp?.(), { signal })
  addEventListener(
    'offline',
    () => {
      onState('offline')
      socket?.close()
    },
    { signal },
  )
  const wakeWhenSeen = () => {
    if (document.visibilityState === 'visible') wakeUp?.()
  }
  document.addEventListener('visibilitychange', wakeWhenSeen, { signal })

  async function run(): Promise<void> {
    while (!signal.aborted) {
      onState(navigator.onLine ? 'connecting' : 'offline')
      const retryAfterMs = failedOpenings >= socketTriesBeforePolling ? await pollForAWhile() : await runSocket()
      if (signal.aborted) return
      onState(navigator.onLine ? 'connecting' : 'offline')
      await pause(backoffMs(attempt, Math.random(), retryAfterMs))
      attempt += 1
    }
  }

  /** Ends with the socket; answers how long the server asked to wait. */
  async function runSocket(): Promise<number | null> {
    const ticket = await api.ticket()
    if (!ticket.ok) return ticket.trouble.kind === 'unreachable' ? ticket.trouble.retryAfterMs : 10_000
    const url = new URL('/api/v1/live', location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    url.searchParams.set('ticket', ticket.value)
    if (signal.aborted) return null
    return new Promise((resolve) => watch(new WebSocket(url), resolve))
  }

  function watch(opened: WebSocket, onEnd: (retryAfterMs: number | null) => void): void {
    let lastHeardAt = performance.now()
    let isWelcome = false
    let retryAfterMs: number | null = null
    const heartbeat = setInterval(() => {
      const silentMs = performance.now() - lastHeardAt
      if (silentMs > (isWelcome ? deadAfterMs : openingTakesMs)) end()
      else if (isWelcome) tell(opened, { type: 'ping' })
    }, pingEveryMs / 2)

    // A dead link may never report that it closed: whoever notices first ends it.
    const end = () => {
      clearInterval(heartbeat)
      signal.removeEventListener('abort', end)
      opened.onclose = opened.onmessage = opened.onerror = null
      opened.close()
      if (socket === opened) socket = null
      if (!isWelcome && navigator.onLine) failedOpenings += 1
      onEnd(retryAfterMs)
    }
    signal.addEventListener('abort', end)
    opened.onclose = end
    opened.onerror = () => {}
    opened.onmessage = ({ data }) => {
      lastHeardAt = performance.now()
      const frame = typeof data === 'string' ? parseFrame(parseJson(data)) : null
      if (frame?.type === 'welcome') {
        isWelcome = true
        failedOpenings = attempt = 0
        socket = opened
        followed = null
        follow()
        onState('live')
      }
      if (frame?.type === 'bye') retryAfterMs = frame.retryAfterMs
      if (frame) onFrame(frame)
    }
  }

  function follow(): void {
    const next = following()
    poll?.abort()
    if (socket === null || next === null) return
    if (followed !== null && followed !== next.conversation) tell(socket, { type: 'unfollow', conversation: followed })
    followed = next.conversation
    tell(socket, { type: 'follow', ...next })
  }

  /** Polls until it fails, or until it is time to try a socket again. */
  async function pollForAWhile(): Promise<number | null> {
    const until = performance.now() + polledBeforeSocketMs
    while (performance.now() < until && !signal.aborted) {
      const next = following()
      if (next === null) return 1_000
      poll = new AbortController()
      const page = await api.events(next.conversation, next.after, poll.signal)
      if (poll.signal.aborted) continue
      if (!page.ok) return page.trouble.kind === 'unreachable' ? page.trouble.retryAfterMs : 10_000
      onState('polling')
      attempt = 0
      onPage(next.conversation, page.value)
    }
    failedOpenings = 0
    return null
  }

  /** Waits, but not once the network is back or the page is looked at again. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        wakeUp = null
        resolve()
      }
      const timer = setTimeout(done, ms)
      wakeUp = done
    })
  }

  return {
    follow,
    stop() {
      stopping.abort()
      poll?.abort()
      wakeUp?.()
    },
    tellTyping(conversation, isTyping, text) {
      const frame = { type: 'typing', conversation, isTyping } as const
      if (socket) tell(socket, text === undefined ? frame : { ...frame, text })
    },
  }
}

function tell(socket: WebSocket, frame: ClientFrame): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
}
