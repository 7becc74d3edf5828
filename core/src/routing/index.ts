export { type Choice, chooseOperator, isEligible, pickOperator, type Wanted, whyNobody } from './choose.ts'
export type { Considered, Decision, NobodyReason, PickMode, PickOrder, Rule, Verdict } from './decision.ts'
export { limitOfConsidered, pickOrders } from './decision.ts'
export type { Draw } from './draw.ts'
export { verdictNow } from './explain.ts'
export type { Picked } from './picked.ts'
export type { Cursor } from './pool.ts'
export {
  type DeadlineSettings,
  type Deadlines,
  type GroupPick,
  groupPicks,
  mostWarning,
  plainRouting,
  type Routing,
  type RoutingSettings,
  routingSettings,
  usualOffer,
  usualRampLasts,
} from './routing.ts'
export {
  type Abilities,
  isFull,
  onlineSinceAfter,
  type PresenceStatus,
  type Ramp,
  type Role,
  type Seat,
  seatsTaken,
} from './seat.ts'
export { Team } from './team.ts'
