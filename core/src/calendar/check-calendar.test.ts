import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CalendarSettings } from './calendar.ts'
import { checkCalendar } from './check-calendar.ts'
import { anyCalendar, calendar, daily, periods, utc } from './testing.ts'

/** `path code`, errors only. */
function errorsOf(document: unknown): string[] {
  return checkCalendar(document).errors.map(({ path, code }) => `${path} ${code}`)
}

const week = (weekly: CalendarSettings['weekly']) => calendar({ weekly })

describe('what is right', () => {
  test.each<[string, CalendarSettings]>([
    ['an office', calendar()],
    ['the whole week', week(daily('00:00-24:00'))],
    ['every night', week(daily('22:00-06:00'))],
    ['a whole day and a night', week(daily('08:00-22:00', '22:00-08:00'))],
    ['until midnight', week({ monday: periods('18:00-00:00'), tuesday: periods('00:00-02:00') })],
    ['UTC', calendar({ timeZone: 'UTC' })],
    [
      'an exception beside a night of the week',
      { ...week(daily('22:00-06:00')), exceptions: [day('2026-01-01', '01:00-02:00')] },
    ],
    ['exceptions one after another', calendar({ exceptions: [day('2026-01-02'), day('2026-01-01')] })],
    ['a leap day', calendar({ exceptions: [day('2028-02-29')], holidays: [{ date: '02-29', periods: [] }] })],
  ])('[RO-40] %s', (_, settings) => expect(checkCalendar(settings)).toEqual({ errors: [], warnings: [] }))
})

describe('what is wrong is named by its path', () => {
  test.each<[string, unknown, string[]]>([
    ['an unknown zone', calendar({ timeZone: 'Europe/Atlantis' }), ['timeZone unknown_time_zone']],
    ['an offset for a zone', calendar({ timeZone: '+02:00' }), ['timeZone unknown_time_zone']],
    ['no zone', calendar({ timeZone: '' }), ['timeZone unknown_time_zone']],
    [
      'times that are none',
      week({ monday: periods('24:00-25:00', '9:00-10:00', '10:60-11:00', '12:00-24:01') }),
      [
        'weekly.monday[0].from bad_time',
        'weekly.monday[0].to bad_time',
        'weekly.monday[1].from bad_time',
        'weekly.monday[2].from bad_time',
        'weekly.monday[3].to bad_time',
      ],
    ],
    ['an empty period', week({ friday: periods('09:00-09:00') }), ['weekly.friday[0] empty_period']],
    ['two on one day', week({ monday: periods('09:00-12:00', '11:59-13:00') }), ['weekly.monday[1] overlap']],
    [
      'a night into the next morning',
      week({ monday: periods('22:00-06:00'), tuesday: periods('05:00-07:00') }),
      ['weekly.tuesday[0] overlap'],
    ],
    [
      'the last night of the week into the first morning',
      week({ monday: periods('05:00-07:00'), sunday: periods('22:00-06:00') }),
      ['weekly.sunday[0] overlap'],
    ],
    [
      'an exception',
      calendar({ exceptions: [day('2026-01-01', '09:00-12:00', '10:00-11:00')] }),
      ['exceptions[0].periods[1] overlap'],
    ],
    [
      'the nights of a range of dates',
      calendar({ exceptions: [{ ...day('2026-01-01', '20:00-08:00', '07:00-09:00'), until: '2026-01-02' }] }),
      ['exceptions[0].periods[1] overlap'],
    ],
    [
      'dates that are none',
      calendar({
        exceptions: [day('2026-02-29'), { ...day('2026-01-01'), until: 'soon' }],
        holidays: [
          { date: '02-30', periods: [] },
          { date: '1-1', periods: [] },
        ],
      }),
      [
        'exceptions[0].from bad_date',
        'exceptions[1].until bad_date',
        'holidays[0].date bad_date',
        'holidays[1].date bad_date',
      ],
    ],
    [
      'a range that ends before it starts',
      calendar({ exceptions: [{ ...day('2026-01-02'), until: '2026-01-01' }] }),
      ['exceptions[0].until ends_before_start'],
    ],
    [
      'dates with two exceptions',
      calendar({ exceptions: [{ ...day('2026-01-01'), until: '2026-01-05' }, day('2026-01-05'), day('2026-01-06')] }),
      ['exceptions[1] overlap'],
    ],
    [
      'a date with two holidays',
      calendar({
        holidays: [
          { date: '12-25', periods: [] },
          { date: '12-25', periods: periods('08:00-08:00') },
        ],
      }),
      ['holidays[1].date overlap', 'holidays[1].periods[0] empty_period'],
    ],
    [
      'another shape',
      { ...calendar(), weekly: { funday: [] }, color: 1 },
      ['weekly.funday unknown_setting', 'color unknown_setting'],
    ],
    ['nothing', null, [' wrong_type']],
  ])('[RO-40] %s', (_, document, expected) => expect(errorsOf(document).toSorted()).toEqual(expected.toSorted()))

  test('[RO-40] all at once, each in words that say what to do', () => {
    const { errors } = checkCalendar({ ...week({ monday: periods('09:00-09:00') }), timeZone: 'Berlin' })
    expect(errors).toEqual([
      {
        path: 'timeZone',
        code: 'unknown_time_zone',
        message: 'there is no time zone "Berlin"; a name is like Europe/Berlin or UTC',
      },
      {
        path: 'weekly.monday[0]',
        code: 'empty_period',
        message: 'it ends when it begins; the whole day is 00:00 to 24:00',
      },
    ])
  })
})

test('[RO-40] one that never opens is allowed, with a warning', () => {
  const none = calendar({ weekly: { monday: [] }, exceptions: [day('2026-01-01')] })
  const warning = { path: '', code: 'never_opens', message: 'there is no period: it is never open' }
  expect(checkCalendar(none)).toEqual({ errors: [], warnings: [warning] })
  expect(checkCalendar({ ...none, holidays: [{ date: '01-01', periods: periods('09:00-10:00') }] }).warnings).toEqual(
    [],
  )
})

test('[RO-40] whatever is checked is answered, never thrown at', () => {
  const broken = fc.oneof(
    fc.json().map((text) => JSON.parse(text)),
    anyCalendar('UTC', utc('2026-01-01T00:00')),
  )
  fc.assert(
    fc.property(broken, (document) => {
      expect(Array.isArray(checkCalendar(document).errors)).toBe(true)
    }),
    { seed: 20_261_122, numRuns: 300 },
  )
})

function day(from: string, ...texts: string[]): CalendarSettings['exceptions'][number] {
  return { from, periods: periods(...texts) }
}
