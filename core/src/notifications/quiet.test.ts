import { expect, test } from 'vitest'
import { instant } from '../time.ts'
import { isQuiet } from './quiet.ts'
import type { QuietHours } from './settings.ts'

const nights: QuietHours = { days: ['friday', 'saturday'], from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' }
const at = (time: string) => instant(Date.parse(time))

test.each([
  // 2026-01-02 is a Friday; Berlin is an hour ahead of UTC.
  ['2026-01-02T20:59:59Z', false],
  ['2026-01-02T21:00:00Z', true],
  ['2026-01-03T05:59:59Z', true],
  ['2026-01-03T06:00:00Z', false],
  // From Saturday into Sunday, but not from Sunday on, nor out of Thursday.
  ['2026-01-04T02:00:00Z', true],
  ['2026-01-04T22:00:00Z', false],
  ['2026-01-02T02:00:00Z', false],
  // In summer Berlin is two hours ahead.
  ['2026-07-03T20:00:00Z', true],
  ['2026-07-03T19:59:59Z', false],
])('[U-13] quiet in the nights of the weekend, by the clock of the operator: at %s %s', (time, expected) => {
  expect(isQuiet(nights, at(time))).toBe(expected)
})

test('[U-13] quiet hours within a day, around the clock, and none', () => {
  const noon = { ...nights, days: ['friday'] as QuietHours['days'], from: '12:00', until: '13:00', timeZone: 'UTC' }
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isQuiet(noon, at(`2026-01-02T${time}:00Z`)))).toEqual([
    false,
    true,
    true,
    false,
  ])
  const wholeDay = { ...noon, from: '09:00', until: '09:00' }
  expect(isQuiet(wholeDay, at('2026-01-02T09:00:00Z'))).toBe(true)
  expect(isQuiet(wholeDay, at('2026-01-03T08:59:00Z'))).toBe(true)
  expect(isQuiet(wholeDay, at('2026-01-03T09:00:00Z'))).toBe(false)
  expect(isQuiet({ ...noon, days: [] }, at('2026-01-02T12:30:00Z'))).toBe(false)
  expect(isQuiet(null, at('2026-01-02T12:30:00Z'))).toBe(false)
})
