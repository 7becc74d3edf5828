import type { GroupId } from '../ids.ts'
import type { Abilities, PickOrder, Ramp } from '../routing/index.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** A simulation as it is carried out: read and checked. Times are milliseconds since the midnight at which it begins. */
export type Simulation = {
  seed: number
  /** How many chats arrive. */
  chats: number
  arrivals: Arrivals
  length: Length
  /** Mean time until a waiting contact leaves; null: nobody leaves. */
  patienceMs: number | null
  demand: readonly Demand[]
  /** Between how many contacts the chats are spread by chance; null: each chat is another one's. */
  contacts: number | null
  serviceLevelSeconds: number
  runs: readonly RunPlan[]
}

export type Arrivals =
  /** Per hour: one rate, or one for each hour of the day. */
  { kind: 'rates'; perHour: readonly number[] } | { kind: 'recorded'; recording: Recording }

/** Recorded arrivals, the earliest first; the whole comes again every `periodMs`. */
export type Recording = {
  times: Float64Array
  periodMs: number
  /** What each asked for, as a place in the demand; null: by chance. */
  demand: Int32Array | null
  /** Whose chat each was, -1 where that is not known; null: by chance. */
  contacts: Int32Array | null
}

export type Length =
  | { distribution: 'exponential' | 'deterministic'; meanMs: number }
  | { distribution: 'lognormal'; meanMs: number; cv2: number }

/** What a chat asks for; `share` is its part of all chats, beside the others'. */
export type Demand = {
  share: number
  group: GroupId | null
  required: Abilities | null
  preferred: Abilities | null
  /** [RO-20] Minutes by which it goes before others. */
  priority: number
}

/** What runs may differ in: who is there, and by which settings they get chats. */
export type RunPlan = {
  name: string
  /** Whether names of operators are worth telling: they were listed. */
  isListed: boolean
  operators: readonly OperatorPlan[]
  mode: 'queue' | 'assign'
  pick: PickOrder
  /** The named one, by place; only for `specific`. */
  named: number | null
  otherwise: 'random' | 'less_busy' | 'longest_idle' | 'round_robin' | 'two_choices'
  ramp: Ramp | null
}

export type OperatorPlan = {
  name: string
  /** Most conversations at once; null: no limit. */
  limit: number | null
  weight: number
  groups: readonly GroupId[]
  skills: readonly string[]
  languages: readonly string[]
  /** When they work each day, in order and apart from each other; null: always. */
  shifts: readonly Shift[] | null
}

/** Milliseconds since midnight; `to` is in the next day when the shift goes over midnight. */
export type Shift = { from: number; to: number }
