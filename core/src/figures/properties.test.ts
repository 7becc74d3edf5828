/** Random days, made by the real rules, and what must hold for each: against a count that looks at every ten seconds. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { type Command, decide } from '../command/index.ts'
import type { ConversationEvent } from '../conversation/event.ts'
import { asId, type ContactId, type ConversationId } from '../ids.ts'
import { by, contactSays, flowOf, group, opening, operator, operatorSays, program, team, world } from '../testing.ts'
import { after, type Instant } from '../time.ts'
import { listDefinitions } from './definitions.ts'
import { factsOf, type Rating, withNextWishes } from './facts.ts'
import type { FigureResults, FigureSettings } from './figures.ts'
import { humanTimeOf } from './handling.ts'
import type { PresenceInterval } from './presence.ts'
import { at, figuresOf } from './testing.ts'

const seed = 20_261_122
const start = at('09:00:00')
const tick = 10_000
const ticksOfDay = 1_200
const names = ['Ana', 'Bo', 'Cleo'] as const
const flow = flowOf()

type Step = { conversation: number; ticks: number; what: number; who: number }

/** What may happen next; whatever the rules refuse does not. */
function commandOf({ what, who }: Step, isNew: boolean): Command {
  const seat = operator({ name: names[who] ?? 'Ana', role: who === 0 ? 'supervisor' : 'operator' })
  const cause = 'desk'
  if (isNew) return contactSays(what === 0 ? null : 'hello', { opening: opening() })
  const commands: Command[] = [
    contactSays('hello'),
    {
      type: 'set_operator_state',
      settings: { mode: 'request_operator', operatorsGroup: 'support' },
      by: program,
      cause,
    },
    {
      type: 'set_operator_state',
      settings: { mode: 'operator_takeover', assignOperator: 'less_busy' },
      by: program,
      cause,
    },
    {
      type: 'set_operator_state',
      settings: { mode: 'operator_takeover', operatorsGroup: 'empty', onlyOnlineOperators: true },
      by: program,
      cause,
    },
    { type: 'claim', operator: seat.id, cause },
    { type: 'claim', operator: seat.id, cause },
    operatorSays(seat),
    operatorSays(seat),
    operatorSays(seat, 'for us', true),
    { type: 'transfer', to: { operator: seat.id }, by: program, cause },
    { type: 'transfer', to: { group: group(who === 0 ? 'support' : 'sales').id }, by: program, cause },
    { type: 'hand_over', by: by(seat), cause },
    { type: 'hand_over', by: program, cause },
    { type: 'close', by: what % 2 === 0 ? by(seat) : program, cause },
  ]
  return commands[what % commands.length] ?? contactSays('hello')
}

const step: fc.Arbitrary<Step> = fc.record({
  conversation: fc.nat(3),
  ticks: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 6, 30),
  what: fc.nat(27),
  who: fc.nat(names.length - 1),
})

/** The logs of one random day; the same team over all conversations. */
function logsOf(steps: readonly Step[]): ConversationEvent[][] {
  const given = world({
    team: team(names.map((name) => operator({ name }))),
    flow,
    chance: seededChance(1),
    now: start,
  })
  const logs = new Map<number, ConversationEvent[]>()
  const records = new Map<number, Parameters<typeof decide>[1]>()
  for (const one of steps) {
    given.now = after(given.now, one.ticks * tick)
    const id: ConversationId = asId<'conversation'>(`conv_${one.conversation}`)
    const record = records.get(one.conversation) ?? null
    const decided = decide(id, record, commandOf(one, record === null), given)
    if (!decided.ok) continue
    records.set(one.conversation, decided.value.record)
    const events = decided.value.events.map(({ event }) => event)
    logs.set(one.conversation, [...(logs.get(one.conversation) ?? []), ...events])
  }
  return [...logs.values()]
}

const moment = fc.nat(ticksOfDay).map((ticks) => after(start, ticks * tick))
const rating: fc.Arbitrary<Rating> = fc.record({ askedAt: moment, score: fc.constantFrom(null, 1, 2, 3, 4, 5) })

/** Some operators, each online now and then, with limits that are seldom kept. */
const presence: fc.Arbitrary<PresenceInterval[]> = fc
  .array(fc.tuple(fc.nat(2), moment, fc.integer({ min: 1, max: 300 }), fc.constantFrom(null, 1, 2), fc.boolean()), {
    maxLength: 8,
  })
  .map((list) =>
    list.map(([who, from, ticks, capacity, isOnline]) => {
      const { id } = operator({ name: names[who] ?? 'Ana' })
      return { operator: id, from, until: after(from, ticks * tick), status: isOnline ? 'online' : 'busy', capacity }
    }),
  )

const anyDay = fc
  .tuple(
    fc.array(step, { minLength: 40, maxLength: 120 }),
    presence,
    fc.array(fc.array(rating, { maxLength: 2 }), { maxLength: 6 }),
  )
  .map(([steps, intervals, ratings]) => {
    const logs = logsOf(steps)
    const facts = logs.map((log, index) => ({
      ...factsOf(log, { ratings: ratings[index] ?? [], wrapUpMs: 30_000 }),
      contact: asId<'contact'>(`contact_${index % 2}`) as ContactId,
    }))
    return { logs, facts: withNextWishes(facts), presence: intervals }
  })

const knownLongAfter: Partial<FigureSettings> = { knownUntil: at('00:00:00', '2026-01-08') }

test('in each handling the moments come in their order, and owners within it, one after another', () => {
  fc.assert(
    fc.property(anyDay, ({ facts }) => {
      for (const { handlings } of facts) {
        for (const [index, handling] of handlings.entries()) {
          const { startedAt, requestedAt, assignedAt, answeredAt, leftAt, endedAt, owned } = handling
          const end = endedAt ?? Number.POSITIVE_INFINITY
          for (const one of [requestedAt, assignedAt, answeredAt, leftAt]) {
            if (one !== null) expect(one >= startedAt && one <= end).toBe(true)
          }
          expect(handlings[index + 1]?.startedAt ?? end).toBeGreaterThanOrEqual(index + 1 < handlings.length ? end : 0)
          expect(owned.length > 0).toBe(assignedAt !== null)
          for (const [at, span] of owned.entries()) {
            expect(span.until ?? end).toBeLessThanOrEqual(owned[at + 1]?.from ?? end)
          }
          const humanTime = humanTimeOf(handling)
          if (humanTime !== null) expect(humanTime).toBeLessThanOrEqual(end - startedAt)
          expect(handling.outcome === 'open').toBe(answeredAt === null && endedAt === null)
        }
      }
    }),
    { seed, numRuns: 150 },
  )
})

test('counts, sums and bounds', () => {
  fc.assert(
    fc.property(anyDay, ({ facts, presence: intervals }) => {
      const results = figuresOf(facts, { ...knownLongAfter, presence: intervals })
      for (const { key, unit } of listDefinitions()) {
        const result = results[key]
        if (unit === 'share' && 'whole' in result) {
          expect(result.value === null).toBe(result.whole === 0)
          expect(result.part).toBeGreaterThanOrEqual(0)
          if (key !== 'utilisation') expect(result.part).toBeLessThanOrEqual(result.whole)
        }
        if ('medianMs' in result && result.count > 0) {
          const { medianMs, p90Ms, p95Ms } = result
          expect([medianMs, p90Ms, p95Ms].toSorted((a, b) => Number(a) - Number(b))).toEqual([medianMs, p90Ms, p95Ms])
        }
      }
      expect(results.speed_of_answer.count).toBe(results.answered.value)
      expect(results.first_response.count).toBeLessThanOrEqual(results.answered.value)
      expect(results.assignment_wait.count).toBeLessThanOrEqual(results.requests.value)
      expect(results.handle_time.count).toBeLessThanOrEqual(results.handled.value)
      expect(results.short_abandoned.value).toBeLessThanOrEqual(results.abandoned.value)
      expect(results.strict_containment.part).toBeLessThanOrEqual(results.deflection.part)
      expect(results.strict_containment.whole).toBe(results.deflection.whole)
      if (results.concurrency.value !== null) expect(results.concurrency.value).toBeGreaterThanOrEqual(1)
    }),
    { seed, numRuns: 150 },
  )
})

test('what is counted adds up over any two heaps, in any order', () => {
  fc.assert(
    fc.property(anyDay, fc.func(fc.boolean()), ({ facts, presence: intervals }, isLeft) => {
      const settings = { ...knownLongAfter, presence: intervals }
      const whole = figuresOf(facts, settings)
      expect(figuresOf(facts.toReversed(), settings)).toEqual(whole)
      const left = facts.map((one, index) => [one, isLeft(index)] as const)
      const heaps = [true, false].map((side) =>
        figuresOf(
          left.flatMap(([one, at]) => (at === side ? [one] : [])),
          settings,
        ),
      ) as [FigureResults, FigureResults]
      for (const { key } of listDefinitions()) {
        // Time with somebody in both heaps is the same time, and online time is in each.
        if (['occupancy', 'concurrency', 'utilisation'].includes(key)) continue
        expect([key, countsOf(heaps[0], key).map((count, at) => count + (countsOf(heaps[1], key)[at] ?? 0))]).toEqual([
          key,
          countsOf(whole, key),
        ])
      }
      expect(heaps[0].concurrency.part + heaps[1].concurrency.part).toBe(whole.concurrency.part)
      expect(heaps[0].occupancy.part + heaps[1].occupancy.part).toBeGreaterThanOrEqual(whole.occupancy.part)
    }),
    { seed, numRuns: 100 },
  )
})

function countsOf(results: FigureResults, key: keyof FigureResults): number[] {
  const result = results[key]
  if ('count' in result) return [result.count]
  return 'whole' in result ? [result.part, result.whole] : [result.value]
}

test('occupancy, utilisation and concurrency as seen every ten seconds', () => {
  fc.assert(
    fc.property(anyDay, ({ logs, facts, presence: intervals }) => {
      const seen = { online: 0, busy: 0, owned: 0, ownedWithLimit: 0, seats: 0 }
      const last = after(start, (ticksOfDay + 300) * tick)
      const timelines = logs.map((log) => ownersByTick(log, last))
      for (let now = 0; now < ticksOfDay + 300; now += 1) {
        for (const name of names) {
          const { id } = operator({ name })
          const span = presenceAt(intervals, id, after(start, now * tick))
          if (span === undefined) continue
          const load = timelines.filter((owners) => owners[now] === id).length
          seen.online += tick
          seen.owned += load * tick
          if (load > 0) seen.busy += tick
          if (span.capacity === null) continue
          seen.ownedWithLimit += load * tick
          seen.seats += span.capacity * tick
        }
      }
      const results = figuresOf(facts, { presence: intervals })
      expect([results.occupancy.part, results.occupancy.whole]).toEqual([seen.busy, seen.online])
      expect([results.concurrency.part, results.concurrency.whole]).toEqual([seen.owned, seen.busy])
      expect([results.utilisation.part, results.utilisation.whole]).toEqual([seen.ownedWithLimit, seen.seats])
    }),
    { seed, numRuns: 60 },
  )
})

/** Who owned the conversation in each ten seconds, by the last event that said so. */
function ownersByTick(log: readonly ConversationEvent[], last: Instant): (string | null)[] {
  const owners: (string | null)[] = []
  let owner: string | null = null
  let index = 0
  for (let now = start; now < last; now = after(now, tick)) {
    for (; index < log.length && (log[index]?.at ?? 0) <= now; index += 1) {
      const event = log[index]
      if (event === undefined || !('from' in event.data)) continue
      owner = event.data.to.chatState === 'taken_over' ? (event.data.to.operator?.id ?? null) : null
    }
    owners.push(owner)
  }
  return owners
}

/** Where intervals overlap, the one that began first goes on. */
function presenceAt(intervals: readonly PresenceInterval[], id: string, now: Instant): PresenceInterval | undefined {
  return intervals
    .filter(({ operator: who, status }) => who === id && status === 'online')
    .toSorted((one, other) => one.from - other.from)
    .find(({ from, until }) => from <= now && now < until)
}

test('the random days hold all that is looked for', () => {
  const seen: FigureResults[] = []
  fc.assert(
    fc.property(anyDay, ({ facts, presence: intervals }) => {
      seen.push(figuresOf(facts, { ...knownLongAfter, presence: intervals }))
    }),
    { seed, numRuns: 150 },
  )
  const never = listDefinitions().filter(({ key }) => seen.every((results) => (countsOf(results, key)[0] ?? 0) === 0))
  // Nothing makes offers yet.
  expect(never.map(({ key }) => key)).toEqual(['missed_offer_rate', 'decline_rate'])
})
