import type { ConversationSummary, ReadMark, ServerFrame } from '@baton/core/protocol'
import { Problem } from '../api/problem.ts'
import { Store } from './store.ts'

/** [U-11] How far the operator has read, by conversation. */
export type Reads = Readonly<Record<string, ReadMark>>
export type ReadWish = Pick<ReadMark, 'upTo' | 'isMarked'>
/** `isLeaving`: the page goes away. */
type Send = (conversation: string, wish: ReadWish, isLeaving: boolean) => Promise<ReadMark>

/** One write for each conversation in so long. */
const pauseMs = 1_000
/** What waits where the server gives no answer. */
const retryMs = 5_000

type Write = { wish: ReadWish | null; isUnderWay: boolean; sentAt: number; timer: ReturnType<typeof setTimeout> | null }

/** Of two marks the one that has changed later; they may come in any order. */
export function withMark(reads: Reads, conversation: string, mark: ReadMark): Reads {
  const known = reads[conversation]
  return known !== undefined && known.revision >= mark.revision ? reads : { ...reads, [conversation]: mark }
}

/**
 * Keeps how far the operator has read, here and on all of their devices. What they read here shows at once and is written
 * soon after; one write of a conversation ends before the next begins, so that none overtakes another.
 */
export class Reading implements Disposable {
  readonly reads = new Store<Reads>({})
  readonly #send: Send
  readonly #writes = new Map<string, Write>()

  constructor(send: Send) {
    this.#send = send
    window.addEventListener('pagehide', this.#leave)
  }

  [Symbol.dispose](): void {
    window.removeEventListener('pagehide', this.#leave)
    for (const { timer } of this.#writes.values()) if (timer !== null) clearTimeout(timer)
  }

  /** From rows that were fetched. */
  learn(rows: readonly Pick<ConversationSummary, 'id' | 'read'>[]): void {
    this.reads.update((reads) =>
      rows.reduce((all, { id, read }) => (read == null || this.#isWriting(id) ? all : withMark(all, id, read)), reads),
    )
  }

  hear({ conversation, read }: Extract<ServerFrame, { type: 'read' }>): void {
    this.learn([{ id: conversation, read }])
  }

  /** Everything up to here was before the operator's eyes. */
  read(conversation: string, upTo: number): void {
    if (upTo > (this.reads.get()[conversation]?.upTo ?? -1)) this.#want(conversation, { upTo, isMarked: false })
  }

  /** What comes after this is to be unread, on every device, until it is read again. */
  markUnread(conversation: string, upTo: number): void {
    this.#want(conversation, { upTo, isMarked: true })
  }

  /** The connection is back: what could not be written is. */
  resume(): void {
    for (const [conversation, write] of this.#writes) {
      if (write.timer !== null) clearTimeout(write.timer)
      write.timer = null
      this.#plan(conversation, write, 0)
    }
  }

  #want(conversation: string, wish: ReadWish): void {
    const write = this.#writes.get(conversation) ?? newWrite()
    this.#writes.set(conversation, write)
    write.wish = wish
    this.reads.update((reads) => ({ ...reads, [conversation]: { revision: 0, ...reads[conversation], ...wish } }))
    this.#plan(conversation, write, Math.max(0, write.sentAt + pauseMs - Date.now()))
  }

  #plan(conversation: string, write: Write, wait: number): void {
    if (write.wish === null || write.isUnderWay || write.timer !== null) return
    if (wait === 0) return void this.#write(conversation, write)
    write.timer = setTimeout(() => {
      write.timer = null
      void this.#write(conversation, write)
    }, wait)
  }

  async #write(conversation: string, write: Write, isLeaving = false): Promise<void> {
    const { wish } = write
    if (wish === null) return
    Object.assign(write, { wish: null, isUnderWay: true, sentAt: Date.now() })
    let wait = pauseMs
    try {
      const mark = await this.#send(conversation, wish, isLeaving)
      if (write.wish === null) this.reads.update((reads) => withMark(reads, conversation, mark))
    } catch (error) {
      // What the server refuses, such as a conversation that is gone, it would refuse again.
      if (!(error instanceof Problem) || error.status >= 500) write.wish ??= wish
      wait = retryMs
    }
    write.isUnderWay = false
    this.#plan(conversation, write, wait)
  }

  /** While something is on its way, the answer to it says more than what was told before. */
  #isWriting(conversation: string): boolean {
    const write = this.#writes.get(conversation)
    return write !== undefined && (write.isUnderWay || write.wish !== null)
  }

  readonly #leave = (): void => {
    for (const [conversation, write] of this.#writes) if (!write.isUnderWay) void this.#write(conversation, write, true)
  }
}

function newWrite(): Write {
  return { wish: null, isUnderWay: false, sentAt: Number.NEGATIVE_INFINITY, timer: null }
}
