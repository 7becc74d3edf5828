import { defineAction, next, step } from '@baton/core/flow'
import { cardSchema, checkCard, shownCard } from '../cards.ts'

export const card = defineAction({
  type: 'card',
  title: 'Card',
  help: 'Shows a card with a title, and a subtitle, an image and buttons if there are any.',
  group: 'content',
  schema: cardSchema,
  triggers: [],
  items: 'buttons',
  placement: 'anywhere',
  needs: ['card'],
  check: (settings) => checkCard('', settings),
  run: (settings) => {
    const { part, effects } = shownCard('', settings)
    return step(next, [...effects, { kind: 'say', bubble: { parts: [part] } }])
  },
})
