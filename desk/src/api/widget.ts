import { fieldKinds, type WidgetSettings, widgetLanguages } from '@baton/core/protocol'
import { request, segment } from './request.ts'
import {
  boolean,
  both,
  dictionary,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  partial,
  type Shape,
  text,
} from './shape.ts'

const fields = listOf(
  both(
    object({ variable: text, label: text, kind: oneOf(...fieldKinds), isRequired: boolean }),
    partial({ choices: listOf(text) }),
  ),
)
const words = partial({ title: text, greeting: text, preChat: text, offline: text, labels: dictionary(text) })

const settingsShape: Shape<WidgetSettings> = object({
  theme: object({
    accent: text,
    scheme: oneOf('system', 'light', 'dark'),
    corner: oneOf('start', 'end'),
    distance: number,
    radius: number,
    launcher: oneOf('icon', 'text'),
    title: text,
    greeting: text,
    picture: nullable(text),
  }),
  locale: oneOf('auto', ...widgetLanguages),
  preChat: object({ isOn: boolean, when: oneOf('always', 'before_operator'), text, fields }),
  offline: object({ isOn: boolean, text, group: nullable(text), fields }),
  rating: object({ isOn: boolean }),
  transcript: object({ isOn: boolean }),
  texts: partial(Object.fromEntries(widgetLanguages.map((language) => [language, words]))),
})

/** With the tag that says which settings were read. */
export type TaggedSettings = { settings: WidgetSettings; tag: string }

export const widgets = {
  read: (bot: string) => tagged('GET', bot, {}),
  save: (bot: string, { settings, tag }: TaggedSettings) => tagged('PUT', bot, { body: settings, ifMatch: tag }),
}

async function tagged(
  method: 'GET' | 'PUT',
  bot: string,
  options: { body?: WidgetSettings; ifMatch?: string },
): Promise<TaggedSettings> {
  let tag = ''
  const settings = await request(method, `/bots/${segment(bot)}/widget/settings`, settingsShape, {
    ...options,
    onTag: (told) => {
      tag = told
    },
  })
  return { settings, tag }
}
