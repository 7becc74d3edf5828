/** [RO-40] When calendars are open. Where several are given, it is open while all of them are; none: always. */

import { after, type Instant, instant } from '../time.ts'
import type { CalendarSettings } from './calendar.ts'
import { type Plan, planOf, type Stretch } from './plan.ts'
import { dayLength, dayOf, minute, minutesOfDay } from './wall.ts'
import { pieceAt } from './zone.ts'

export type Calendars = CalendarSettings | readonly CalendarSettings[]

export type OpeningChange = { at: Instant; opens: boolean }

/** How far ahead a change is looked for: a little more than eight years, so that a 29 February is always among them. */
export const daysAhead = 3_000

export function isOpen(calendars: Calendars, at: Instant): boolean {
  return listOf(calendars).every((calendar) => isOpenAt(calendar, at))
}

/** The first moment after `at` at which it opens or closes; null when it does not within `daysAhead`. */
export function nextChange(calendars: Calendars, at: Instant): OpeningChange | null {
  return changeBefore(listOf(calendars), at, after(at, daysAhead * dayLength))
}

/** For how many milliseconds of the time from `from` to `to` it is open; 0 when `to` is not later. */
export function openBetween(calendars: Calendars, from: Instant, to: Instant): number {
  const list = listOf(calendars)
  let [at, open, total] = [from, isOpen(list, from), 0]
  while (at < to) {
    const change = changeBefore(list, at, to)
    const end = change?.at ?? to
    if (open) total += end - at
    ;[at, open] = [end, change?.opens ?? open]
  }
  return total
}

function listOf(calendars: Calendars): readonly CalendarSettings[] {
  return 'weekly' in calendars ? [calendars] : calendars
}

function isOpenAt(calendar: CalendarSettings, at: Instant): boolean {
  return isOpenOnWall(planOf(calendar), at + pieceAt(calendar.timeZone, at).offset)
}

/** The first change of all together, after `at` and before `limit`. */
function changeBefore(calendars: readonly CalendarSettings[], at: Instant, limit: Instant): OpeningChange | null {
  let moment = at
  for (;;) {
    const closed = calendars.filter((calendar) => !isOpenAt(calendar, moment))
    if (closed.length === 0) return moment === at ? firstClosing(calendars, at, limit) : { at: moment, opens: true }
    // It stays closed until each of these has opened; by then another may have closed.
    const openings = closed.map((calendar) => changeOfOne(calendar, moment, limit))
    for (const opening of openings) {
      if (opening === null) return null
      moment = instant(Math.max(moment, opening.at))
    }
  }
}

function firstClosing(calendars: readonly CalendarSettings[], at: Instant, limit: Instant): OpeningChange | null {
  const closings = calendars.flatMap((calendar) => changeOfOne(calendar, at, limit) ?? [])
  return closings.reduce<OpeningChange | null>((first, one) => (first && first.at <= one.at ? first : one), null)
}

/** Between two changes of the zone the wall goes as fast as time; at one it jumps, which may itself open or close. */
function changeOfOne(calendar: CalendarSettings, at: Instant, limit: Instant): OpeningChange | null {
  const plan = planOf(calendar)
  if (!plan.hasPeriods) return null
  const open = isOpenAt(calendar, at)
  for (let moment = at; moment < limit; ) {
    const { until, offset } = pieceAt(calendar.timeZone, moment)
    const end = Math.min(until, limit)
    const change = wallChange(plan, moment + offset, end + offset, open)
    if (change !== null) return { at: instant(change - offset), opens: !open }
    moment = instant(end)
    if (moment < limit && isOpenAt(calendar, moment) !== open) return { at: moment, opens: !open }
  }
  return null
}

function isOpenOnWall(plan: Plan, wall: number): boolean {
  const day = dayOf(wall)
  const minutes = (wall - day * dayLength) / minute
  return plan.stretchesOn(day).some(({ from, to }) => from <= minutes && minutes < to)
}

/** The first moment on the wall after `wall` and before `limit` at which it is no longer as it is at `wall`. */
function wallChange(plan: Plan, wall: number, limit: number, open: boolean): number | null {
  for (let day = dayOf(wall); day * dayLength < limit; day += 1) {
    const midnight = day * dayLength
    const change = open
      ? closingOn(plan.stretchesOn(day), wall - midnight)
      : openingOn(plan.stretchesOn(day), wall - midnight)
    if (change !== null) return midnight + change < limit ? midnight + change : null
  }
  return null
}

/** Milliseconds of the day; `since` is negative when the day has only been reached. */
function openingOn(stretches: readonly Stretch[], since: number): number | null {
  const opening = stretches.find(({ from }) => from * minute > since)
  return opening === undefined ? null : opening.from * minute
}

/** Open until midnight is no closing: the next day says whether it goes on. */
function closingOn(stretches: readonly Stretch[], since: number): number | null {
  const current = stretches.find(({ to }) => to * minute > since)
  if (current === undefined || current.from * minute > Math.max(since, 0)) return Math.max(since, 0)
  return current.to === minutesOfDay ? null : current.to * minute
}
