import { type Instant, instant } from '@baton/core/time'

/** The only source of time outside `main.ts`: tests turn it by hand. */
export type Clock = {
  now(): Instant
  /** Calls back once after so many milliseconds, unless it is cancelled first. Never holds the process open. */
  after(milliseconds: number, callback: () => void): { cancel(): void }
}

const longestTimeout = 2_147_483_647

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, milliseconds), longestTimeout))
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Waits so long, and holds the process open meanwhile: for a start, when nothing else does. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds))
}

export type SharedClock = Clock & {
  /** Asks what the time is, takes that as the time from now on, and rejects when there is no answer. */
  set(): Promise<void>
}

/**
 * The time that all nodes share: what `ask` last answered (the database does), carried on by this machine's steady clock.
 * Neither a wrong clock here nor a jump of it changes anything [F26] [F27].
 */
export function sharedClock(
  ask: () => Promise<number>,
  steady: () => number = () => performance.now(),
  start: () => number = systemClock.now,
): SharedClock {
  let known = start()
  let at = steady()
  return {
    now: () => instant(Math.round(known + steady() - at)),
    after: systemClock.after,
    async set() {
      const asked = steady()
      const answer = await ask()
      const answered = steady()
      if (answered - asked > acceptableDelay) return
      // Half of the way was the question, half the answer.
      known = answer + (answered - asked) / 2
      at = answered
    },
  }
}

/** A slower answer says less than the steady clock does. Milliseconds. */
const acceptableDelay = 1_000

/** Calls back again and again, the next time only after the last call has ended; until it is stopped. */
export function every(clock: Clock, milliseconds: number, work: () => Promise<void> | void): { stop(): void } {
  let waiting: { cancel(): void } | null = null
  let isStopped = false
  const plan = () => {
    if (!isStopped) waiting = clock.after(milliseconds, () => void run())
  }
  const run = async () => {
    try {
      await work()
    } finally {
      plan()
    }
  }
  plan()
  return {
    stop() {
      isStopped = true
      waiting?.cancel()
    },
  }
}

/** A clock that stands still until it is moved. What falls due is called in order while it moves. */
export function handClock(start = 1_800_000_000_000): Clock & { advance(milliseconds: number): void } {
  let now = start
  const waiting = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => instant(now),
    after(milliseconds, callback) {
      const entry = { at: now + Math.max(0, milliseconds), callback }
      waiting.add(entry)
      return { cancel: () => void waiting.delete(entry) }
    },
    advance(milliseconds) {
      const until = now + milliseconds
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)
        if (next === undefined) break
        waiting.delete(next)
        now = Math.max(now, next.at)
        next.callback()
      }
      now = until
    },
  }
}
