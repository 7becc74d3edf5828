import { readVariable, type Value, type Variables } from '@baton/core/conversation'
import {
  type ActionContext,
  type ActionDefinition,
  type Answer,
  type Effect,
  type PeopleView,
  type Problem,
  type Step,
  schemaProblems,
} from '@baton/core/flow'
import { instant } from '@baton/core/time'

type Around = {
  variables?: Variables
  tags?: string[]
  channel?: string
  locale?: string
  people?: PeopleView
  isAsked?: boolean
}

/** Nobody at all, at any time of day. */
const nobody: PeopleView = { members: () => [], operator: () => null, isOpen: () => true }

/** What an action sees; a test says only what it is about. */
export function around({
  variables = {},
  tags = [],
  channel = 'widget',
  locale = 'en',
  people = nobody,
  isAsked = false,
}: Around = {}): ActionContext {
  const variable = (name: string): Value | undefined => readVariable(variables, name)
  return { now: instant(0), channel, locale, tags, isAsked, variable, scope: () => variables, people }
}

/** Everything that stops a publish of these settings, as `path code`. */
export function problemsOf(action: ActionDefinition, settings: unknown): string[] {
  const wrong: Problem[] = schemaProblems(action.schema, settings)
  const problems = wrong.length > 0 ? wrong : (action.check?.(settings) ?? [])
  return problems.map(({ path, code }) => `${path} ${code}`)
}

/** Gives an action that waited its answer. */
export function resumed(
  action: ActionDefinition,
  settings: unknown,
  answer: Answer,
  tries = 0,
  context = around(),
): Step {
  if (action.resume === undefined) throw new Error(`"${action.type}" never waits`)
  return action.resume(settings, answer, tries, context)
}

export function diagnosticsOf({ effects = [] }: Step): string[] {
  return effects.flatMap((effect: Effect) => (effect.kind === 'diagnostic' ? [effect.code] : []))
}

/** The bubbles that a step says. */
export function saidBy({ effects = [] }: Step) {
  return effects.flatMap((effect: Effect) => (effect.kind === 'say' ? [effect.bubble] : []))
}

/** The variables that a step sets, by name. */
export function setBy({ effects = [] }: Step): Variables {
  const set = effects.flatMap((effect: Effect) =>
    effect.kind === 'set_variable' ? [[effect.variable, effect.value] as const] : [],
  )
  return Object.fromEntries(set)
}
