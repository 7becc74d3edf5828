/** Opening hours as people type and read them: `09:00–12:00, 13:00–17:00`; nothing is closed. */
import type { CalendarSettings, Period, Weekday } from '@baton/core/calendar'

/** Written out: the calendar's own list would bring its schema into the bundle. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[]

export const minutesOfDay = 1_440

/** The hours of each day as typed. */
export type WeekText = Record<Weekday, string>

const clock = String.raw`(\d{1,2})(?:[:.](\d{2}))?`
const spoken = new RegExp(String.raw`^${clock}\s*[-–—]\s*${clock}$`)

/** [RO-40] Periods in a text; null when it cannot be read. An end before its begin is on the next day. */
export function readHours(text: string): Period[] | null {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const periods = parts.flatMap((part) => readPeriod(part) ?? [])
  return periods.length === parts.length ? periods : null
}

function readPeriod(text: string): Period | null {
  const [, fromHours, fromMinutes, toHours, toMinutes] = spoken.exec(text) ?? []
  const [from, to] = [timeOf(fromHours, fromMinutes), timeOf(toHours, toMinutes)]
  return from === null || to === null || from === to || from === '24:00' ? null : { from, to }
}

function timeOf(hours: string | undefined, minutes = '00'): string | null {
  if (hours === undefined || Number(minutes) > 59) return null
  return Number(hours) * 60 + Number(minutes) > minutesOfDay ? null : `${hours.padStart(2, '0')}:${minutes}`
}

export function writeHours(periods: readonly Period[]): string {
  return periods.map(({ from, to }) => `${from}–${to}`).join(', ')
}

export function writeWeek(weekly: CalendarSettings['weekly']): WeekText {
  return weekOf((weekday) => writeHours(weekly[weekday] ?? []))
}

export function weekOf(hoursOn: (weekday: Weekday) => string): WeekText {
  return Object.fromEntries(weekdays.map((weekday) => [weekday, hoursOn(weekday)])) as WeekText
}

/** Minutes of one day; the end is not included. */
export type Stretch = { from: number; to: number }

/** When it is open on a day: its own hours up to midnight, and what is left of those of the evening before. */
export function stretchesOn(week: WeekText, weekday: Weekday): Stretch[] {
  const eve = weekdays[(weekdays.indexOf(weekday) + 6) % 7] ?? 'sunday'
  const left = spansIn(week[eve])
    .filter(({ to }) => to > minutesOfDay)
    .map(({ to }) => ({ from: 0, to: to - minutesOfDay }))
  const begun = spansIn(week[weekday]).map(({ from, to }) => ({ from, to: Math.min(to, minutesOfDay) }))
  return [...left, ...begun]
}

function spansIn(text: string): Stretch[] {
  return (readHours(text) ?? []).map((period) => {
    const [from, to] = [minutesAt(period.from), minutesAt(period.to)]
    return { from, to: to < from ? to + minutesOfDay : to }
  })
}

function minutesAt(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

/** The week from Monday on; neighbours with the same hours are one line. */
export function linesOfWeek(week: WeekText): { days: Weekday[]; hours: string }[] {
  const lines: { days: Weekday[]; hours: string }[] = []
  for (const weekday of weekdays) {
    const periods = readHours(week[weekday])
    const hours = periods === null ? week[weekday] : writeHours(periods)
    const last = lines.at(-1)
    if (last?.hours === hours) last.days.push(weekday)
    else lines.push({ days: [weekday], hours })
  }
  return lines
}
