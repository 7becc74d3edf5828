/** How much time any number of spans cover together, each moment counted once. Spans may come in any order and overlap. */
export class Spans {
  #starts = new Float64Array(16)
  #ends = new Float64Array(16)
  #count = 0

  add(from: number, until: number): void {
    if (until <= from) return
    if (this.#count === this.#starts.length) this.#makeRoom()
    this.#starts[this.#count] = from
    this.#ends[this.#count] = until
    this.#count += 1
  }

  total(): number {
    this.#merge()
    let total = 0
    for (let at = 0; at < this.#count; at += 1) total += (this.#ends[at] ?? 0) - (this.#starts[at] ?? 0)
    return total
  }

  /** Grows only when the spans that are apart fill more than half: memory follows those, not all that were added. */
  #makeRoom(): void {
    this.#merge()
    if (this.#count * 2 <= this.#starts.length) return
    const starts = new Float64Array(this.#starts.length * 2)
    const ends = new Float64Array(this.#ends.length * 2)
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#starts = starts
    this.#ends = ends
  }

  /** Walks over all starts and ends in order; where as many have ended as have begun, one merged span is over. */
  #merge(): void {
    const starts = this.#starts.subarray(0, this.#count).sort()
    const ends = this.#ends.subarray(0, this.#count).sort()
    let merged = 0
    let begin = starts[0] ?? 0
    for (let ended = 0; ended < this.#count; ended += 1) {
      const end = ends[ended] ?? 0
      const next = starts[ended + 1]
      if (next !== undefined && next <= end) continue
      starts[merged] = begin
      ends[merged] = end
      merged += 1
      begin = next ?? 0
    }
    this.#count = merged
  }
}
