import type { Value } from '@baton/core/conversation'
import { defineAction, hasTemplate, next, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { numberOf } from '../values.ts'
import { checkVariableName, variableField } from '../variables.ts'
import { change, readSwap } from './change.ts'

const schema = Type.Object(
  {
    variable: variableField('The variable to change; favorite.color reaches inside.'),
    value: Type.Optional(
      Type.Unsafe<Value>({
        title: 'Value',
        description:
          'A text, a number, true or false, a list or an object. Variables are filled in. Not needed to clear.',
        template: true,
      }),
    ),
    how: Type.Optional(
      Type.Enum(
        ['overwrite', 'append', 'concatenate', 'add', 'subtract', 'multiply', 'divide', 'replace', 'remove', 'clear'],
        {
          default: 'overwrite',
          title: 'How',
          description: 'What is done with the value that is there.',
          optionTitles: {
            overwrite: 'Overwrite it',
            append: 'Append to the list',
            concatenate: 'Add to the end of the text',
            add: 'Add the number',
            subtract: 'Subtract the number',
            multiply: 'Multiply by the number',
            divide: 'Divide by the number',
            replace: 'Replace in it',
            remove: 'Remove from it',
            clear: 'Clear it',
          },
        },
      ),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const setVariable = defineAction({
  type: 'set_variable',
  title: 'Set variable',
  help: 'Sets or changes a variable of the conversation.',
  group: 'data',
  schema,
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: checkChange,
  run: ({ variable, value, how = 'overwrite' }, context) => {
    const changed = change(context.variable(variable), how, value)
    if (changed.ok) return step(next, [{ kind: 'set_variable', variable, value: changed.value }])
    const message = `"${variable}" stays as it is: ${changed.reason}`
    return step(next, [{ kind: 'diagnostic', code: 'variable_unchanged', message }])
  },
})

function checkChange({ variable, value, how = 'overwrite' }: Settings): Problem[] {
  const problems = checkVariableName('variable', variable)
  const invalid = (message: string) => problems.push({ path: 'value', code: 'invalid', message })
  if (how === 'clear') return problems
  if (value === undefined) problems.push({ path: 'value', code: 'required', message: `"${how}" needs a value` })
  else if (how === 'replace' && readSwap(value) === null)
    invalid('give what to search and what to put there: { search, with }')
  else if (isCalculation(how) && !isNumberLike(value)) invalid('must be a number')
  else if (how === 'divide' && numberOf(value) === 0) invalid('nothing can be divided by 0')
  return problems
}

function isCalculation(how: string): boolean {
  return how === 'add' || how === 'subtract' || how === 'multiply' || how === 'divide'
}

function isNumberLike(value: Value): boolean {
  return numberOf(value) !== null || (typeof value === 'string' && hasTemplate(value))
}
