/** Waits of answered chats. Who did not wait is only counted; the others take four bytes each. */
export class WaitMeter {
  #waits = new Float32Array(1_024)
  #waited = 0
  #answered = 0
  #total = 0
  #isSorted = true

  get answered(): number {
    return this.#answered
  }

  /** Over all who were answered. */
  get meanMs(): number {
    return this.#answered === 0 ? 0 : this.#total / this.#answered
  }

  add(waitMs: number): void {
    this.#answered += 1
    if (waitMs <= 0) return
    if (this.#waited === this.#waits.length) {
      const grown = new Float32Array(this.#waits.length * 2)
      grown.set(this.#waits)
      this.#waits = grown
    }
    this.#waits[this.#waited] = waitMs
    this.#waited += 1
    this.#total += waitMs
    this.#isSorted = false
  }

  /** The shortest wait that at least this share of the answered did not exceed (nearest rank), to seven digits. */
  percentileMs(share: number): number {
    const rank = Math.ceil(share * this.#answered) - (this.#answered - this.#waited)
    return rank <= 0 ? 0 : (this.#sorted()[rank - 1] ?? 0)
  }

  /** Which share of the answered waited longer than this. */
  shareBeyond(waitMs: number): number {
    const sorted = this.#sorted()
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) <= waitMs) low = middle + 1
      else high = middle
    }
    return this.#answered === 0 ? 0 : (this.#waited - low) / this.#answered
  }

  #sorted(): Float32Array {
    const waits = this.#waits.subarray(0, this.#waited)
    if (!this.#isSorted) waits.sort()
    this.#isSorted = true
    return waits
  }
}
