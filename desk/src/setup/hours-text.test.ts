import { weekdays as daysOfCalendar, type Period } from '@baton/core/calendar'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOfWeek, readHours, stretchesOn, type WeekText, weekdays, weekOf, writeHours } from './hours-text.ts'

const week = (hours: Partial<WeekText>): WeekText => weekOf((weekday) => hours[weekday] ?? '')

test.each<[string, Period[]]>([
  ['', []],
  ['  ', []],
  ['9-17', [{ from: '09:00', to: '17:00' }]],
  [
    '09:00–12:00, 13.30 — 17:00',
    [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:00' },
    ],
  ],
  [
    '8-12;\n13-17,',
    [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
  ],
  ['22-6', [{ from: '22:00', to: '06:00' }]],
  ['0-24', [{ from: '00:00', to: '24:00' }]],
  ['18-0', [{ from: '18:00', to: '00:00' }]],
])('[RO-40] hours are read as people type them: %j', (text, periods) => {
  expect(readHours(text)).toEqual(periods)
})

test.each([
  'closed',
  '9',
  '9-',
  '-17',
  '9-17 and more',
  '9:60-10',
  '9:5-10',
  '9-25',
  '24:01-5',
  '24-6',
  '24:30-25:00',
  '9-9',
  '9-12-17',
  '9-12 13-17',
])('[RO-40] what is no hours is refused as a whole: %j', (text) => {
  expect([readHours(text), readHours(`8-9, ${text}`)]).toEqual([null, null])
})

const time = (most: number) =>
  fc.integer({ min: 0, max: most }).map((minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
  })
const period = fc.record({ from: time(1_439), to: time(1_440) }).filter(({ from, to }) => from !== to)

test('[RO-40] what is written of any periods reads as the same ones', () => {
  fc.assert(
    fc.property(fc.array(period, { maxLength: 5 }), (periods) => {
      expect(readHours(writeHours(periods))).toEqual(periods)
    }),
    { seed: 40 },
  )
})

test('[RO-40] a night goes on into the next day, and that of Sunday into Monday', () => {
  const nights = week({ sunday: '22-6', monday: '20-24', tuesday: '9-12, 23-1' })
  expect(stretchesOn(nights, 'monday')).toEqual([
    { from: 0, to: 360 },
    { from: 1_200, to: 1_440 },
  ])
  expect(stretchesOn(nights, 'wednesday')).toEqual([{ from: 0, to: 60 }])
  expect(stretchesOn(nights, 'thursday')).toEqual([])
})

test('[RO-40] neighbours with the same hours are one line, however they were typed', () => {
  const office = week({ monday: '9-17', tuesday: '09:00 - 17:00', wednesday: '9–17', friday: '9-15', saturday: 'x' })
  expect(linesOfWeek(office)).toEqual([
    { days: ['monday', 'tuesday', 'wednesday'], hours: '09:00–17:00' },
    { days: ['thursday'], hours: '' },
    { days: ['friday'], hours: '09:00–15:00' },
    { days: ['saturday'], hours: 'x' },
    { days: ['sunday'], hours: '' },
  ])
})

test('[RO-40] the week has the days of a calendar, in their order', () => {
  expect(weekdays).toEqual(daysOfCalendar)
})
