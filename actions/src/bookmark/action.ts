import { defineAction, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const bookmark = defineAction({
  type: 'bookmark',
  title: 'Bookmark',
  help: 'Remembers the interaction that the contact is in, for a Go to that leads back to it.',
  group: 'flow',
  schema: Type.Object({}, { additionalProperties: false }),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: () => step({ kind: 'bookmark' }),
})
