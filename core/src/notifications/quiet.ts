import type { Weekday } from '../calendar/calendar.ts'
import type { Instant } from '../time.ts'
import type { QuietHours } from './settings.ts'

/** Its own list: the desk has this on every page, and the calendar's would bring along the schemas. */
const days: readonly string[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] satisfies Weekday[]

/** [U-13] Whether it is quiet at a moment. Hours that begin and end at the same time last the whole day. */
export function isQuiet(quiet: QuietHours | null, now: Instant): boolean {
  if (quiet === null) return false
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)]
  const { day, minutes } = wallClock(quiet.timeZone, now)
  const begins = (index: number) => quiet.days.some((one) => one === days.at(index))
  if (from < until) return begins(day) && minutes >= from && minutes < until
  return (begins(day) && minutes >= from) || (begins(day - 1) && minutes < until)
}

/** Of `HH:MM`, since midnight. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What a clock shows there: the day of the week, 0 for Monday, and the minutes since midnight. */
function wallClock(timeZone: string, now: Instant): { day: number; minutes: number } {
  const parts = clockOf(timeZone).formatToParts(now)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  const day = days.indexOf(part('weekday').toLowerCase())
  return { day, minutes: Number(part('hour')) * 60 + Number(part('minute')) }
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const options = { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const made = new Intl.DateTimeFormat('en-US', options)
  clocks.set(timeZone, made)
  return made
}
