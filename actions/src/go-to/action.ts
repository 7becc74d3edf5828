import { defineAction, type JumpTarget, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'

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
        description: 'The interaction to go to. Without a behavior it is looked for in this one first.',
      }),
    ),
    to: Type.Optional(
      Type.Enum(['start', 'previous', 'fallback', 'bookmark'], {
        title: 'Place',
        description: 'A place without a name, instead of an interaction.',
        optionTitles: {
          start: 'The start of the bot, or of the behavior',
          previous: 'Where the contact was before',
          fallback: 'The fallback',
          bookmark: 'The bookmark',
        },
      }),
    ),
    cancelFurtherExecution: Type.Optional(
      Type.Boolean({
        default: false,
        title: 'Cancel further execution',
        description: 'Also drops what would have run after the list of actions that this one stands in.',
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const goTo = defineAction({
  type: 'go_to',
  title: 'Go to',
  help: 'Goes on in another interaction; what stands below it in its list does not run.',
  group: 'flow',
  schema,
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: checkWays,
  target: targetOf,
  run: (settings) =>
    step({ kind: 'jump', target: targetOf(settings), cancel: settings.cancelFurtherExecution ?? false }),
})

function checkWays({ behavior, interaction, to }: Settings): Problem[] {
  if (to === undefined && behavior === undefined && interaction === undefined)
    return [
      { path: 'interaction', code: 'required', message: 'say where to go: an interaction, a behavior, or a place' },
    ]
  if (to !== undefined && interaction !== undefined)
    return [{ path: 'to', code: 'not_allowed', message: 'name an interaction or a place, not both' }]
  if (behavior !== undefined && (to === 'previous' || to === 'bookmark'))
    return [{ path: 'behavior', code: 'not_allowed', message: `a behavior does not go with "${to}"` }]
  return []
}

function targetOf({ behavior, interaction, to }: Settings): JumpTarget {
  return {
    ...(behavior === undefined ? {} : { behavior }),
    ...(interaction === undefined ? {} : { interaction }),
    ...(to === undefined ? {} : { to }),
  }
}
