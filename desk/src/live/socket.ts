import type { ClientFrame, ServerFrame } from '@baton/core/protocol'
import { waitBeforeRetry } from './backoff.ts'
import { parseFrame, writeFrame } from './frames.ts'

/**
 * connecting → open → waiting → connecting …; `ended` when the server signed us out.
 * `since` says when the phase before `open` began, so a banner can wait its two seconds.
 */
export type Phase = { name: 'connecting' | 'open' | 'waiting' | 'ended'; since: number }

type Listener = { onFrame: (frame: ServerFrame) => void; onPhase: (phase: Phase) => void }

/** The one socket of the desk: it comes back by itself until it is disposed of. */
export class LiveSocket implements Disposable {
  readonly #url: string
  readonly #listener: Listener
  #socket: WebSocket | null = null
  #attempt = 0
  #retryAfterMs: number | null = null
  #lostAt = Date.now()
  #heardAt = 0
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(url: string, listener: Listener) {
    this.#url = url
    this.#listener = listener
    window.addEventListener('online', this.retryNow)
    window.addEventListener('offline', this.#leaveBehind)
    this.#connect()
  }

  /** False when there is no open socket; nothing is queued. */
  send(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(writeFrame(frame))
    return true
  }

  readonly retryNow = (): void => {
    if (this.#isOver || this.#socket !== null) return
    clearTimeout(this.#retry)
    this.#connect()
  };

  [Symbol.dispose](): void {
    this.#isOver = true
    window.removeEventListener('online', this.retryNow)
    window.removeEventListener('offline', this.#leaveBehind)
    clearTimeout(this.#retry)
    clearInterval(this.#heartbeat)
    this.#socket?.close()
  }

  #connect(): void {
    this.#listener.onPhase({ name: 'connecting', since: this.#lostAt })
    const socket = new WebSocket(this.#url)
    this.#socket = socket
    socket.addEventListener('message', (message) => {
      if (socket === this.#socket && typeof message.data === 'string') this.#receive(message.data)
    })
    socket.addEventListener('close', () => {
      if (socket === this.#socket) this.#lose()
    })
  }

  #receive(source: string): void {
    this.#heardAt = Date.now()
    const frame = parseFrame(source)
    if (frame === null) return
    if (frame.type === 'welcome') this.#welcome(frame.heartbeatMs)
    if (frame.type === 'bye') {
      this.#retryAfterMs = frame.retryAfterMs
      if (frame.reason === 'signed_out') this.#end()
    }
    this.#listener.onFrame(frame)
  }

  #welcome(heartbeatMs: number): void {
    this.#attempt = 0
    this.#retryAfterMs = null
    this.#listener.onPhase({ name: 'open', since: Date.now() })
    clearInterval(this.#heartbeat)
    this.#heartbeat = setInterval(() => {
      // [D-11] Found at the second beat that brings nothing: 30 s at the latest.
      if (Date.now() - this.#heardAt > heartbeatMs * 1.5) this.#drop()
      else this.send({ type: 'ping' })
    }, heartbeatMs)
  }

  /** The browser knows before the socket does that there is no network. */
  readonly #leaveBehind = (): void => {
    if (!this.#isOver && this.#socket !== null) this.#drop()
  }

  /** A socket that went silent never tells; it is left behind. */
  #drop(): void {
    this.#socket?.close()
    this.#lose()
  }

  #lose(): void {
    clearInterval(this.#heartbeat)
    this.#socket = null
    if (this.#isOver) return
    if (this.#attempt === 0) this.#lostAt = Date.now()
    const wait = waitBeforeRetry(this.#attempt, Math.random(), this.#retryAfterMs)
    this.#attempt += 1
    this.#listener.onPhase({ name: 'waiting', since: this.#lostAt })
    this.#retry = setTimeout(() => this.#connect(), wait)
  }

  #end(): void {
    this.#isOver = true
    clearInterval(this.#heartbeat)
    this.#listener.onPhase({ name: 'ended', since: Date.now() })
  }
}
