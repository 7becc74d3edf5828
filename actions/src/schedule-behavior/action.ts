import { defineAction, type JumpTarget, next, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'

const units = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }
const usualUnit = 'minutes'
const mostDays = 90

const schema = Type.Object(
  {
    behavior: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Behavior',
        description: 'Where the interaction is looked for. Alone: the start interaction of that behavior.',
      }),
    ),
    interaction: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Interaction',
        description: 'The interaction that starts then. Without a behavior it is looked for in this one first.',
      }),
    ),
    after: Type.Number({
      minimum: 0,
      maximum: mostDays * 24 * 3_600,
      default: 10,
      title: 'After',
      description: `How long from now; at most ${mostDays} days.`,
    }),
    unit: Type.Optional(
      Type.Enum(['seconds', 'minutes', 'hours', 'days'], {
        default: usualUnit,
        title: 'Unit',
        description: 'What the number counts.',
        optionTitles: { seconds: 'Seconds', minutes: 'Minutes', hours: 'Hours', days: 'Days' },
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const scheduleBehavior = defineAction({
  type: 'schedule_behavior',
  title: 'Schedule behavior',
  help: 'Starts an interaction later, and goes on at once.',
  group: 'flow',
  schema,
  triggers: [],
  placement: 'anywhere',
  needs: ['push'],
  check: checkSchedule,
  target: targetOf,
  run: (settings) =>
    step(next, [
      { kind: 'begin', work: { kind: 'start', target: targetOf(settings), milliseconds: waitOf(settings) } },
    ]),
})

function targetOf({ behavior, interaction }: Settings): JumpTarget {
  return { ...(behavior === undefined ? {} : { behavior }), ...(interaction === undefined ? {} : { interaction }) }
}

function waitOf({ after, unit = usualUnit }: Settings): number {
  return Math.round(after * units[unit])
}

function checkSchedule(settings: Settings): Problem[] {
  const { behavior, interaction } = settings
  const problems: Problem[] = []
  if (behavior === undefined && interaction === undefined)
    problems.push({ path: 'interaction', code: 'required', message: 'say what starts: an interaction or a behavior' })
  if (waitOf(settings) > mostDays * units.days)
    problems.push({ path: 'after', code: 'invalid', message: `at most ${mostDays} days` })
  return problems
}
