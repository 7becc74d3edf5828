import { defineAction, next, type Problem, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { checkVariableName, variableField } from '../variables.ts'

const usualVariable = 'conversation_share_url'
const usualHours = 24
const longestHours = 720

export const createConversationUrl = defineAction({
  type: 'create_conversation_url',
  title: 'Create conversation link',
  help: 'Makes a link under which an operator finds this conversation, for a mail or another system.',
  group: 'people',
  schema: Type.Object(
    {
      hours: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: longestHours,
          default: usualHours,
          title: 'Valid for (hours)',
          description: 'After that the link leads nowhere.',
        }),
      ),
      takesOver: Type.Optional(
        Type.Boolean({
          default: false,
          title: 'Take over on opening',
          description: 'The first operator who opens it has the conversation, if nobody else has by then.',
        }),
      ),
      handsOver: Type.Optional(
        Type.Boolean({
          default: false,
          title: 'Hand over at the end',
          description: 'When the link ends, the bot has the conversation again, if that operator still has it.',
          shownWhen: { takesOver: true },
        }),
      ),
      variable: Type.Optional(variableField(`Where the link is kept. Left out: ${usualVariable}.`)),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: ({ variable, takesOver, handsOver }) => [
    ...(variable === undefined ? [] : checkVariableName('variable', variable)),
    ...(handsOver === true && takesOver !== true ? [notWithout] : []),
  ],
  run: ({ hours = usualHours, takesOver = false, handsOver = false }) =>
    step({ kind: 'wait', work: { kind: 'link', hours, takesOver, handsOver } }),
  resume: ({ variable = usualVariable }, answer) =>
    step(next, answer.kind === 'link' ? [{ kind: 'set_variable', variable, value: answer.url }] : []),
})

const notWithout: Problem = {
  path: 'handsOver',
  code: 'not_allowed',
  message: 'only what a link takes over can be handed over at its end',
}
