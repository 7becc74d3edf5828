import type { Chance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'
import { Buckets, type Entry } from './buckets.ts'
import { Draw } from './draw.ts'
import { Ring } from './ring.ts'

/** [RO-31] Where the circle of a group stands: who had the last turn, and in which pass of the round. */
export type Cursor = { operator: OperatorId; pass: number }

/** The time of the last assignment of somebody who never had one. */
export const never = Number.NEGATIVE_INFINITY

/** Those of one weight. What only some orders need is kept from the first time that it is asked for. */
type Peers = {
  weight: number
  all: Buckets
  byLoad: Buckets
  byAssignment: Buckets | null
  ring: Ring | null
}

/** All stand together where nothing sorts them. */
const together = 0

/**
 * Operators with room, sorted so that a pick costs the same for ten as for a hundred thousand. Every draw is uniform
 * among those who are equal at that decision: a stored order would favour who was freed last.
 *
 * Weights (RO-31) are whole numbers from 1. The cost of a pick grows with how many different ones there are.
 */
export class Pool {
  readonly #entries = new Map<OperatorId, Entry>()
  /** By weight, the smallest first; one of which nobody is left stays. */
  readonly #peers: Peers[] = []

  get size(): number {
    return this.#entries.size
  }

  has(operator: OperatorId): boolean {
    return this.#entries.has(operator)
  }

  /** Puts an operator in, or moves it to where it stands now. `lastAssignedAt`: milliseconds UTC. */
  put(operator: OperatorId, load: number, weight = 1, lastAssignedAt = never): void {
    const entry = this.#entries.get(operator)
    if (entry?.weight !== weight) {
      if (entry !== undefined) this.remove(operator)
      this.#add({ operator, load, weight, lastAssignedAt, inAll: 0, inLoad: 0, inAssigned: 0 })
      return
    }
    const peers = this.#peersOf(weight)
    if (entry.load !== load) {
      peers.byLoad.remove(entry, entry.load)
      entry.load = load
      peers.byLoad.add(entry, load)
    }
    if (entry.lastAssignedAt !== lastAssignedAt) {
      peers.byAssignment?.remove(entry, entry.lastAssignedAt)
      entry.lastAssignedAt = lastAssignedAt
      peers.byAssignment?.add(entry, lastAssignedAt)
    }
  }

  remove(operator: OperatorId): void {
    const entry = this.#entries.get(operator)
    if (entry === undefined) return
    this.#entries.delete(operator)
    const peers = this.#peersOf(entry.weight)
    peers.all.remove(entry, together)
    peers.byLoad.remove(entry, entry.load)
    peers.byAssignment?.remove(entry, entry.lastAssignedAt)
    peers.ring?.remove(operator)
  }

  /** [HO-30] In proportion to the weights; undefined when empty. */
  random(chance: Chance): Draw | undefined {
    const [only] = this.#peers
    if (only !== undefined && this.#peers.length === 1) return Draw.among([only.all.best], chance)
    const total = this.#totalWeight()
    return total === 0 ? undefined : Draw.only(this.#pointedAt(chance.below(total)).entry.operator)
  }

  /** [HO-31] The smallest load for its weight, uniform among equals; undefined when empty. */
  leastBusy(chance: Chance): Draw | undefined {
    return this.#smallest(chance, ({ weight, byLoad }) => ({ score: (byLoad.lowest ?? 0) / weight, best: byLoad.best }))
  }

  /**
   * [RO-31] Who has been without a new assignment longest, never being longer than any time; the time counts as often as
   * the weight says. Uniform among equals; undefined when empty.
   */
  longestIdle(now: number, chance: Chance): Draw | undefined {
    return this.#smallest(chance, (peers) => {
      const { lowest = now, best } = this.#byAssignmentOf(peers)
      return { score: (lowest - now) * peers.weight, best }
    })
  }

  /**
   * [RO-31] Two different ones, each drawn in proportion to the weights, and of them the one with the smaller load for its
   * weight; of equals either. Undefined when empty. `drawn`: both, or the only one there is.
   */
  betterOfTwo(chance: Chance): { draw: Draw; drawn: readonly OperatorId[] } | undefined {
    const total = this.#totalWeight()
    if (total === 0) return undefined
    const first = this.#pointedAt(chance.below(total))
    const one = first.entry
    if (this.size === 1) return { draw: Draw.only(one.operator), drawn: [one.operator] }
    const left = chance.below(total - one.weight)
    const other = this.#pointedAt(left < first.from ? left : left + one.weight).entry
    const drawn = [one.operator, other.operator]
    const difference = one.load / one.weight - other.load / other.weight
    const draw = difference === 0 ? Draw.among([[one, other]], chance) : undefined
    return { draw: draw ?? Draw.only(difference < 0 ? one.operator : other.operator), drawn }
  }

  /**
   * [RO-31] Whose turn it is: the next in the circle behind the cursor; undefined when empty. A round has as many passes
   * as the greatest weight here, and whoever has weight w takes part in the first w of them: turns come evenly.
   */
  nextTurn(cursor: Cursor | null): Cursor | undefined {
    const most = this.#peers.findLast(({ all }) => all.best.length > 0)?.weight
    if (most === undefined) return undefined
    if (cursor !== null) {
      const next = this.#firstIn(cursor.pass, (ring) => ring.after(cursor.operator))
      if (next !== undefined) return { operator: next, pass: cursor.pass }
    }
    const pass = cursor === null || cursor.pass >= most ? 1 : cursor.pass + 1
    const next = this.#firstIn(pass, (ring) => ring.first)
    return next === undefined ? undefined : { operator: next, pass }
  }

  #add(entry: Entry): void {
    this.#entries.set(entry.operator, entry)
    const peers = this.#peersOf(entry.weight)
    peers.all.add(entry, together)
    peers.byLoad.add(entry, entry.load)
    peers.byAssignment?.add(entry, entry.lastAssignedAt)
    peers.ring?.add(entry.operator)
  }

  #peersOf(weight: number): Peers {
    for (const peers of this.#peers) if (peers.weight === weight) return peers
    const added = { weight, all: new Buckets('inAll'), byLoad: new Buckets('inLoad'), byAssignment: null, ring: null }
    this.#peers.push(added)
    this.#peers.sort((one, other) => one.weight - other.weight)
    return added
  }

  #totalWeight(): number {
    let total = 0
    for (const { weight, all } of this.#peers) total += weight * all.best.length
    return total
  }

  /** Uniform over everybody whose score is the smallest of all. */
  #smallest(chance: Chance, of: (peers: Peers) => { score: number; best: readonly Entry[] }): Draw | undefined {
    let least = Number.POSITIVE_INFINITY
    let equals: (readonly Entry[])[] = []
    for (const peers of this.#peers) {
      const { score, best } = of(peers)
      if (best.length === 0 || score > least) continue
      if (score < least) equals = []
      least = score
      equals.push(best)
    }
    return Draw.among(equals, chance)
  }

  /** Who stands at a number below the total weight when everybody is as broad as their weight, and where they begin. */
  #pointedAt(number: number): { entry: Entry; from: number } {
    let from = 0
    for (const { weight, all } of this.#peers) {
      const place = Math.floor((number - from) / weight)
      const entry = all.best[place]
      if (entry !== undefined) return { entry, from: from + place * weight }
      from += weight * all.best.length
    }
    throw new RangeError(`nobody stands at ${number}`)
  }

  #byAssignmentOf(peers: Peers): Buckets {
    if (peers.byAssignment !== null) return peers.byAssignment
    const built = new Buckets('inAssigned')
    for (const entry of peers.all.best) built.add(entry, entry.lastAssignedAt)
    peers.byAssignment = built
    return built
  }

  #firstIn(pass: number, next: (ring: Ring) => OperatorId | undefined): OperatorId | undefined {
    let first: OperatorId | undefined
    for (const peers of this.#peers) {
      if (peers.weight < pass) continue
      const found = next(ringOf(peers))
      if (found !== undefined && (first === undefined || found < first)) first = found
    }
    return first
  }
}

function ringOf(peers: Peers): Ring {
  if (peers.ring !== null) return peers.ring
  const built = new Ring()
  for (const { operator } of peers.all.best) built.add(operator)
  peers.ring = built
  return built
}
