import { expect, test } from 'vitest'
import { ownPeriod, periodOf, todayIn } from './period.ts'

test('today is the date of the workspace, wherever the reader is', () => {
  const now = Date.parse('2026-01-05T23:30:00Z')
  expect(['UTC', 'Europe/Berlin', 'America/New_York'].map((zone) => todayIn(zone, now))).toEqual([
    '2026-01-05',
    '2026-01-06',
    '2026-01-05',
  ])
})

test('a choice of days ends with today', () => {
  expect(periodOf('today', '2026-03-01')).toEqual({ from: '2026-03-01', until: '2026-03-02' })
  expect(periodOf('week', '2026-03-01')).toEqual({ from: '2026-02-23', until: '2026-03-02' })
  expect(periodOf('month', '2026-03-01')).toEqual({ from: '2026-02-02', until: '2026-03-02' })
})

test('an own period has both its days, at most 93 of them', () => {
  expect(ownPeriod({ first: '2026-01-05', last: '2026-01-05' })).toEqual({ from: '2026-01-05', until: '2026-01-06' })
  expect(ownPeriod({ first: '2026-01-01', last: '2026-04-03' })).toEqual({ from: '2026-01-01', until: '2026-04-04' })
  expect(ownPeriod({ first: '2026-01-01', last: '2026-04-04' })).toBe('too_long')
  expect(ownPeriod({ first: '2026-01-06', last: '2026-01-05' })).toBe('turned')
  expect(ownPeriod({ first: '', last: '2026-01-05' })).toBe('incomplete')
  expect(ownPeriod({ first: '0026-01-01', last: '2026-01-05' })).toBe('incomplete')
})
