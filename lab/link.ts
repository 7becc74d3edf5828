/**
 * A bad network between a client and a server: a TCP proxy on the loopback that cuts, swallows, holds and slows what
 * passes it. It knows no protocol, so HTTP, WebSocket, PostgreSQL and Redis all pass.
 *
 * A link is up (all passes), cut (reset and refused), dark (swallowed in one or both directions) or stalled (nothing is
 * read). Delay and bandwidth shape what passes meanwhile. `heal` makes it up and unshaped, from wherever it is.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { seededChance } from '@baton/core/chance'
import { Lane, type Passage, Shape, type Traffic } from './lane.ts'
import { onFreePort } from './ports.ts'

export type LinkOptions = {
  to: { host: string; port: number }
  /** A free one when left out. */
  port?: number
  /** Of the jitter. */
  seed?: number
}

/** A client is whoever connects to the link. */
export type Direction = 'toServer' | 'toClient'

export type LinkFigures = {
  /** Connections so far. */
  accepted: number
  /** Connections now. */
  open: number
  /** Connections that ended by a reset, sent or passed on by the link. */
  reset: number
  /** Bytes passed on. */
  toServer: number
  toClient: number
  /** Bytes lost in the dark. */
  swallowed: number
  /** Bytes read and not yet passed on, now. */
  held: number
  /** The most of them that one direction of one connection ever held. */
  mostHeld: number
}

type Condition =
  | { state: 'up' }
  | { state: 'cut' }
  | { state: 'dark'; directions: readonly Direction[] }
  | { state: 'stalled' }

const bothDirections: readonly Direction[] = ['toServer', 'toClient']

/** Listens on the loopback and connects each of its clients to `to`. Use with `await using`, or call `close`. */
export function openLink(options: LinkOptions): Promise<Link> {
  return onFreePort(options.port, async (port) => {
    const link = new Link(options, port)
    await link.heal()
    return link
  })
}

export class Link {
  /** The same after every cut. */
  readonly port: number
  readonly #to: LinkOptions['to']
  readonly #shapes: Record<Direction, Shape>
  readonly #connections = new Set<Connection>()
  readonly #counts = { accepted: 0, reset: 0, toServer: 0, toClient: 0, swallowed: 0, mostHeld: 0 }
  #condition: Condition = { state: 'cut' }
  #listener: Server | null = null
  /** One change of condition after the other. */
  #changed: Promise<void> = Promise.resolve()
  #flapping: { timer?: NodeJS.Timeout } | null = null

  constructor({ to, seed = 1 }: LinkOptions, port: number) {
    this.port = port
    this.#to = to
    const chance = seededChance(seed)
    this.#shapes = { toServer: new Shape(chance), toClient: new Shape(chance) }
  }

  /** The same address through this link. */
  url(base: string): string {
    const url = new URL(base)
    url.hostname = '127.0.0.1'
    url.port = String(this.port)
    return url.href
  }

  /** Resets every connection and refuses new ones. */
  cut(): Promise<void> {
    return this.#become({ state: 'cut' })
  }

  /**
   * Swallows what is sent, and that an end has closed, both ways or one; no FIN, no RST. New connections are accepted,
   * and reach the server only if one way is left. `heal` resets a connection that has lost something: no stream goes on
   * with a gap in it.
   */
  blackHole(direction?: Direction): Promise<void> {
    return this.#become({ state: 'dark', directions: direction === undefined ? bothDirections : [direction] })
  }

  /** Reads nothing: senders fill their buffers and wait. New connections are accepted. `heal` loses nothing. */
  stall(): Promise<void> {
    return this.#become({ state: 'stalled' })
  }

  /** Each way, give or take up to `jitterMs`; what one connection sends keeps its order. */
  delay(milliseconds: number, jitterMs = 0): void {
    for (const shape of Object.values(this.#shapes)) Object.assign(shape, { delayMs: milliseconds, jitterMs })
  }

  /** Each way, shared by all connections. */
  bandwidth(bytesPerSecond: number): void {
    for (const shape of Object.values(this.#shapes)) shape.bytesPerSecond = bytesPerSecond
  }

  /** Up and cut in turn, up first, until another condition is asked for. */
  async flap(upMs: number, cutMs: number): Promise<void> {
    const isUp = this.#become({ state: 'up' })
    const flapping: { timer?: NodeJS.Timeout } = {}
    this.#flapping = flapping
    const changeAfter = (milliseconds: number, state: 'up' | 'cut') => {
      if (this.#flapping !== flapping) return
      flapping.timer = setTimeout(async () => {
        await this.#queue({ state })
        if (state === 'up') changeAfter(upMs, 'cut')
        else changeAfter(cutMs, 'up')
      }, milliseconds)
    }
    await isUp
    changeAfter(upMs, 'cut')
  }

  /** Up, with neither delay nor limit; what waits passes at once. */
  heal(): Promise<void> {
    for (const shape of Object.values(this.#shapes)) shape.clear()
    for (const connection of this.#connections) connection.hurry()
    return this.#become({ state: 'up' })
  }

  /** Resets every connection and frees the port. */
  close(): Promise<void> {
    return this.cut()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  figures(): LinkFigures {
    const held = [...this.#connections].reduce((sum, connection) => sum + connection.held, 0)
    return { ...this.#counts, open: this.#connections.size, held }
  }

  #become(condition: Condition): Promise<void> {
    clearTimeout(this.#flapping?.timer)
    this.#flapping = null
    return this.#queue(condition)
  }

  #queue(condition: Condition): Promise<void> {
    const change = this.#changed.then(() => this.#change(condition))
    this.#changed = change.catch(() => {})
    return change
  }

  async #change(condition: Condition): Promise<void> {
    this.#condition = condition
    if (condition.state === 'cut') return this.#refuse()
    for (const connection of this.#connections) connection.adapt(condition.state === 'up')
    await this.#listen()
  }

  async #refuse(): Promise<void> {
    const listener = this.#listener
    this.#listener = null
    const closed = listener && once(listener, 'close')
    listener?.close()
    for (const connection of this.#connections) connection.reset()
    await closed
  }

  async #listen(): Promise<void> {
    if (this.#listener !== null) return
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client))
    listener.listen(this.port, '127.0.0.1')
    await once(listener, 'listening')
    this.#listener = listener
  }

  #accept(client: Socket): void {
    this.#counts.accepted += 1
    const connection = new Connection(client, {
      connect: () => connect({ ...this.#to, allowHalfOpen: true, noDelay: true }),
      traffic: { toServer: this.#traffic('toServer'), toClient: this.#traffic('toClient') },
      onReset: () => {
        this.#counts.reset += 1
      },
      onClosed: () => this.#connections.delete(connection),
    })
    this.#connections.add(connection)
    connection.adapt(this.#condition.state === 'up')
  }

  #traffic(direction: Direction): Traffic {
    const counts = this.#counts
    return {
      shape: this.#shapes[direction],
      passage: () => this.#passage(direction),
      onPassed: (bytes) => {
        counts[direction] += bytes
      },
      onSwallowed: (bytes) => {
        counts.swallowed += bytes
      },
      onHeld: (bytes) => {
        counts.mostHeld = Math.max(counts.mostHeld, bytes)
      },
    }
  }

  #passage(direction: Direction): Passage {
    const condition = this.#condition
    if (condition.state === 'dark') return condition.directions.includes(direction) ? 'swallow' : 'pass'
    return condition.state === 'up' ? 'pass' : 'hold'
  }
}

type Ways = {
  connect(): Socket
  traffic: Record<Direction, Traffic>
  onReset(): void
  onClosed(): void
}

/** A client and, once a way is open, its own connection to the server. */
class Connection {
  readonly #client: Socket
  readonly #ways: Ways
  readonly #toServer: Lane
  #server: Socket | null = null
  #toClient: Lane | null = null
  /** One end was reset, and the other does not know it yet. */
  #isBroken = false
  #isReset = false

  constructor(client: Socket, ways: Ways) {
    this.#client = client
    this.#ways = ways
    this.#toServer = new Lane(client, ways.traffic.toServer)
    this.#watch(client, 'toServer')
  }

  get held(): number {
    return this.#toServer.held + (this.#toClient?.held ?? 0)
  }

  /** Does with both directions as the link now says. */
  adapt(isUp: boolean): void {
    if (isUp && (this.#isBroken || this.#toServer.hasLost || this.#toClient?.hasLost)) return this.reset()
    const { toServer, toClient } = this.#ways.traffic
    if (this.#server === null && [toServer.passage(), toClient.passage()].includes('pass')) this.#open()
    this.#toServer.adapt()
    this.#toClient?.adapt()
  }

  hurry(): void {
    this.#toServer.hurry()
    this.#toClient?.hurry()
  }

  reset(): void {
    if (this.#isReset) return
    this.#isReset = true
    this.#ways.onReset()
    this.#toServer.stop()
    this.#toClient?.stop()
    for (const socket of [this.#client, this.#server]) {
      // What has sent its end cannot be reset any more: Node would leave it open for ever.
      if (socket?.writableEnded) socket.destroy()
      else socket?.resetAndDestroy()
    }
  }

  #open(): void {
    const server = this.#ways.connect()
    this.#server = server
    this.#toClient = new Lane(server, this.#ways.traffic.toClient)
    this.#toClient.leadTo(this.#client)
    this.#toServer.leadTo(server)
    this.#watch(server, 'toClient')
  }

  #watch(socket: Socket, direction: Direction): void {
    socket.on('error', () => {
      // What it means is told by the close that follows.
    })
    socket.on('close', (hasFailed) => {
      if (hasFailed) this.#isBroken = true
      if (hasFailed && this.#ways.traffic[direction].passage() === 'pass') this.reset()
      if (this.#client.destroyed && (this.#server?.destroyed ?? true)) this.#ways.onClosed()
    })
  }
}
