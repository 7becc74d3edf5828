export * from './moves.ts'
export { type Estimate, estimateAt, type Place, placesIn } from './places.ts'
export {
  assignWaiting,
  groupsAsked,
  hasRoom,
  isCovered,
  nextChanceAt,
  offerOf,
  roomFor,
  type Waiting,
  wantedNow,
} from './queue.ts'
export {
  type HandoffContext,
  type OperatorStateResult,
  type Outcome,
  type OutcomeReason,
  setOperatorState,
} from './set-operator-state.ts'
export {
  checkSettings,
  type OperatorStateSettings,
  operatorStateProperties,
  packageOfRouting,
  type SettingsProblem,
} from './settings.ts'
export { type Happening, type Origin, stateEvent } from './transition.ts'
export { type Standing, standingOf, type VerdictThen, verdictThen } from './why.ts'
export { standingInWords, verdictWords } from './why-words.ts'
