import type { Chance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'

/**
 * Operators with room, sorted into buckets by load, so that a pick costs the same for ten as for a hundred thousand.
 * Every draw is uniform among those tied at that decision: a stored order would favour who was freed last.
 */
export class Pool {
  readonly #all: OperatorId[] = []
  readonly #buckets = new Map<number, OperatorId[]>()
  readonly #places = new Map<OperatorId, { load: number; inAll: number; inBucket: number }>()
  #lowest = 0

  get size(): number {
    return this.#all.length
  }

  has(operator: OperatorId): boolean {
    return this.#places.has(operator)
  }

  /** Puts an operator in, or moves it to the bucket of its load now. */
  put(operator: OperatorId, load: number): void {
    const place = this.#places.get(operator)
    if (place?.load === load) return
    if (place === undefined) {
      this.#places.set(operator, { load, inAll: this.#all.push(operator) - 1, inBucket: this.#pour(operator, load) })
      return
    }
    this.#scoop(place.load, place.inBucket)
    place.load = load
    place.inBucket = this.#pour(operator, load)
  }

  remove(operator: OperatorId): void {
    const place = this.#places.get(operator)
    if (place === undefined) return
    this.#places.delete(operator)
    this.#scoop(place.load, place.inBucket)
    const moved = swapOut(this.#all, place.inAll)
    const placeOfMoved = moved === undefined ? undefined : this.#places.get(moved)
    if (placeOfMoved) placeOfMoved.inAll = place.inAll
  }

  /** [HO-30] Uniform over everybody here; undefined when empty. */
  random(chance: Chance): OperatorId | undefined {
    return this.size === 0 ? undefined : this.#all[chance.below(this.size)]
  }

  /** [HO-31] Uniform over those with the smallest load; undefined when empty. */
  leastBusy(chance: Chance): OperatorId | undefined {
    const bucket = this.#buckets.get(this.lowestLoad)
    return bucket?.[chance.below(bucket.length)]
  }

  get lowestLoad(): number {
    while (this.size > 0 && !this.#buckets.has(this.#lowest)) this.#lowest += 1
    return this.#lowest
  }

  countAt(load: number): number {
    return this.#buckets.get(load)?.length ?? 0
  }

  #pour(operator: OperatorId, load: number): number {
    if (load < this.#lowest || this.#buckets.size === 0) this.#lowest = load
    const bucket = this.#buckets.get(load)
    if (bucket) return bucket.push(operator) - 1
    this.#buckets.set(load, [operator])
    return 0
  }

  #scoop(load: number, at: number): void {
    const bucket = this.#buckets.get(load)
    if (bucket === undefined) return
    const moved = swapOut(bucket, at)
    const place = moved === undefined ? undefined : this.#places.get(moved)
    if (place) place.inBucket = at
    if (bucket.length === 0) this.#buckets.delete(load)
  }
}

/** Takes the element at `at` out by putting the last one there; answers the one that moved, if any did. */
function swapOut(list: OperatorId[], at: number): OperatorId | undefined {
  const last = list.pop()
  if (last === undefined || at === list.length) return undefined
  list[at] = last
  return last
}
