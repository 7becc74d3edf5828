import { expect, test } from 'vitest'
import { launcherTextsFor } from '../loader/launcher-texts.ts'
import { en, launcherEn } from './en.ts'
import { directionOf } from './language.ts'
import { textsFor } from './texts.ts'

const languages = Object.keys(import.meta.glob('./??.ts')).map((file) => file.slice(2, 4))

type Tree = { readonly [name: string]: string | Tree }

/** Each text with where it stands; the forms of one text stand beside each other. */
function flat(tree: Tree, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] satisfies [string, string]] : flat(value, `${path}${name}.`),
  )
}

const both = async (language: string): Promise<Tree> => ({
  chat: await textsFor(language),
  launcher: launcherTextsFor(language),
})
const english: Tree = { chat: en, launcher: launcherEn }
const blanksOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

/** The texts that are written in forms, by the number they go with. */
const inForms = [
  'chat.waiting.minutes',
  'chat.waiting.hours',
  'chat.ending.minutes',
  'chat.composer.left',
  'chat.composer.tooMany',
  'chat.cards',
  'launcher.openUnread',
]
const formsAt = (path: string, of: [string, string][]) =>
  of.filter(([at]) => at.startsWith(`${path}.`)).map(([at, text]) => [at.slice(path.length + 1), text] as const)
const isInForms = (path: string) => inForms.some((one) => path.startsWith(`${one}.`))

/** Words that are the same in English, or hold nothing but blanks. */
const sameWords: Record<string, string[]> = {
  ar: ['chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together'],
  de: [
    'chat.title',
    'chat.team',
    'chat.waiting.together',
    'chat.waiting.closedTogether',
    'chat.ending.together',
    'launcher.title',
  ],
  es: ['chat.title', 'chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together', 'launcher.title'],
  fr: [
    ...['chat.title', 'chat.conversation', 'chat.image', 'launcher.title'],
    ...['chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together'],
  ],
  it: [
    'chat.title',
    'chat.team',
    'chat.waiting.together',
    'chat.waiting.closedTogether',
    'chat.ending.together',
    'launcher.title',
  ],
  ja: [],
  pl: ['chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together'],
  pt: ['chat.title', 'chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together', 'launcher.title'],
  tr: ['chat.waiting.together', 'chat.waiting.closedTogether', 'chat.ending.together'],
}

test('[V-14] there are ten languages, one of them from right to left, and each is found', async () => {
  expect(languages.toSorted()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'pl', 'pt', 'tr'])
  for (const language of languages) {
    expect((await textsFor(language)).language).toBe(language)
    expect(launcherTextsFor(language).language).toBe(language)
  }
  expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar'])
})

test.each([
  ['de-CH', 'de'],
  ['DE_at', 'de'],
  ['en-GB', 'en'],
  ['pt-BR', 'pt'],
  ['fr-CA', 'fr'],
  ['ar-EG', 'ar'],
  ['zh-Hant-TW', 'en'],
  ['tlh', 'en'],
  ['constructor', 'en'],
  ['', 'en'],
])('[V-14] the words of the locale %j are those of %s', async (locale, language) => {
  expect((await textsFor(locale)).language).toBe(language)
  expect(launcherTextsFor(locale).language).toBe(language)
})

test.each(languages)(
  '[U-19] %s has every text, with the same blanks, in every form it counts with',
  async (language) => {
    const own = flat(await both(language))
    const once = (of: [string, string][]) => of.filter(([path]) => !isInForms(path))
    const named = (of: [string, string][]) => once(of).map(([path, text]) => [path, blanksOf(text)])
    expect(named(own)).toEqual(named(flat(english)))
    const rules = new Intl.PluralRules(language)
    for (const path of inForms) {
      const forms = formsAt(path, own)
      expect([path, forms.map(([form]) => form).sort()]).toEqual([
        path,
        [...rules.resolvedOptions().pluralCategories].sort(),
      ])
      for (const [form, text] of forms) {
        const meant = Array.from({ length: 200 }, (_, count) => count).filter((count) => rules.select(count) === form)
        // `دقيقتين` says that it is two: such a form needs no number.
        expect([path, form, text.includes('{count}') || meant.length === 1]).toEqual([path, form, true])
        expect([path, form, blanksOf(text).every((name) => name === 'count')]).toEqual([path, form, true])
      }
    }
  },
)

test.each(languages.filter((language) => language !== 'en'))(
  '[U-19] nothing in %s is left in English',
  async (language) => {
    const inEnglish = new Map(flat(english))
    const left = flat(await both(language)).filter(([path, text]) => inEnglish.get(path) === text)
    expect(left.map(([path]) => path).sort()).toEqual([...(sameWords[language] ?? [])].sort())
  },
)

test.each(languages)('[V-09] the chatbot is named as a machine in %s', async (language) => {
  const { assistant, namedAssistant, holder } = await textsFor(language)
  expect(assistant).toMatch(/automat|automát|otomatik|آلي|自動/i)
  expect(holder.chatbot).toBe(assistant)
  expect(namedAssistant).toContain(assistant)
})

test.each(languages)('texts in %s do not shout, and hold no stray space', async (language) => {
  for (const [path, text] of flat(await both(language))) {
    expect([path, /[!¡！]/.test(text)]).toEqual([path, false])
    expect([path, text]).toEqual([path, text.trim().replaceAll('  ', ' ')])
  }
})
