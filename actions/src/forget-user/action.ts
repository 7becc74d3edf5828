import { defineAction, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const forgetUser = defineAction({
  type: 'forget_user',
  title: 'Forget user',
  help: 'Erases everything of the contact: all conversations, variables and files.',
  group: 'privacy',
  schema: Type.Object({}, { additionalProperties: false }),
  triggers: ['on_forget_request'],
  placement: 'anywhere',
  needs: [],
  run: () => step({ kind: 'fire', trigger: 'on_forget_request' }, [{ kind: 'begin', work: { kind: 'forget' } }]),
})
