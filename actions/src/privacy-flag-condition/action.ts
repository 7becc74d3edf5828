import { defineAction, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { checkFlag, consentTo, flagField } from '../consents.ts'

export const privacyFlagCondition = defineAction({
  type: 'privacy_flag_condition',
  title: 'Privacy flag condition',
  help: 'Runs one branch or the other, by what the contact has agreed to.',
  group: 'privacy',
  schema: Type.Object(
    {
      flag: flagField,
      is: Type.Optional(
        Type.Enum(['granted', 'refused', 'not_asked'], {
          default: 'granted',
          title: 'Answer',
          description: 'What the contact has said.',
          optionTitles: { granted: 'has agreed', refused: 'has refused', not_asked: 'has not answered' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  triggers: ['on_condition_met', 'on_else'],
  placement: 'anywhere',
  needs: [],
  check: ({ flag }) => checkFlag(flag),
  run: ({ flag, is = 'granted' }, context) =>
    step({ kind: 'fire', trigger: consentTo(flag, context) === is ? 'on_condition_met' : 'on_else' }),
})
