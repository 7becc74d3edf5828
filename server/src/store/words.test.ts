import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hitsIn, wordsOf } from './words.ts'

const seed = 20_261_123

function hits(text: string, search: string): string[] {
  return [...hitsIn(text, wordsOf(search))].map(([start, end]) => text.slice(start, end))
}

test('[S-05] of a word what is alike is a hit: accents, case and how they are written do not matter', () => {
  expect(hits('Fähre nach Kraków', 'FAHRE krako')).toEqual(['Fähre', 'Krakó'])
  const decomposed = 'Cafe\u0301s and cafe\u0301'
  expect(hits(decomposed, 'café')).toEqual(['Cafe\u0301', 'cafe\u0301'])
  expect(hits('ΟΔΟΣ, οδός', 'οδος')).toEqual(['ΟΔΟΣ', 'οδός'])
  expect(hits('İstanbul Iğdır', 'istan igd')).toEqual(['İstan', 'Iğd'])
  expect(hits('Straße', 'straß')).toEqual(['Straß'])
})

test('[S-05] a hit is where a word begins, and the longest of the words that begin it', () => {
  expect(hits('forward wards ward', 'war')).toEqual(['war', 'war'])
  expect(hits('order orders', 'or order')).toEqual(['order', 'order'])
  expect(hits('AX-99 and 99', 'ax-99')).toEqual(['AX', '99', '99'])
})

test('[S-05] what is no word moves nothing: emoji, joined ones too, and marks that stand alone', () => {
  expect([...hitsIn('👩‍👩‍👧 ❤\uFE0Forder 🇩🇪', ['order'])]).toEqual([[11, 16]])
  expect(hits('1\uFE0F\u20E3 first', '1')).toEqual(['1\uFE0F\u20E3'])
  expect(hits('🦆', '🦆')).toEqual([])
})

test('[S-05] Arabic, Japanese, Korean and letters beyond the first plane are found', () => {
  expect(hits('قال مَرْحَبًا بكم', 'مرحب')).toEqual(['مَرْحَبً'])
  expect(hits('明日、東京タワーに行きます', '東京')).toEqual(['東京'])
  expect(hits('ガラス', 'カラ')).toEqual(['ガラ'])
  expect(hits('한국어로', '한국')).toEqual(['한국'])
  expect(hits('𐐀𐐁𐐂 x', '𐐨𐐩')).toEqual(['𐐀𐐁'])
})

test('[S-05] every hit folds to one of the words, and every word that begins like one has a hit', () => {
  const letter = fc.constantFrom('a', 'A', 'ä', 'a\u0308', 'İ', 'ß', 'Ω', 'ş', 'م', 'مَ', 'が', '東', '𐐀', '7')
  const gap = fc.constantFrom(' ', '-', '👩‍👧', '\u200d', '\ufe0f', '\ud800', '…')
  const text = fc.array(fc.oneof({ weight: 4, arbitrary: letter }, gap), { maxLength: 60 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.array(letter, { minLength: 1, maxLength: 3 }), (said, letters) => {
      const words = wordsOf(letters.join(''))
      const found = [...hitsIn(said, words)]
      for (const [start, end] of found) expect(words).toContain(wordsOf(said.slice(start, end))[0])
      const alike = wordsOf(said).filter((word) => words.some((wanted) => word.startsWith(wanted)))
      expect(found.length >= alike.length && (found.length === 0) === (alike.length === 0)).toBe(true)
    }),
    { seed, numRuns: 300 },
  )
})
