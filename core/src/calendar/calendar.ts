import { type Static, Type } from 'typebox'
import type { Id } from '../ids.ts'

/** Opening hours (RO-40) as wall-clock times of one time zone. What a period means is said in `plan.ts`. */

export type CalendarId = Id<'calendar'>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

const period = Type.Object(
  {
    from: Type.String({ title: 'From', description: 'The clock shows HH:MM, 00:00 to 23:59.' }),
    to: Type.String({
      title: 'To',
      description: 'HH:MM, not included; 24:00 is the end of the day. Earlier than "from": on the next day.',
    }),
  },
  { additionalProperties: false },
)

const periods = Type.Array(period, { maxItems: 48 })
const name = Type.String({ minLength: 1, maxLength: 200, title: 'Name' })

/** A date or a range of dates, in one year, on which other hours hold than in the week. */
const exception = Type.Object(
  {
    from: Type.String({ title: 'From', description: 'YYYY-MM-DD' }),
    until: Type.Optional(
      Type.String({ title: 'Until', description: 'YYYY-MM-DD, included. Left out: that one day only.' }),
    ),
    name: Type.Optional(name),
    periods: Type.Array(period, { maxItems: 48, description: 'The hours of these days. None: closed.' }),
  },
  { additionalProperties: false },
)

const holiday = Type.Object(
  {
    date: Type.String({ title: 'Date', description: 'MM-DD, every year. 02-29 is in leap years only.' }),
    name: Type.Optional(name),
    periods: Type.Array(period, { maxItems: 48, description: 'The hours of this day. None: closed.' }),
  },
  { additionalProperties: false },
)

/** What is edited, stored and sent of a calendar. `checkCalendar` finds what a schema cannot say. */
export const calendarSettings = Type.Object(
  {
    name,
    timeZone: Type.String({ title: 'Time zone', description: 'A name such as Europe/Berlin.', maxLength: 100 }),
    weekly: Type.Object(
      {
        monday: Type.Optional(periods),
        tuesday: Type.Optional(periods),
        wednesday: Type.Optional(periods),
        thursday: Type.Optional(periods),
        friday: Type.Optional(periods),
        saturday: Type.Optional(periods),
        sunday: Type.Optional(periods),
      },
      { additionalProperties: false, title: 'Week' },
    ),
    exceptions: Type.Array(exception, { maxItems: 2_000, title: 'Exceptions' }),
    holidays: Type.Array(holiday, { maxItems: 366, title: 'Yearly holidays' }),
  },
  { additionalProperties: false, title: 'Calendar' },
)

export type Period = Static<typeof period>
export type DateException = Static<typeof exception>
export type Holiday = Static<typeof holiday>
export type CalendarSettings = Static<typeof calendarSettings>

/** [RO-40] The opening hours of a workspace, a group or an operator. Never changed in place: a changed one is another. */
export type Calendar = CalendarSettings & { id: CalendarId }
