import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instant, instant, after as later } from '../time.ts'
import { type CalendarSettings, weekdays } from './calendar.ts'
import { daysAhead, isOpen, nextChange, openBetween } from './opening.ts'
import { anyCalendar, calendar, changes, daily, isOpenByTheWall, periods, utc } from './testing.ts'

const seed = 20_261_122
const minute = 60_000
const hour = 60 * minute

/** Changes from a moment on, in UTC: `+ 08:00` opens, `- 16:00` closes. */
function opensAndCloses(calendars: CalendarSettings | CalendarSettings[], from: string, count: number): string[] {
  const found: string[] = []
  let at = utc(from)
  for (let step = 0; step < count; step += 1) {
    const change = nextChange(calendars, at)
    if (change === null) return [...found, 'never']
    found.push(`${change.opens ? '+' : '-'} ${new Date(change.at).toISOString().slice(5, 16).replace('T', ' ')}`)
    at = change.at
  }
  return found
}

describe('the week', () => {
  test('[RO-40] the moment it opens is open, the moment it closes is closed', () => {
    const office = calendar()
    const at = (text: string) => isOpen(office, utc(text))
    expect([at('2026-01-05T07:59:59.999'), at('2026-01-05T08:00')]).toEqual([false, true])
    expect([at('2026-01-05T15:59:59.999'), at('2026-01-05T16:00')]).toEqual([true, false])
  })

  test('[RO-40] several periods a day; over the weekend to Monday', () => {
    const split = calendar({ timeZone: 'UTC', weekly: { friday: periods('09:00-12:00', '13:00-17:00'), monday: [] } })
    expect(opensAndCloses(split, '2026-01-02T08:00', 5)).toEqual([
      '+ 01-02 09:00',
      '- 01-02 12:00',
      '+ 01-02 13:00',
      '- 01-02 17:00',
      '+ 01-09 09:00',
    ])
  })

  test('[RO-40] a period across midnight belongs to the evening it begins on', () => {
    const night = calendar({ timeZone: 'UTC', weekly: { sunday: periods('22:00-06:00') } })
    expect(opensAndCloses(night, '2026-01-04T12:00', 3)).toEqual(['+ 01-04 22:00', '- 01-05 06:00', '+ 01-11 22:00'])
    expect(isOpen(night, utc('2026-01-05T05:59'))).toBe(true)
    expect(isOpen(night, utc('2026-01-04T05:59'))).toBe(false)
  })

  test('[RO-40] where one period ends as the next begins, nothing changes: also at midnight', () => {
    const long = calendar({
      timeZone: 'UTC',
      weekly: { monday: periods('08:00-12:00', '12:00-24:00'), tuesday: periods('00:00-03:00') },
    })
    expect(opensAndCloses(long, '2026-01-05T00:00', 2)).toEqual(['+ 01-05 08:00', '- 01-06 03:00'])
    const untilMidnight = calendar({ timeZone: 'UTC', weekly: { monday: periods('22:00-00:00') } })
    expect(opensAndCloses(untilMidnight, '2026-01-05T00:00', 2)).toEqual(['+ 01-05 22:00', '- 01-06 00:00'])
  })

  test('[RO-40] whole days: always open but on one date', () => {
    const always = calendar({ weekly: daily('00:00-24:00') })
    expect(opensAndCloses(always, '2026-01-05T00:00', 1)).toEqual(['never'])
    const closedOnce = { ...always, exceptions: [{ from: '2027-05-01', periods: [] }] }
    expect(opensAndCloses(closedOnce, '2026-01-05T00:00', 3)).toEqual(['- 04-30 22:00', '+ 05-01 22:00', 'never'])
  })
})

describe('dates', () => {
  test('[RO-40] an exception replaces the hours of its dates, a range includes its last day', () => {
    const office = calendar({
      timeZone: 'UTC',
      exceptions: [
        { from: '2026-01-06', until: '2026-01-07', periods: [] },
        { from: '2026-01-08', periods: periods('10:00-11:00') },
        { from: '2026-01-10', periods: periods('12:00-13:00') },
      ],
    })
    expect(opensAndCloses(office, '2026-01-05T16:00', 7)).toEqual([
      '- 01-05 17:00',
      '+ 01-08 10:00',
      '- 01-08 11:00',
      '+ 01-09 09:00',
      '- 01-09 17:00',
      '+ 01-10 12:00',
      '- 01-10 13:00',
    ])
  })

  test('[RO-40] a night that began before a closed date goes on to its end; none begins on that date', () => {
    const nights = calendar({
      timeZone: 'UTC',
      weekly: daily('22:00-06:00'),
      exceptions: [{ from: '2026-12-25', periods: [] }],
    })
    expect(opensAndCloses(nights, '2026-12-24T12:00', 4)).toEqual([
      '+ 12-24 22:00',
      '- 12-25 06:00',
      '+ 12-26 22:00',
      '- 12-27 06:00',
    ])
  })

  test('[RO-40] a holiday comes every year, a 29 February every leap year; an exception goes before it', () => {
    const feast = calendar({
      timeZone: 'UTC',
      weekly: daily('00:00-24:00'),
      holidays: [{ date: '02-29', name: 'Leap day', periods: [] }],
    })
    const closings = ['2096-03-01', '2024-03-01', '2027-01-01'].map((from) => nextChange(feast, utc(`${from}T00:00`)))
    expect(closings).toEqual([
      { at: utc('2104-02-29T00:00'), opens: false },
      { at: utc('2028-02-29T00:00'), opens: false },
      { at: utc('2028-02-29T00:00'), opens: false },
    ])
    const shifted = { ...feast, exceptions: [{ from: '2028-02-29', periods: periods('00:00-12:00') }] }
    expect(nextChange(shifted, utc('2027-01-01T00:00'))?.at).toBe(utc('2028-02-29T12:00'))
  })

  test('[RO-40] over the end of a year', () => {
    const nights = calendar({
      weekly: { thursday: periods('20:00-04:00') },
      holidays: [{ date: '01-01', periods: [] }],
    })
    expect(opensAndCloses(nights, '2026-12-31T12:00', 3)).toEqual(['+ 12-31 19:00', '- 01-01 03:00', '+ 01-07 19:00'])
  })
})

describe('clocks that change', () => {
  /** The only date with hours; what opens and closes is in UTC. */
  test.each<[what: string, timeZone: string, date: string, hours: string, expected: string[]]>([
    // Spring: 02:00 becomes 03:00 at 01:00 UTC. What the wall skips is never shown, so hours in it are never either.
    ['in the skipped hour', 'Europe/Berlin', '2026-03-29', '02:15-02:45', []],
    ['from the skipped hour on', 'Europe/Berlin', '2026-03-29', '02:30-05:00', ['+ 03-29 01:00', '- 03-29 03:00']],
    ['into the skipped hour', 'Europe/Berlin', '2026-03-29', '01:00-02:30', ['+ 03-29 00:00', '- 03-29 01:00']],
    ['around it: an hour less', 'Europe/Berlin', '2026-03-29', '00:00-06:00', ['+ 03-28 23:00', '- 03-29 04:00']],
    // Autumn: 03:00 becomes 02:00 at 01:00 UTC. What the wall shows twice is open twice.
    [
      'in the doubled hour',
      'Europe/Berlin',
      '2026-10-25',
      '02:15-02:45',
      ['+ 10-25 00:15', '- 10-25 00:45', '+ 10-25 01:15', '- 10-25 01:45'],
    ],
    ['around it: an hour more', 'Europe/Berlin', '2026-10-25', '00:00-06:00', ['+ 10-24 22:00', '- 10-25 05:00']],
    ['in spring', 'America/New_York', '2026-03-08', '01:30-09:00', ['+ 03-08 06:30', '- 03-08 13:00']],
    ['in autumn', 'America/New_York', '2026-11-01', '00:30-09:00', ['+ 11-01 04:30', '- 11-01 14:00']],
    // Half an hour: 02:00 becomes 01:30 at 15:00 UTC the day before.
    [
      'in the doubled half hour',
      'Australia/Lord_Howe',
      '2026-04-05',
      '01:40-01:50',
      ['+ 04-04 14:40', '- 04-04 14:50', '+ 04-04 15:10', '- 04-04 15:20'],
    ],
    ['over half an hour', 'Australia/Lord_Howe', '2026-10-04', '02:10-02:40', ['+ 10-03 15:30', '- 10-03 15:40']],
    ['at 5:30', 'Asia/Kolkata', '2026-06-01', '09:00-17:30', ['+ 06-01 03:30', '- 06-01 12:00']],
    ['at 5:45', 'Asia/Kathmandu', '2026-06-01', '09:00-17:30', ['+ 06-01 03:15', '- 06-01 11:45']],
    ['until midnight', 'UTC', '2026-06-01', '09:00-24:00', ['+ 06-01 09:00', '- 06-02 00:00']],
    // In Apia the 29th was followed by the 31st, at 10:00 UTC on the 30th.
    ['on a date that never was', 'Pacific/Apia', '2011-12-30', '09:00-17:00', []],
    ['into it', 'Pacific/Apia', '2011-12-29', '22:00-06:00', ['+ 12-30 08:00', '- 12-30 10:00']],
    ['out of it', 'Pacific/Apia', '2011-12-30', '22:00-06:00', ['+ 12-30 10:00', '- 12-30 16:00']],
    ['after it', 'Pacific/Apia', '2011-12-31', '09:00-17:00', ['+ 12-30 19:00', '- 12-31 03:00']],
  ])('[RO-40] %s: %s', (_, timeZone, date, hours, expected) => {
    const settings = calendar({ timeZone, weekly: {}, exceptions: [{ from: date, periods: periods(hours) }] })
    const eve = new Date(Date.parse(date) - 48 * hour).toISOString().slice(0, 10)
    expect(opensAndCloses(settings, `${eve}T00:00`, expected.length + 1)).toEqual([...expected, 'never'])
  })

  test('[RO-40] summer and winter: the same hour on the wall is another one in UTC', () => {
    const office = calendar()
    expect(nextChange(office, utc('2026-01-05T00:00'))?.at).toBe(utc('2026-01-05T08:00'))
    expect(nextChange(office, utc('2026-07-06T00:00'))?.at).toBe(utc('2026-07-06T07:00'))
  })
})

describe('never', () => {
  test('[RO-40] no period: closed, and nothing ever changes', () => {
    const none = calendar({ weekly: {}, exceptions: [{ from: '2026-01-05', periods: [] }] })
    expect(isOpen(none, utc('2026-01-05T12:00'))).toBe(false)
    expect(nextChange(none, utc('2026-01-05T12:00'))).toBeNull()
    expect(openBetween(none, utc('2026-01-01T00:00'), utc('2027-01-01T00:00'))).toBe(0)
  })

  test('[RO-40] what lies further ahead than is looked is not found until its time comes nearer', () => {
    const far = calendar({
      timeZone: 'UTC',
      weekly: {},
      exceptions: [{ from: '2040-01-01', periods: periods('09:00-10:00') }],
    })
    const opening = utc('2040-01-01T09:00')
    expect(nextChange(far, later(opening, -daysAhead * 24 * hour))).toBeNull()
    expect(nextChange(far, later(opening, 1 - daysAhead * 24 * hour))).toEqual({ at: opening, opens: true })
  })
})

describe('several together', () => {
  const office = calendar({ timeZone: 'UTC' })
  const late = calendar({ timeZone: 'UTC', weekly: daily('15:00-20:00') })

  test('[RO-40] open while all are: the group inside the workspace', () => {
    expect(opensAndCloses([office, late], '2026-01-02T00:00', 3)).toEqual([
      '+ 01-02 15:00',
      '- 01-02 17:00',
      '+ 01-05 15:00',
    ])
    expect(openBetween([office, late], utc('2026-01-05T00:00'), utc('2026-01-12T00:00'))).toBe(5 * 2 * hour)
  })

  test('[RO-40] hours that never meet, and no calendar at all', () => {
    const early = calendar({ timeZone: 'UTC', weekly: daily('06:00-09:00') })
    expect(nextChange([office, early], utc('2026-01-05T00:00'))).toBeNull()
    expect([isOpen([], utc('2026-01-05T03:00')), nextChange([], utc('2026-01-05T03:00'))]).toEqual([true, null])
    expect(openBetween([], utc('2026-01-05T00:00'), utc('2026-01-06T00:00'))).toBe(24 * hour)
  })

  test('[RO-40] across zones', () => {
    const newYork = calendar({ timeZone: 'America/New_York' })
    expect(opensAndCloses([calendar(), newYork], '2026-01-05T00:00', 2)).toEqual(['+ 01-05 14:00', '- 01-05 16:00'])
    // For three weeks of spring New York is ahead, and they share an hour more.
    expect(opensAndCloses([calendar(), newYork], '2026-03-09T00:00', 2)).toEqual(['+ 03-09 13:00', '- 03-09 16:00'])
  })
})

describe('as a person with a clock on the wall would say', () => {
  const days = 3

  const around = fc
    .constantFrom(...changes)
    .chain(([timeZone, text]) =>
      fc.tuple(fc.array(anyCalendar(timeZone, utc(text)), { minLength: 1, maxLength: 2 }), fc.constant(utc(text))),
    )

  test('[RO-40] minute by minute over every change of the clocks', () => {
    fc.assert(
      fc.property(around, ([calendars, change]) => {
        const from = later(change, (-days / 2) * 24 * hour)
        const truth = minutesOpen(calendars, from, days * 24 * 60)
        expect(truth.map((_, at) => isOpen(calendars, later(from, at * minute)))).toEqual(truth)
        expect(flipsByChanges(calendars, from, truth.length)).toEqual(flipsOf(truth))
        const open = truth.filter(Boolean).length
        expect(openBetween(calendars, from, later(from, truth.length * minute))).toBe(open * minute)
      }),
      { seed, numRuns: 60 },
    )
  })

  test('[RO-40] nothing changes before the next change, and then it does', () => {
    fc.assert(
      fc.property(around, fc.integer({ min: -400 * 24 * 60, max: 400 * 24 * 60 }), ([calendars, change], offset) => {
        const at = instant(change + offset * minute + 1)
        const next = nextChange(calendars, at)
        if (next === null) return
        expect(next.at).toBeGreaterThan(at)
        expect(next.opens).toBe(!isOpen(calendars, at))
        expect(isOpen(calendars, next.at)).toBe(next.opens)
        expect(isOpen(calendars, instant(next.at - 1))).toBe(!next.opens)
        const between = [0.25, 0.5, 0.75].map((share) => instant(Math.floor(at + share * (next.at - at))))
        for (const moment of between) expect(isOpen(calendars, moment)).toBe(!next.opens)
      }),
      { seed, numRuns: 400 },
    )
  })

  test('[RO-40] open time adds up', () => {
    const offset = fc.integer({ min: -20 * 24 * hour, max: 20 * 24 * hour })
    fc.assert(
      fc.property(around, fc.tuple(offset, offset, offset), ([calendars, change], offsets) => {
        const [from, middle, to] = offsets.toSorted((a, b) => a - b).map((one) => later(change, one)) as [
          Instant,
          Instant,
          Instant,
        ]
        const whole = openBetween(calendars, from, to)
        expect(openBetween(calendars, from, middle) + openBetween(calendars, middle, to)).toBe(whole)
        expect(whole).toBeGreaterThanOrEqual(0)
        expect(whole).toBeLessThanOrEqual(to - from)
        expect(openBetween(calendars, to, from)).toBe(0)
      }),
      { seed, numRuns: 300 },
    )
  })
})

function minutesOpen(calendars: CalendarSettings[], from: Instant, count: number): boolean[] {
  return Array.from({ length: count }, (_, at) =>
    calendars.every((one) => isOpenByTheWall(one, later(from, at * minute))),
  )
}

/** The minutes at which it is another than a minute before. */
function flipsOf(truth: boolean[]): number[] {
  return truth.flatMap((open, at) => (at > 0 && open !== truth[at - 1] ? [at] : []))
}

function flipsByChanges(calendars: CalendarSettings[], from: Instant, count: number): number[] {
  const found: number[] = []
  for (let at = from; ; ) {
    const change = nextChange(calendars, at)
    if (change === null || change.at >= from + count * minute) return found
    found.push((change.at - from) / minute)
    at = change.at
  }
}

test('[RO-40] every day of the week has a name that its hours stand under', () => {
  const names = weekdays.map((weekday, at) => {
    const only = calendar({ timeZone: 'UTC', weekly: { [weekday]: periods('12:00-13:00') } })
    return new Date(nextChange(only, utc('2026-01-05T00:00'))?.at ?? 0).getUTCDate() === 5 + at
  })
  expect(names).toEqual(weekdays.map(() => true))
})
