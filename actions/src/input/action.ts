import {
  type ActionContext,
  compilePattern,
  defineAction,
  type Effect,
  next,
  type Problem,
  type Step,
  step,
} from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { checkVariableName, variableField } from '../variables.ts'
import { acceptedValue } from './accept.ts'

const schema = Type.Object(
  {
    variable: variableField('Where the answer is kept.'),
    expects: Type.Enum(['text', 'pattern', 'email', 'number', 'date', 'choice'], {
      default: 'text',
      title: 'Expects',
      description: 'What counts as an answer.',
      optionTitles: {
        text: 'Any text',
        pattern: 'A text that matches a pattern',
        email: 'An e-mail address',
        number: 'A number',
        date: 'A date',
        choice: 'One of several choices',
      },
    }),
    pattern: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        title: 'Pattern',
        description: 'A regular expression (RE2) that is found in the answer; ^ and $ tie it to start and end.',
        shownWhen: { expects: 'pattern' },
      }),
    ),
    choices: Type.Optional(
      Type.Array(
        Type.String({ minLength: 1, maxLength: 200, title: 'Choice', description: 'One answer that counts.' }),
        {
          minItems: 1,
          maxItems: 100,
          title: 'Choices',
          description: 'The answers that count. Case, accents and punctuation do not matter.',
          shownWhen: { expects: 'choice' },
        },
      ),
    ),
    wrongReplies: Type.Optional(
      Type.Array(
        Type.String({
          minLength: 1,
          maxLength: 10_000,
          title: 'Reply',
          description: 'What the bot says to a wrong answer.',
          template: true,
          multiline: true,
        }),
        {
          maxItems: 20,
          title: 'Replies to wrong answers',
          description: 'Said in turn, one per wrong answer. Without any, the fallback interaction answers.',
          template: true,
        },
      ),
    ),
    maxTries: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        title: 'Most tries',
        description: 'After so many wrong answers the bot gives up and goes on. Left out: it never does.',
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const input = defineAction({
  type: 'input',
  title: 'Input',
  help: 'Waits until the contact gives the answer that is expected, and keeps it in a variable.',
  group: 'input',
  schema,
  triggers: ['on_input', 'on_give_up'],
  placement: 'anywhere',
  needs: [],
  check: checkInput,
  run: () => step({ kind: 'hold', tries: 0 }),
  resume: (settings, answer, tries, context) => {
    if (answer.kind !== 'said') return step(next)
    const value = acceptedValue(answer.text, settings)
    return value === null ? wrong(settings, tries, context) : right(settings.variable, value, context)
  },
})

function right(variable: string, value: string | number, context: ActionContext): Step {
  const kept: Effect = { kind: 'set_variable', variable, value }
  const effects = failedInputs(context) > 0 ? [kept, setFailedInputs(0)] : [kept]
  return step({ kind: 'fire', trigger: 'on_input' }, effects)
}

function wrong({ wrongReplies = [], maxTries }: Settings, tries: number, context: ActionContext): Step {
  const counted = setFailedInputs(failedInputs(context) + 1)
  if (maxTries !== undefined && tries + 1 >= maxTries) return step({ kind: 'fire', trigger: 'on_give_up' }, [counted])
  const text = wrongReplies[tries % wrongReplies.length]
  const said: Effect[] = text === undefined ? [] : [{ kind: 'say', bubble: { text, parts: [{ type: 'text', text }] } }]
  return step({ kind: 'hold', tries: tries + 1 }, [counted, ...said])
}

function failedInputs(context: ActionContext): number {
  const count = context.variable('failed_inputs')
  return typeof count === 'number' ? count : 0
}

function setFailedInputs(value: number): Effect {
  return { kind: 'set_variable', variable: 'failed_inputs', value }
}

function checkInput({ variable, expects, pattern, choices }: Settings): Problem[] {
  const problems = checkVariableName('variable', variable)
  if (expects === 'pattern' && pattern === undefined)
    problems.push({ path: 'pattern', code: 'required', message: 'say which pattern the answer must match' })
  if (expects === 'choice' && choices === undefined)
    problems.push({ path: 'choices', code: 'required', message: 'list the answers that count' })
  if (pattern !== undefined && compilePattern(pattern) === null)
    problems.push({
      path: 'pattern',
      code: 'pattern_invalid',
      message: 'this is no regular expression of the RE2 kind',
    })
  return problems
}
