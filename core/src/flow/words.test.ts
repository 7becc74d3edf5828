import { expect, test } from 'vitest'
import { hasKeyword, plainText, plainWords } from './words.ts'

test('[FL-3] case, accents and punctuation do not count', () => {
  expect(plainWords("  Où est l'ÉCOLE?! ")).toEqual(['ou', 'est', 'l', 'ecole'])
  expect(plainText('Ａ－１, straße')).toBe('a 1 straße')
})

test('[FL-3] every script has words', () => {
  expect(plainWords('Привет, мир 123 你好')).toEqual(['привет', 'мир', '123', '你好'])
})

test('[FL-3] a text without a letter is compared as it is', () => {
  expect([plainText(' 👍 '), plainText('?'), plainText('  ')]).toEqual(['👍', '?', ''])
})

test.each([
  ['talk to a person now', 'person', true],
  ['talk to a person now', 'a person', true],
  ['personal', 'person', false],
  ['in person', 'person in', false],
  ['', 'person', false],
  ['anything', '', false],
])('[FL-3] in %j the keyword %j is found: %j', (text, keyword, found) => {
  expect(hasKeyword(plainText(text), plainText(keyword))).toBe(found)
})
