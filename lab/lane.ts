/** One direction of one connection through a link, and what shapes all lanes of that direction. */
import type { Socket } from 'node:net'
import type { Chance } from '@baton/core/chance'

/** What becomes of bytes now: passed on, lost, or left where they are. */
export type Passage = 'pass' | 'swallow' | 'hold'

/** Delay, jitter and width of one direction of a link. Times in milliseconds. */
export class Shape {
  readonly #chance: Chance
  delayMs = 0
  jitterMs = 0
  bytesPerSecond = Number.POSITIVE_INFINITY
  #freeAt = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  clear(): void {
    this.delayMs = 0
    this.jitterMs = 0
    this.bytesPerSecond = Number.POSITIVE_INFINITY
    this.#freeAt = 0
  }

  /** When so many bytes, sent now, arrive at the other end; they take their place behind what was sent before. */
  arrivalOf(bytes: number): number {
    this.#freeAt = Math.max(performance.now(), this.#freeAt) + (1_000 * bytes) / this.bytesPerSecond
    const jitter = this.jitterMs * (this.#chance.below(2_001) / 1_000 - 1)
    return this.#freeAt + Math.max(0, this.delayMs + jitter)
  }

  /** With a narrow line bytes arrive little by little. */
  pieces(chunk: Buffer): Buffer[] {
    const size = Math.ceil((this.bytesPerSecond * pieceMs) / 1_000)
    if (chunk.length <= size) return [chunk]
    return Array.from({ length: Math.ceil(chunk.length / size) }, (_, index) =>
      chunk.subarray(index * size, (index + 1) * size),
    )
  }
}

export type Traffic = {
  shape: Shape
  passage(): Passage
  onPassed(bytes: number): void
  onSwallowed(bytes: number): void
  onHeld(bytes: number): void
}

/** `null` is the end of the stream. */
type Piece = { bytes: Buffer | null; dueAt: number }

/** With a bandwidth, bytes pass in pieces of about this long. */
const pieceMs = 20
/** What a lane holds before it stops reading; one more chunk of the socket may come on top. */
const mostHeld = 256 * 1024

export class Lane {
  readonly #from: Socket
  readonly #traffic: Traffic
  readonly #queue: Piece[] = []
  #to: Socket | null = null
  #held = 0
  #lastDueAt = 0
  #timer: NodeJS.Timeout | undefined
  #hasLost = false

  constructor(from: Socket, traffic: Traffic) {
    this.#from = from
    this.#traffic = traffic
    from.on('data', (chunk: Buffer) => this.#take(chunk))
    from.on('end', () => this.#take(null))
  }

  /** Whether the stream has a gap and can never go on. */
  get hasLost(): boolean {
    return this.#hasLost
  }

  /** Bytes read and not yet taken by the system at the other end. */
  get held(): number {
    return this.#held
  }

  leadTo(socket: Socket): void {
    this.#to = socket
  }

  /** Does with what is here as the traffic now says. */
  adapt(): void {
    clearTimeout(this.#timer)
    if (this.#traffic.passage() === 'swallow') for (const { bytes } of this.#queue.splice(0)) this.#swallow(bytes)
    else this.#pump()
    this.#read()
  }

  /** What waits for its time has waited enough. */
  hurry(): void {
    for (const piece of this.#queue) piece.dueAt = 0
    this.#lastDueAt = 0
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  #take(chunk: Buffer | null): void {
    const { shape, passage, onHeld } = this.#traffic
    this.#hold(chunk?.length ?? 0)
    if (passage() === 'swallow') return this.#swallow(chunk)
    for (const bytes of chunk === null ? [null] : shape.pieces(chunk)) {
      this.#lastDueAt = Math.max(this.#lastDueAt, shape.arrivalOf(bytes?.length ?? 0))
      this.#queue.push({ bytes, dueAt: this.#lastDueAt })
    }
    onHeld(this.#held)
    this.#pump()
    this.#read()
  }

  #swallow(chunk: Buffer | null): void {
    this.#hasLost = true
    this.#hold(-(chunk?.length ?? 0))
    this.#traffic.onSwallowed(chunk?.length ?? 0)
  }

  #hold(bytes: number): void {
    this.#held += bytes
  }

  #pump(): void {
    clearTimeout(this.#timer)
    while (this.#traffic.passage() === 'pass' && this.#to !== null) {
      const [next] = this.#queue
      if (next === undefined) return
      const waitMs = next.dueAt - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs)
        return
      }
      this.#queue.shift()
      this.#pass(this.#to, next.bytes)
    }
  }

  #pass(to: Socket, bytes: Buffer | null): void {
    if (bytes === null) {
      to.end()
      return
    }
    to.write(bytes, (error) => {
      this.#hold(-bytes.length)
      if (!error) this.#traffic.onPassed(bytes.length)
      this.#read()
    })
  }

  /** Reads on, or lets the sender wait: nothing grows here. */
  #read(): void {
    const isOpen = this.#traffic.passage() !== 'hold' && this.#held < mostHeld
    if (isOpen) this.#from.resume()
    else this.#from.pause()
  }
}
