import fc from 'fast-check'
import { expect, test } from 'vitest'
import { after, fromRfc3339, instant, toRfc3339 } from './time.ts'

const seed = 20_260_112

test('[HO-16] a moment written in an event is read as the same moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (milliseconds) => {
      expect(fromRfc3339(toRfc3339(instant(milliseconds)))).toBe(milliseconds)
    }),
    { seed },
  )
})

test('a moment is written in UTC with milliseconds', () => {
  expect(toRfc3339(after(instant(Date.UTC(2026, 0, 5, 12)), 1_500))).toBe('2026-01-05T12:00:01.500Z')
})

test('what is no time is none', () => {
  expect([fromRfc3339('yesterday'), fromRfc3339('')]).toEqual([null, null])
})
