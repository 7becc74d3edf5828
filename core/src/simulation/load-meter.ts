/**
 * Loads over time. Everything is weighted by how long it lasted, between the first arrival and the last: what is before
 * and after has no arrivals and would tell nothing.
 */
export class LoadMeter {
  readonly #from: number
  #until: number | null = null
  readonly #load: Int32Array
  readonly #isOn: Uint8Array
  readonly #since: Float64Array
  /** Per operator: load × time, load² × time, time with a conversation and time altogether while on shift. */
  readonly #area: Float64Array
  readonly #square: Float64Array
  readonly #busy: Float64Array
  readonly #on: Float64Array
  /** How many of those on shift have each load. */
  readonly #standing: number[] = []
  #count = 0
  #most = 0
  #least = 0
  #seen: number
  #mostArea = 0
  #spreadArea = 0
  #covered = 0
  /** Time of all operators on shift, by load. */
  readonly timeAt: number[] = []

  /** `from`: milliseconds. At first nobody is on shift. */
  constructor(operators: number, from: number) {
    this.#from = from
    this.#seen = from
    this.#load = new Int32Array(operators)
    this.#isOn = new Uint8Array(operators)
    this.#since = new Float64Array(operators).fill(from)
    this.#area = new Float64Array(operators)
    this.#square = new Float64Array(operators)
    this.#busy = new Float64Array(operators)
    this.#on = new Float64Array(operators)
  }

  /** A conversation more or less. */
  change(operator: number, by: 1 | -1, at: number): void {
    if (this.#until !== null) return
    const moment = this.#settle(operator, at)
    const load = this.#load[operator] ?? 0
    this.#load[operator] = load + by
    if (this.#isOn[operator] === 0) return
    this.#extremes(moment)
    this.#stand(load + by, 1)
    this.#stand(load, -1)
  }

  /** The shift of an operator begins or ends. */
  shift(operator: number, isOn: boolean, at: number): void {
    if (this.#until !== null) return
    const moment = this.#settle(operator, at)
    this.#extremes(moment)
    this.#isOn[operator] = isOn ? 1 : 0
    this.#count += isOn ? 1 : -1
    this.#stand(this.#load[operator] ?? 0, isOn ? 1 : -1)
  }

  /** Ends the measurement. */
  stop(at: number): void {
    if (this.#until !== null) return
    this.#extremes(Math.max(at, this.#from))
    for (let operator = 0; operator < this.#load.length; operator += 1) this.#settle(operator, at)
    this.#until = Math.max(at, this.#from)
  }

  /** Means over time; zeros when no time has passed. */
  figures() {
    const time = (this.#until ?? this.#from) - this.#from
    const count = this.#load.length
    let variance = 0
    for (let operator = 0; operator < count; operator += 1) {
      const mean = share(this.#area[operator] ?? 0, time)
      variance += share(this.#square[operator] ?? 0, time) - mean * mean
    }
    return {
      mean: share(sum(this.#area), time),
      variancePerOperator: Math.max(0, share(variance, count)),
      meanMax: share(this.#mostArea, this.#covered),
      meanSpread: share(this.#spreadArea, this.#covered),
      occupancy: share(sum(this.#busy), sum(this.#on)),
    }
  }

  #settle(operator: number, at: number): number {
    const moment = Math.max(at, this.#from)
    const time = moment - (this.#since[operator] ?? moment)
    this.#since[operator] = moment
    if (time === 0) return moment
    const load = this.#load[operator] ?? 0
    this.#area[operator] = (this.#area[operator] ?? 0) + load * time
    this.#square[operator] = (this.#square[operator] ?? 0) + load * load * time
    if (this.#isOn[operator] === 1) {
      this.#on[operator] = (this.#on[operator] ?? 0) + time
      if (load > 0) this.#busy[operator] = (this.#busy[operator] ?? 0) + time
      this.timeAt[load] = (this.timeAt[load] ?? 0) + time
    }
    return moment
  }

  #extremes(moment: number): void {
    const time = moment - this.#seen
    this.#seen = moment
    if (this.#count === 0) return
    this.#mostArea += this.#most * time
    this.#spreadArea += (this.#most - this.#least) * time
    this.#covered += time
  }

  /** Somebody on shift comes to a load, or goes from it. */
  #stand(load: number, by: 1 | -1): void {
    const standing = (this.#standing[load] ?? 0) + by
    this.#standing[load] = standing
    if (this.#count === 0) return
    const isFirst = by === 1 && this.#count === 1 && standing === 1
    if (isFirst || load > this.#most) this.#most = load
    if (isFirst || load < this.#least) this.#least = load
    while (this.#most > 0 && (this.#standing[this.#most] ?? 0) === 0) this.#most -= 1
    while (this.#least < this.#most && (this.#standing[this.#least] ?? 0) === 0) this.#least += 1
  }
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

function sum(numbers: Float64Array): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
