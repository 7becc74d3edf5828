import {
  type Answer,
  defineAction,
  type Effect,
  type ModelCall,
  type Place,
  type Problem,
  type Step,
  step,
} from '@baton/core/flow'
import { checkSettings, type OperatorStateSettings, operatorStateProperties } from '@baton/core/handoff'
import { type Static, Type } from 'typebox'
import {
  askingFor,
  failureTextField,
  modelFailed,
  reasonOf,
  requestProperties,
  sayFailure,
  sayText,
} from '../models.ts'
import { endTool, requestTool, textIn, tools } from './tools.ts'

/** [HO-24] The settings of the handoff are the author's. `mode` is none of them: a model may only ask for an operator. */
const { mode: _, ...whoIsAsked } = operatorStateProperties
const { instructions, model, ...limits } = requestProperties

const usual = { maxAnswers: 20, maxTokensInAll: 50_000, requestText: 'I am asking a colleague to help you.' }

const schema = Type.Object(
  {
    instructions,
    model,
    ...limits,
    maxAnswers: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: usual.maxAnswers,
        title: 'Most answers',
        description: 'After so many answers the bot takes the conversation back from the model.',
      }),
    ),
    maxTokensInAll: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 10_000_000,
        default: usual.maxTokensInAll,
        title: 'Most tokens in all',
        description: 'Read and written for all answers together. The answer that goes past it is the last one.',
      }),
    ),
    ...whoIsAsked,
    requestText: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        default: usual.requestText,
        title: 'Text when a person is asked for',
        description: 'Said where the model says nothing itself when it asks for an operator.',
        template: true,
        multiline: true,
      }),
    ),
    onFailureRequest: Type.Optional(
      Type.Boolean({
        default: false,
        title: 'Ask for an operator when it fails',
        description: 'When no answer comes an operator is asked for, before the operations under on_failure run.',
      }),
    ),
    failureText: failureTextField,
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>
type Answered = Extract<Answer, { kind: 'model'; ok: true }>

export const aiConversation = defineAction({
  type: 'ai_conversation',
  title: 'AI conversation',
  help: 'Lets the contact talk to a language model until the model ends it, a limit is reached or an operator is asked for.',
  group: 'ai',
  schema,
  triggers: ['on_success', 'on_give_up', 'on_failure'],
  placement: 'interaction',
  needs: ['push'],
  service: 'model',
  check: (settings) => checkSettings(requestOf(settings)),
  advise: adviseOnNobody,
  run: (settings, { isAsked }) => (isAsked ? ask(settings, 0, 0) : step({ kind: 'hold', tries: 0 })),
  resume: (settings, answer, tries) => {
    if (answer.kind === 'said') return ask(settings, tries, answer.tokens ?? 0)
    if (answer.kind !== 'model' || !answer.ok) return failed(settings, reasonOf(answer))
    return answered(settings, answer)
  },
})

/** `tries` of the flow counts the answers that the model has given. */
function ask(settings: Settings, answers: number, tokens: number): Step {
  return step({ kind: 'wait', work: askingFor(settings, tools, { answers, tokens }) })
}

/** A model that calls for both wants a person more than an end. */
function answered(settings: Settings, { text, calls, spent }: Answered): Step {
  const ignored = calls.filter(({ name }) => name !== requestTool && name !== endTool).map(unknownTool)
  const request = calls.find(({ name }) => name === requestTool)
  if (request !== undefined) return asked(settings, text, textIn(request, 'reason'), ignored)
  const end = calls.find(({ name }) => name === endTool)
  if (end !== undefined) {
    const last = text === '' ? textIn(end, 'last_words') : text
    return step({ kind: 'fire', trigger: 'on_success' }, [...ignored, ...(last === '' ? [] : [sayText(last)])])
  }
  if (text === '') return failed(settings, 'it said nothing', ignored)
  const { maxAnswers = usual.maxAnswers, maxTokensInAll = usual.maxTokensInAll } = settings
  const isSpent = spent.answers >= maxAnswers || spent.tokens >= maxTokensInAll
  const effects = [...ignored, sayText(text)]
  if (isSpent) return step({ kind: 'fire', trigger: 'on_give_up' }, effects)
  return step({ kind: 'hold', tries: spent.answers, tokens: spent.tokens }, effects)
}

/** [HO-14] [HO-24] The handoff's own request, as the author has set it: the model only adds why, for operators. */
function asked(settings: Settings, text: string, reason: string, effects: readonly Effect[]): Step {
  const said = text === '' ? settings.requestText?.trim() || usual.requestText : text
  const note: Effect[] =
    reason === '' ? [] : [{ kind: 'note', text: `The language model asks for a person: ${reason}` }]
  return step(
    { kind: 'set_operator_state', settings: requestOf(settings), cause: 'ai', ...(reason !== '' && { why: reason }) },
    [...effects, sayText(said), ...note],
  )
}

/** [FL-11] A person, if the author wants one; what the author wants done besides; where that is nothing, a sentence. */
function failed(settings: Settings, reason: string, effects: readonly Effect[] = []): Step {
  const all = [...effects, modelFailed(reason)]
  const otherwise = [sayFailure(settings.failureText)]
  if (settings.onFailureRequest !== true) return step({ kind: 'fire', trigger: 'on_failure', otherwise }, all)
  const request = requestOf(settings)
  return step({ kind: 'set_operator_state', settings: request, fire: 'on_failure', otherwise }, all)
}

function requestOf({ operatorsGroup, assignOperator, operator, onlyOnlineOperators }: Settings): OperatorStateSettings {
  return {
    mode: 'request_operator',
    ...(operatorsGroup !== undefined && { operatorsGroup }),
    ...(assignOperator !== undefined && { assignOperator }),
    ...(operator !== undefined && { operator }),
    ...(onlyOnlineOperators !== undefined && { onlyOnlineOperators }),
  }
}

function unknownTool({ name }: ModelCall): Effect {
  const message = `the model called for "${name.slice(0, 100)}", which it was not offered`
  return { kind: 'diagnostic', code: 'tool_unknown', message }
}

/** [HO-15] A request that only those who are online may get changes nothing when nobody is: then what stands below runs. */
function adviseOnNobody({ onlyOnlineOperators }: Settings, { isLast, path }: Place): Problem[] {
  if (onlyOnlineOperators !== true || !isLast) return []
  const message = 'when nobody is online no operator is asked: add below it what the bot says then'
  return [{ path, code: 'nobody_branch_missing', message }]
}
