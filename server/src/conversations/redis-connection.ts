import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Chance } from '@baton/core/chance'
import type { Clock } from '../clock.ts'
import { NotRedis, RedisRefusal, type Reply, ReplyReader, writeCommand } from './redis-protocol.ts'

export type ConnectionParts = {
  /** `redis://` or (over TLS) `rediss://`, with user and password where they are needed. */
  url: string
  clock: Clock
  /** Milliseconds of a clock that never jumps. */
  steady(): number
  chance: Chance
  onReady(): void
  onMessage(channel: string, text: string): void
  /** It said no to a command. */
  onRefused(says: string): void
  /** It is gone, and why; another attempt follows. */
  onLost(reason: string): void
}

/** A command that was sent, with the replies it still waits for, each of which must look like this. */
type Sent = { at: number; replies: ((reply: Reply) => boolean)[]; settle: (isDone: boolean) => void }

/** An answer that takes longer is none: nothing more is sent until one is quick again. */
export const longestAnswer = 500
const mostUnanswered = 1_000
const mostUnsentBytes = 4 * 1024 * 1024
const longestConnecting = 2_000
/** A connection that has answered nothing for so long is given up for another. */
const longestSilence = 5_000
/** Between two attempts to connect. Long enough for whoever asks every 250 ms to notice that it was gone. */
const shortestPause = 300
const longestPause = 2_000
const usualPort = 6379

/**
 * One connection to Redis that comes back by itself, for ever, and takes only what it can send at once. No client
 * library: those take an answer that nobody asked for as a bug of their own, and end the process.
 */
export class RedisConnection {
  readonly #parts: ConnectionParts
  #socket: Socket | null = null
  #pausing: { cancel(): void } | null = null
  #sent: Sent[] = []
  #isReady = false
  #isStalled = false
  #isClosed = false
  #attempts = 0
  /** When something last came in, or the first command was sent after all were answered. */
  #heardAt: number

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    this.#heardAt = parts.steady()
    this.#connect()
  }

  get isReady(): boolean {
    return this.#isReady
  }

  /** Whether what is sent now can be expected to be answered. */
  canTake(): boolean {
    if (this.#sent.length > 0 && this.#silence() > longestAnswer) this.#isStalled = true
    const isFull = this.#sent.length >= mostUnanswered || (this.#socket?.writableLength ?? 0) > mostUnsentBytes
    return this.#isReady && !this.#isStalled && !isFull
  }

  /** Answers whether it was done; never rejects. */
  publish(channel: string, text: string): Promise<boolean> {
    return this.#send(['PUBLISH', channel, text], [(reply) => typeof reply === 'number'])
  }

  subscribe(channels: readonly string[]): Promise<boolean> {
    return this.#send(['SUBSCRIBE', ...channels], channels.map(isAbout('subscribe')))
  }

  unsubscribe(channel: string): Promise<boolean> {
    return this.#send(['UNSUBSCRIBE', channel], [channel].map(isAbout('unsubscribe')))
  }

  /** It does what it is for: should it be lost, the first attempt is a quick one. */
  isGood(): void {
    this.#attempts = 0
  }

  /** To be called now and then: what does not answer is given up. */
  look(): void {
    if (this.#socket === null) return
    if (this.#socket.connecting && this.#silence() > longestConnecting) this.giveUp('no connection')
    else if (this.#sent.length > 0 && this.#silence() > longestSilence) this.giveUp('no answer')
  }

  /** Ends the connection; another takes its place. */
  giveUp(reason: string): void {
    const socket = this.#socket
    if (socket === null) return
    this.#socket = null
    this.#isReady = false
    const unanswered = this.#sent
    this.#sent = []
    socket.destroy()
    for (const { settle } of unanswered) settle(false)
    if (this.#isClosed) return
    this.#parts.onLost(reason)
    this.#pausing = this.#parts.clock.after(this.#pause(), () => this.#connect())
  }

  close(): void {
    this.#isClosed = true
    this.#pausing?.cancel()
    this.giveUp('closed')
  }

  #connect(): void {
    const url = new URL(this.#parts.url)
    const address = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || usualPort) }
    const isSecure = url.protocol === 'rediss:'
    const socket = isSecure ? connectSecurely({ ...address, servername: address.host }) : connect(address)
    const reader = new ReplyReader()
    this.#socket = socket
    this.#heard()
    socket.setNoDelay(true).setKeepAlive(true, 30_000)
    socket.on(isSecure ? 'secureConnect' : 'connect', () => this.#begin(socket, url))
    socket.on('data', (piece) => this.#read(socket, reader, piece))
    const lose = (reason: string) => {
      if (socket === this.#socket) this.giveUp(reason)
    }
    socket.on('error', (error) => lose(error.message))
    socket.on('close', () => lose('closed by the other end'))
  }

  #begin(socket: Socket, { username, password }: URL): void {
    if (socket !== this.#socket) return
    this.#heard()
    if (password === '') return this.#ready(socket)
    const words = [username, password].filter((word) => word !== '').map(decodeURIComponent)
    void this.#write(['AUTH', ...words], [(reply) => reply === 'OK']).then((isIn) => {
      if (isIn) this.#ready(socket)
      else if (socket === this.#socket) this.giveUp('password refused')
    })
  }

  #ready(socket: Socket): void {
    if (socket !== this.#socket) return
    this.#isReady = true
    this.#parts.onReady()
  }

  #send(words: readonly string[], replies: Sent['replies']): Promise<boolean> {
    return this.#isReady ? this.#write(words, replies) : Promise.resolve(false)
  }

  #write(words: readonly string[], replies: Sent['replies']): Promise<boolean> {
    if (this.#sent.length === 0) this.#heard()
    this.#socket?.write(writeCommand(words))
    return new Promise((settle) => this.#sent.push({ at: this.#parts.steady(), replies, settle }))
  }

  #read(socket: Socket, reader: ReplyReader, piece: Buffer): void {
    if (socket !== this.#socket) return
    this.#heard()
    try {
      for (const reply of reader.read(piece)) {
        this.#take(reply)
        if (socket !== this.#socket) return
      }
    } catch (error) {
      if (!(error instanceof NotRedis)) throw error
      this.giveUp(error.message)
    }
  }

  #take(reply: Reply): void {
    if (Array.isArray(reply) && reply[0] === 'message') return this.#hear(reply)
    const [first] = this.#sent
    if (first === undefined) throw new NotRedis('answered what was not asked')
    const isRefused = reply instanceof RedisRefusal
    const isRight = first.replies.shift()
    if (!isRefused && !isRight?.(reply)) throw new NotRedis('answered something else')
    if (!isRefused && first.replies.length > 0) return
    this.#sent.shift()
    this.#isStalled = this.#parts.steady() - first.at > longestAnswer
    if (isRefused) this.#parts.onRefused(reply.says)
    first.settle(!isRefused)
  }

  #hear([, channel, text]: Reply[]): void {
    if (typeof channel !== 'string' || typeof text !== 'string') throw new NotRedis('told something else')
    this.#parts.onMessage(channel, text)
  }

  #heard(): void {
    this.#heardAt = this.#parts.steady()
  }

  #silence(): number {
    return this.#parts.steady() - this.#heardAt
  }

  #pause(): number {
    const longest = Math.min(longestPause, shortestPause * 2 ** (this.#attempts + 1))
    this.#attempts = Math.min(this.#attempts + 1, 10)
    return shortestPause + this.#parts.chance.below(longest - shortestPause + 1)
  }
}

function isAbout(kind: 'subscribe' | 'unsubscribe') {
  return (channel: string) => (reply: Reply) =>
    Array.isArray(reply) && reply[0] === kind && reply[1] === channel && typeof reply[2] === 'number'
}
