/** What the clients of the lab asked for and were told: every call, from the moment it was made to its answer. */
import type { ChatState } from '@baton/core/conversation'

export type Wish =
  /** A message under its `clientMessageId`, `<client>:<number>`; numbers go up in the order of sending. */
  | { type: 'send'; key: string; text: string }
  | { type: 'claim'; conversation: string; operator: string }
  | { type: 'transfer'; conversation: string; operator: string }
  | { type: 'hand_over' | 'close' | 'read'; conversation: string }
  | { type: 'set_operator_state'; conversation: string; pick: 'random' | 'less_busy' }
  /** Of no interest to checkers. */
  | { type: 'other'; call: string }

/** A conversation as an answer showed it. */
export type Shown = {
  lastSeq: number
  epoch: number
  chatState: ChatState
  owner: string | null
  status: 'open' | 'closed'
}

export type Outcome =
  | {
      kind: 'ok'
      conversation: string | null
      /** Where the message stands in the log. */
      seq: number | null
      event: string | null
      /** What the bot answered, by event. */
      bubbles: string[]
      shown: Shown | null
      /** Whom `set_operator_state` assigned. */
      assigned: string | null
    }
  | { kind: 'refused'; status: number; code: string; owner: string | null }
  /** No answer, or one that says nothing of whether it was done: the same key has to be sent again. */
  | { kind: 'unknown'; why: string; status: number | null }

/** Times: milliseconds of the lab's own steady clock. */
export type Operation = {
  client: string
  workspace: string
  node: string
  wish: Wish
  invokedAt: number
  endedAt: number
  outcome: Outcome
}

export const nothingSaid = { conversation: null, seq: null, event: null, bubbles: [], shown: null, assigned: null }

/** All attempts of one message, in the order in which they were made. */
export type Sent = { key: string; text: string; attempts: Operation[] }

export function sentIn(history: readonly Operation[]): Sent[] {
  const sent = new Map<string, Sent>()
  for (const operation of history) {
    const { wish } = operation
    if (wish.type !== 'send') continue
    const one = sent.get(wish.key) ?? { key: wish.key, text: wish.text, attempts: [] }
    sent.set(wish.key, one)
    one.attempts.push(operation)
  }
  return [...sent.values()]
}

/** Calls as they end, and when each client was last served. */
export class History {
  readonly operations: Operation[] = []
  /** What a client was shown that was not for it, as it was noticed. */
  readonly leaks: string[] = []
  readonly #servedAt = new Map<string, number>()
  #answered = 0
  readonly #listeners = new Set<() => void>()

  add(operation: Operation): void {
    this.operations.push(operation)
    if (operation.outcome.kind !== 'unknown') {
      this.#answered += 1
      const { client, invokedAt } = operation
      this.#servedAt.set(client, Math.max(invokedAt, this.#servedAt.get(client) ?? 0))
    }
    for (const listener of this.#listeners) listener()
  }

  /** Answers of any kind but `unknown`. */
  get answered(): number {
    return this.#answered
  }

  /** Which of these clients made no call since then that was answered. */
  unservedSince(time: number, clients: readonly string[]): string[] {
    return clients.filter((client) => (this.#servedAt.get(client) ?? 0) < time)
  }

  /** Settles as soon as it is true, looking after every call; false when the time is over before. */
  async until(isTrue: () => boolean, withinMs: number): Promise<boolean> {
    if (isTrue()) return true
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const look = () => void (isTrue() && resolve(true))
    const late = setTimeout(() => resolve(false), withinMs)
    this.#listeners.add(look)
    try {
      return await promise
    } finally {
      clearTimeout(late)
      this.#listeners.delete(look)
    }
  }
}
