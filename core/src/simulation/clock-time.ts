import { day, hour, minute } from './plan.ts'

const clockForm = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/
const dateForm = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/

/** `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff` as milliseconds since midnight, to `24:00`; null: it is none. */
export function readClock(text: string): number | null {
  const [, hours, minutes, seconds = '0'] = clockForm.exec(text.trim()) ?? []
  if (hours === undefined || Number(minutes) > 59 || Number(seconds) >= 60) return null
  const time = Number(hours) * hour + Number(minutes) * minute + Math.round(Number(seconds) * 1_000)
  return time <= day ? time : null
}

/**
 * An RFC 3339 time: `instant` in milliseconds UTC, `offset` of the clock on the wall that it was read from. A space for the
 * `T` is accepted, and what has no offset counts as UTC. Null: it is none.
 */
export function readDate(text: string): { instant: number; offset: number } | null {
  const [, date, clock = '00:00', zone = 'Z'] = dateForm.exec(text.trim()) ?? []
  const time = readClock(clock)
  const midnight = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
  if (time === null || Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null
  const offset = readOffset(zone)
  return { instant: midnight + time - offset, offset }
}

function readOffset(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const size = Number(digits.slice(0, 2)) * hour + Number(digits.slice(2)) * minute
  return zone.startsWith('-') ? -size : size
}
