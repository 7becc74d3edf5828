/** One thing at a time, in an order and at times that a seed decides. Nothing waits for real time. */
import { createHash } from 'node:crypto'
import type { Chance } from '@baton/core/chance'
import { type Instant, instant } from '@baton/core/time'
import { callsBack } from './surroundings.ts'

/** Whoever things happen to: a node as long as it runs, a client, the database. */
export type Owner = {
  readonly name: string
  /** Ended: nothing happens to it any more. */
  isGone: boolean
  /** What happens to it waits until then; milliseconds. */
  pausedUntil: number
}

export function newOwner(name: string): Owner {
  return { name, isGone: false, pausedUntil: 0 }
}

type Event = {
  at: number
  /** Between events of the same moment: chance, or the order of asking where that is promised. */
  tie: number
  owner: Owner
  label: string
  work: () => Promise<void> | void
  isCancelled: boolean
}

export type Planned = { cancel(): void }

/** How long a round of a process's event loop takes. Milliseconds. */
const round = 0.02
const beginning = 1_800_000_000_000
const spanOfTies = 1_000_000

export class Scheduler {
  readonly #chance: Chance
  readonly #queue: Event[] = []
  readonly #trace = createHash('sha256')
  readonly #onStep: (line: string) => void
  #time = beginning
  #asked = 0
  #current: Owner | null = null
  /** Things that have happened so far. */
  steps = 0

  /** `onStep` is told of everything that happens, a line each. */
  constructor(chance: Chance, onStep: (line: string) => void = () => {}) {
    this.#chance = chance
    this.#onStep = onStep
  }

  now(): Instant {
    return instant(Math.floor(this.#time))
  }

  /** Since the beginning, in milliseconds and parts of them. */
  get elapsed(): number {
    return this.#time - beginning
  }

  /** To whom something is happening now; null between two things. */
  get current(): Owner | null {
    return this.#current
  }

  /** Does something later; where that answers a promise, nothing else happens before it settles. */
  after(owner: Owner, milliseconds: number, label: string, work: () => Promise<void> | void): Planned {
    return this.#plan(owner, this.#time + Math.max(0, milliseconds), this.#chance.below(spanOfTies), label, work)
  }

  /** In the next round of a process's event loop, in the order of asking. */
  nextRound(owner: Owner, label: string, work: () => void): Planned {
    this.#asked += 1
    return this.#plan(owner, this.#time + round, this.#asked / 2 ** 40, label, work)
  }

  /** Does something that is no part of the product: what it takes from the process is the process's own. */
  aside<T>(work: () => T): T {
    const current = this.#current
    this.#current = null
    try {
      return work()
    } finally {
      this.#current = current
    }
  }

  /** Notes something in the trace. */
  note(line: string): void {
    this.#trace.update(`${line}\n`)
    this.#onStep(line)
  }

  /** What has happened up to here, as one text: equal for equal seeds. */
  get fingerprint(): string {
    return this.#trace.copy().digest('base64url').slice(0, 16)
  }

  /** Lets things happen until it is true; false when there is nothing left, or when so much time or so many steps have gone by. */
  async run(isOver: () => boolean, most: { milliseconds: number; steps: number }): Promise<boolean> {
    const lastAt = this.#time + most.milliseconds
    const lastStep = this.steps + most.steps
    while (!isOver()) {
      const event = this.#next()
      if (event === null) return false
      if (event.at > lastAt || this.steps >= lastStep) {
        push(this.#queue, event)
        return false
      }
      await this.#happen(event)
    }
    return true
  }

  async #happen({ at, owner, label, work }: Event): Promise<void> {
    this.#time = Math.max(this.#time, at)
    this.steps += 1
    this.note(`${this.elapsed.toFixed(3)} ${owner.name} ${label}`)
    this.#current = owner
    try {
      await work()
      // All that follows from it without asking anybody: promises and ticks.
      await callsBack()
    } finally {
      this.#current = null
    }
  }

  #plan(owner: Owner, at: number, tie: number, label: string, work: Event['work']): Planned {
    const event = { at, tie, owner, label, work, isCancelled: false }
    push(this.#queue, event)
    return {
      cancel() {
        event.isCancelled = true
      },
    }
  }

  /** What happens next, if anything; of who is gone nothing, of who is paused later. */
  #next(): Event | null {
    for (;;) {
      const event = pop(this.#queue)
      if (event === null) return null
      const { owner } = event
      if (event.isCancelled || owner.isGone) continue
      if (owner.pausedUntil <= event.at) return event
      event.at = owner.pausedUntil
      this.#asked += 1
      event.tie = this.#asked / 2 ** 40
      push(this.#queue, event)
    }
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.tie < other.tie)
}

/** A binary heap: the earliest stands first. */
function push(heap: Event[], event: Event): void {
  let at = heap.length
  heap.push(event)
  while (at > 0) {
    const parentAt = (at - 1) >> 1
    const parent = heap[parentAt]
    if (parent === undefined || !isBefore(event, parent)) break
    heap[at] = parent
    at = parentAt
  }
  heap[at] = event
}

function pop(heap: Event[]): Event | null {
  const [first] = heap
  const last = heap.pop()
  if (first === undefined || last === undefined) return null
  if (heap.length > 0) sink(heap, last)
  return first
}

function sink(heap: Event[], event: Event): void {
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1]
    const right = heap[2 * at + 2]
    const isRight = right !== undefined && left !== undefined && isBefore(right, left)
    const child = isRight ? right : left
    if (child === undefined || !isBefore(child, event)) break
    heap[at] = child
    at = 2 * at + (isRight ? 2 : 1)
  }
  heap[at] = event
}
