// Cards, alone or several side by side: their settings, what a publish refuses, and the part each becomes.
import type { Part } from '@baton/core/conversation'
import type { Effect, Problem } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { canPublish, isMediaAddress } from './addresses.ts'
import { addressRefused, buttons, checkButtons, shownButtons } from './clickable.ts'

export const cardSchema = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: 500,
      title: 'Title',
      description: 'The line in bold.',
      template: true,
    }),
    subtitle: Type.Optional(
      Type.String({
        maxLength: 2_000,
        title: 'Subtitle',
        description: 'What stands below the title.',
        template: true,
        multiline: true,
      }),
    ),
    image: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        title: 'Image',
        description: 'Where the image on top lies: https://…, or a path of this site such as /room.jpg.',
        template: true,
      }),
    ),
    buttons: Type.Optional(buttons),
  },
  { additionalProperties: false, title: 'Card' },
)

type Card = Static<typeof cardSchema>
type CardPart = Extract<Part, { type: 'card' }>

/** `base` is the path of the card in its action: empty, or `cards[0].`. */
export function checkCard(base: string, { image, buttons: items }: Card): Problem[] {
  const message = 'must start with https://, http:// or /'
  const isShowable = image === undefined || canPublish(image, isMediaAddress)
  return [
    ...(isShowable ? [] : [{ path: `${base}image`, code: 'invalid', message }]),
    ...checkButtons(`${base}buttons`, items ?? []),
  ]
}

/** What a template made unusable is left out of the card. */
export function shownCard(base: string, { title, subtitle, image, buttons: items }: Card) {
  const shown = shownButtons(`${base}buttons`, items ?? [])
  const hasImage = image !== undefined && isMediaAddress(image)
  const refused: Effect[] = image === undefined || hasImage ? [] : [addressRefused('the image of the card', image)]
  const part: CardPart = {
    type: 'card',
    title,
    ...(subtitle === undefined || subtitle === '' ? {} : { subtitle }),
    ...(hasImage ? { image: image.trim() } : {}),
    ...(shown.items.length === 0 ? {} : { buttons: shown.items }),
  }
  return { part, effects: [...refused, ...shown.effects] }
}
