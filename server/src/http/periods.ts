import { after, fromRfc3339, type Instant } from '@baton/core/time'
import { Type } from 'typebox'
import { addDays, dateAt, startOfDate } from '../figures/days.ts'
import { invalid } from './problems.ts'

/** A day of the workspace's time zone, or a moment. */
export const dateOrTime = Type.String({
  maxLength: 40,
  pattern: '^20\\d{2}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2}))?$',
  description: 'RFC 3339, or YYYY-MM-DD: when that day begins in the time zone of the workspace.',
})

/** Reads a `dateOrTime`; a day begins when the clocks of the zone show it. */
export function momentIn(timeZone: string, text: string, path: string): Instant {
  const isDate = text.length === 'YYYY-MM-DD'.length
  const moment = fromRfc3339(isDate ? `${text}T00:00:00Z` : text)
  // Some dates roll over into the next month instead of being none.
  const isNone = moment === null || (isDate && new Date(moment).toISOString().slice(0, text.length) !== text)
  if (isNone) throw invalid(path, 'invalid', `"${text}" is no date and no time.`)
  return isDate ? startOfDate(timeZone, text) : moment
}

/** A moment, or none; read with `timeIn`. */
export const timeOrNull = Type.Union([Type.String({ maxLength: 40, description: 'RFC 3339.' }), Type.Null()])

const formOfTime = /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** Reads a time; one that looks like it may still be none, as the 31st hour of a day. */
export function timeIn(text: string, path: string): Instant {
  const moment = formOfTime.test(text) ? fromRfc3339(text) : null
  if (moment === null) throw invalid(path, 'invalid', 'This is no time as RFC 3339 has it.')
  return moment
}

const longestPeriodDays = 93
const defaultPeriodDays = 7
const hour = 3_600_000

/** `until` is not included. */
export type SpanOfTime = { from: Instant; until: Instant }

/** Left out: the last seven days, today included. At most 93 days. */
export function spanIn(timeZone: string, asked: { from?: string; until?: string }, now: Instant): SpanOfTime {
  const startOf = (date: string) => startOfDate(timeZone, date)
  const until =
    asked.until === undefined ? startOf(addDays(dateAt(timeZone, now), 1)) : momentIn(timeZone, asked.until, 'until')
  const from =
    asked.from === undefined
      ? startOf(addDays(dateAt(timeZone, after(until, -1)), 1 - defaultPeriodDays))
      : momentIn(timeZone, asked.from, 'from')
  if (until <= from) throw invalid('until', 'invalid', 'The period ends before it begins.')
  // A quarter in which clocks go back has an hour more.
  if (until - from > longestPeriodDays * 24 * hour + hour)
    throw invalid('until', 'too_long', `A period has at most ${longestPeriodDays} days.`)
  return { from, until }
}
