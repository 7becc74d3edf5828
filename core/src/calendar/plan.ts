import type { CalendarSettings, DateException, Period, Weekday } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { lastUpTo } from './ranges.ts'
import { minutesOfDay, readDate, readTime, weekdayOf, yearlyDateOf } from './wall.ts'

/**
 * What a calendar says about the clock on the wall: it is open exactly when that clock shows a moment inside a period.
 *
 * A period belongs to the date it begins on. For each date the first of these says which periods begin: an exception, a
 * yearly holiday, the week. So a night that began the evening before goes on to its end even when the next date is closed.
 */
export type Plan = {
  /** Whether there is any period at all. */
  hasPeriods: boolean
  /** The hours that begin on a day (days since 1970-01-01). */
  hoursOn(day: number): HoursOfDate
  /** When it is open on a day: in order, apart from each other. */
  stretchesOn(day: number): readonly Stretch[]
}

/** Minutes of one day, 0 to 1440; the end is not included. */
export type Stretch = { from: number; to: number }

export type HoursOfDate = {
  because: 'week' | 'exception' | 'holiday'
  /** Of the exception or the holiday. */
  name: string | null
  periods: readonly Period[]
}

const plans = new WeakMap<CalendarSettings, Plan>()
const keptDays = 4_096

/** The plan of a valid calendar, made once. In one that is not valid, what cannot be read counts as not there. */
export function planOf(calendar: CalendarSettings): Plan {
  const known = plans.get(calendar)
  if (known !== undefined) return known
  const plan = compile(calendar)
  plans.set(calendar, plan)
  return plan
}

function compile(calendar: CalendarSettings): Plan {
  const hoursOn = hoursByDate(calendar)
  const regular = new Map(weekdays.map((weekday) => [weekday, stretchesOfWeek(calendar, weekday)]))
  const kept = new Map<number, readonly Stretch[]>()

  const stretchesOn = (day: number): readonly Stretch[] => {
    const [eve, today] = [hoursOn(day - 1), hoursOn(day)]
    const isRegular = eve.because === 'week' && today.because === 'week'
    return (isRegular ? regular.get(weekdayOf(day)) : undefined) ?? stretches(eve.periods, today.periods)
  }

  return {
    hasPeriods: [Object.values(calendar.weekly), calendar.exceptions.map(periodsOf), calendar.holidays.map(periodsOf)]
      .flat(2)
      .some((period) => spanOf(period) !== null),
    hoursOn,
    stretchesOn(day) {
      const known = kept.get(day)
      if (known !== undefined) return known
      if (kept.size >= keptDays) kept.clear()
      const made = stretchesOn(day)
      kept.set(day, made)
      return made
    },
  }
}

function periodsOf({ periods }: { periods: Period[] }): Period[] {
  return periods
}

function hoursByDate(calendar: CalendarSettings): Plan['hoursOn'] {
  const exceptionOn = exceptionsByDate(calendar.exceptions)
  const holidays = new Map(calendar.holidays.map((holiday) => [holiday.date, holiday]))
  const weekly = new Map(
    weekdays.map((weekday): [Weekday, HoursOfDate] => [
      weekday,
      { because: 'week', name: null, periods: calendar.weekly[weekday] ?? [] },
    ]),
  )
  return (day) => {
    const exception = exceptionOn(day)
    if (exception !== undefined)
      return { because: 'exception', name: exception.name ?? null, periods: exception.periods }
    const holiday = holidays.size === 0 ? undefined : holidays.get(yearlyDateOf(day))
    if (holiday !== undefined) return { because: 'holiday', name: holiday.name ?? null, periods: holiday.periods }
    return weekly.get(weekdayOf(day)) ?? { because: 'week', name: null, periods: [] }
  }
}

function exceptionsByDate(exceptions: readonly DateException[]): (day: number) => DateException | undefined {
  const ranges = exceptions
    .flatMap((exception) => {
      const range = rangeOf(exception)
      return range === null ? [] : [{ ...range, exception }]
    })
    .sort((one, other) => one.from - other.from)
  return (day) => {
    const range = lastUpTo(ranges, day)
    return range !== undefined && day <= range.until ? range.exception : undefined
  }
}

/** First and last day of an exception, both included; null when there are no such dates. */
export function rangeOf({ from, until = from }: DateException): { from: number; until: number } | null {
  const [first, last] = [readDate(from), readDate(until)]
  return first === null || last === null ? null : { from: first, until: last }
}

function stretchesOfWeek({ weekly }: CalendarSettings, weekday: Weekday): Stretch[] {
  const eve = weekdays[(weekdays.indexOf(weekday) + 6) % 7] ?? 'sunday'
  return stretches(weekly[eve] ?? [], weekly[weekday] ?? [])
}

/** What is open on a day: its own periods, cut at midnight, and what is left of those of the evening before. */
function stretches(eve: readonly Period[], today: readonly Period[]): Stretch[] {
  const left = eve.flatMap((period) => {
    const span = spanOf(period)
    return span === null || span.to <= minutesOfDay ? [] : [{ from: 0, to: span.to - minutesOfDay }]
  })
  const begun = today.flatMap((period) => {
    const span = spanOf(period)
    return span === null ? [] : [{ from: span.from, to: Math.min(span.to, minutesOfDay) }]
  })
  return merged([...left, ...begun].sort((one, other) => one.from - other.from))
}

/** A period in minutes of the day it begins on: past 1440 when it ends on the next. Null when it is none. */
export function spanOf(period: Period): Stretch | null {
  const [from, to] = [readTime(period.from), readTime(period.to)]
  if (from === null || to === null || from === to || from === minutesOfDay) return null
  return { from, to: to < from ? to + minutesOfDay : to }
}

/** Where one stretch ends at the minute the next begins, nothing changes: they are one. */
function merged(sorted: Stretch[]): Stretch[] {
  const apart: Stretch[] = []
  for (const stretch of sorted) {
    const last = apart.at(-1)
    if (last === undefined || stretch.from > last.to) apart.push(stretch)
    else last.to = Math.max(last.to, stretch.to)
  }
  return apart
}
