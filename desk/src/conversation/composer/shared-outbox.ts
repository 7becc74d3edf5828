import { Store } from '../../live/store.ts'
import type { Keep } from './drafts.ts'
import { type Outbox, type Pending, placeOfOutbox, readPending, withMessage, without, writePending } from './outbox.ts'

/** Settles when a page of this browser is gone. */
export type WhenGone = (page: string) => Promise<void>

/**
 * [U-05] What one operator is sending, the same in all tabs: each message stands in the storage by itself, and the tab that
 * sends it is the only one that does. Where that tab goes away, the others offer the message again, with its id.
 */
export class SharedOutbox {
  readonly store = new Store<Outbox>([])
  readonly #place: string
  readonly #keep: Keep
  readonly #page: string
  readonly #whenGone: WhenGone

  constructor(operator: string, keep: Keep, page: string, whenGone: WhenGone) {
    this.#place = placeOfOutbox(operator)
    this.#keep = keep
    this.#page = page
    this.#whenGone = whenGone
    this.#readAll()
  }

  /** On its way from here, for the first time or again. */
  send(message: Omit<Pending, 'state' | 'detail' | 'page'>): Pending {
    const sending: Pending = { ...message, state: 'sending', detail: null, page: this.#page }
    this.#put(sending)
    return sending
  }

  /** Nothing where somebody has put it away meanwhile. */
  fail(clientMessageId: string, detail: string | null): void {
    const message = this.store.get().find((one) => one.clientMessageId === clientMessageId)
    if (message !== undefined) this.#put({ ...message, state: 'failed', detail })
  }

  remove(clientMessageIds: readonly string[]): void {
    for (const id of clientMessageIds) {
      writePending(this.#keep, this.#place + id, null)
      this.store.update((all) => without(all, id))
    }
  }

  /** Another tab has changed something; null: all of it. */
  storageChanged(key: string | null): void {
    if (key === null) return this.#readAll()
    if (!key.startsWith(this.#place)) return
    const message = readPending(this.#keep, key)
    const id = key.slice(this.#place.length)
    this.store.update((all) => (message === null ? without(all, id) : withMessage(all, message)))
    if (message !== null) this.#watch(message)
  }

  #put(message: Pending): void {
    writePending(this.#keep, this.#place + message.clientMessageId, message)
    this.store.update((all) => withMessage(all, message))
  }

  #readAll(): void {
    const kept = Object.keys(this.#keep)
      .filter((key) => key.startsWith(this.#place))
      .flatMap((key) => readPending(this.#keep, key) ?? [])
    this.store.update(() => kept.reduce(withMessage, []))
    for (const message of kept) this.#watch(message)
  }

  /** After a reload nobody waits for an answer any more: what was on its way is offered again. */
  #watch(message: Pending): void {
    if (message.state !== 'sending' || message.page === this.#page) return
    const { clientMessageId, page } = message
    void this.#whenGone(page).then(() => {
      const now = readPending(this.#keep, this.#place + clientMessageId)
      if (now?.state === 'sending' && now.page === page) this.#put({ ...now, state: 'failed' })
    })
  }
}

const nameOf = (page: string) => `baton.page.${page}`

/** Tells the other tabs for how long this one is there. */
export function stayAlive(page: string): void {
  void locks()?.request(nameOf(page), () => new Promise(() => {}))
}

/** Without locks (they need HTTPS) nobody can tell: it counts as gone. Sent twice it would still be one message. */
export const whenPageGone: WhenGone = async (page) => {
  await locks()?.request(nameOf(page), () => {})
}

function locks(): LockManager | undefined {
  return navigator.locks
}
