/** [A-09] [A-14] [V-09] [V-14] How a bot's chat looks on a site and what it asks: what is kept, and what the chat is told of it. */

import { accentOf, defaultAccent } from '../accent.ts'

export const widgetLanguages = ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'pl', 'pt', 'tr'] as const
export type WidgetLanguage = (typeof widgetLanguages)[number]

export const fieldKinds = ['text', 'email', 'phone', 'choice', 'consent'] as const
export type FieldKind = (typeof fieldKinds)[number]

/** One question of a form. What is answered becomes a variable. */
export type FormField = {
  variable: string
  label: string
  kind: FieldKind
  isRequired: boolean
  /** Only of a choice, and there one at least. */
  choices?: string[]
}

export type WidgetTheme = {
  /** `#rrggbb`. */
  accent: string
  scheme: 'system' | 'light' | 'dark'
  /** Of the window, in the direction in which the chat's language runs. */
  corner: 'start' | 'end'
  /** From the edges of the window to the button, in CSS pixels. */
  distance: number
  /** Of the corners of the panel and what is in it, in CSS pixels. */
  radius: number
  launcher: 'icon' | 'text'
  /** Over the chat, and on a button with text; empty: the bot's name. */
  title: string
  /** Above the first message; empty: none. */
  greeting: string
  /** An `https:` address; null: none. */
  picture: string | null
}

/** Words of the site's owner in one language, instead of those that stand in the settings themselves. */
export type WidgetWords = {
  title?: string
  greeting?: string
  preChat?: string
  offline?: string
  /** Labels of fields, by variable. */
  labels?: Record<string, string>
}

export type WidgetSettings = {
  theme: WidgetTheme
  locale: 'auto' | WidgetLanguage
  /** Asked before the bot's first words, or once somebody was asked to join. */
  preChat: { isOn: boolean; when: 'always' | 'before_operator'; text: string; fields: FormField[] }
  /** What can be left while nobody is there. `group`: whom it is for; null: everybody. */
  offline: { isOn: boolean; text: string; group: string | null; fields: FormField[] }
  rating: { isOn: boolean }
  transcript: { isOn: boolean }
  texts: Partial<Record<WidgetLanguage, WidgetWords>>
}

/** As the chat looks where nobody has set anything. */
export const defaultWidgetSettings: WidgetSettings = {
  theme: {
    accent: defaultAccent,
    scheme: 'system',
    corner: 'end',
    distance: 20,
    radius: 16,
    launcher: 'icon',
    title: '',
    greeting: '',
    picture: null,
  },
  locale: 'auto',
  preChat: { isOn: false, when: 'always', text: '', fields: [] },
  offline: { isOn: false, text: '', group: null, fields: [] },
  rating: { isOn: true },
  transcript: { isOn: true },
  texts: {},
}

/** What was given; the rest is as usual. */
export type GivenWidgetSettings = {
  [Part in keyof WidgetSettings]?: WidgetSettings[Part] extends string
    ? WidgetSettings[Part]
    : Partial<WidgetSettings[Part]>
}

export function completeWidgetSettings(given: GivenWidgetSettings): WidgetSettings {
  const usual = defaultWidgetSettings
  return {
    theme: { ...usual.theme, ...given.theme },
    locale: given.locale ?? usual.locale,
    preChat: { ...usual.preChat, ...given.preChat },
    offline: { ...usual.offline, ...given.offline },
    rating: { ...usual.rating, ...given.rating },
    transcript: { ...usual.transcript, ...given.transcript },
    texts: { ...given.texts },
  }
}

/** What the button needs before a click. Nothing was set: nothing. */
export type LauncherLook = Partial<
  Pick<WidgetTheme, 'accent' | 'scheme' | 'corner' | 'distance' | 'radius' | 'launcher' | 'title'>
> & { language?: WidgetLanguage; colors?: LauncherColors }

/** Of the button, as they can be read; each `#rrggbb`. */
export type LauncherColors = {
  fill: string
  onFill: string
  /** Of its focus. */
  ring: string
  rim: string
}

/** What the chat needs, in one language. */
export type WidgetLook = Pick<WidgetTheme, 'accent' | 'scheme' | 'radius' | 'title' | 'greeting' | 'picture'> & {
  /** Null: that of the page. */
  language: WidgetLanguage | null
  preChat: { when: 'always' | 'before_operator'; text: string; fields: FormField[] } | null
  offline: { text: string; fields: FormField[] } | null
  hasRating: boolean
  hasTranscript: boolean
}

/** Why nobody would answer a request now. `until`: when hours begin again (RFC 3339); null: nobody knows. */
export type Absence = { because: 'closed'; until: string | null } | { because: 'nobody_online' }

/** Worked out here, once, and not before every visitor's eyes. `color`: of the snippet; it goes before what is set. */
export function launcherColorsOf(color: string): LauncherColors {
  const { fill, onFill, onLight, rimLight } = accentOf(color)
  return { fill, onFill, ring: onLight, rim: rimLight }
}

export function launcherLookOf(settings: WidgetSettings, locale: string): LauncherLook {
  const { accent, scheme, corner, distance, radius, launcher } = settings.theme
  const { title } = worded(settings, locale).theme
  const language = settings.locale === 'auto' ? {} : { language: settings.locale }
  return { accent, scheme, corner, distance, radius, launcher, title, ...language }
}

/** `known`: variables that need not be asked for any more. */
export function widgetLookOf(settings: WidgetSettings, locale: string, known: ReadonlySet<string>): WidgetLook {
  const { theme, preChat, offline, rating, transcript } = worded(settings, locale)
  const { accent, scheme, radius, title, greeting, picture } = theme
  const unknown = (fields: FormField[]) => fields.filter(({ variable }) => !known.has(variable))
  const asked = unknown(preChat.fields)
  return {
    accent,
    scheme,
    radius,
    title,
    greeting,
    picture,
    language: settings.locale === 'auto' ? null : settings.locale,
    preChat: preChat.isOn && asked.length > 0 ? { when: preChat.when, text: preChat.text, fields: asked } : null,
    offline: offline.isOn ? { text: offline.text, fields: unknown(offline.fields) } : null,
    hasRating: rating.isOn,
    hasTranscript: transcript.isOn,
  }
}

/** [V-14] With the words of the language that the chat speaks; what has none stays as it was said first. */
function worded(settings: WidgetSettings, locale: string): WidgetSettings {
  const language = settings.locale === 'auto' ? languageIn(locale) : settings.locale
  const words = (language !== null && settings.texts[language]) || {}
  const labelled = (fields: FormField[]) =>
    fields.map((field) => ({ ...field, label: words.labels?.[field.variable] || field.label }))
  const { theme, preChat, offline } = settings
  return {
    ...settings,
    theme: { ...theme, title: words.title || theme.title, greeting: words.greeting || theme.greeting },
    preChat: { ...preChat, text: words.preChat || preChat.text, fields: labelled(preChat.fields) },
    offline: { ...offline, text: words.offline || offline.text, fields: labelled(offline.fields) },
  }
}

/** `de-CH` → `de`; English where the chat does not speak the language. */
function languageIn(locale: string): WidgetLanguage {
  const wanted = locale.toLowerCase().split(/[-_]/)[0]
  return widgetLanguages.find((language) => language === wanted) ?? 'en'
}
