import { defineAction, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const endConversation = defineAction({
  type: 'end_conversation',
  title: 'End conversation',
  help: 'Closes the conversation; the next message opens a new one.',
  group: 'flow',
  schema: Type.Object({}, { additionalProperties: false }),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: () => step({ kind: 'close' }),
  resume: () => step({ kind: 'close' }),
})
