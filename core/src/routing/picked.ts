import type { OperatorId } from '../ids.ts'
import type { PickOrder } from './decision.ts'
import type { Draw } from './draw.ts'
import type { Cursor } from './pool.ts'
import type { Seat } from './seat.ts'

/** Somebody who was picked, and how. */
export type Picked = {
  operator: Seat
  /** The order that decided: for `sticky` without its last owner, the other one. */
  rule: PickOrder
  /** Among whom chance decided: only the picked one where it did not. */
  draw: Draw
  /** The two that were looked at, by `two_choices`; otherwise null. */
  drawn: readonly OperatorId[] | null
  /** Where the circle stands now, by `round_robin`; otherwise null. */
  cursor: Cursor | null
}
