export * from './moves.ts'
export {
  type HandoffContext,
  type OperatorStateResult,
  type Outcome,
  type OutcomeReason,
  setOperatorState,
  wantedBy,
} from './set-operator-state.ts'
export { checkSettings, operatorStateProperties, type OperatorStateSettings, packageOfRouting, type SettingsProblem } from './settings.ts'
export { type Happening, type Origin, stateEvent } from './transition.ts'
