import type { Instant } from '../time.ts'
import { type CalendarSettings, type Period, type Weekday, weekdays } from './calendar.ts'
import { isOpen, nextChange } from './opening.ts'
import { type HoursOfDate, planOf } from './plan.ts'
import { dateOf, dayOf, timeOf, weekdayOf } from './wall.ts'
import { pieceAt } from './zone.ts'

/** What the clock and the leaf on the wall show. */
export type WallMoment = { date: string; weekday: Weekday; time: string }

/** [RO-40] What can be said of a calendar at a moment, for whoever puts it into words of a language. */
export type Description = {
  isOpen: boolean
  /** Today on the calendar's own wall: which hours begin, and why these. */
  today: WallMoment & HoursOfDate
  /** The next opening or closing, on the same wall; `inDays` is 0 today, 1 tomorrow. Null: none for years. */
  next: (WallMoment & { at: Instant; opens: boolean; inDays: number }) | null
  /** The week from Monday on; neighbours with the same hours are one line. */
  week: { days: Weekday[]; periods: readonly Period[] }[]
}

export function describeCalendar(calendar: CalendarSettings, at: Instant): Description {
  const { timeZone } = calendar
  const today = dayOf(wallOf(timeZone, at))
  const change = nextChange(calendar, at)
  return {
    isOpen: isOpen(calendar, at),
    today: { ...onWall(timeZone, at), ...planOf(calendar).hoursOn(today) },
    next: change && { ...change, ...onWall(timeZone, change.at), inDays: dayOf(wallOf(timeZone, change.at)) - today },
    week: linesOfWeek(calendar),
  }
}

/** A moment as the wall of a time zone shows it. */
export function onWall(timeZone: string, at: Instant): WallMoment {
  const wall = wallOf(timeZone, at)
  return { date: dateOf(dayOf(wall)), weekday: weekdayOf(dayOf(wall)), time: timeOf(wall) }
}

function wallOf(timeZone: string, at: Instant): number {
  return at + pieceAt(timeZone, at).offset
}

function linesOfWeek({ weekly }: CalendarSettings): Description['week'] {
  const lines: Description['week'] = []
  for (const weekday of weekdays) {
    const periods = weekly[weekday] ?? []
    const last = lines.at(-1)
    if (last !== undefined && isSame(last.periods, periods)) last.days.push(weekday)
    else lines.push({ days: [weekday], periods })
  }
  return lines
}

function isSame(some: readonly Period[], others: readonly Period[]): boolean {
  const inWords = (periods: readonly Period[]) => periods.map(({ from, to }) => `${from} ${to}`).join()
  return inWords(some) === inWords(others)
}
