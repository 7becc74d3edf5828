import type { RedisConnection } from './redis-connection.ts'

type Parts = {
  connection: RedisConnection
  /** Milliseconds of a clock that never jumps. */
  steady(): number
  /** Channels that are never dropped. */
  always: readonly string[]
  /** A channel is open for the first time; one of those that are never dropped also whenever it is open again. */
  onOpen(channel: string): void
}

type Wanted = {
  channel: string
  state: 'missing' | 'asked' | 'open'
  hasBeenOpen: boolean
  since: number
  droppedAt: number | null
}

/** Channels that nobody wants any more stay open for so long: who comes back soon finds them. */
const lingering = 30_000
/** A channel that is not open by then makes the whole way incomplete, and is asked for again. */
const longestAsking = 1_000
const mostAtOnce = 500

/** Which channels the subscribing connection is to have open, over all losses of it. */
export class Subscriptions {
  readonly #parts: Parts
  readonly #wanted = new Map<string, Wanted>()

  constructor(parts: Parts) {
    this.#parts = parts
    for (const channel of parts.always) this.#want(channel)
  }

  /** The connection is there, with nothing open. */
  begin(): void {
    const channels = [...this.#wanted.keys()]
    for (let start = 0; start < channels.length; start += mostAtOnce)
      void this.#ask(channels.slice(start, start + mostAtOnce))
  }

  lost(): void {
    for (const wanted of this.#wanted.values()) wanted.state = 'missing'
  }

  add(channel: string): void {
    const known = this.#wanted.get(channel)
    if (known !== undefined) {
      known.droppedAt = null
      return
    }
    this.#want(channel)
    // Where the connection takes nothing now, it is asked for later.
    if (this.#parts.connection.canTake()) void this.#ask([channel])
  }

  drop(channel: string): void {
    const known = this.#wanted.get(channel)
    if (known !== undefined) known.droppedAt = this.#parts.steady()
  }

  has(channel: string): boolean {
    return this.#wanted.get(channel)?.state === 'open'
  }

  /** Whether all is open that was wanted a while ago. */
  areComplete(): boolean {
    const recently = this.#parts.steady() - longestAsking
    return [...this.#wanted.values()].every(({ state, since }) => state === 'open' || since > recently)
  }

  /** To be called now and then: asks again for what is missing, and closes what nobody wants. */
  look(): void {
    const now = this.#parts.steady()
    const missing: string[] = []
    for (const [channel, { state, since, droppedAt }] of this.#wanted) {
      if (droppedAt !== null && now - droppedAt > lingering) this.#close(channel)
      else if (state === 'missing' && now - since > longestAsking) missing.push(channel)
    }
    if (missing.length > 0 && this.#parts.connection.canTake()) void this.#ask(missing.slice(0, mostAtOnce))
  }

  #want(channel: string): void {
    const since = this.#parts.steady()
    this.#wanted.set(channel, { channel, state: 'missing', hasBeenOpen: false, since, droppedAt: null })
  }

  #close(channel: string): void {
    this.#wanted.delete(channel)
    void this.#parts.connection.unsubscribe(channel)
  }

  async #ask(channels: readonly string[]): Promise<void> {
    const asked = channels.flatMap((channel) => this.#wanted.get(channel) ?? [])
    for (const wanted of asked) wanted.state = 'asked'
    const isDone = await this.#parts.connection.subscribe(channels)
    // Where the connection was lost meanwhile, all are missing again.
    for (const wanted of asked) if (wanted.state === 'asked') this.#answered(wanted, isDone)
  }

  #answered(wanted: Wanted, isDone: boolean): void {
    wanted.state = isDone ? 'open' : 'missing'
    if (!isDone) return
    const isNews = !wanted.hasBeenOpen || this.#parts.always.includes(wanted.channel)
    wanted.hasBeenOpen = true
    if (isNews) this.#parts.onOpen(wanted.channel)
  }
}
