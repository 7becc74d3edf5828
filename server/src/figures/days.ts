import { onWall } from '@baton/core/calendar'
import { after, type Instant, instant } from '@baton/core/time'

/** A day of a time zone, or what of it lies in a period. `until` is not included. */
export type Day = { date: string; from: Instant; until: Instant }

const dayMs = 86_400_000
/** No clock is further from UTC than this. */
const furthestOffsetMs = 15 * 3_600_000

/** The first moment of a date where the clocks of a zone show it, also where they skip midnight. */
export function startOfDate(timeZone: string, date: string): Instant {
  const utc = Date.parse(`${date}T00:00:00Z`)
  let [low, high] = [utc - furthestOffsetMs, utc + furthestOffsetMs]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (onWall(timeZone, instant(middle)).date < date) low = middle + 1
    else high = middle
  }
  return instant(low)
}

export function dateAt(timeZone: string, at: Instant): string {
  return onWall(timeZone, at).date
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** A period day by day; the first and the last may be parts of days. */
export function daysBetween(timeZone: string, from: Instant, until: Instant): Day[] {
  const days: Day[] = []
  for (let at = from; at < until; ) {
    const date = dateAt(timeZone, at)
    const next = startOfDate(timeZone, addDays(date, 1))
    // A zone that left a day out has no moment of it.
    const end = instant(Math.min(until, Math.max(next, after(at, 1))))
    days.push({ date, from: at, until: end })
    at = end
  }
  return days
}
