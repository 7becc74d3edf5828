import { defineAction, next, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { canPublish, isMediaAddress } from '../addresses.ts'
import { addressRefused } from '../clickable.ts'

export const image = defineAction({
  type: 'image',
  title: 'Image',
  help: 'Shows an image.',
  group: 'content',
  schema: Type.Object(
    {
      url: Type.String({
        minLength: 1,
        maxLength: 2_000,
        title: 'Address',
        description: 'Where the image lies: https://…, or a path of this site such as /logo.png.',
        template: true,
      }),
      alt: Type.Optional(
        Type.String({
          maxLength: 1_000,
          title: 'Description',
          description: 'What the image shows, for people who cannot see it.',
          template: true,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: ['image'],
  check: ({ url }) =>
    canPublish(url, isMediaAddress)
      ? []
      : [{ path: 'url', code: 'invalid', message: 'must start with https://, http:// or /' }],
  run: ({ url, alt }) => {
    if (!isMediaAddress(url)) return step(next, [addressRefused('the image', url)])
    const described = alt === undefined || alt.trim() === '' ? {} : { alt }
    return step(next, [{ kind: 'say', bubble: { parts: [{ type: 'image', url: url.trim(), ...described }] } }])
  },
})
