/** Links between clients, nodes and the database: what is sent comes late, in another order, much later, or never. */
import type { Chance } from '@baton/core/chance'
import type { Owner, Scheduler } from './scheduler.ts'

/** How bad things are. Shares are out of a thousand messages; times in milliseconds. */
export type Weather = {
  /** The longest that a message usually takes. */
  delay: number
  /** Messages that take up to `longDelay` instead. */
  slow: number
  longDelay: number
  /** Connections that break before, and after, what was sent over them is done. */
  lostBefore: number
  lostAfter: number
  /** Hints between nodes that get lost, come twice, or are made up. */
  hintsLost: number
  hintsDoubled: number
  hintsForged: number
}

export const calm: Weather = {
  delay: 3,
  slow: 0,
  longDelay: 0,
  lostBefore: 0,
  lostAfter: 0,
  hintsLost: 0,
  hintsDoubled: 0,
  hintsForged: 0,
}

export type Fate = 'arrives' | 'lost before' | 'lost after'

/** One way between two places. */
export class Link {
  readonly #scheduler: Scheduler
  readonly #chance: Chance
  readonly #held: (() => void)[] = []
  weather: Weather
  #isHeld = false

  constructor(scheduler: Scheduler, chance: Chance, weather: Weather) {
    this.#scheduler = scheduler
    this.#chance = chance
    this.weather = weather
  }

  /** Does something at the other end, after as long as a message takes. */
  send(to: Owner, label: string, work: () => Promise<void> | void): void {
    if (this.#isHeld) this.#held.push(() => this.send(to, label, work))
    else this.#scheduler.after(to, this.#delay(), label, work)
  }

  /** What becomes of a call over it. */
  fate(): Fate {
    const drawn = this.#chance.below(1_000)
    const { lostBefore, lostAfter } = this.weather
    if (drawn < lostBefore) return 'lost before'
    return drawn < lostBefore + lostAfter ? 'lost after' : 'arrives'
  }

  /** Nothing gets through until it is healed; then all of it does, as over a connection that survives. */
  hold(): void {
    this.#isHeld = true
  }

  heal(): void {
    this.#isHeld = false
    for (const send of this.#held.splice(0)) send()
  }

  #delay(): number {
    const { delay, slow, longDelay } = this.weather
    const longest = this.#chance.below(1_000) < slow ? longDelay : delay
    return (longest * (1 + this.#chance.below(1_000))) / 1_000
  }
}
