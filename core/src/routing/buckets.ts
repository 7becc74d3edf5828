import type { OperatorId } from '../ids.ts'
import { Heap } from './heap.ts'

/** An operator in the buckets of a pool: what it is sorted by, and where it stands. */
export type Entry = {
  readonly operator: OperatorId
  readonly weight: number
  load: number
  lastAssignedAt: number
  inAll: number
  inLoad: number
  inAssigned: number
}

type Place = 'inAll' | 'inLoad' | 'inAssigned'

/** Heaps are cleaned when this many keys more than there are buckets lie in them. */
const slack = 64
const nobody: readonly Entry[] = []

/**
 * Entries in buckets by a number, such as a load or the time of an assignment: those with the smallest are found at
 * once among any number of them. Within a bucket there is no order that means anything.
 */
export class Buckets {
  readonly #place: Place
  readonly #buckets = new Map<number, Entry[]>()
  /** Every key that has a bucket, and some that had one. */
  readonly #keys = new Heap<number>((key) => key)
  readonly #inHeap = new Set<number>()

  /** `place`: the field of the entries that these buckets keep. */
  constructor(place: Place) {
    this.#place = place
  }

  /** Everybody under a key. The list is the bucket itself: it holds until the next change. */
  at(key: number): readonly Entry[] {
    return this.#buckets.get(key) ?? nobody
  }

  /** The smallest key anybody stands under. */
  get lowest(): number | undefined {
    for (;;) {
      const key = this.#keys.top
      if (key === undefined || this.#buckets.has(key)) return key
      this.#inHeap.delete(key)
      this.#keys.pop()
    }
  }

  /** Those who stand under the smallest key. */
  get best(): readonly Entry[] {
    const key = this.lowest
    return key === undefined ? nobody : this.at(key)
  }

  add(entry: Entry, key: number): void {
    const bucket = this.#buckets.get(key)
    if (bucket) {
      entry[this.#place] = bucket.push(entry) - 1
      return
    }
    entry[this.#place] = 0
    this.#buckets.set(key, [entry])
    if (!this.#inHeap.has(key)) this.#remember(key)
  }

  /** Takes an entry out by putting the last one of its bucket in its place. */
  remove(entry: Entry, key: number): void {
    const bucket = this.#buckets.get(key)
    const last = bucket?.pop()
    if (bucket === undefined || last === undefined) return
    if (last !== entry) {
      const at = entry[this.#place]
      bucket[at] = last
      last[this.#place] = at
    }
    if (bucket.length === 0) this.#buckets.delete(key)
  }

  /** Times of assignment come and go for ever: their heap would grow as long as the smallest stays. */
  #remember(key: number): void {
    const isLong = this.#keys.size > this.#buckets.size + slack
    if (isLong) {
      this.#keys.clear()
      this.#inHeap.clear()
    }
    for (const one of isLong ? this.#buckets.keys() : [key]) {
      this.#keys.push(one)
      this.#inHeap.add(one)
    }
  }
}
