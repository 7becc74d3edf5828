export {
  type Calendar,
  type CalendarId,
  type CalendarSettings,
  calendarSettings,
  type DateException,
  type Holiday,
  type Period,
  type Weekday,
  weekdays,
} from './calendar.ts'
export { checkCalendar } from './check-calendar.ts'
export { type Description, describeCalendar, onWall, type WallMoment } from './describe-calendar.ts'
export { type Calendars, daysAhead, isOpen, nextChange, type OpeningChange, openBetween } from './opening.ts'
