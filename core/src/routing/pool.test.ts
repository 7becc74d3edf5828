import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Chance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'
import { operatorId, scripted } from '../testing.ts'
import { type Cursor, never, Pool } from './pool.ts'

const seed = 20_260_106
const ids = Array.from({ length: 8 }, (_, index) => operatorId(`Op ${index}`))
const now = 1_000

type Standing = { load: number; weight: number; lastAssignedAt: number }
type Deed = { who: number; standing: Standing | null }

const anyWeight = fc.constantFrom(1, 1, 2, 3)
const anyStanding = (weight: fc.Arbitrary<number>) =>
  fc.record<Standing>({
    load: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 500 })),
    weight,
    lastAssignedAt: fc.oneof(fc.constant(never), fc.integer({ min: now - 20, max: now })),
  })
const anyDeeds = (weight: fc.Arbitrary<number>) =>
  fc.array(
    fc.record<Deed>({
      who: fc.nat({ max: ids.length - 1 }),
      standing: fc.oneof({ weight: 4, arbitrary: anyStanding(weight) }, { weight: 1, arbitrary: fc.constant(null) }),
    }),
    { maxLength: 60 },
  )

/** Does them one after another; `look` sees the pool and what must be in it after each. */
function play(deeds: readonly Deed[], look: (pool: Pool, oracle: Map<OperatorId, Standing>) => void): void {
  const pool = new Pool()
  const oracle = new Map<OperatorId, Standing>()
  for (const { who, standing } of deeds) {
    const id = ids[who]
    if (id === undefined) continue
    if (standing === null) {
      pool.remove(id)
      oracle.delete(id)
    } else {
      pool.put(id, standing.load, standing.weight, standing.lastAssignedAt)
      oracle.set(id, standing)
    }
    expect(pool.size).toBe(oracle.size)
    expect(pool.has(id)).toBe(oracle.has(id))
    look(pool, oracle)
  }
}

/** Whom each of the numbers below `count` would give. */
function reachable(count: number, draw: (chance: Chance) => OperatorId | undefined): (OperatorId | undefined)[] {
  return Array.from({ length: count }, (_, index) => draw(scripted(index)))
}

/** Those for whom a score is the smallest, by a search through everybody. */
function smallest(oracle: Map<OperatorId, Standing>, score: (standing: Standing) => number): Set<OperatorId> {
  const least = Math.min(...[...oracle.values()].map(score))
  return new Set([...oracle].filter(([, standing]) => score(standing) === least).map(([id]) => id))
}

test.each([
  ['equal weights', fc.constant(1)],
  ['weights', anyWeight],
])('[HO-31][RO-31] %s: exactly those whom a search through everybody would find, each by one number', (_, weight) => {
  fc.assert(
    fc.property(anyDeeds(weight), (deeds) => {
      play(deeds, (pool, oracle) => {
        if (oracle.size === 0) return
        const idle = smallest(oracle, ({ lastAssignedAt, weight }) => (lastAssignedAt - now) * weight)
        expect(new Set(reachable(idle.size, (chance) => pool.longestIdle(now, chance)?.operator))).toEqual(idle)
        const free = smallest(oracle, ({ load, weight }) => load / weight)
        expect(new Set(reachable(free.size, (chance) => pool.leastBusy(chance)?.operator))).toEqual(free)
        const draw = pool.leastBusy(scripted(free.size - 1))
        const equals = Array.from({ length: draw?.size ?? 0 }, (_, place) => draw?.at(place))
        expect(new Set(equals)).toEqual(free)
        expect(draw?.operator).toBe(equals[draw?.place ?? 0])
      })
    }),
    { seed, numRuns: 300 },
  )
})

test('[HO-30][RO-31] at random everybody stands for as large a share of the numbers as they have of the weights', () => {
  fc.assert(
    fc.property(anyDeeds(anyWeight), (deeds) => {
      play(deeds, (pool, oracle) => {
        const total = [...oracle.values()].reduce((sum, { weight }) => sum + weight, 0)
        const asked: number[] = []
        pool.random({ below: (count) => asked.push(count) - 1 })
        const [numbers = 0] = asked
        const drawn = reachable(numbers, (chance) => pool.random(chance)?.operator)
        for (const [id, { weight }] of oracle)
          expect(drawn.filter((one) => one === id).length * total).toBe(weight * numbers)
      })
    }),
    { seed, numRuns: 300 },
  )
})

test('[RO-31] of two choices the second is another one, and stands for as many numbers as it weighs', () => {
  fc.assert(
    fc.property(anyDeeds(anyWeight), fc.nat({ max: 99 }), (deeds, number) => {
      play(deeds, (pool, oracle) => {
        if (oracle.size < 2) return
        const total = [...oracle.values()].reduce((sum, { weight }) => sum + weight, 0)
        const first = pool.betterOfTwo(scripted(number % total, 0, 0))?.drawn[0]
        const left = total - (oracle.get(first ?? operatorId('nobody'))?.weight ?? 0)
        const seconds = reachable(left, (chance) => {
          const numbers = [number % total, chance.below(left), 0]
          const found = pool.betterOfTwo({ below: () => numbers.shift() ?? 0 })
          const [one, other] = (found?.drawn ?? []).map((id) => oracle.get(id))
          const winner = oracle.get(found?.draw.operator ?? operatorId('nobody'))
          const shares = [one, other].map((each) => (each === undefined ? Number.NaN : each.load / each.weight))
          expect(winner === undefined ? null : winner.load / winner.weight).toBe(Math.min(...shares))
          return found?.drawn[1]
        })
        for (const [id, { weight }] of oracle)
          expect(seconds.filter((one) => one === id)).toHaveLength(id === first ? 0 : weight)
      })
    }),
    { seed, numRuns: 200 },
  )
})

test('[RO-31] a round of turns gives everybody as many as they weigh', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1 }),
      fc.array(anyWeight, { minLength: 8 }),
      (who, all) => {
        const pool = new Pool()
        const weights = new Map(who.map((index) => [ids[index] ?? operatorId('nobody'), all[index] ?? 1]))
        for (const [id, weight] of weights) pool.put(id, 0, weight)
        const round = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
        const turns: OperatorId[] = []
        let cursor: Cursor | null = null
        for (let turn = 0; turn < 3 * round; turn += 1) {
          cursor = pool.nextTurn(cursor) ?? null
          if (cursor) turns.push(cursor.operator)
        }
        for (const [id, weight] of weights)
          for (let from = 0; from + round <= turns.length; from += round)
            expect(turns.slice(from, from + round).filter((one) => one === id)).toHaveLength(weight)
      },
    ),
    { seed, numRuns: 300 },
  )
})

test('[RO-31] the circle goes on behind whoever had the last turn, also when they are gone', () => {
  fc.assert(
    fc.property(anyDeeds(fc.constant(1)), fc.nat({ max: 7 }), (deeds, last) => {
      play(deeds, (pool, oracle) => {
        const operator = ids[last] ?? operatorId('nobody')
        const sorted = [...oracle.keys()].sort()
        const next = sorted.find((id) => id > operator) ?? sorted[0]
        expect(pool.nextTurn({ operator, pass: 1 })?.operator).toBe(next)
        expect(pool.nextTurn(null)?.operator).toBe(sorted[0])
      })
    }),
    { seed, numRuns: 300 },
  )
})

test('[RO-31] what is sorted by times forgets the times that are over', () => {
  const pool = new Pool()
  for (const id of ids) pool.put(id, 0)
  for (let at = 1; at < 20_000; at += 1) {
    const id = ids[at % 7]
    if (id !== undefined) pool.put(id, 0, 1, at)
    if (at % 100 === 0) expect(pool.longestIdle(at, scripted(0))?.operator).toBe(ids[7])
  }
  pool.put(ids[7] ?? operatorId('nobody'), 0, 1, 20_000)
  expect(pool.longestIdle(20_000, scripted(0))?.operator).toBe(ids[19_993 % 7])
})

test('[HO-30][HO-31][RO-31] an empty pool has nobody, and draws nothing', () => {
  const pool = new Pool()
  pool.put(ids[0] ?? operatorId('nobody'), 1, 2)
  pool.remove(ids[0] ?? operatorId('nobody'))
  expect([
    pool.random(scripted()),
    pool.leastBusy(scripted()),
    pool.longestIdle(now, scripted()),
    pool.betterOfTwo(scripted()),
    pool.nextTurn(null),
  ]).toEqual([undefined, undefined, undefined, undefined, undefined])
})
