import { type ActionContext, defineAction, type Effect, type Person, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'

const schema = Type.Object(
  {
    group: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Group',
        description: 'Whose operators are looked at. Without a group and an operator: everybody.',
        reference: 'group',
      }),
    ),
    operator: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Operator',
        description: 'The one operator who is looked at, instead of a group.',
        reference: 'operator',
      }),
    ),
    check: Type.Enum(['status', 'conversations'], {
      default: 'status',
      title: 'Look at',
      description: 'What is looked at.',
      optionTitles: { status: 'Whether somebody is there', conversations: 'How many conversations they have' },
    }),
    is: Type.Optional(
      Type.Enum(['is', 'is_not'], {
        default: 'is',
        title: 'Comparison',
        description: 'In a group "is" needs one of them, "is not" is true when none of them is.',
        optionTitles: { is: 'is', is_not: 'is not' },
        shownWhen: { check: 'status' },
      }),
    ),
    status: Type.Optional(
      Type.Enum(['online', 'busy', 'away', 'offline'], {
        default: 'online',
        title: 'Status',
        description: 'As the team sees it: online, or by what they chose, or gone.',
        optionTitles: { online: 'online', busy: 'busy', away: 'away', offline: 'offline' },
        shownWhen: { check: 'status' },
      }),
    ),
    than: Type.Optional(
      Type.Enum(['below', 'above'], {
        default: 'below',
        title: 'Comparison',
        description: 'In a group "below" needs one of those online, "above" is true when all of them have more.',
        optionTitles: { below: 'fewer than', above: 'more than' },
        shownWhen: { check: 'conversations' },
      }),
    ),
    count: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000,
        title: 'Conversations',
        description: 'The number it is compared with.',
        shownWhen: { check: 'conversations' },
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const agentStateCheck = defineAction({
  type: 'agent_state_check',
  title: 'Check operators',
  help: 'Runs a branch when operators are there, or have little or much to do.',
  group: 'people',
  schema,
  triggers: ['on_condition_met', 'on_else'],
  placement: 'anywhere',
  needs: [],
  check: checkSettings,
  run: (settings, context) => {
    const people = lookedAt(settings, context)
    if (people === null) return step({ kind: 'fire', trigger: 'on_else' }, [nobodyThere(settings)])
    return step({ kind: 'fire', trigger: isMet(settings, people) ? 'on_condition_met' : 'on_else' })
  },
})

function lookedAt({ group, operator }: Settings, { people }: ActionContext): readonly Person[] | null {
  if (operator === undefined) return people.members(group)
  const found = people.operator(operator)
  return found === null ? null : [found]
}

function isMet(
  { check, is = 'is', status = 'online', than = 'below', count = 0, operator }: Settings,
  all: readonly Person[],
): boolean {
  if (check === 'status') {
    const isSomebody = all.some((person) => person.status === status)
    return is === 'is' ? isSomebody : !isSomebody
  }
  const counted = operator === undefined ? all.filter((person) => person.status === 'online') : all
  return than === 'below'
    ? counted.some(({ conversations }) => conversations < count)
    : counted.length > 0 && counted.every(({ conversations }) => conversations > count)
}

/** [FL-8] What a flow names may have gone since it was published. */
function nobodyThere({ group, operator }: Settings): Effect {
  const message =
    operator === undefined ? `there is no group "${group ?? ''}"` : `there is no enabled operator "${operator}"`
  return { kind: 'diagnostic', code: operator === undefined ? 'unknown_group' : 'unknown_operator', message }
}

function checkSettings({ group, operator, check, count, is, status, than }: Settings): Problem[] {
  const notHere = (path: string): Problem => ({ path, code: 'not_allowed', message: `not with "${check}"` })
  const problems: Problem[] = []
  if (group !== undefined && operator !== undefined)
    problems.push({ path: 'operator', code: 'not_allowed', message: 'look at a group or at an operator, not at both' })
  if (check === 'conversations') {
    if (count === undefined) problems.push({ path: 'count', code: 'required', message: 'say how many conversations' })
    if (is !== undefined) problems.push(notHere('is'))
    if (status !== undefined) problems.push(notHere('status'))
  } else {
    if (count !== undefined) problems.push(notHere('count'))
    if (than !== undefined) problems.push(notHere('than'))
  }
  return problems
}
