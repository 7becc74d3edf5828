/**
 * Routing while it is edited. What the settings leave out is undefined here, too: for a group the workspace's setting
 * counts then. Times and numbers are as they were typed.
 */
import type { CalendarSettings } from '@baton/core/calendar'
import type { GroupPick, RoutingSettings } from '@baton/core/routing'
import type { FieldError } from '../api/problem.ts'
import { type DeadlinesDraft, deadlinesDraft, deadlinesOf, missingInDeadlines } from './deadlines-draft.ts'
import { readHours, type WeekText, weekdays, weekOf, writeHours, writeWeek } from './hours-text.ts'
import { type SpanDraft, secondsOf, spanOf } from './span-draft.ts'

export type AbilitiesDraft = { skills: string[]; languages: string[] }
/** `key` tells rows apart while they are moved. */
export type FallbackDraft = { key: number; group: string | null } & SpanDraft
export type ExceptionDraft = { key: number; from: string; until: string; name: string; hours: string }
/** `month` is 1 to 12. */
export type HolidayDraft = { key: number; month: number | null; day: number | null; name: string; hours: string }

export type HoursDraft = {
  name: string
  timeZone: string
  week: WeekText
  exceptions: ExceptionDraft[]
  holidays: HolidayDraft[]
}

/** [RO-30] What is empty is as usual. */
export type OfferDraft = { seconds: number | null; coolDownSeconds: number | null; rounds: number | null }
/** [RO-32] `lastsSeconds` empty: as usual. */
export type RampDraft = { everySeconds: number | null; lastsSeconds: number | null }
export type WeightDraft = { key: number; channel: string; weight: number | null }

export type RoutingDraft = {
  automatic?: boolean | undefined
  pick?: GroupPick | undefined
  limit?: number | undefined
  /** Only the workspace has it. */
  channelWeights?: WeightDraft[] | undefined
  holdIsFree?: boolean | undefined
  /** Null: assigned without asking. */
  offer?: OfferDraft | null | undefined
  /** Null: newcomers are like everybody. */
  ramp?: RampDraft | null | undefined
  required?: AbilitiesDraft | undefined
  preferred?: AbilitiesDraft | undefined
  fallbacks?: FallbackDraft[] | undefined
  deadlines?: DeadlinesDraft | undefined
  /** Null: always open. */
  hours?: HoursDraft | null | undefined
}

export function draftOf(settings: RoutingSettings): RoutingDraft {
  const { automatic, pick, limit, channelWeights, holdIsFree, offer, ramp } = settings
  const { required, preferred, fallbacks, deadlines, calendar } = settings
  return {
    automatic,
    pick,
    limit: limit ?? undefined,
    channelWeights:
      channelWeights && Object.entries(channelWeights).map(([channel, weight], key) => ({ key, channel, weight })),
    holdIsFree,
    offer: offer && {
      seconds: offer.seconds ?? null,
      coolDownSeconds: offer.coolDownSeconds ?? null,
      rounds: offer.rounds ?? null,
    },
    ramp: ramp && { everySeconds: ramp.everySeconds, lastsSeconds: ramp.lastsSeconds ?? null },
    required: required && abilitiesDraft(required),
    preferred: preferred && abilitiesDraft(preferred),
    fallbacks: fallbacks?.map(({ group, afterSeconds }, key) => ({ key, group, ...spanOf(afterSeconds) })),
    deadlines: deadlines && deadlinesDraft(deadlines),
    hours: calendar && hoursDraft(calendar),
  }
}

function abilitiesDraft({ skills = [], languages = [] }: Partial<AbilitiesDraft>): AbilitiesDraft {
  return { skills, languages }
}

export function hoursDraft({ name, timeZone, weekly, exceptions, holidays }: CalendarSettings): HoursDraft {
  return {
    name,
    timeZone,
    week: writeWeek(weekly),
    exceptions: exceptions.map((one, key) => ({
      key,
      from: one.from,
      until: one.until ?? '',
      name: one.name ?? '',
      hours: writeHours(one.periods),
    })),
    holidays: holidays.map(({ date, name: called = '', periods }, key) => {
      const [month = null, day = null] = date.split('-').map(Number)
      return { key, month, day, name: called, hours: writeHours(periods) }
    }),
  }
}

/** A week of office hours to begin with, named after whose it is. */
export function officeHours(name: string, timeZone: string): HoursDraft {
  const office = writeHours([{ from: '09:00', to: '17:00' }])
  const week = weekOf((weekday) => (weekday === 'saturday' || weekday === 'sunday' ? '' : office))
  return { name, timeZone, week, exceptions: [], holidays: [] }
}

/** A key that no row has yet. */
export function nextKey(rows: readonly { key: number }[]): number {
  return rows.reduce((most, { key }) => Math.max(most, key + 1), 0)
}

/** What is sent, and where it cannot be yet: there the settings hold something that must not be saved. */
export function settingsOf(draft: RoutingDraft): { settings: RoutingSettings; errors: FieldError[] } {
  const { automatic, pick, limit, channelWeights, holdIsFree, offer, ramp } = draft
  const { required, preferred, fallbacks, deadlines, hours } = draft
  const settings: RoutingSettings = {
    ...(automatic !== undefined && { automatic }),
    ...(pick !== undefined && { pick }),
    ...(limit !== undefined && { limit }),
    ...(channelWeights && { channelWeights: weightsOf(channelWeights) }),
    ...(holdIsFree !== undefined && { holdIsFree }),
    ...(offer !== undefined && { offer: offer && offerOf(offer) }),
    ...(ramp !== undefined && { ramp: ramp && rampOf(ramp) }),
    ...(required && { required: abilitiesOf(required) }),
    ...(preferred && { preferred: abilitiesOf(preferred) }),
    ...(fallbacks && {
      fallbacks: fallbacks.map(({ group, amount, unit }) => ({
        group: group ?? '',
        afterSeconds: secondsOf({ amount, unit }),
      })),
    }),
    ...(deadlines && { deadlines: deadlinesOf(deadlines) }),
    ...(hours !== undefined && { calendar: hours && calendarOf(hours) }),
  }
  const errors = [
    ...missingInWeights(channelWeights ?? []),
    ...(ramp && ramp.everySeconds === null ? [fieldError('ramp.everySeconds', 'no_delay')] : []),
    ...missingIn(fallbacks ?? []),
    ...(deadlines ? missingInDeadlines(deadlines) : []),
    ...(hours ? unreadableIn(hours) : []),
  ]
  return { settings, errors }
}

function weightsOf(weights: readonly WeightDraft[]): Record<string, number> {
  return Object.fromEntries(weights.map(({ channel, weight }) => [channel.trim(), weight ?? 1]))
}

function offerOf({ seconds, coolDownSeconds, rounds }: OfferDraft): NonNullable<RoutingSettings['offer']> {
  return {
    ...(seconds !== null && { seconds }),
    ...(coolDownSeconds !== null && { coolDownSeconds }),
    ...(rounds !== null && { rounds }),
  }
}

function rampOf({ everySeconds, lastsSeconds }: RampDraft): NonNullable<RoutingSettings['ramp']> {
  return { everySeconds: everySeconds ?? 0, ...(lastsSeconds !== null && { lastsSeconds }) }
}

function abilitiesOf({ skills, languages }: AbilitiesDraft): Partial<AbilitiesDraft> {
  return { ...(skills.length > 0 && { skills }), ...(languages.length > 0 && { languages }) }
}

export function calendarOf({ name, timeZone, week, exceptions, holidays }: HoursDraft): CalendarSettings {
  return {
    name,
    timeZone,
    weekly: Object.fromEntries(
      weekdays.flatMap((weekday) => {
        const periods = readHours(week[weekday]) ?? []
        return periods.length === 0 ? [] : [[weekday, periods]]
      }),
    ),
    exceptions: exceptions.map(({ from, until, name: called, hours }) => ({
      from,
      ...(until !== '' && { until }),
      ...nameOf(called),
      periods: readHours(hours) ?? [],
    })),
    holidays: holidays.map(({ month, day, name: called, hours }) => ({
      date: `${twoDigits(month)}-${twoDigits(day)}`,
      ...nameOf(called),
      periods: readHours(hours) ?? [],
    })),
  }
}

function nameOf(name: string): { name?: string } {
  return name.trim() === '' ? {} : { name: name.trim() }
}

function twoDigits(value: number | null): string {
  return String(value ?? 0).padStart(2, '0')
}

function missingIn(fallbacks: readonly FallbackDraft[]): FieldError[] {
  return fallbacks.flatMap(({ group, amount }, index) => [
    ...(group === null ? [fieldError(`fallbacks[${index}].group`, 'no_group')] : []),
    ...(amount === null ? [fieldError(`fallbacks[${index}].afterSeconds`, 'no_delay')] : []),
  ])
}

function missingInWeights(weights: readonly WeightDraft[]): FieldError[] {
  return weights.flatMap(({ channel, weight }, index) => {
    const path = `channelWeights[${index}]`
    const isTwice = weights.findIndex((one) => one.channel.trim() === channel.trim()) !== index
    return [
      ...(channel.trim() === '' ? [fieldError(`${path}.channel`, 'no_channel')] : []),
      ...(channel.trim() !== '' && isTwice ? [fieldError(`${path}.channel`, 'channel_twice')] : []),
      ...(weight === null ? [fieldError(`${path}.weight`, 'no_weight')] : []),
    ]
  })
}

export function unreadableIn({ week, exceptions, holidays }: HoursDraft): FieldError[] {
  const unreadable = (hours: string, path: string) =>
    readHours(hours) === null ? [fieldError(`calendar.${path}`, 'unreadable_hours')] : []
  return [
    ...weekdays.flatMap((weekday) => unreadable(week[weekday], `weekly.${weekday}`)),
    ...exceptions.flatMap(({ from, hours }, index) => [
      ...(from === '' ? [fieldError(`calendar.exceptions[${index}].from`, 'no_date')] : []),
      ...unreadable(hours, `exceptions[${index}].periods`),
    ]),
    ...holidays.flatMap(({ month, day, hours }, index) => [
      ...(month === null || day === null ? [fieldError(`calendar.holidays[${index}].date`, 'no_date')] : []),
      ...unreadable(hours, `holidays[${index}].periods`),
    ]),
  ]
}

function fieldError(path: string, code: string): FieldError {
  return { path, code, message: '' }
}

/** Whether there is no period at all. */
export function neverOpens({ week, exceptions, holidays }: HoursDraft): boolean {
  const texts = [...Object.values(week), ...[...exceptions, ...holidays].map(({ hours }) => hours)]
  return texts.every((text) => readHours(text)?.length === 0)
}

/** [RO-10] [RO-40] What a group says for itself, and the workspace's for what it leaves out. */
export function draftWithin(workspace: RoutingDraft, own: RoutingDraft): RoutingDraft {
  const said = Object.entries(own).filter(([, value]) => value !== undefined)
  return { ...workspace, ...Object.fromEntries(said) }
}

export function saysNothing(draft: RoutingDraft): boolean {
  return Object.values(draft).every((value) => value === undefined)
}

export function errorsUnder(errors: readonly FieldError[], path: string): FieldError[] {
  return errors.filter((error) => error.path === path || /^[.[]/.test(under(error.path, path)))
}

function under(path: string, base: string): string {
  return path.startsWith(base) ? path.slice(base.length) : ''
}
