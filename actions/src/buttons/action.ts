import { defineAction } from '@baton/core/flow'
import { Type } from 'typebox'
import { buttons as buttonsField, checkButtons, shownButtons } from '../clickable.ts'
import { sayWith, textAbove } from '../sayings.ts'

export const buttons = defineAction({
  type: 'buttons',
  title: 'Buttons',
  help: 'Shows buttons that stay: links, phone numbers, e-mail addresses or answers.',
  group: 'content',
  schema: Type.Object({ text: textAbove, buttons: buttonsField }, { additionalProperties: false }),
  triggers: [],
  items: 'buttons',
  placement: 'anywhere',
  needs: ['buttons'],
  check: (settings) => checkButtons('buttons', settings.buttons),
  run: (settings) => {
    const { items, effects } = shownButtons('buttons', settings.buttons)
    return sayWith(settings.text, items.length === 0 ? null : { type: 'buttons', items }, effects)
  },
})
