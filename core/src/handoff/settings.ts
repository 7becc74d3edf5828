import { type TProperties, Type } from 'typebox'
import type { PickMode } from '../routing/decision.ts'

/** The settings of *Set Chat Operator State* (handoff.md §3): the same for the action, the API and agents' tools. */
export type OperatorStateSettings = {
  mode: 'request_operator' | 'operator_takeover' | 'chatbot_controlled'
  operatorsGroup?: string
  assignOperator?: PickMode
  operator?: string
  onlyOnlineOperators?: boolean
  /** Only these, by id or e-mail. Beyond the action (handoff.md §3): for actions that name several. */
  operators?: string[]
}

/** The package without which only `mode` is there (HO-21). */
export const packageOfRouting = 'pro_team'

const pickOptions = {
  random: 'Anybody of them, by chance',
  less_busy: 'Whoever has the fewest conversations',
  specific: 'One certain person',
}

/** Labels, help and defaults included: the designer draws its form from this. */
export const operatorStateProperties = {
  mode: Type.Enum(['request_operator', 'operator_takeover', 'chatbot_controlled'], {
    title: 'State',
    description: 'Ask for an operator, give an operator control, or give control back to the chatbot.',
    optionTitles: {
      request_operator: 'Request operator',
      operator_takeover: 'Operator takeover',
      chatbot_controlled: 'Chatbot controlled',
    },
  }),
  operatorsGroup: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      title: 'Operators group',
      description: 'Who is asked. Left out: every operator of the workspace.',
      reference: 'group',
      package: packageOfRouting,
    }),
  ),
  assignOperator: Type.Optional(
    Type.Enum(['random', 'less_busy', 'specific'], {
      title: 'Assign operator',
      description: 'How one of them is picked. Left out: by chance on a takeover, nobody in particular on a request.',
      optionTitles: pickOptions,
      package: packageOfRouting,
    }),
  ),
  operator: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      title: 'Operator',
      description: 'Who, when one certain person is meant.',
      reference: 'operator',
      package: packageOfRouting,
      shownWhen: { assignOperator: 'specific' },
    }),
  ),
  onlyOnlineOperators: Type.Optional(
    Type.Boolean({
      default: false,
      title: 'Only online operators',
      description: 'When nobody of them is online, nothing changes and the next action runs.',
      package: packageOfRouting,
    }),
  ),
} satisfies TProperties

export type SettingsProblem = { path: string; code: string; message: string }

/** What the schema cannot say: `operator` is needed by `specific` and refused otherwise. */
export function checkSettings(settings: OperatorStateSettings): SettingsProblem[] {
  const named = settings.assignOperator === 'specific'
  if (named && settings.operator === undefined)
    return [{ path: 'operator', code: 'required', message: '`specific` needs the operator it means' }]
  if (!named && settings.operator !== undefined)
    return [{ path: 'operator', code: 'not_allowed', message: '`operator` goes only with `assignOperator: specific`' }]
  return []
}
