import type { Bubble } from '@baton/core/conversation'
import { defineAction, type Effect, next, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { cardSchema, checkCard, shownCard } from '../cards.ts'
import { textAbove } from '../sayings.ts'

const limitOfCards = 10

export const carousel = defineAction({
  type: 'carousel',
  title: 'Carousel',
  help: 'Shows several cards side by side.',
  group: 'content',
  schema: Type.Object(
    {
      text: textAbove,
      cards: Type.Array(cardSchema, {
        minItems: 1,
        maxItems: limitOfCards,
        title: 'Cards',
        description: 'Shown side by side, each with a title, and a subtitle, an image and buttons if there are any.',
        template: true,
      }),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  items: 'cards[].buttons',
  placement: 'anywhere',
  needs: ['card'],
  check: ({ cards }) => cards.flatMap((card, index) => checkCard(`cards[${index}].`, card)),
  run: ({ text, cards }) => {
    const shown = cards.map((card, index) => ({ ...shownCard(`cards[${index}].`, card), hasTitle: hasTitle(card) }))
    const effects = shown.flatMap((one) => (one.hasTitle ? one.effects : [titleEmpty]))
    const parts = shown.flatMap(({ part, hasTitle }) => (hasTitle ? [part] : []))
    const bubble: Bubble =
      text === undefined || text === '' ? { parts } : { text, parts: [{ type: 'text', text }, ...parts] }
    return step(next, bubble.parts.length === 0 ? effects : [...effects, { kind: 'say', bubble }])
  },
})

const titleEmpty: Effect = {
  kind: 'diagnostic',
  code: 'title_empty',
  message: 'a card has an empty title and was left out',
}

function hasTitle({ title }: { title: string }): boolean {
  return title.trim() !== ''
}
