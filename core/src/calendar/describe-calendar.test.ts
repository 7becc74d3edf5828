import { expect, test } from 'vitest'
import { describeCalendar, onWall } from './describe-calendar.ts'
import { calendar, daily, periods, utc } from './testing.ts'

test('[RO-40] closed today for a holiday, opens the day after tomorrow', () => {
  const office = calendar({
    holidays: [{ date: '01-01', name: 'New Year', periods: [] }],
    exceptions: [{ from: '2026-01-02', periods: [] }],
  })
  expect(describeCalendar(office, utc('2026-01-01T11:30'))).toEqual({
    isOpen: false,
    today: {
      date: '2026-01-01',
      weekday: 'thursday',
      time: '12:30',
      because: 'holiday',
      name: 'New Year',
      periods: [],
    },
    next: { at: utc('2026-01-05T08:00'), opens: true, date: '2026-01-05', weekday: 'monday', time: '09:00', inDays: 4 },
    week: [
      { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], periods: periods('09:00-17:00') },
      { days: ['saturday', 'sunday'], periods: [] },
    ],
  })
})

test('[RO-40] open today by an exception, on the wall of the calendar and not of the one who asks', () => {
  const far = calendar({
    timeZone: 'Asia/Kathmandu',
    weekly: { saturday: [] },
    exceptions: [{ from: '2026-06-02', name: 'Fair', periods: periods('00:30-03:00') }],
  })
  expect(describeCalendar(far, utc('2026-06-01T19:00'))).toMatchObject({
    isOpen: true,
    today: { date: '2026-06-02', time: '00:45', weekday: 'tuesday', because: 'exception', name: 'Fair' },
    next: { opens: false, date: '2026-06-02', time: '03:00', inDays: 0 },
    week: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'], periods: [] }],
  })
})

test('[RO-40] always open: nothing comes next', () => {
  const always = calendar({ weekly: daily('00:00-24:00') })
  expect(describeCalendar(always, utc('2026-01-05T12:00'))).toMatchObject({
    isOpen: true,
    next: null,
    today: { because: 'week' },
  })
})

test('[RO-40] a moment on the wall of a zone', () => {
  expect(onWall('Pacific/Apia', utc('2011-12-30T10:00'))).toEqual({
    date: '2011-12-31',
    weekday: 'saturday',
    time: '00:00',
  })
  expect(onWall('Pacific/Apia', utc('2011-12-30T09:59'))).toEqual({
    date: '2011-12-29',
    weekday: 'thursday',
    time: '23:59',
  })
  expect(onWall('UTC', utc('1969-12-31T23:59'))).toEqual({ date: '1969-12-31', weekday: 'wednesday', time: '23:59' })
})
