/** The smallest of many at once: a binary heap by a number that each item answers. */
export class Heap<Item> {
  readonly #numberOf: (item: Item) => number
  readonly #items: Item[] = []

  constructor(numberOf: (item: Item) => number) {
    this.#numberOf = numberOf
  }

  get size(): number {
    return this.#items.length
  }

  get top(): Item | undefined {
    return this.#items[0]
  }

  push(item: Item): void {
    const number = this.#numberOf(item)
    let at = this.#items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.#items[parent]
      if (above === undefined || this.#numberOf(above) <= number) break
      this.#items[at] = above
      at = parent
    }
    this.#items[at] = item
  }

  pop(): Item | undefined {
    const top = this.#items[0]
    const last = this.#items.pop()
    if (last !== undefined && this.#items.length > 0) this.#sink(last)
    return top
  }

  clear(): void {
    this.#items.length = 0
  }

  /** Lets an item go down from the top to its place. */
  #sink(item: Item): void {
    const number = this.#numberOf(item)
    let at = 0
    for (;;) {
      const smaller = this.#numberAt(2 * at + 2) < this.#numberAt(2 * at + 1) ? 2 * at + 2 : 2 * at + 1
      const below = this.#items[smaller]
      if (below === undefined || this.#numberOf(below) >= number) break
      this.#items[at] = below
      at = smaller
    }
    this.#items[at] = item
  }

  #numberAt(at: number): number {
    const item = this.#items[at]
    return item === undefined ? Number.POSITIVE_INFINITY : this.#numberOf(item)
  }
}
