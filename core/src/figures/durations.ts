/** Mean and percentiles of durations in milliseconds, in bounded memory. */

export type DurationSummary = {
  count: number
  /** All null when there is none. */
  meanMs: number | null
  medianMs: number | null
  p90Ms: number | null
  p95Ms: number | null
  /** False when there were more than `exactUpTo`: percentiles are then right to within 0.3 %; count and mean stay exact. */
  isExact: boolean
}

/** So many durations are kept one by one (8 MB); past that only how many fell into each of some thousand steps. */
export const exactUpTo = 1_048_576

const stepsPerDoubling = 128
const countOfSteps = 53 * stepsPerDoubling + 2

/**
 * Percentiles by nearest rank: the smallest duration that at least p per cent of all do not pass. It is always one that
 * occurred; the median of an even count is the lower of the two in the middle.
 */
export class Durations {
  #kept = new Float64Array(64)
  #steps: Float64Array | null = null
  #count = 0
  #sum = 0

  /** A negative one (clocks of two machines) counts as 0. */
  add(milliseconds: number): void {
    const duration = Math.max(0, milliseconds)
    if (this.#steps === null && this.#count === exactUpTo) this.#coarsen()
    if (this.#steps !== null) countIn(this.#steps, duration)
    else this.#keep(duration)
    this.#count += 1
    this.#sum += duration
  }

  summary(): DurationSummary {
    if (this.#steps === null) this.#kept.subarray(0, this.#count).sort()
    return {
      count: this.#count,
      meanMs: this.#count === 0 ? null : this.#sum / this.#count,
      medianMs: this.#percentile(50),
      p90Ms: this.#percentile(90),
      p95Ms: this.#percentile(95),
      isExact: this.#steps === null,
    }
  }

  #keep(duration: number): void {
    if (this.#count === this.#kept.length) {
      const longer = new Float64Array(Math.min(this.#kept.length * 2, exactUpTo))
      longer.set(this.#kept)
      this.#kept = longer
    }
    this.#kept[this.#count] = duration
  }

  #coarsen(): void {
    const steps = new Float64Array(countOfSteps)
    for (const duration of this.#kept) countIn(steps, duration)
    this.#steps = steps
    this.#kept = new Float64Array(0)
  }

  #percentile(percent: number): number | null {
    if (this.#count === 0) return null
    const rank = Math.ceil((percent * this.#count) / 100)
    return this.#steps === null ? (this.#kept[rank - 1] ?? null) : durationAt(this.#steps, rank)
  }
}

function countIn(steps: Float64Array, duration: number): void {
  const step = duration < 1 ? 0 : 1 + Math.floor(Math.log2(duration) * stepsPerDoubling)
  const last = countOfSteps - 1
  steps[Math.min(step, last)] = (steps[Math.min(step, last)] ?? 0) + 1
}

/** The middle (in ratio) of the step that holds the rank. */
function durationAt(steps: Float64Array, rank: number): number {
  let passed = 0
  const step = steps.findIndex((count) => {
    passed += count
    return passed >= rank
  })
  return step === 0 ? 0 : 2 ** ((step - 0.5) / stepsPerDoubling)
}
