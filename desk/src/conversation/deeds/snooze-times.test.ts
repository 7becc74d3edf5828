import { describe, expect, test } from 'vitest'
import { fieldValue, readField, snoozeTimes } from './snooze-times.ts'

/** A moment on the wall clock of wherever the test runs. */
const wall = (month: number, day: number, hours: number, minutes = 0) => new Date(2026, month - 1, day, hours, minutes)
const offered = (now: Date) => snoozeTimes(now).map(({ at }) => (at === null ? null : fieldValue(at)))

describe('what a conversation can be put aside until', () => {
  test('[U-02] snooze: an hour, this evening, tomorrow morning, Monday morning', () => {
    // A Wednesday.
    expect(offered(wall(11, 25, 10, 20))).toEqual([
      '2026-11-25T11:20',
      '2026-11-25T18:00',
      '2026-11-26T09:00',
      '2026-11-30T09:00',
    ])
  })

  test('[U-02] snooze: an evening that has come is not offered, and the others keep their numbers', () => {
    expect(offered(wall(11, 25, 17, 30))[1]).toBe('2026-11-25T18:00')
    expect(offered(wall(11, 25, 17, 31))[1]).toBeNull()
    expect(offered(wall(11, 25, 23, 50))).toEqual(['2026-11-26T00:50', null, '2026-11-26T09:00', '2026-11-30T09:00'])
  })

  test('[U-02] snooze: Monday is never today, and never tomorrow, which is offered already', () => {
    const mondays = [22, 23, 24, 28, 29].map((day) => offered(wall(11, day, 12))[3])
    expect(mondays).toEqual([
      '2026-11-30T09:00',
      '2026-11-30T09:00',
      '2026-11-30T09:00',
      '2026-11-30T09:00',
      '2026-12-07T09:00',
    ])
  })

  test('[U-02] snooze: the same hour of the wall clock also over the end of summer time', () => {
    expect(offered(wall(10, 24, 12))[2]).toBe('2026-10-25T09:00')
    expect(offered(wall(12, 31, 12))[2]).toBe('2027-01-01T09:00')
  })

  test('[U-02] snooze: a time of one’s own lies ahead, a year at most', () => {
    const now = wall(11, 25, 10)
    expect(readField('2026-11-25T10:01', now)).toEqual({ at: wall(11, 25, 10, 1) })
    expect(['', 'x', '2026-11-25T10:00', '2027-11-27T10:00'].map((value) => readField(value, now))).toEqual([
      { wrong: 'none' },
      { wrong: 'none' },
      { wrong: 'past' },
      { wrong: 'too_far' },
    ])
  })
})
