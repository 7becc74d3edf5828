import { type AssignWish, defineAction, type Place, type Problem, step } from '@baton/core/flow'
import { type OperatorStateSettings, operatorStateProperties, packageOfRouting } from '@baton/core/handoff'
import { type Static, Type } from 'typebox'

const { operatorsGroup, onlyOnlineOperators } = operatorStateProperties
const mostOperators = 100
const longestWait = 86_400

const schema = Type.Object(
  {
    mode: Type.Enum(['operator_takeover', 'request_operator'], {
      default: 'operator_takeover',
      title: 'How',
      description: 'Give it to an operator at once, or ask for one while the chatbot goes on.',
      optionTitles: { operator_takeover: 'Give it to an operator', request_operator: 'Ask for an operator' },
    }),
    operatorsGroup,
    operators: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200, reference: 'operator' }), {
        minItems: 1,
        maxItems: mostOperators,
        title: 'Operators',
        description: 'Only these, out of the group. Left out: everybody of the group.',
        package: packageOfRouting,
      }),
    ),
    assignOperator: Type.Optional(
      Type.Enum(['random', 'less_busy'], {
        title: 'Assign operator',
        description: 'How one of them is picked. Left out: in the order of the group, or by chance.',
        optionTitles: { random: 'Anybody of them, by chance', less_busy: 'Whoever has the fewest conversations' },
        package: packageOfRouting,
      }),
    ),
    onlyOnlineOperators,
    message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        title: 'Takeover message',
        description: 'Said to the contact just before an operator has the conversation.',
        template: true,
        multiline: true,
      }),
    ),
    timeoutSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: longestWait,
        title: 'Longest wait (seconds)',
        description: 'When nobody has taken the request until then, the branch for that runs; the request stays.',
        shownWhen: { mode: 'request_operator' },
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const assignConversation = defineAction({
  type: 'assign_conversation',
  title: 'Assign conversation',
  help: 'Gives the conversation to an operator or asks for one, and follows it up: when nobody is there, when nobody comes, and when it is handed back.',
  group: 'people',
  schema,
  triggers: ['on_handed_over', 'on_unavailable', 'on_timeout'],
  placement: 'interaction',
  needs: ['push'],
  check: ({ mode, timeoutSeconds }) =>
    timeoutSeconds !== undefined && mode !== 'request_operator'
      ? [{ path: 'timeoutSeconds', code: 'not_allowed', message: 'only a request waits' }]
      : [],
  advise: adviseOnNobody,
  run: ({ message, timeoutSeconds, ...settings }) => {
    const said: AssignWish['message'] =
      message === undefined || message === '' ? null : { text: message, parts: [{ type: 'text', text: message }] }
    const timeoutMs = timeoutSeconds === undefined ? null : timeoutSeconds * 1_000
    return step({
      kind: 'assign',
      wish: { settings: settings satisfies OperatorStateSettings, message: said, timeoutMs },
    })
  },
})

/** [HO-11] Whoever only wants operators who are online says what happens when nobody is. */
function adviseOnNobody({ onlyOnlineOperators: isOnlyOnline }: Settings, { isLast, path }: Place): Problem[] {
  if (isOnlyOnline !== true || !isLast) return []
  const message = 'when nobody is online the contact gets no answer: say so under "nobody is there", or below'
  return [{ path, code: 'nobody_branch_missing', message }]
}
