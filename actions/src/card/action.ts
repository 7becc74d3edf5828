import type { ButtonItem } from '@baton/core/conversation'
import { defineAction, type Effect, next, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { canPublish, isImageAddress } from '../addresses.ts'
import { addressRefused, buttons, checkButtons, shownButtons } from '../clickable.ts'

const schema = Type.Object(
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
  { additionalProperties: false },
)

export const card = defineAction({
  type: 'card',
  title: 'Card',
  help: 'Shows a card with a title, and a subtitle, an image and buttons if there are any.',
  group: 'content',
  schema,
  triggers: [],
  items: 'buttons',
  placement: 'anywhere',
  needs: ['card'],
  check: ({ image, buttons: items }) => [
    ...(image === undefined || canPublish(image, isImageAddress)
      ? []
      : [{ path: 'image', code: 'invalid', message: 'must start with https://, http:// or /' }]),
    ...checkButtons('buttons', items ?? []),
  ],
  run: ({ title, subtitle, image, buttons: items }) => {
    const shown = shownButtons('buttons', items ?? [])
    const hasImage = image !== undefined && isImageAddress(image)
    const refused: Effect[] = image === undefined || hasImage ? [] : [addressRefused('the image of the card', image)]
    const part = {
      type: 'card' as const,
      title,
      ...(subtitle === undefined || subtitle === '' ? {} : { subtitle }),
      ...(hasImage ? { image: image.trim() } : {}),
      ...withItems(shown.items),
    }
    return step(next, [...refused, ...shown.effects, { kind: 'say', bubble: { parts: [part] } }])
  },
})

function withItems(items: ButtonItem[]): { buttons?: ButtonItem[] } {
  return items.length === 0 ? {} : { buttons: items }
}
