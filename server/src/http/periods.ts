import { fromRfc3339, type Instant } from '@baton/core/time'
import { Type } from 'typebox'
import { startOfDate } from '../figures/days.ts'
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
