import { compilePattern, defineAction, next, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { accepted, maxTriesField, refusedAnswer, wrongRepliesField } from '../asking.ts'
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
    wrongReplies: wrongRepliesField,
    maxTries: maxTriesField(),
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
    if (value === null) return refusedAnswer(settings, tries, context)
    return accepted([{ kind: 'set_variable', variable: settings.variable, value }], context)
  },
})

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
