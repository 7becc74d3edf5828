import { expect, test } from 'vitest'
import { en } from './en.ts'
import { directionOf, languageOf, languages } from './index.ts'
import { textsIn } from './translation.ts'

const files = import.meta.glob<Record<string, Parameters<typeof textsIn>[0]>>('./??.ts', { eager: true })
const all = Object.entries(files).flatMap(([file, module]) => {
  const language = file.slice(2, 4)
  const texts = module[language]
  return texts === undefined ? [] : [[language, textsIn(texts, en)] as const]
})
const english = textsIn(en, en)

const blanksOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)(?:, *\w+)?\}\}/g)].map(([, name]) => name))].sort()
/** A form that stands for one number need not say it: `دقيقتان` are two. */
const besidesCount = (texts: string[]) =>
  [...new Set(texts.flatMap(blanksOf))].filter((name) => name !== 'count').sort()

test('[U-19] there are ten languages, one of them from right to left', () => {
  expect(all.map(([language]) => language).sort()).toEqual(Object.keys(languages).sort())
  expect(all.length).toBe(10)
  expect(Object.keys(languages).filter((language) => directionOf(language) === 'rtl')).toEqual(['ar'])
})

test.each([
  ['de-CH', 'de'],
  ['pt_BR', 'pt'],
  ['AR-eg', 'ar'],
  ['zh-Hant', 'en'],
  ['constructor', 'en'],
  ['', 'en'],
  [null, 'en'],
])('[U-19] the words of the locale %j are those of %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language)
})

test.each(all)('[U-19] %s has every text with the same blanks, and none that English has not', (_, texts) => {
  expect([...texts.keys()].sort()).toEqual([...english.keys()].sort())
  for (const [path, forms] of english) {
    const own = texts.get(path) ?? []
    expect([path, besidesCount(own)]).toEqual([path, besidesCount(forms)])
    expect([path, own.every((text) => text.trim() !== '')]).toEqual([path, true])
    if (!path.endsWith('_#')) expect([path, own.flatMap(blanksOf)]).toEqual([path, forms.flatMap(blanksOf)])
  }
})

test.each(all)('[U-19] %s counts in every form it has', (language, texts) => {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.length
  for (const [path, forms] of texts) {
    if (path.endsWith('_#')) expect([path, forms.length >= wanted]).toEqual([path, true])
  }
})

test.each(all)('texts in %s do not shout', (_, texts) => {
  for (const [path, forms] of texts) expect([path, forms.some((text) => /[!¡！]/.test(text))]).toEqual([path, false])
})
