import { defineAction, type Place, type Problem, step } from '@baton/core/flow'
import { checkSettings, type OperatorStateSettings, operatorStateProperties } from '@baton/core/handoff'
import { Type } from 'typebox'

export const setChatOperatorState = defineAction({
  type: 'set_chat_operator_state',
  title: 'Set chat operator state',
  help: 'Asks for an operator, gives an operator control, or gives control back to the chatbot. After a takeover the rest of the interaction is not executed; where nobody could take over, the actions below it are.',
  group: 'people',
  schema: Type.Object(operatorStateProperties, { additionalProperties: false }),
  triggers: [],
  placement: 'interaction',
  needs: ['push'],
  check: checkSettings,
  advise: adviseOnNobody,
  run: (settings) => step({ kind: 'set_operator_state', settings }),
})

/** [HO-11] What stands below it is the branch for when nobody is there. */
function adviseOnNobody(settings: OperatorStateSettings, { isLast, path }: Place): Problem[] {
  if (settings.mode !== 'operator_takeover' || !settings.onlyOnlineOperators || !isLast) return []
  const message =
    'when no operator is online the contact gets no answer: add below it what the bot says then, for example a text that asks for an e-mail address'
  return [{ path, code: 'nobody_branch_missing', message }]
}
