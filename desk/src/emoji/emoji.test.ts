import { expect, test } from 'vitest'
import { emoji as german } from './de.ts'
import { emojiIn, findEmoji, read } from './emoji.ts'
import { emoji as english } from './en.ts'

test('[U-19] the same signs have names in each language, each sign once', () => {
  const [en, de] = [read(english), read(german)]
  expect(en.length).toBeGreaterThan(150)
  expect(de.map(({ sign }) => sign)).toEqual(en.map(({ sign }) => sign))
  expect(new Set(en.map(({ sign }) => sign)).size).toBe(en.length)
  for (const { sign, name } of [...en, ...de]) {
    expect(sign).toMatch(/^\p{Emoji}/u)
    expect(name).toMatch(/^[\p{L}]/u)
  }
})

test('[A-08] are found by the beginnings of words, without accents, in the language of the operator', async () => {
  const signs = async (language: string, query: string) =>
    findEmoji(await emojiIn(language), query).map(({ sign }) => sign)
  expect(await signs('en', 'thumbs u')).toEqual(['👍'])
  expect(await signs('de-AT', 'daumen hoch')).toEqual(['👍'])
  expect(await signs('de', 'bluten')).toEqual([])
  expect(await signs('de', 'BLUTE')).toEqual(['🌸'])
  expect(await signs('xx', 'parcel')).toEqual(['📦'])
  expect(await signs('en', 'nothing of this kind')).toEqual([])
})
