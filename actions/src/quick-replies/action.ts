import { defineAction } from '@baton/core/flow'
import { Type } from 'typebox'
import { checkReplies, replies, shownReplies } from '../clickable.ts'
import { sayWith, textAbove } from '../sayings.ts'

export const quickReplies = defineAction({
  type: 'quick_replies',
  title: 'Quick replies',
  help: 'Offers answers to click; they disappear once the contact has answered.',
  group: 'content',
  schema: Type.Object({ text: textAbove, replies }, { additionalProperties: false }),
  triggers: [],
  items: 'replies',
  placement: 'anywhere',
  needs: ['quick_replies'],
  check: (settings) => checkReplies('replies', settings.replies),
  run: (settings) => {
    const { items, effects } = shownReplies('replies', settings.replies)
    return sayWith(settings.text, items.length === 0 ? null : { type: 'quick_replies', items }, effects)
  },
})
