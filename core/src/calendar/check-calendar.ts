/** [RO-40] What is wrong with a calendar: every problem at once, each with the path to its place. */

import type { Problem } from '../flow/action.ts'
import { schemaProblems } from '../flow/schema-problems.ts'
import type { Findings } from '../flow/validate.ts'
import { type CalendarSettings, calendarSettings, type DateException, type Period, weekdays } from './calendar.ts'
import { rangeOf, spanOf } from './plan.ts'
import { minutesOfDay, readDate, readTime, readYearlyDate } from './wall.ts'

/** Checks what came from outside. Without errors it is a `CalendarSettings`; the one warning is that it never opens. */
export function checkCalendar(document: unknown): Findings {
  const errors = schemaProblems(calendarSettings, document)
  if (errors.length > 0) return { errors, warnings: [] }
  const calendar = document as CalendarSettings
  return {
    errors: [
      ...checkZone(calendar.timeZone),
      ...checkWeek(calendar),
      ...checkExceptions(calendar),
      ...checkHolidays(calendar),
    ],
    warnings: neverOpens(calendar)
      ? [{ path: '', code: 'never_opens', message: 'there is no period: it is never open' }]
      : [],
  }
}

/** Whether it has no period at all. */
function neverOpens({ weekly, exceptions, holidays }: CalendarSettings): boolean {
  return [...Object.values(weekly), ...[...exceptions, ...holidays].map(({ periods }) => periods)].flat().length === 0
}

function checkZone(timeZone: string): Problem[] {
  if (isTimeZone(timeZone)) return []
  const message = `there is no time zone "${timeZone}"; a name is like Europe/Berlin or UTC`
  return [{ path: 'timeZone', code: 'unknown_time_zone', message }]
}

/** A zone by its name. An offset such as +02:00 is none: it has no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function checkWeek({ weekly }: CalendarSettings): Problem[] {
  const listed = weekdays.flatMap((weekday, index) => {
    const start = index * minutesOfDay
    return (weekly[weekday] ?? []).map((period, at) => ({ period, path: `weekly.${weekday}[${at}]`, start }))
  })
  return checkPeriods(listed, weekdays.length * minutesOfDay)
}

function checkExceptions({ exceptions }: CalendarSettings): Problem[] {
  const problems = exceptions.flatMap((exception, index) => {
    const path = `exceptions[${index}]`
    const range = rangeOf(exception)
    // The days of a range follow each other like those of a week of one day.
    const cycle = range !== null && range.until > range.from ? minutesOfDay : null
    return [...checkDates(exception, path), ...checkPeriods(listedAt(exception.periods, path), cycle)]
  })
  return [...problems, ...overlapsOfRanges(exceptions)]
}

function checkDates(exception: DateException, path: string): Problem[] {
  const { from, until } = exception
  const dates = until === undefined ? { from } : { from, until }
  const unreadable = Object.entries(dates).flatMap(([key, date]) =>
    readDate(date) === null ? [badDate(`${path}.${key}`, date, 'YYYY-MM-DD')] : [],
  )
  const range = rangeOf(exception)
  if (range === null || range.from <= range.until) return unreadable
  return [{ path: `${path}.until`, code: 'ends_before_start', message: `${until} is before ${from}` }]
}

function overlapsOfRanges(exceptions: readonly DateException[]): Problem[] {
  const ranges = exceptions.flatMap((exception, index) => {
    const range = rangeOf(exception)
    return range === null || range.from > range.until ? [] : [{ ...range, path: `exceptions[${index}]` }]
  })
  return overlaps(
    ranges.map(({ from, until, path }) => ({ from, to: until + 1, path })),
    null,
  )
}

function checkHolidays({ holidays }: CalendarSettings): Problem[] {
  return holidays.flatMap(({ date, periods }, index) => {
    const path = `holidays[${index}]`
    const first = holidays.findIndex((other) => other.date === date)
    const repeated = { path: `${path}.date`, code: 'overlap', message: `holidays[${first}] is on the same date` }
    return [
      ...(readYearlyDate(date) === null ? [badDate(`${path}.date`, date, 'MM-DD')] : []),
      ...(first < index ? [repeated] : []),
      ...checkPeriods(listedAt(periods, path), null),
    ]
  })
}

function badDate(path: string, date: string, form: string): Problem {
  return { path, code: 'bad_date', message: `"${date}" is no date (${form})` }
}

type Listed = { period: Period; path: string; start: number }

function listedAt(periods: readonly Period[], path: string): Listed[] {
  return periods.map((period, index) => ({ period, path: `${path}.periods[${index}]`, start: 0 }))
}

/** `cycle`: after how many minutes the list begins anew; null when it does not. */
function checkPeriods(listed: readonly Listed[], cycle: number | null): Problem[] {
  const spans = listed.flatMap(({ period, path, start }) => {
    const span = spanOf(period)
    return span === null ? [] : [{ from: start + span.from, to: start + span.to, path }]
  })
  return [...listed.flatMap(({ period, path }) => checkPeriod(period, path)), ...overlaps(spans, cycle)]
}

function checkPeriod({ from, to }: Period, path: string): Problem[] {
  const message = (time: string) => `"${time}" is no time (HH:MM)`
  const [start, end] = [readTime(from), readTime(to)]
  const problems: Problem[] = []
  if (start === null || start === minutesOfDay)
    problems.push({ path: `${path}.from`, code: 'bad_time', message: message(from) })
  if (end === null) problems.push({ path: `${path}.to`, code: 'bad_time', message: message(to) })
  if (problems.length === 0 && start === end)
    problems.push({ path, code: 'empty_period', message: 'it ends when it begins; the whole day is 00:00 to 24:00' })
  return problems
}

type Span = { from: number; to: number; path: string }

/** Each span that shares time with one listed before it, named once. */
function overlaps(spans: readonly Span[], cycle: number | null): Problem[] {
  const shifts = cycle === null ? [0] : [-cycle, 0, cycle]
  return spans.flatMap((span, index) => {
    const meets = ({ from, to }: Span) => shifts.some((shift) => span.from + shift < to && from < span.to + shift)
    const other = spans.find((one, at) => at < index && meets(one))
    return other === undefined ? [] : [{ path: span.path, code: 'overlap', message: `it overlaps ${other.path}` }]
  })
}
