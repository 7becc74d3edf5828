import { expect, test } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { textsFor } from './texts.ts'

test.each([
  ['de', de],
  ['de-CH', de],
  ['DE_at', de],
  ['en-GB', en],
  ['tlh', en],
  ['', en],
])('the texts for %j', async (locale, texts) => {
  expect(await textsFor(locale)).toBe(texts)
})

test('[V-09] the chatbot is named as a machine in every language', () => {
  for (const texts of [en, de]) {
    expect(texts.assistant).toMatch(/automat/i)
    expect(texts.holder.chatbot).toBe(texts.assistant)
  }
})
