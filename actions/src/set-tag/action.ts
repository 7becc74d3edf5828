import { defineAction } from '@baton/core/flow'
import { changeTag, checkTag, tagSchema } from '../tags.ts'

export const setTag = defineAction({
  type: 'set_tag',
  title: 'Set tag',
  help: 'Puts a tag on the conversation.',
  group: 'data',
  schema: tagSchema,
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: checkTag,
  run: (settings) => changeTag('set_tag', settings),
})
