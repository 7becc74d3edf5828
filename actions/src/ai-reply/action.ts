import { defineAction, type Step, step } from '@baton/core/flow'
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
import { checkVariableName, variableField } from '../variables.ts'

const { instructions, model, ...limits } = requestProperties

const schema = Type.Object(
  {
    instructions,
    model,
    variable: Type.Optional(variableField('Keeps the answer here instead of saying it. Left out: it is said.')),
    ...limits,
    failureText: failureTextField,
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const aiReply = defineAction({
  type: 'ai_reply',
  title: 'AI reply',
  help: 'Lets a language model answer the contact once, or keeps its answer in a variable.',
  group: 'ai',
  schema,
  triggers: ['on_success', 'on_failure'],
  placement: 'anywhere',
  needs: [],
  service: 'model',
  check: ({ variable }) => (variable === undefined ? [] : checkVariableName('variable', variable)),
  run: (settings) => step({ kind: 'wait', work: askingFor(settings, [], { answers: 0, tokens: 0 }) }),
  resume: (settings, answer) => {
    if (answer.kind !== 'model' || !answer.ok) return failed(settings, reasonOf(answer))
    const { variable } = settings
    if (answer.text === '') return failed(settings, 'it said nothing')
    const effect =
      variable === undefined ? sayText(answer.text) : { kind: 'set_variable' as const, variable, value: answer.text }
    return step({ kind: 'fire', trigger: 'on_success' }, [effect])
  },
})

/** [FL-11] What the author wants done then; where that is nothing, a sentence: never silence. */
function failed({ failureText }: Settings, reason: string): Step {
  const otherwise = [sayFailure(failureText)]
  return step({ kind: 'fire', trigger: 'on_failure', otherwise }, [modelFailed(reason)])
}
