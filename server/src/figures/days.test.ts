import { instant, toRfc3339 } from '@baton/core/time'
import { expect, test } from 'vitest'
import { addDays, dateAt, daysBetween, startOfDate } from './days.ts'

const at = (time: string) => instant(Date.parse(time))

test.each([
  ['UTC', '2026-01-05', '2026-01-05T00:00:00.000Z'],
  ['Europe/Berlin', '2026-01-05', '2026-01-04T23:00:00.000Z'],
  ['Europe/Berlin', '2026-07-05', '2026-07-04T22:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-05', '2026-01-04T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-01-05', '2026-01-05T11:00:00.000Z'],
  // The clocks go from 23:59 to 01:00.
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
])('a date begins when the clocks of %s show %s', (zone, date, start) => {
  expect(toRfc3339(startOfDate(zone, date))).toBe(start)
  expect(dateAt(zone, startOfDate(zone, date))).toBe(date)
  expect(dateAt(zone, instant(startOfDate(zone, date) - 1))).toBe(addDays(date, -1))
})

test('a period is cut where dates change: days of 23 and 25 hours are whole, ends are parts', () => {
  const hours = (from: string, until: string) =>
    daysBetween('Europe/Berlin', at(from), at(until)).map((day) => [day.date, (day.until - day.from) / 3_600_000])
  expect(hours('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
    ['2026-03-28', 11],
    ['2026-03-29', 23],
    ['2026-03-30', 14],
  ])
  expect(hours('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual([['2026-10-25', 25]])
  expect(hours('2026-10-24T22:00:00Z', '2026-10-24T22:00:00Z')).toEqual([])
  const quarter = daysBetween('America/New_York', at('2026-01-01T05:00:00Z'), at('2026-04-04T04:00:00Z'))
  expect(quarter).toHaveLength(93)
  for (const [index, day] of quarter.entries()) expect(day.from).toBe(quarter[index - 1]?.until ?? day.from)
})
