/**
 * What the product takes from its process without being handed it: rounds of the event loop, timers and times inside
 * libraries, random bytes, and the driver of the database. While a run goes on, all of it comes from the scheduler and the seed.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Chance } from '@baton/core/chance'
import pg from 'pg'
import { cryptographicChance } from '../server/src/chance.ts'
import type { Owner, Planned, Scheduler } from './scheduler.ts'

const real = {
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
}
const { randomBytes } = crypto
const { Pool: DriversPool } = pg
const { now: systemNow } = Date
const steadyNow = performance.now.bind(performance)

/** Settles when all promises and ticks that can go on have gone on. */
export function callsBack(): Promise<void> {
  return new Promise((resolve) => void real.setImmediate(resolve))
}

type Callback = (...args: unknown[]) => void

/** Replaces them until it is disposed of. `Pool` stands in for the driver's. */
export function replaceSurroundings(scheduler: Scheduler, chance: Chance, Pool: unknown): Disposable {
  const replaced = {
    setImmediate: (callback: Callback, ...args: unknown[]) => {
      const owner = scheduler.current
      if (owner === null) return real.setImmediate(callback, ...args)
      return new Round(scheduler.nextRound(owner, 'round', () => callback(...args)))
    },
    clearImmediate: (round: unknown) => cancel(round, real.clearImmediate as Callback),
    setTimeout: timers(scheduler, real.setTimeout as unknown as Callback, false),
    clearTimeout: (timer: unknown) => cancel(timer, real.clearTimeout as Callback),
    setInterval: timers(scheduler, real.setInterval as unknown as Callback, true),
    clearInterval: (timer: unknown) => cancel(timer, real.clearInterval as Callback),
  }
  Object.assign(globalThis, replaced)
  Object.assign(Date, { now: () => (scheduler.current === null ? systemNow() : scheduler.now()) })
  Object.assign(performance, { now: () => (scheduler.current === null ? steadyNow() : scheduler.elapsed) })
  const isFresh = randomBytesFrom(chance)
  Object.assign(pg, { Pool })
  // Bytes are drawn in bulk and used four at a time: what is left from before this run is used up here.
  while (!isFresh()) cryptographicChance.below(2)
  return {
    [Symbol.dispose]() {
      Object.assign(globalThis, real)
      Object.assign(Date, { now: systemNow })
      Object.assign(performance, { now: steadyNow })
      Object.assign(crypto, { randomBytes })
      syncBuiltinESMExports()
      Object.assign(pg, { Pool: DriversPool })
    },
  }
}

/** Answers whether any have been drawn. */
function randomBytesFrom(chance: Chance): () => boolean {
  let isDrawn = false
  const drawn = (size: number) => {
    isDrawn = true
    return Buffer.from(Array.from({ length: size }, () => chance.below(256)))
  }
  Object.assign(crypto, { randomBytes: drawn })
  syncBuiltinESMExports()
  return () => isDrawn
}

function cancel(one: unknown, otherwise: Callback): void {
  if (one instanceof Round || one instanceof Timer) one.cancel()
  else otherwise(one)
}

function timers(scheduler: Scheduler, otherwise: Callback, isRepeated: boolean) {
  return (callback: Callback, milliseconds = 0, ...args: unknown[]) => {
    const owner = scheduler.current
    if (owner === null) return otherwise(callback as never, milliseconds, ...args)
    return new Timer(scheduler, owner, milliseconds, () => callback(...args), isRepeated)
  }
}

class Round {
  readonly #planned: Planned

  constructor(planned: Planned) {
    this.#planned = planned
  }

  cancel(): void {
    this.#planned.cancel()
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }
}

/** As the process's own: libraries ask them not to hold it open, and set them anew. */
class Timer {
  readonly #plan: () => Planned
  #planned: Planned

  constructor(scheduler: Scheduler, owner: Owner, milliseconds: number, work: () => void, isRepeated: boolean) {
    this.#plan = () =>
      scheduler.after(owner, Math.max(1, milliseconds), 'timer', () => {
        if (isRepeated) this.refresh()
        work()
      })
    this.#planned = this.#plan()
  }

  cancel(): void {
    this.#planned.cancel()
  }

  refresh(): this {
    this.#planned.cancel()
    this.#planned = this.#plan()
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return false
  }
}
