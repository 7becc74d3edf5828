import { expect, test } from 'vitest'
import { numberText, spanText } from './numbers.ts'

test('a figure is written in the reader’s language; where there is none, a dash stands', () => {
  expect(numberText('count', 12_345, 'en')).toBe('12,345')
  expect(numberText('count', 12_345, 'de')).toBe('12.345')
  expect(numberText('share', 0.6, 'en')).toBe('60.0%')
  expect(numberText('share', 1, 'en')).toBe('100%')
  expect(numberText('whole_share', 0.75, 'en')).toBe('75%')
  expect(numberText('share', 0.1234, 'de').replaceAll('\u00a0', ' ')).toBe('12,3 %')
  expect(numberText('number', 1.456, 'en')).toBe('1.46')
  expect(numberText('duration', 65_000, 'en')).toBe('1 min 05 s')
  expect([numberText('share', null, 'en'), numberText('duration', undefined, 'en')]).toEqual(['–', '–'])
})

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [999, '1 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [125_000, '2 min 05 s'],
  [3_599_000, '59 min 59 s'],
  [3_600_000, '1 h'],
  [7_512_000, '2 h 05 min'],
])('%d ms is %s', (milliseconds, text) => expect(spanText(milliseconds)).toBe(text))
