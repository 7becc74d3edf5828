/** Calendars for tests, and what a patient person with a clock on the wall would say of them. */
import fc from 'fast-check'
import { type Instant, instant } from '../time.ts'
import { type CalendarSettings, type Period, weekdays } from './calendar.ts'

/** An office in Berlin: Monday to Friday, nine to five. A test sets only what it is about. */
export function calendar(fields: Partial<CalendarSettings> = {}): CalendarSettings {
  const office = periods('09:00-17:00')
  const weekly = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office }
  return { name: 'Office', timeZone: 'Europe/Berlin', weekly, exceptions: [], holidays: [], ...fields }
}

/** `periods('09:00-12:00', '22:00-06:00')` */
export function periods(...texts: string[]): Period[] {
  return texts.map((text) => {
    const [from = '', to = ''] = text.split('-')
    return { from, to }
  })
}

/** The same hours on every day of the week. */
export function daily(...texts: string[]): CalendarSettings['weekly'] {
  return Object.fromEntries(weekdays.map((weekday) => [weekday, periods(...texts)]))
}

export function utc(text: string): Instant {
  return instant(Date.parse(`${text}Z`))
}

type Wall = { date: string; time: string; eve: string }
const clocks = new Map<string, { read: Intl.DateTimeFormat; seen: Map<Instant, Wall> }>()

/** Looks at the clock and the leaf on the wall, and reads the calendar as a person does. Knows nothing of offsets. */
export function isOpenByTheWall(settings: CalendarSettings, at: Instant): boolean {
  const { date, time, eve } = lookAtTheWall(settings.timeZone, at)
  return (
    hoursOf(settings, date).some(({ from, to }) => time >= from && (to <= from || time < to)) ||
    hoursOf(settings, eve).some(({ from, to }) => to < from && time < to)
  )
}

/** Keeps what it saw: reading a clock is slow. */
function lookAtTheWall(timeZone: string, at: Instant): Wall {
  const clock = clocks.get(timeZone) ?? clockOf(timeZone)
  clocks.set(timeZone, clock)
  const seen = clock.seen.get(at)
  if (seen !== undefined) return seen
  const [date = '', time = ''] = clock.read.format(at).split(' ')
  const wall = { date, time, eve: new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10) }
  clock.seen.set(at, wall)
  return wall
}

function clockOf(timeZone: string): { read: Intl.DateTimeFormat; seen: Map<Instant, Wall> } {
  const form = { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' } as const
  return { read: new Intl.DateTimeFormat('sv-SE', form), seen: new Map() }
}

function hoursOf({ weekly, exceptions, holidays }: CalendarSettings, date: string): Period[] {
  const exception = exceptions.find(({ from, until = from }) => from <= date && date <= until)
  const holiday = holidays.find((one) => one.date === date.slice(5))
  const weekday = weekdays[(new Date(date).getUTCDay() + 6) % 7] ?? 'monday'
  return exception?.periods ?? holiday?.periods ?? weekly[weekday] ?? []
}

/** Zones whose clocks do something worth a look, with the day around which they do. */
export const changes: [timeZone: string, around: string][] = [
  ['Europe/Berlin', '2026-03-29T01:00'],
  ['Europe/Berlin', '2026-10-25T01:00'],
  ['America/New_York', '2026-03-08T07:00'],
  ['America/New_York', '2026-11-01T06:00'],
  ['Australia/Lord_Howe', '2026-04-04T15:00'],
  ['Australia/Lord_Howe', '2026-10-03T15:30'],
  ['Pacific/Apia', '2011-12-30T10:00'],
  ['Africa/Casablanca', '2012-07-20T02:00'],
  ['America/St_Johns', '2010-11-07T02:31'],
  ['Asia/Beirut', '2026-03-28T22:00'],
  ['Asia/Kathmandu', '1985-12-31T18:30'],
  ['Asia/Kathmandu', '2026-12-31T18:15'],
  ['Asia/Kolkata', '2028-02-28T18:30'],
  ['Antarctica/Troll', '2026-03-29T01:00'],
  ['UTC', '2026-12-31T23:59'],
]

const times = [
  '00:00',
  '00:30',
  '01:00',
  '01:15',
  '02:00',
  '02:15',
  '02:30',
  '02:45',
  '03:00',
  '05:20',
  '09:00',
  '23:30',
]
const moment = fc.constantFrom(...times)
const anyPeriod = fc
  .tuple(moment, fc.oneof(moment, fc.constant('24:00')))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to }))
const anyPeriods = fc.array(anyPeriod, { maxLength: 3 })
const weekly = fc
  .array(fc.option(anyPeriods), { minLength: 7, maxLength: 7 })
  .map((lists) => Object.fromEntries(lists.flatMap((list, at) => (list === null ? [] : [[weekdays[at], list]]))))

/** A calendar that differs from its neighbours around a day: also with hours that overlap, which are allowed to be there. */
export function anyCalendar(timeZone: string, around: Instant): fc.Arbitrary<CalendarSettings> {
  const date = fc.integer({ min: -4, max: 4 }).map((days) => dateNear(around, days))
  const exception = fc.tuple(date, fc.nat(2), anyPeriods).map(([from, length, list]) => {
    const until = dateNear(instant(Date.parse(from)), length)
    return { from, until, periods: list }
  })
  const holiday = fc.tuple(date, anyPeriods).map(([day, list]) => ({ date: day.slice(5), periods: list }))
  return fc.record({
    name: fc.constant('any'),
    timeZone: fc.constant(timeZone),
    weekly,
    exceptions: fc.array(exception, { maxLength: 2 }).filter(areApart),
    holidays: fc.uniqueArray(holiday, { maxLength: 2, selector: (one) => one.date }),
  })
}

function areApart(exceptions: { from: string; until: string }[]): boolean {
  const [one, other] = exceptions
  return one === undefined || other === undefined || one.until < other.from || other.until < one.from
}

function dateNear(around: Instant, days: number): string {
  return new Date(around + days * 86_400_000).toISOString().slice(0, 10)
}
