import { defineAction, next, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const text = defineAction({
  type: 'text',
  title: 'Text',
  help: 'Says a text.',
  group: 'content',
  schema: Type.Object(
    {
      text: Type.String({
        minLength: 1,
        maxLength: 10_000,
        title: 'Text',
        description: 'What the bot says. {{ user_name }} and other variables are filled in.',
        template: true,
        multiline: true,
      }),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: (settings) =>
    step(next, [{ kind: 'say', bubble: { text: settings.text, parts: [{ type: 'text', text: settings.text }] } }]),
})
