import { defineAction } from '@baton/core/flow'
import { changeTag, checkTag, tagSchema } from '../tags.ts'

export const dropTag = defineAction({
  type: 'drop_tag',
  title: 'Drop tag',
  help: 'Takes a tag off the conversation.',
  group: 'data',
  schema: tagSchema,
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: checkTag,
  run: (settings) => changeTag('drop_tag', settings),
})
