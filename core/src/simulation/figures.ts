/** What a run came to, as `baton simulate --json` prints it (RO-51). Shares are from 0 to 1, times say their unit. */
export type Figures = {
  name: string
  /** Of all arrivals, those that found no free seat. */
  waitProbability: number
  /** Over all answered, zeros included. */
  meanWaitMinutes: number
  /** Of the same, in minutes. */
  wait: { p50: number; p90: number; p95: number }
  /** Of all arrivals, those whose contact left before an answer. */
  abandonment: number
  /** Over time: see `LoadMeter`. */
  load: { mean: number; variancePerOperator: number; meanMax: number; meanSpread: number }
  occupancy: number
  serviceLevel: { seconds: number; F4: number }
  /** `name`: only where operators were listed. */
  perOperator: { name?: string; assigned: number }[]
  ties: { picked: number; byPosition: number[] }
  /** Only with `mode: assign`: of all arrivals, those that found nobody with room, so that the bot kept them. */
  unchanged?: number
  /** Only when there are any: of all arrivals, those who were still waiting when nothing more could happen. */
  unanswered?: number
}

/** What is drawn of a run. */
export type Curves = {
  name: string
  /** Which share of the answered waited longer than so many minutes. */
  waits: { minutes: number; share: number }[]
  /** Which share of the time operators on shift had so many conversations, from none. */
  loads: number[]
}

/** Six digits tell more than any simulation knows. */
export function rounded(number: number): number {
  return Number(number.toPrecision(6))
}
