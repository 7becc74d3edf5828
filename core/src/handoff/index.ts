export * from './moves.ts'
export { assignWaiting, groupsAsked, hasRoom, isCovered, nextChanceAt, roomFor } from './queue.ts'
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
