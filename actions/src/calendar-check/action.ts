import { defineAction, type Effect, step } from '@baton/core/flow'
import { Type } from 'typebox'

const schema = Type.Object(
  {
    group: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Opening hours of',
        description: 'The group whose opening hours count. Without one: those of the workspace.',
        reference: 'group',
      }),
    ),
  },
  { additionalProperties: false },
)

export const calendarCheck = defineAction({
  type: 'calendar_check',
  title: 'Check opening hours',
  help: 'Runs one branch within opening hours and the other outside of them.',
  group: 'people',
  schema,
  triggers: ['on_date_available', 'on_else'],
  placement: 'anywhere',
  needs: [],
  run: ({ group }, { people }) => {
    const members = people.members(group)
    const isOpen = members !== null && people.isOpen(group)
    const available = isOpen ? members.filter(({ status, hasRoom }) => status === 'online' && hasRoom).length : 0
    const counted: Effect = { kind: 'set_variable', variable: 'available_operators_count', value: available }
    const gone: Effect[] =
      members === null
        ? [{ kind: 'diagnostic', code: 'unknown_group', message: `there is no group "${group ?? ''}"` }]
        : []
    return step({ kind: 'fire', trigger: isOpen ? 'on_date_available' : 'on_else' }, [counted, ...gone])
  },
})
