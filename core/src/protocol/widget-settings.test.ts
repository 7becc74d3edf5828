import { expect, test } from 'vitest'
import { contrast } from '../accent.ts'
import {
  defaultWidgetSettings,
  type FormField,
  launcherColorsOf,
  launcherLookOf,
  type WidgetSettings,
  widgetLookOf,
} from './widget-settings.ts'

const email: FormField = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
const topic: FormField = {
  variable: 'topic',
  label: 'Topic',
  kind: 'choice',
  isRequired: false,
  choices: ['Order', 'Other'],
}

function settings(change: Partial<WidgetSettings> = {}): WidgetSettings {
  return { ...defaultWidgetSettings, ...change }
}

const asking = settings({
  theme: { ...defaultWidgetSettings.theme, title: 'Ask us', greeting: 'Hello' },
  preChat: { isOn: true, when: 'always', text: 'First', fields: [email, topic] },
  texts: { de: { title: 'Frag uns', preChat: 'Zuerst', labels: { topic: 'Thema' } } },
})

test('[V-14] words of the owner are those of the language, and what has none stays', () => {
  const german = widgetLookOf(asking, 'de-CH', new Set())
  expect(german).toMatchObject({ title: 'Frag uns', greeting: 'Hello', preChat: { text: 'Zuerst' } })
  expect(german.preChat?.fields.map(({ label }) => label)).toEqual(['E-mail', 'Thema'])
  expect(widgetLookOf(asking, 'fr', new Set()).title).toBe('Ask us')
  expect(launcherLookOf(asking, 'de').title).toBe('Frag uns')
})

test('[A-09] the button is told its colors as they can be read, and nothing of how they came about', () => {
  expect(launcherColorsOf('#27457c')).toEqual({ fill: '#27457c', onFill: '#ffffff', ring: '#27457c', rim: '#27457c' })
  const pale = launcherColorsOf('#fFeB3b')
  expect(pale).toMatchObject({ fill: '#ffeb3b', onFill: '#000000' })
  for (const color of [pale.ring, pale.rim]) expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(3)
})

test('[V-14] a language that is set counts, whatever the page says', () => {
  const fixed = { ...asking, locale: 'de' as const }
  expect(widgetLookOf(fixed, 'en', new Set())).toMatchObject({ language: 'de', title: 'Frag uns' })
  expect(launcherLookOf(fixed, 'en')).toMatchObject({ language: 'de', title: 'Frag uns' })
  expect(launcherLookOf(asking, 'en')).not.toHaveProperty('language')
})

test('[V-14] a language that the chat does not speak has the words of English', () => {
  const worded = { ...asking, texts: { en: { title: 'Ask away' } } }
  expect(widgetLookOf(worded, 'zh-Hant', new Set()).title).toBe('Ask away')
})

test('[A-14] what is known is not asked, and a form with nothing to ask is none', () => {
  expect(widgetLookOf(asking, 'en', new Set(['user_email'])).preChat?.fields).toEqual([topic])
  expect(widgetLookOf(asking, 'en', new Set(['user_email', 'topic'])).preChat).toBeNull()
  const offline = settings({ offline: { isOn: true, text: 'Later', group: 'grp_1', fields: [email] } })
  expect(widgetLookOf(offline, 'en', new Set(['user_email'])).offline).toEqual({ text: 'Later', fields: [] })
})

test('[S-14] the contact learns nothing of what is off, nor of groups', () => {
  const look = widgetLookOf({ ...asking, preChat: { ...asking.preChat, isOn: false } }, 'en', new Set())
  expect(look).toMatchObject({ preChat: null, offline: null })
  const left = settings({ offline: { isOn: true, text: '', group: 'grp_secret', fields: [] } })
  expect(JSON.stringify(widgetLookOf(left, 'en', new Set()))).not.toContain('grp_secret')
})
