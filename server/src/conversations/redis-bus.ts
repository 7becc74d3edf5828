import type { Chance } from '@baton/core/chance'
import { asId, type WorkspaceId } from '@baton/core/ids'
import type { Logger } from 'pino'
import { cryptographicChance, uniqueText } from '../chance.ts'
import { type Clock, every } from '../clock.ts'
import { type Bus, type Hint, type Listener, Listeners } from './bus.ts'
import { longestAnswer, RedisConnection } from './redis-connection.ts'
import { Subscriptions } from './subscriptions.ts'
import { mostHints, readMessage, writeMessage } from './wire-hints.ts'

export type RedisBusParts = {
  url: string
  /** Installations that share one Redis, each by its name, tell each other nothing. */
  cluster: string
  clock: Clock
  log: Logger
  chance?: Chance
  /** Milliseconds of a clock that never jumps. */
  steady?: () => number
}

/** Hints since the start. `dropped`: not sent, because they would have had to wait; `rejected`: messages that were none of ours. */
export type BusFigures = { published: number; received: number; dropped: number; rejected: number; isHealthy: boolean }

/** How often the way through Redis and back is tried. */
const beatEvery = 500
/** A beat that has not come back by then never will. */
const longestWait = 5_000
const mostPending = 1_000
/** Loss is told when it lasts so long. */
const toldAfter = 1_000

/**
 * Hints between nodes over Redis. Nothing waits for Redis, nothing is queued for it, and nothing depends on it: what it
 * loses, delays, doubles or makes up is found out by reading the store (I-50).
 */
export class RedisBus implements Bus {
  readonly #steady: () => number
  readonly #log: Logger
  readonly #node = uniqueText()
  readonly #channelOfAll: string
  /** Only this node listens to it: by what comes back, the way through Redis is known to be open. */
  readonly #ownChannel: string
  readonly #listeners = new Listeners()
  readonly #publisher: RedisConnection
  readonly #subscriber: RedisConnection
  readonly #subscriptions: Subscriptions
  readonly #loop: { stop(): void }
  /** What was told in this turn of the event loop. */
  readonly #pending = new Map<string, { channel: string; hint: Hint }>()
  readonly #figures = { published: 0, received: 0, dropped: 0, rejected: 0 }
  #beat: { number: number; sentAt: number } | null = null
  #beats = 0
  #isHealthy = false
  #unhealthySince: number
  #reason = 'not reached'
  #isLossTold = false

  constructor({
    url,
    cluster,
    clock,
    log,
    chance = cryptographicChance,
    steady = () => performance.now(),
  }: RedisBusParts) {
    this.#steady = steady
    this.#log = log
    this.#channelOfAll = `baton:${cluster}`
    this.#ownChannel = `baton:${cluster}:node:${this.#node}`
    this.#unhealthySince = steady()
    const onTrouble = (reason: string) => this.#trouble(reason)
    const parts = { url, clock, steady, chance, onLost: onTrouble, onRefused: onTrouble }
    this.#publisher = new RedisConnection({ ...parts, onReady: () => {}, onMessage: () => {} })
    this.#subscriber = new RedisConnection({
      ...parts,
      onReady: () => this.#subscriptions.begin(),
      onMessage: (channel, text) => this.#receive(channel, text),
      onLost: (reason) => {
        this.#subscriptions.lost()
        this.#trouble(reason)
      },
    })
    this.#subscriptions = new Subscriptions({
      connection: this.#subscriber,
      steady,
      always: [this.#channelOfAll, this.#ownChannel],
      onOpen: (channel) => this.#opened(channel),
    })
    this.#loop = every(clock, beatEvery, () => this.#look())
  }

  tell(hint: Hint): void {
    this.#listeners.hear(hint, true)
    if (hint.kind === 'gap') return
    if (this.#pending.size >= mostPending || !this.#publisher.canTake()) {
      this.#figures.dropped += 1
      return
    }
    if (this.#pending.size === 0) setImmediate(() => this.#flush())
    // The later one says it all; it goes where it was told.
    const subject = subjectOf(hint)
    this.#pending.delete(subject)
    this.#pending.set(subject, { channel: this.#channelOf(hint.kind === 'settings' ? null : hint.workspace), hint })
  }

  hear(hint: Hint): void {
    this.#listeners.hear(hint, false)
  }

  listen(listener: Listener): () => void {
    return this.#listeners.listen(listener)
  }

  follow(workspace: WorkspaceId): () => void {
    const unfollow = this.#listeners.follow(workspace)
    this.#subscriptions.add(this.#channelOf(workspace))
    return () => {
      unfollow()
      if (!this.#listeners.isFollowed(workspace)) this.#subscriptions.drop(this.#channelOf(workspace))
    }
  }

  followed(): WorkspaceId[] {
    return this.#listeners.followed()
  }

  isHealthy(): boolean {
    return this.#isHealthy
  }

  figures(): BusFigures {
    return { ...this.#figures, isHealthy: this.#isHealthy }
  }

  async close(): Promise<void> {
    this.#loop.stop()
    this.#pending.clear()
    this.#publisher.close()
    this.#subscriber.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #channelOf(workspace: WorkspaceId | null): string {
    return workspace === null ? this.#channelOfAll : `${this.#channelOfAll}:${workspace}`
  }

  #flush(): void {
    const byChannel = Map.groupBy(this.#pending.values(), ({ channel }) => channel)
    this.#pending.clear()
    for (const [channel, told] of byChannel) {
      const hints = told.map(({ hint }) => hint)
      for (let start = 0; start < hints.length; start += mostHints)
        void this.#publish(channel, hints.slice(start, start + mostHints))
    }
  }

  async #publish(channel: string, hints: readonly Hint[]): Promise<void> {
    const text = writeMessage(this.#node, hints)
    const isSent = this.#publisher.canTake() && (await this.#publisher.publish(channel, text))
    this.#figures[isSent ? 'published' : 'dropped'] += hints.length
  }

  #receive(channel: string, text: string): void {
    if (channel === this.#ownChannel) return this.#beatBack(text)
    const isOurs = channel === this.#channelOfAll || channel.startsWith(`${this.#channelOfAll}:`)
    const workspace =
      channel === this.#channelOfAll ? null : asId<'workspace'>(channel.slice(this.#channelOfAll.length + 1))
    const message = isOurs ? readMessage(workspace, text) : null
    if (message === null) {
      this.#figures.rejected += 1
      return
    }
    // This node's own were told here before they were sent.
    if (message.node === this.#node) return
    this.#figures.received += message.hints.length
    for (const hint of message.hints) this.#listeners.hear(hint, false)
  }

  /** Hints may have come before the channel was open. */
  #opened(channel: string): void {
    if (channel === this.#ownChannel) return this.#sendBeat()
    if (channel === this.#channelOfAll) return
    this.hear({ kind: 'gap', workspace: asId(channel.slice(this.#channelOfAll.length + 1)) })
  }

  #look(): void {
    this.#publisher.look()
    this.#subscriber.look()
    this.#subscriptions.look()
    const waited = this.#beat === null ? 0 : this.#steady() - this.#beat.sentAt
    if (waited > longestAnswer) this.#trouble('slow')
    if (waited > longestWait) {
      this.#beat = null
      this.#subscriber.giveUp('nothing came back')
    }
    this.#sendBeat()
    this.#tellLoss()
  }

  #sendBeat(): void {
    if (this.#beat !== null || !this.#publisher.isReady || !this.#subscriptions.has(this.#ownChannel)) return
    this.#beats += 1
    const number = this.#beats
    this.#beat = { number, sentAt: this.#steady() }
    void this.#publisher.publish(this.#ownChannel, `${number}`)
  }

  #beatBack(text: string): void {
    if (this.#beat === null || text !== `${this.#beat.number}`) return
    const isQuick = this.#steady() - this.#beat.sentAt <= longestAnswer
    this.#beat = null
    if (!isQuick) return this.#trouble('slow')
    if (!this.#subscriptions.areComplete()) return this.#trouble('not subscribed')
    this.#publisher.isGood()
    this.#subscriber.isGood()
    this.#isHealthy = true
  }

  #trouble(reason: string): void {
    if (this.#isHealthy) this.#unhealthySince = this.#steady()
    this.#isHealthy = false
    this.#reason = reason
    if (!this.#publisher.isReady || !this.#subscriber.isReady) this.#beat = null
  }

  /** Once, and only what lasts: a link that flaps fills no log. */
  #tellLoss(): void {
    if (this.#isHealthy && this.#isLossTold) this.#log.info('redis_back')
    if (this.#isHealthy) this.#isLossTold = false
    if (this.#isHealthy || this.#isLossTold || this.#steady() - this.#unhealthySince < toldAfter) return
    this.#isLossTold = true
    this.#log.warn({ reason: this.#reason }, 'redis_lost')
  }
}

/** What a hint is about: a later hint about the same makes an earlier one needless. */
function subjectOf(hint: Hint): string {
  if (hint.kind === 'moved') return `moved ${hint.workspace} ${hint.conversation}`
  if (hint.kind === 'read') return `read ${hint.workspace} ${hint.conversation} ${hint.operator}`
  if (hint.kind === 'viewing') return `viewing ${hint.workspace} ${hint.device}`
  if (hint.kind !== 'typing') return `${hint.kind} ${hint.workspace}`
  return `typing ${hint.workspace} ${hint.conversation} ${hint.actor.kind} ${hint.from}`
}
