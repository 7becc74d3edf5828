export { type Choice, chooseOperator, isEligible, type Wanted, whyNobody } from './choose.ts'
export type { Considered, Decision, NobodyReason, PickMode, Rule, Verdict } from './decision.ts'
export { limitOfConsidered } from './decision.ts'
export { isFull, type PresenceStatus, type Role, type Seat, Team } from './team.ts'
