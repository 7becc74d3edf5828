import type { OperatorId } from '../ids.ts'

const mostInChunk = 512

/**
 * Operators in a circle, in the order of their ids: it stays the same through restarts and on every node. Whose turn
 * comes after somebody's is found among many as among few, also when that somebody is gone.
 */
export class Ring {
  /** Sorted lists one after another, none of them empty or long. */
  readonly #chunks: OperatorId[][] = []

  add(operator: OperatorId): void {
    const index = Math.max(0, this.#chunkOf(operator))
    const chunk = this.#chunks[index]
    if (chunk === undefined) {
      this.#chunks.push([operator])
      return
    }
    const at = placeIn(chunk, operator)
    if (chunk[at] === operator) return
    chunk.splice(at, 0, operator)
    if (chunk.length > mostInChunk) this.#chunks.splice(index + 1, 0, chunk.splice(mostInChunk / 2))
  }

  remove(operator: OperatorId): void {
    const index = this.#chunkOf(operator)
    const chunk = this.#chunks[index]
    if (chunk === undefined) return
    const at = placeIn(chunk, operator)
    if (chunk[at] !== operator) return
    chunk.splice(at, 1)
    if (chunk.length === 0) this.#chunks.splice(index, 1)
  }

  get first(): OperatorId | undefined {
    return this.#chunks[0]?.[0]
  }

  /** The next one behind an operator, before the circle closes. */
  after(operator: OperatorId): OperatorId | undefined {
    const index = this.#chunkOf(operator)
    const chunk = this.#chunks[index]
    if (chunk === undefined) return this.first
    const at = placeIn(chunk, operator)
    const next = chunk[chunk[at] === operator ? at + 1 : at]
    return next ?? this.#chunks[index + 1]?.[0]
  }

  /** The last chunk that does not begin behind the operator; -1: all of them do. */
  #chunkOf(operator: OperatorId): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#chunks[middle]?.[0] ?? operator) <= operator) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** Where an operator stands in a sorted list, or would. */
function placeIn(sorted: readonly OperatorId[], operator: OperatorId): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? operator) < operator) low = middle + 1
    else high = middle
  }
  return low
}
