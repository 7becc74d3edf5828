/** One client's live connection: it comes back by itself, on another node when the one it was with is gone. */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClientFrame, ServerFrame } from '@baton/core/protocol'
import { WebSocket } from 'ws'
import { nothingSaid, type Outcome } from '../history.ts'
import type { Caller, Front } from './caller.ts'

export type LineParts = {
  caller: Caller
  /** With what to knock at a node: a ticket in the address, or headers. Null when it cannot be had now. */
  admission(front: Front): Promise<{ query?: string; headers?: Record<string, string> } | null>
  onFrame(frame: ServerFrame): void
  /** [D-11] Nothing heard for so long: the other side is gone. */
  silenceMs?: number
  pingEveryMs?: number
  /** Between two attempts, at first and at most; each waits a part of it that chance decides. */
  firstPauseMs?: number
  longestPauseMs?: number
  openWithinMs?: number
  random(below: number): number
}

/** Why nobody knows what became of something said: the client has to come back and ask. */
export const lost = 'connection lost'
const usualPingMs = 2_000
const usualSilenceMs = 6_000
const usualPauseMs = 50
const answerWithinMs = 5_000
const usualOpeningMs = 3_000

export class LiveLine {
  readonly #parts: LineParts
  readonly #answers = new Map<string, (outcome: Outcome) => void>()
  #socket: WebSocket | null = null
  #heardAt = 0
  #attempts = 0
  #pinging: NodeJS.Timeout | undefined
  #isWelcome = false
  #isClosed = false
  /** The one it was connected to last. */
  node = ''

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  /** From the server's welcome on. */
  get isOpen(): boolean {
    return this.#isWelcome && this.#socket?.readyState === WebSocket.OPEN
  }

  /** Connects, and stays connected until it is closed. */
  start(): void {
    void this.#connect()
  }

  send(frame: ClientFrame): boolean {
    if (!this.isOpen) return false
    this.#socket?.send(JSON.stringify(frame))
    return true
  }

  /** Says something; unknown when no answer comes, or the connection ends before it does. */
  async say(frame: Extract<ClientFrame, { type: 'say' }>): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.#answers.set(frame.ref, resolve)
    const late = setTimeout(() => this.giveUp(), answerWithinMs)
    if (!this.send(frame)) resolve({ kind: 'unknown', why: 'not connected', status: null })
    const outcome = await promise
    clearTimeout(late)
    this.#answers.delete(frame.ref)
    return outcome
  }

  /** Leaves this node for another. */
  giveUp(): void {
    this.#socket?.terminate()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#pinging)
    const socket = this.#socket
    if (socket === null || socket.readyState === WebSocket.CLOSED) return
    const closed = once(socket, 'close')
    socket.terminate()
    await closed
  }

  async #connect(): Promise<void> {
    while (!this.#isClosed) {
      const { front } = this.#parts.caller
      const admission = await this.#parts.admission(front)
      if (admission !== null && (await this.#open(front, admission))) return
      await this.#pause()
      if (!this.#isClosed) await this.#parts.caller.moveOn()
    }
  }

  async #open(front: Front, { query = '', headers = {} }: { query?: string; headers?: Record<string, string> }) {
    if (this.#isClosed) return false
    const socket = new WebSocket(`${front.url.replace('http', 'ws')}/api/v1/live${query}`, { headers })
    socket.on('error', () => {
      // The close that follows says it.
    })
    const late = setTimeout(() => socket.terminate(), this.#parts.openWithinMs ?? usualOpeningMs)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    socket.once('open', () => {
      this.node = front.name
      this.#opened(socket)
      resolve(true)
    })
    socket.once('close', () => resolve(false))
    socket.on('message', (content) => this.#hear(String(content)))
    const isOpen = await promise
    clearTimeout(late)
    return isOpen
  }

  #opened(socket: WebSocket): void {
    this.#socket = socket
    this.#heardAt = performance.now()
    this.#attempts = 0
    this.#isWelcome = false
    this.#parts.caller.isServed()
    socket.once('close', () => this.#lost())
    if (this.#isClosed) return socket.terminate()
    const { silenceMs = usualSilenceMs, pingEveryMs = usualPingMs } = this.#parts
    this.#pinging = setInterval(() => {
      if (performance.now() - this.#heardAt > silenceMs) this.giveUp()
      else this.send({ type: 'ping' })
    }, pingEveryMs)
  }

  #hear(text: string): void {
    this.#heardAt = performance.now()
    this.#parts.caller.listen(text)
    const frame: ServerFrame = JSON.parse(text)
    if (frame.type === 'welcome') this.#isWelcome = true
    if (frame.type === 'ack' || frame.type === 'refused') this.#answers.get(frame.ref)?.(outcomeOf(frame))
    else this.#parts.onFrame(frame)
  }

  #lost(): void {
    clearInterval(this.#pinging)
    for (const settle of this.#answers.values()) settle({ kind: 'unknown', why: lost, status: null })
    if (!this.#isClosed) void this.#comeBack()
  }

  async #comeBack(): Promise<void> {
    await this.#pause()
    await this.#parts.caller.moveOn()
    await this.#connect()
  }

  /** Full jitter: any time up to one that doubles with each attempt. */
  async #pause(): Promise<void> {
    const { firstPauseMs = usualPauseMs, longestPauseMs = 1_000, random } = this.#parts
    this.#attempts += 1
    await wait(random(Math.min(longestPauseMs, firstPauseMs * 2 ** this.#attempts)) + 1)
  }
}

function outcomeOf(frame: Extract<ServerFrame, { type: 'ack' | 'refused' }>): Outcome {
  if (frame.type === 'ack') return { ...nothingSaid, kind: 'ok', conversation: frame.conversation, seq: frame.seq }
  const { status, title: code, owner } = frame.problem
  if (status >= 500 || status === 429) return { kind: 'unknown', why: code, status }
  return { kind: 'refused', status, code, owner: owner?.id ?? null }
}
