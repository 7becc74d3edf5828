import { describe, expect, test } from 'vitest'
import { chiSquareTail, likelihood, normalTail } from '../routing/testing.ts'
import type { Figures } from './figures.ts'
import { minute } from './plan.ts'
import type { Happening } from './run.ts'
import { erlangA, erlangB, erlangC, figures, figuresOf, happenings, meanWaitC, poisson, simulation } from './testing.ts'

const unlikely = 0.001
const meanMinutes = 10
const seed = 7
/** A run begins with nobody talking. After so long, that no longer shows. */
const settleIn = 20 * meanMinutes * minute

/** Arrivals in an hour so that so many conversations would be open if nobody ever waited. */
function perHour(offered: number): number {
  return (offered * 60) / meanMinutes
}

function expectWithin(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance)
}

describe('the formulas themselves', () => {
  test('[RO-51] Erlang B and C are what the tables say', () => {
    expect(erlangB(10, 4.46)).toBeCloseTo(0.01, 4)
    expect(erlangB(100, 84.06)).toBeCloseTo(0.01, 4)
    expect(erlangB(5, 3)).toBeCloseTo(0.1101, 4)
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12)
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12)
    expect(erlangC(10, 8)).toBeCloseTo(0.4092, 4)
    expect(meanWaitC(1, 0.5)).toBeCloseTo(1, 12)
  })

  test('[RO-51] Erlang A is Erlang C when nobody leaves, and Poisson when all are as patient as chats are long', () => {
    const patient = erlangA(10, 8, 1e9)
    expect(patient.waitProbability).toBeCloseTo(erlangC(10, 8), 6)
    expect(patient.meanWait).toBeCloseTo(meanWaitC(10, 8), 6)
    expect(patient.abandonment).toBeCloseTo(0, 6)
    let below = 0
    for (let count = 0; count < 10; count += 1) below += poisson(8, count)
    const alike = erlangA(10, 8, 1)
    expect(alike.waitProbability).toBeCloseTo(1 - below, 10)
    // All that is offered is served or leaves: the served keep so many servers busy on average.
    let busy = 0
    for (let count = 0; count < 60; count += 1) busy += Math.min(count, 10) * poisson(8, count)
    expect(alike.abandonment).toBeCloseTo(1 - busy / 8, 10)
  })

  test('[RO-51] the tails of χ² and of the normal distribution are what the tables say', () => {
    expect(chiSquareTail(3.841, 1)).toBeCloseTo(0.05, 4)
    expect(chiSquareTail(27.877, 9)).toBeCloseTo(0.001, 5)
    expect(chiSquareTail(124.342, 100)).toBeCloseTo(0.05, 4)
    expect(normalTail(1.96)).toBeCloseTo(0.025, 4)
  })
})

describe('pooled operators with one conversation at a time', () => {
  // Waits are correlated for long: even of so many chats the mean wait varies by 1 to 2.5 % from seed to seed.
  test.each([
    [1, 0.6, 300_000],
    [2, 1.2, 300_000],
    [10, 8, 400_000],
    [20, 15, 400_000],
  ])('[RO-51] %i operators, %d offered: Erlang C within 3 %', (operators, offered, chats) => {
    const played = figuresOf({ seed, chats, arrivals: { perHour: perHour(offered) }, operators, limit: 1 })
    const waiting = erlangC(operators, offered)
    const rate = (operators - offered) / meanMinutes
    expectWithin(played.waitProbability, waiting, 0.03)
    expectWithin(played.meanWaitMinutes, meanWaitC(operators, offered) * meanMinutes, 0.03)
    expectWithin(played.wait.p95, waiting > 0.05 ? Math.log(waiting / 0.05) / rate : 0, 0.05)
    expectWithin(played.serviceLevel.F4, 1 - waiting * Math.exp((-rate * 20) / 60), 0.01)
    expectWithin(played.load.mean, offered, 0.02)
    expectWithin(played.occupancy, offered / operators, 0.02)
    expect(played.abandonment).toBe(0)
  })

  test.each([
    [1, 0.9, 1, 300_000],
    [5, 6, 0.5, 300_000],
    [10, 10, 2, 400_000],
    [30, 33, 3, 400_000],
  ])(
    '[RO-51] %i operators, %d offered, patience of %d lengths: Erlang A within 3 %',
    (operators, offered, patience, chats) => {
      const played = figuresOf({
        seed: 1,
        chats,
        arrivals: { perHour: perHour(offered) },
        patience: { meanMinutes: patience * meanMinutes },
        operators,
        limit: 1,
      })
      const theory = erlangA(operators, offered, patience)
      expectWithin(played.waitProbability, theory.waitProbability, 0.03)
      expectWithin(played.abandonment, theory.abandonment, 0.03)
      expectWithin(played.meanWaitMinutes, theory.meanWait * meanMinutes, 0.03)
      expectWithin(played.load.mean, offered * (1 - theory.abandonment), 0.02)
    },
  )

  test('[RO-51] nobody waits in mode assign: what finds all taken is Erlang B, and is counted apart', () => {
    const settings = { chats: 200_000, arrivals: { perHour: perHour(8) }, operators: 10, limit: 1, mode: 'assign' }
    const played = figuresOf(settings)
    expectWithin(played.unchanged ?? 0, erlangB(10, 8), 0.03)
    expect(played.unchanged).toBe(played.waitProbability)
    expect([played.meanWaitMinutes, played.abandonment, played.serviceLevel.F4]).toEqual([0, 0, 1])
  })

  test('[RO-51] by lognormal lengths of one operator: Pollaczek and Khinchine within 5 %', () => {
    const length = { meanMinutes, distribution: 'lognormal', cv2: 2 }
    const played = figuresOf({
      seed,
      chats: 500_000,
      arrivals: { perHour: perHour(0.6) },
      length,
      operators: 1,
      limit: 1,
    })
    expectWithin(played.meanWaitMinutes, ((0.6 * meanMinutes) / (1 - 0.6)) * (3 / 2), 0.05)
  })
})

describe('assignment at once, without limits', () => {
  const operators = 8
  const offered = 24
  const settings = { chats: 100_000, arrivals: { perHour: perHour(offered) }, operators, mode: 'assign' }

  /** Loads at moments so far apart that they tell nothing of each other. */
  function sampled(pick: string): number[][] {
    const loads = Array.from({ length: operators }, () => 0)
    const samples: number[][] = []
    let next = settleIn
    for (const happening of happenings(simulation({ ...settings, pick }))) {
      if (happening.at >= next) {
        samples.push([...loads])
        next += 4 * meanMinutes * minute
      }
      if (happening.type === 'assigned') loads[happening.operator] = (loads[happening.operator] ?? 0) + 1
      if (happening.type === 'ended') loads[happening.operator] = (loads[happening.operator] ?? 0) - 1
    }
    return samples
  }

  /** χ² of counts against a Poisson distribution, with both tails taken together. */
  function likelihoodOfPoisson(counts: readonly number[], mean: number, low: number, high: number): number {
    const cells = Array.from({ length: high - low + 1 }, (_, index) => index + low)
    const observed = cells.map((cell) => counts.filter((count) => Math.min(high, Math.max(low, count)) === cell).length)
    const upTo = (count: number) =>
      Array.from({ length: count + 1 }, (_, n) => poisson(mean, n)).reduce((a, b) => a + b, 0)
    const expected = cells.map((cell) =>
      cell === low ? upTo(low) : cell === high ? 1 - upTo(high - 1) : poisson(mean, cell),
    )
    return likelihood(observed, expected)
  }

  test.each([['random'], ['less_busy'], ['round_robin'], ['longest_idle'], ['two_choices']])(
    '[RO-51] %s: all open conversations together are Poisson, however they are shared',
    (pick) => {
      const totals = sampled(pick).map((loads) => loads.reduce((sum, load) => sum + load, 0))
      expect(totals.length).toBeGreaterThan(900)
      expect(likelihoodOfPoisson(totals, offered, 16, 32)).toBeGreaterThan(unlikely)
      expectWithin(figuresOf({ ...settings, pick }).load.mean, offered, 0.02)
    },
  )

  test('[RO-51] random: each operator is Poisson, and none tells anything of another', () => {
    const samples = sampled('random')
    const mean = offered / operators
    for (let operator = 0; operator < operators; operator += 1)
      expect(
        likelihoodOfPoisson(
          samples.map((loads) => loads[operator] ?? 0),
          mean,
          0,
          7,
        ),
      ).toBeGreaterThan(unlikely)
    for (let other = 1; other < operators; other += 1) {
      const product = samples.reduce((sum, loads) => sum + ((loads[0] ?? 0) - mean) * ((loads[other] ?? 0) - mean), 0)
      expect(Math.abs(product / samples.length / mean)).toBeLessThan(4 / Math.sqrt(samples.length))
    }
    const { load } = figuresOf({ ...settings, pick: 'random' })
    expectWithin(load.variancePerOperator, load.mean / operators, 0.03)
  })

  test('[RO-51] less busy spreads less than two choices, and these less than random', () => {
    const spreads = ['less_busy', 'two_choices', 'random'].map(
      (pick) => figuresOf({ ...settings, pick }).load.meanSpread,
    )
    expect(spreads).toEqual(spreads.toSorted((one, other) => one - other))
  })

  test.each([[2], [7], [100]])(
    '[RO-51] less busy among %i without departures: after every step max − min ≤ 1',
    (count) => {
      const length = { meanMinutes: 1e15 }
      const endless = {
        chats: 5_000,
        arrivals: { perHour: 100 },
        length,
        operators: count,
        mode: 'assign',
        pick: 'less_busy',
      }
      const loads = Array.from({ length: count }, () => 0)
      for (const happening of happenings(simulation(endless))) {
        expect(happening.type).not.toBe('ended')
        if (happening.type !== 'assigned') continue
        loads[happening.operator] = (loads[happening.operator] ?? 0) + 1
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }
      const { load, perOperator } = figuresOf(endless)
      expect(load.meanSpread).toBeLessThanOrEqual(1)
      const assigned = perOperator.map((one) => one.assigned)
      expect(Math.max(...assigned) - Math.min(...assigned)).toBeLessThanOrEqual(1)
    },
  )
})

describe('winners among ties', () => {
  const endless = { meanMinutes: 1e15 }
  const cases: [string, Record<string, unknown>][] = [
    ['less busy without departures', { mode: 'assign', length: endless, operators: 10 }],
    ['less busy with departures', { mode: 'assign', operators: 10, arrivals: { perHour: 120 } }],
    ['one at a time, a queue', { operators: 10, limit: 1, arrivals: { perHour: 48 } }],
    [
      'lengths that differ much',
      {
        operators: 6,
        limit: 1,
        arrivals: { perHour: 24 },
        length: { meanMinutes, distribution: 'lognormal', cv2: 20 },
      },
    ],
    ['two operators', { mode: 'assign', operators: 2, arrivals: { perHour: 20 } }],
    ['random', { mode: 'assign', operators: 12, pick: 'random' }],
    ['two choices', { mode: 'assign', operators: 12, pick: 'two_choices', arrivals: { perHour: 60 } }],
    ['very many', { mode: 'assign', operators: 500, arrivals: { perHour: 600 } }],
    [
      'shifts, limits and weights',
      {
        arrivals: { perHour: 40 },
        operators: [
          { count: 3, shifts: '08:00-18:00', limit: 2 },
          { name: 'Late', count: 4, shifts: '12:00-02:00', weight: 2 },
          { name: 'Always', count: 2, limit: 5 },
        ],
      },
    ],
  ]

  test.each(cases)('[RO-51] %s: every position is as likely, by plain χ²', (_, settings) => {
    const { ties } = figuresOf({ chats: 40_000, seed: 5, ...settings })
    expect(ties.picked).toBeGreaterThan(5_000)
    expect(ties.byPosition.reduce((sum, count) => sum + count, 0)).toBe(ties.picked)
    expect(likelihood(ties.byPosition)).toBeGreaterThan(unlikely)
  })
})

describe("Little's law", () => {
  const list = [
    { count: 4, shifts: '06:00-20:00', limit: 3 },
    { name: 'All day', count: 2 },
  ]
  const cases: [string, Record<string, unknown>][] = [
    ['a queue', { operators: 10, limit: 1, arrivals: { perHour: 48 } }],
    ['a queue that people leave', { operators: 3, limit: 1, arrivals: { perHour: 30 }, patience: { meanMinutes: 4 } }],
    ['assignment at once', { operators: 5, mode: 'assign', arrivals: { perHour: 60 }, pick: 'random' }],
    ['assignment with limits', { operators: 5, mode: 'assign', limit: 2, arrivals: { perHour: 90 } }],
    ['shifts', { operators: list, limit: 2, arrivals: { perHour: 20 }, pick: 'longest_idle' }],
    ['lognormal lengths', { operators: 4, length: { meanMinutes: 20, distribution: 'lognormal', cv2: 3 } }],
  ]

  test.each(cases)(
    '[RO-51] %s: open conversations are those that were begun, each for as long as it took',
    (_, settings) => {
      const played = simulation({ chats: 20_000, seed: 3, ...settings })
      const seen = happenings(played)
      const arrivals = seen.filter(({ type }) => type === 'arrived')
      const [from, until] = [arrivals[0]?.at ?? 0, arrivals.at(-1)?.at ?? 0]
      const started = new Map<number, number>()
      let inside = 0
      for (const happening of seen) {
        if (happening.type === 'assigned') started.set(happening.chat, happening.at)
        if (happening.type !== 'ended') continue
        inside += Math.min(happening.at, until) - Math.min(started.get(happening.chat) ?? until, until)
        started.delete(happening.chat)
      }
      for (const at of started.values()) inside += Math.max(0, until - at)
      const { load } = figuresOf({ chats: 20_000, seed: 3, ...settings })
      expectWithin(load.mean, inside / (until - from), 1e-5)
      expectRate(load, seen, until - from, played.length.meanMs)
    },
  )

  /** L = λW: as many as begin in a time, times how long one takes. */
  function expectRate({ mean }: Figures['load'], seen: readonly Happening[], timeMs: number, meanMs: number): void {
    const answered = seen.filter(({ type }) => type === 'assigned').length
    expectWithin(mean, (answered / timeMs) * meanMs, 0.05)
  }
})

test('[RO-51] with the same arrivals, lengths and patience, more seats never make anybody wait longer in all', () => {
  const settings = { chats: 30_000, arrivals: { perHour: 45 }, operators: 8, limit: 1 }
  const runs = figures({ ...settings, compare: [{ operators: 9 }, { operators: 10 }, { operators: 12 }] })
  const waits = runs.map(({ meanWaitMinutes }) => meanWaitMinutes)
  expect(waits).toEqual(waits.toSorted((one, other) => other - one))
})
