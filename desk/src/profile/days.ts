import type { Weekday } from '@baton/core/calendar'

const days: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
/** A Monday. */
const first = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

/** What the days are called, from Monday on. */
export function dayNames(language: string): [Weekday, { short: string; long: string }][] {
  const named = (weekday: 'short' | 'long') => new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' })
  const [short, long] = [named('short'), named('long')]
  return days.map((day, index) => {
    const at = first + index * dayMs
    return [day, { short: short.format(at), long: long.format(at) }]
  })
}
