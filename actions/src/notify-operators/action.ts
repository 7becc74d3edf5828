import { defineAction, next, step } from '@baton/core/flow'
import { Type } from 'typebox'

const mostOperators = 100

export const notifyOperators = defineAction({
  type: 'notify_operators',
  title: 'Notify operators',
  help: 'Tells operators of this conversation, in the desk and if wished by mail. Who holds it does not change.',
  group: 'people',
  schema: Type.Object(
    {
      text: Type.String({
        minLength: 1,
        maxLength: 10_000,
        title: 'Text',
        description: 'What they are told. It stands in the conversation as a note that the contact never sees.',
        template: true,
        multiline: true,
      }),
      group: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 200,
          title: 'Group',
          description: 'Whose operators are told. Left out: everybody.',
          reference: 'group',
        }),
      ),
      operators: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 200, reference: 'operator' }), {
          minItems: 1,
          maxItems: mostOperators,
          title: 'Operators',
          description: 'Only these, out of the group. Left out: all of it.',
        }),
      ),
      byMail: Type.Optional(
        Type.Boolean({
          default: false,
          title: 'Also by mail',
          description: 'With a link to the conversation, to each of them. Needs a mail server.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: ({ text, group = null, operators = null, byMail = false }) =>
    step(next, text.trim() === '' ? [] : [{ kind: 'notify', text, group, operators, byMail }]),
})
