// What actions that wait for the contact share: replies to wrong answers, the number of tries, `failed_inputs`.
import { type ActionContext, type Effect, type Step, step, type Trigger } from '@baton/core/flow'
import { Type } from 'typebox'

export const wrongRepliesField = Type.Optional(
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
)

/** `otherwise`: how many tries there are when nothing is said; without it, any number. */
export function maxTriesField(otherwise?: number) {
  return Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      ...(otherwise === undefined ? {} : { default: otherwise }),
      title: 'Most tries',
      description: `After so many wrong answers the bot gives up and goes on.${otherwise === undefined ? ' Left out: it never does.' : ''}`,
    }),
  )
}

type Tries = { wrongReplies?: string[]; maxTries?: number }

/** The answer was right: what it sets, and the operations that run then. */
export function accepted(effects: readonly Effect[], context: ActionContext, trigger: Trigger = 'on_input'): Step {
  return step({ kind: 'fire', trigger }, [...effects, ...forgetFailures(context)])
}

/** A right answer ends a row of failed ones, also where it is not the last that is asked for. */
export function forgetFailures(context: ActionContext): Effect[] {
  return failedInputs(context) > 0 ? [setFailedInputs(0)] : []
}

/** The answer was wrong: another try, or none is left. */
export function refusedAnswer({ wrongReplies = [], maxTries }: Tries, tries: number, context: ActionContext): Step {
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
