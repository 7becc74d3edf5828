import type { ConversationEvent } from '@baton/core/conversation'

/** What a follow needs of the connection it belongs to. */
export type FollowParts = {
  /** Reads what comes after a position, a page at most. */
  read(after: number): Promise<ConversationEvent[]>
  pageSize: number
  /** Sends a page; settles when the other side can take the next. */
  send(events: ConversationEvent[], lastSeq: number): Promise<void> | void
  caughtUp(lastSeq: number): void
  botTyping(isTyping: boolean): void
  /** The store could not be read; `again` is to be called later. */
  failed(error: unknown, again: () => void): void
}

/**
 * One follow of one conversation: it reads on from its own position and sends what it finds, once and in order, however
 * often and in whatever order it is told that there is more. An ended follow sends nothing any more.
 */
export class LogFollow {
  readonly #parts: FollowParts
  #position: number
  #isReading = false
  /** How far the log is said to go, of what was said while a page was read. */
  #saidToEndAt = 0
  #isCatchingUp = true
  #isEnded = false
  /** The bot is writing as of this event: true as long as the log ends there. */
  #botTypesAsOf: number | null = null
  #botShownAt: number | null = null

  constructor(parts: FollowParts, after: number) {
    this.#parts = parts
    this.#position = after
  }

  get position(): number {
    return this.#position
  }

  end(): void {
    this.#isEnded = true
  }

  /** The log is said to go up to here; whoever stands there already need not look. */
  moved(lastSeq: number): void {
    if (lastSeq <= this.#position) return
    if (this.#isReading) this.#saidToEndAt = Math.max(this.#saidToEndAt, lastSeq)
    else void this.#read()
  }

  /** Reads on to the end of the log, wherever that is. */
  readOn(): void {
    this.moved(Number.POSITIVE_INFINITY)
  }

  /** [HO-5] The bot writes, or no longer does, as of an event. The log decides: another event ends it. */
  botTypes(asOf: number, isTyping: boolean): void {
    if (isTyping) this.#botTypesAsOf = Math.max(asOf, this.#botTypesAsOf ?? 0)
    else if (this.#botTypesAsOf !== null && this.#botTypesAsOf <= asOf) this.#botTypesAsOf = null
    this.moved(asOf)
    if (!this.#isReading) this.#showBot()
  }

  async #read(): Promise<void> {
    this.#isReading = true
    try {
      do {
        // What was said before a read began is in what it finds, or was never so.
        this.#saidToEndAt = 0
        await this.#readPages()
      } while (this.#saidToEndAt > this.#position)
    } catch (error) {
      // Until then nothing else reads.
      return this.#parts.failed(error, () => void this.#read())
    }
    this.#isReading = false
    this.#showBot()
  }

  async #readPages(): Promise<void> {
    while (!this.#isEnded) {
      const events = await this.#parts.read(this.#position)
      if (this.#isEnded) return
      const last = events.at(-1)
      if (last !== undefined) {
        this.#position = last.seq
        await this.#parts.send(events, last.seq)
      }
      if (events.length < this.#parts.pageSize) return this.#reachEnd()
    }
  }

  #reachEnd(): void {
    if (this.#isEnded || !this.#isCatchingUp) return
    this.#isCatchingUp = false
    this.#parts.caughtUp(this.#position)
  }

  #showBot(): void {
    if (this.#isEnded) return
    if (this.#botTypesAsOf !== this.#position) this.#botTypesAsOf = null
    if (this.#botTypesAsOf === this.#botShownAt) return
    this.#botShownAt = this.#botTypesAsOf
    this.#parts.botTyping(this.#botShownAt !== null)
  }
}
