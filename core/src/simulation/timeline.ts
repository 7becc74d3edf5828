/**
 * What is to come, the earliest first: a binary heap in lists of numbers, so that millions of entries stay small. At the same
 * moment the smaller kind comes first, and of one kind whatever was put in first.
 */
export class Timeline {
  readonly #at: number[] = []
  /** Kind and running number in one number, for entries of one moment. */
  readonly #order: number[] = []
  readonly #item: number[] = []
  readonly #stamp: number[] = []
  #count = 0

  get size(): number {
    return this.#at.length
  }

  /** The moment of the next entry; infinity when there is none. */
  get at(): number {
    return this.#at[0] ?? Number.POSITIVE_INFINITY
  }

  get kind(): number {
    return Math.floor((this.#order[0] ?? 0) / perKind)
  }

  get item(): number {
    return this.#item[0] ?? 0
  }

  get stamp(): number {
    return this.#stamp[0] ?? 0
  }

  /** `stamp`: by which whoever takes the entry sees whether it still counts. */
  push(at: number, kind: number, item: number, stamp: number): void {
    const order = kind * perKind + this.#count
    this.#count += 1
    let place = this.size
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#isAfter(parent, at, order)) break
      this.#copy(parent, place)
      place = parent
    }
    this.#write(place, at, order, item, stamp)
  }

  /** Takes the next entry away. */
  drop(): void {
    const at = this.#at.pop() ?? 0
    const order = this.#order.pop() ?? 0
    const item = this.#item.pop() ?? 0
    const stamp = this.#stamp.pop() ?? 0
    const size = this.size
    if (size === 0) return
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= size) break
      if (child + 1 < size && this.#isAfter(child, this.#at[child + 1] ?? 0, this.#order[child + 1] ?? 0)) child += 1
      if (this.#isAfter(child, at, order)) break
      this.#copy(child, place)
      place = child
    }
    this.#write(place, at, order, item, stamp)
  }

  #isAfter(place: number, at: number, order: number): boolean {
    const own = this.#at[place] ?? 0
    return own > at || (own === at && (this.#order[place] ?? 0) > order)
  }

  #copy(from: number, to: number): void {
    this.#write(to, this.#at[from] ?? 0, this.#order[from] ?? 0, this.#item[from] ?? 0, this.#stamp[from] ?? 0)
  }

  #write(place: number, at: number, order: number, item: number, stamp: number): void {
    this.#at[place] = at
    this.#order[place] = order
    this.#item[place] = item
    this.#stamp[place] = stamp
  }
}

const perKind = 2 ** 45
