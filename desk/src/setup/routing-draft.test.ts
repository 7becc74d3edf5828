import { checkCalendar, weekdays } from '@baton/core/calendar'
import { schemaProblems } from '@baton/core/flow'
import { groupPicks, type RoutingSettings, routingSettings } from '@baton/core/routing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noDeadlines } from './deadlines-draft.ts'
import { weekOf } from './hours-text.ts'
import {
  draftOf,
  draftWithin,
  errorsUnder,
  type HoursDraft,
  neverOpens,
  nextKey,
  officeHours,
  type RoutingDraft,
  saysNothing,
  settingsOf,
} from './routing-draft.ts'

const word = fc.string({ minLength: 1, maxLength: 10 })
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 })
const someOf = <T>(record: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(record, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>
const two = (value: number) => String(value).padStart(2, '0')
const time = fc.integer({ min: 0, max: 1_439 }).map((at) => `${two(Math.floor(at / 60))}:${two(at % 60)}`)
const period = fc.record({ from: time, to: fc.oneof(time, fc.constant('24:00')) }).filter(({ from, to }) => from !== to)
const periods = fc.array(period, { maxLength: 3 })
const day = fc.integer({ min: 1, max: 28 }).map(two)
const month = fc.integer({ min: 1, max: 12 }).map(two)
const date = fc.tuple(fc.constantFrom('2026', '2027'), month, day).map((parts) => parts.join('-'))
const name = word.filter((text) => text.trim() === text)

const calendar = fc.record({
  name,
  timeZone: fc.constantFrom('Europe/Berlin', 'UTC'),
  weekly: fc
    .array(fc.array(period, { minLength: 1, maxLength: 3 }), { maxLength: 7 })
    .map((lists) => Object.fromEntries(lists.map((list, index) => [weekdays[index], list]))),
  exceptions: fc.array(fc.record({ from: date, until: date, name, periods }, { requiredKeys: ['from', 'periods'] }), {
    maxLength: 3,
  }),
  holidays: fc.array(
    fc.record(
      { date: fc.tuple(month, day).map((parts) => parts.join('-')), name, periods },
      { requiredKeys: ['date', 'periods'] },
    ),
    { maxLength: 3 },
  ),
})

const deadline = fc.integer({ min: 1, max: 30 * 86_400 })

const settings = fc.record(
  {
    automatic: fc.boolean(),
    pick: fc.constantFrom(...groupPicks),
    limit: fc.nat(1_000),
    channelWeights: fc.dictionary(name, fc.integer({ min: 1, max: 100 }), { maxKeys: 4, noNullPrototype: true }),
    holdIsFree: fc.boolean(),
    offer: fc.option(
      someOf({
        seconds: fc.integer({ min: 5, max: 3_600 }),
        coolDownSeconds: fc.nat(86_400),
        rounds: fc.integer({ min: 1, max: 100 }),
      }),
    ),
    ramp: fc.option(
      fc.record(
        { everySeconds: fc.integer({ min: 1, max: 86_400 }), lastsSeconds: fc.integer({ min: 1, max: 86_400 }) },
        { requiredKeys: ['everySeconds'] },
      ),
    ),
    required: someOf({ skills: words, languages: words }),
    preferred: someOf({ skills: words, languages: words }),
    fallbacks: fc.array(fc.record({ group: word, afterSeconds: fc.nat(86_400) }), { maxLength: 10 }),
    deadlines: someOf({
      unanswered: fc.oneof(
        fc.record({ afterSeconds: deadline, outcome: fc.constant('withdraw') }),
        fc.record({ afterSeconds: deadline, outcome: fc.constant('interaction'), interaction: name }),
        fc.record({ afterSeconds: deadline, outcome: fc.constant('group'), group: word }),
      ),
      waiting: fc.record({ afterSeconds: deadline, interaction: name }),
      firstAnswer: fc.record({ afterSeconds: deadline }),
      unreachable: fc.record({ afterSeconds: deadline, outcome: fc.constantFrom('requeue', 'hand_back') }),
      idle: fc
        .tuple(
          fc.integer({ min: 40, max: 30 * 86_400 }),
          fc.option(fc.integer({ min: 20, max: 86_400 }), { nil: undefined }),
        )
        .chain(([afterSeconds, warnSeconds]) =>
          fc.record({
            afterSeconds: fc.constant(afterSeconds),
            ...(warnSeconds !== undefined &&
              warnSeconds <= afterSeconds / 2 && { warnSeconds: fc.constant(warnSeconds) }),
            outcome: fc.constantFrom('hand_back', 'close'),
          }),
        ),
      wrapUp: fc.record({ afterSeconds: deadline }),
      away: fc.record({ afterSeconds: deadline }),
    }),
    calendar: fc.option(calendar),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RoutingSettings>

describe('settings and what is edited of them', () => {
  test('[RO-21] whatever is set comes back as it was, and fits the form that the server asks for', () => {
    fc.assert(
      fc.property(settings, (before) => {
        expect(schemaProblems(routingSettings, before)).toEqual([])
        expect(settingsOf(draftOf(before))).toEqual({ settings: before, errors: [] })
      }),
      { seed: 21 },
    )
  })

  test('[RO-24] a deadline without a time, or without the interaction it starts, cannot be saved', () => {
    const missing = settingsOf({
      deadlines: {
        ...noDeadlines,
        unanswered: { amount: null, unit: 'minutes', outcome: 'interaction', interaction: ' ', group: null },
        firstAnswer: { amount: null, unit: 'minutes' },
        idle: { amount: 30, unit: 'minutes', outcome: 'close', warn: { amount: null, unit: 'minutes' } },
      },
    })
    expect(missing.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'deadlines.unanswered.afterSeconds no_delay',
      'deadlines.firstAnswer.afterSeconds no_delay',
      'deadlines.unanswered.interaction no_interaction',
    ])
    expect(missing.settings.deadlines?.idle).toEqual({ afterSeconds: 1_800, outcome: 'close' })
  })

  test('[RO-22] [RO-24] nor can one without the group it passes on to, without what runs meanwhile, or with a warning of more than half of it', () => {
    const missing = settingsOf({
      deadlines: {
        ...noDeadlines,
        unanswered: { amount: 5, unit: 'minutes', outcome: 'group', interaction: '', group: null },
        waiting: { amount: 1, unit: 'minutes', interaction: '' },
        idle: { amount: 2, unit: 'minutes', outcome: 'close', warn: { amount: 61, unit: 'seconds' } },
      },
    })
    expect(missing.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'deadlines.unanswered.group no_group_named',
      'deadlines.waiting.interaction no_interaction',
      'deadlines.idle.warnSeconds too_large',
    ])
  })

  test.each([
    [39, null, 'deadlines.idle.afterSeconds warning_too_short'],
    [600, 19, 'deadlines.idle.warnSeconds warning_too_short'],
    [40, 20, undefined],
    [40, null, undefined],
  ])('[A-12] %i s of silence, warned of %j s before: nobody has less than 20 s to answer', (amount, warn, problem) => {
    const idle = { amount, unit: 'seconds', outcome: 'close', warn: { amount: warn, unit: 'seconds' } } as const
    const { errors } = settingsOf({ deadlines: { ...noDeadlines, idle } })
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(problem === undefined ? [] : [problem])
  })

  test('[RO-10] [RO-32] weights need a channel each and a number, and a ramp needs its distance', () => {
    const missing = settingsOf({
      channelWeights: [
        { key: 0, channel: 'web', weight: 2 },
        { key: 1, channel: ' ', weight: 2 },
        { key: 2, channel: 'web ', weight: null },
      ],
      ramp: { everySeconds: null, lastsSeconds: null },
    })
    expect(missing.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'channelWeights[1].channel no_channel',
      'channelWeights[2].channel channel_twice',
      'channelWeights[2].weight no_weight',
      'ramp.everySeconds no_delay',
    ])
  })

  test('[RO-30] what an offer leaves empty is left out, and not asking is said, for the workspace may ask', () => {
    expect(settingsOf(draftOf({ offer: {} })).settings).toEqual({ offer: {} })
    expect(settingsOf(draftOf({ offer: null, ramp: null })).settings).toEqual({ offer: null, ramp: null })
    expect(draftWithin(draftOf({ offer: { seconds: 9 } }), draftOf({ offer: null })).offer).toBeNull()
  })

  test('[RO-10] no limit is said by leaving it out: it means the same', () => {
    expect(settingsOf(draftOf({ limit: null })).settings).toEqual({})
    expect(settingsOf(draftOf({ limit: 0 })).settings).toEqual({ limit: 0 })
  })

  test('[RO-31] [RO-40] asking for nothing and being always open are said, for the workspace may say otherwise', () => {
    const before: RoutingSettings = { required: {}, calendar: null, fallbacks: [], automatic: false }
    expect(settingsOf(draftOf(before)).settings).toEqual(before)
    expect(saysNothing(draftOf(before))).toBe(false)
    expect(saysNothing(draftOf({}))).toBe(true)
  })

  test('[RO-22] a delay is in minutes where they are whole, and each row has a key of its own', () => {
    const { fallbacks = [] } = draftOf({
      fallbacks: [0, 60, 90].map((afterSeconds, index) => ({ group: `grp_${index}`, afterSeconds })),
    })
    expect(fallbacks.map(({ amount, unit }) => `${amount} ${unit}`)).toEqual(['0 seconds', '1 minutes', '90 seconds'])
    expect([...fallbacks.map(({ key }) => key), nextKey(fallbacks), nextKey([])]).toEqual([0, 1, 2, 3, 0])
  })
})

describe('what cannot be saved yet', () => {
  test('[RO-22] [RO-40] is named with its place', () => {
    const hours: HoursDraft = {
      ...officeHours('Support', 'UTC'),
      week: { ...officeHours('', 'UTC').week, friday: 'noon' },
      exceptions: [
        { key: 0, from: '2026-12-24', until: '', name: '', hours: '' },
        { key: 1, from: '', until: '', name: '', hours: '9-' },
      ],
      holidays: [{ key: 0, month: 12, day: null, name: '', hours: '25-26' }],
    }
    const fallbacks: RoutingDraft['fallbacks'] = [
      { key: 0, group: 'grp_1', amount: 1, unit: 'minutes' },
      { key: 1, group: null, amount: null, unit: 'minutes' },
    ]
    expect(settingsOf({ hours, fallbacks }).errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'fallbacks[1].group no_group',
      'fallbacks[1].afterSeconds no_delay',
      'calendar.weekly.friday unreadable_hours',
      'calendar.exceptions[1].from no_date',
      'calendar.exceptions[1].periods unreadable_hours',
      'calendar.holidays[0].date no_date',
      'calendar.holidays[0].periods unreadable_hours',
    ])
  })

  test('[RO-21] an error is found at its field or inside of it, and at no neighbour', () => {
    const at = (path: string) => ({ path, code: 'x', message: '' })
    const errors = ['fallbacks[1].group', 'fallbacks[10].group', 'limit', 'calendar.weekly.monday[0].to'].map(at)
    const found = (path: string) => errorsUnder(errors, path).map((error) => error.path)
    expect(found('fallbacks[1]')).toEqual(['fallbacks[1].group'])
    expect(found('limit')).toEqual(['limit'])
    expect(found('calendar.weekly.monday')).toEqual(['calendar.weekly.monday[0].to'])
    expect(found('calendar.weekly.mon')).toEqual([])
  })
})

describe('opening hours', () => {
  test('[RO-40] new ones are such that the server takes them', () => {
    const { settings: made } = settingsOf({ hours: officeHours('Support', 'Europe/Berlin') })
    expect(checkCalendar(made.calendar)).toEqual({ errors: [], warnings: [] })
  })

  test('[RO-40] they never open without any period, also where nobody opens on a date', () => {
    const closed: HoursDraft = { ...officeHours('x', 'UTC'), week: weekOf(() => '') }
    const line = { key: 0, from: '2026-12-24', until: '', name: '', hours: '' }
    expect(neverOpens(closed)).toBe(true)
    expect(neverOpens({ ...closed, exceptions: [line] })).toBe(true)
    expect(neverOpens({ ...closed, exceptions: [{ ...line, hours: '9-12' }] })).toBe(false)
    expect(neverOpens(officeHours('x', 'UTC'))).toBe(false)
  })
})

test('[RO-10] [RO-40] what a group leaves out is the workspace’s, also when it says off, nothing or always', () => {
  const workspace = draftOf({ automatic: true, pick: 'random', limit: 3, required: { skills: ['a'] } })
  const own = draftOf({ automatic: false, required: {}, calendar: null })
  expect(draftWithin(workspace, own)).toMatchObject({
    automatic: false,
    pick: 'random',
    limit: 3,
    required: { skills: [], languages: [] },
    hours: null,
  })
})
