/** What the lab may ask of a node's saboteur, and what that answers. Both processes know it. */
import type { Failpoint } from '../../server/src/failpoint.ts'

export type Order =
  /** `kill -9` by its own hand when it comes by there for the nth time from now, or so many milliseconds after. */
  | { do: 'kill'; at: Failpoint; time: number; afterMs?: number }
  /** The nth time from now: thrown to whoever waits there, to nobody, or rejected with nobody waiting. */
  | { do: 'throw'; at: Failpoint; time: number; how: 'there' | 'uncaught' | 'unhandled' }
  /** Nothing else happens in the process meanwhile. */
  | { do: 'block'; forMs: number }
  /** From now on its wall clock is wrong by so much. Its steady clock is not. */
  | { do: 'shift_clock'; byMs: number }
  /** To be answered with a `Tally`. */
  | { do: 'count' }

/** How often each failpoint was reached since the start, and how much memory is in use. */
export type Tally = { reached: Partial<Record<Failpoint, number>>; heapBytes: number; residentBytes: number }

/** Orders that hold from the very start, as JSON. */
export const ordersVariable = 'BATON_LAB_ORDERS'
