import type { Value } from '@baton/core/conversation'
import { type ActionContext, defineAction, type Effect, next, type Step, step } from '@baton/core/flow'
import { Type } from 'typebox'

const usualTimeoutMs = 200
const longestTimeoutMs = 1_000
/** Of the variables it is given, as JSON. */
const limitOfInput = 512 * 1024
const limitOfVariables = 100

export const script = defineAction({
  type: 'script',
  title: 'Script',
  help: 'Runs a piece of JavaScript that reads the variables and gives some back.',
  group: 'integration',
  schema: Type.Object(
    {
      code: Type.String({
        minLength: 1,
        maxLength: 50_000,
        title: 'Code',
        description:
          'The body of a function: it finds the variables in `variables` and returns an object of new values.',
        multiline: true,
      }),
      timeoutMilliseconds: Type.Optional(
        Type.Integer({
          minimum: 10,
          maximum: longestTimeoutMs,
          default: usualTimeoutMs,
          title: 'Longest time (milliseconds)',
          description: 'Of the processor. After that the script counts as failed.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  triggers: ['on_success', 'on_failure'],
  placement: 'anywhere',
  needs: [],
  run: ({ code, timeoutMilliseconds: timeoutMs = usualTimeoutMs }, context) => {
    const variables = context.scope()
    if (JSON.stringify(variables).length > limitOfInput)
      return failed(`the variables are over ${limitOfInput / 1024} KB together`)
    return step({ kind: 'wait', work: { kind: 'script', code, variables, timeoutMs } })
  },
  resume: (_, answer, __, context) => {
    if (answer.kind !== 'script') return step(next)
    if (!answer.ok) return failed(answer.reason)
    const changed = changesIn(answer.variables, context)
    if (changed.length > limitOfVariables) return failed(`it changed more than ${limitOfVariables} variables`)
    return step({ kind: 'fire', trigger: 'on_success' }, changed)
  },
})

function failed(reason: string): Step {
  const message = `the script failed: ${reason}`
  return step({ kind: 'fire', trigger: 'on_failure' }, [{ kind: 'diagnostic', code: 'script_failed', message }])
}

/** A script may give back all it was given: what it left as it was is not set. */
function changesIn(given: { [name: string]: Value }, context: ActionContext): Effect[] {
  const known = context.scope()
  const isChanged = (variable: string, value: Value) =>
    !Object.hasOwn(known, variable) || JSON.stringify(known[variable]) !== JSON.stringify(value)
  return Object.entries(given).flatMap(([variable, value]): Effect[] =>
    isChanged(variable, value) ? [{ kind: 'set_variable', variable, value }] : [],
  )
}
