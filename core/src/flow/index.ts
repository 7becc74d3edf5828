export * from './action.ts'
export type { ActionDocument, BehaviorDocument, BotDocument, InteractionDocument } from './bot.ts'
export { botSchema } from './bot-schema.ts'
export { type CompiledBot, compileBot, propertiesOf } from './compile.ts'
export { type Flow, type Input, limitOfJumps, type Position, restingFlow, type Turn } from './flow.ts'
export {
  advance,
  afterOperatorState,
  beginTurn,
  type FlowView,
  type FlowWorld,
  findInteraction,
  type Progress,
  resumeTurn,
  userMayType,
} from './interpret.ts'
export { compilePattern, type Pattern } from './pattern.ts'
export { withPayloads } from './payloads.ts'
export { pathUnder, schemaProblems } from './schema-problems.ts'
export { hasTemplate } from './template.ts'
export { botSkeleton, type Findings, type ValidationWorld, validateBot } from './validate.ts'
export { hasKeyword, plainText, plainWords } from './words.ts'
