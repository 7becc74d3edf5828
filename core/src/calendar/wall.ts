/**
 * What a clock on the wall shows, as a number: milliseconds since 1970-01-01 00:00 on that clock. On this line every day
 * has 24 hours and no date is missing; zones and their changes come in elsewhere.
 */
import { type Weekday, weekdays } from './calendar.ts'

export const minute = 60_000
export const minutesOfDay = 1_440
export const dayLength = minutesOfDay * minute

/** Days since 1970-01-01. */
export function dayOf(wall: number): number {
  return Math.floor(wall / dayLength)
}

export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 'monday'
}

/** `YYYY-MM-DD` as days since 1970-01-01; null when there is no such date. */
export function readDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const wall = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(wall) || dateOf(dayOf(wall)) !== text ? null : dayOf(wall)
}

/** `YYYY-MM-DD` */
export function dateOf(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10)
}

/** `MM-DD`, when there is such a day in any year; null otherwise. */
export function readYearlyDate(text: string): string | null {
  return readDate(`2000-${text}`) === null ? null : text
}

/** `MM-DD` */
export function yearlyDateOf(day: number): string {
  return dateOf(day).slice(-5)
}

/** `HH:MM` from 00:00 to 24:00 as minutes of the day; null when it is no time. */
export function readTime(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return null
  const total = Number(hours) * 60 + Number(minutes)
  return total <= minutesOfDay ? total : null
}

/** `HH:MM` */
export function timeOf(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16)
}
