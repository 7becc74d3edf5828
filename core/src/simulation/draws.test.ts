import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { likelihood } from '../routing/testing.ts'
import { exponential, logarithm, lognormal, normal, power, streamsOf, unit } from './draws.ts'

const seed = 20_260_109
const unlikely = 0.001
const many = 200_000

function drawn(draw: () => number, count = many): Float64Array {
  return Float64Array.from({ length: count }, draw)
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}

/** χ² over twenty cells that theory says are equally likely. `below`: the share of values below one. */
function likelihoodOf(values: Float64Array, below: (value: number) => number): number {
  const cells = Array.from({ length: 20 }, () => 0)
  for (const value of values) {
    const cell = Math.min(19, Math.floor(below(value) * 20))
    cells[cell] = (cells[cell] ?? 0) + 1
  }
  return likelihood(cells)
}

describe('quantities', () => {
  test('[RO-51] logarithm and power are right to the last digits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2 ** -60, max: 1e12, noNaN: true }),
        fc.double({ min: -40, max: 40, noNaN: true }),
        (x, y) => {
          expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThan(1e-14 * Math.max(1, Math.abs(Math.log(x))))
          expect(Math.abs(power(y) / Math.exp(y) - 1)).toBeLessThan(1e-13)
        },
      ),
      { seed, numRuns: 2_000 },
    )
    expect([logarithm(1), power(0)]).toEqual([0, 1])
  })

  test('[RO-51] a unit is above 0, never above 1, and uniform', () => {
    const chance = seededChance(seed)
    const values = drawn(() => unit(chance))
    expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThan(0)
    expect(values.every((value) => value <= 1)).toBe(true)
    expect(likelihoodOf(values, (value) => value)).toBeGreaterThan(unlikely)
    expect(unit({ below: (count) => count - 1 })).toBe(1)
    expect(unit({ below: () => 0 })).toBe(2 ** -53)
  })

  test('[RO-51] exponential: the distribution, with mean 1', () => {
    const chance = seededChance(seed)
    expect(
      likelihoodOf(
        drawn(() => exponential(chance)),
        (value) => 1 - Math.exp(-value),
      ),
    ).toBeGreaterThan(unlikely)
  })

  test('[RO-51] normal: mean 0, variance 1, as much on both sides', () => {
    const chance = seededChance(seed)
    const values = drawn(() => normal(chance))
    expect(Math.abs(meanOf(values))).toBeLessThan(4 / Math.sqrt(many))
    expect(Math.abs(varianceOf(values) - 1)).toBeLessThan(4 * Math.sqrt(2 / many))
    const sides = [values.filter((value) => value < 0).length, values.filter((value) => value > 0).length]
    expect(likelihood(sides)).toBeGreaterThan(unlikely)
  })

  test.each([[0.25], [1], [2]])('[RO-51] lognormal with cv² %d: mean 1, and that variance', (cv2) => {
    const chance = seededChance(seed)
    const values = drawn(() => lognormal(chance, cv2), 1_000_000)
    expect(Math.abs(meanOf(values) - 1)).toBeLessThan(4 * Math.sqrt(cv2 / values.length))
    expect(Math.abs(varianceOf(values) / cv2 - 1)).toBeLessThan(0.05)
    const [mean, deviation] = [-Math.log(1 + cv2) / 2, Math.sqrt(Math.log(1 + cv2))]
    const logs = values.map((value) => (Math.log(value) - mean) / deviation)
    expect(Math.abs(varianceOf(logs) - 1)).toBeLessThan(0.01)
  })

  test('[RO-51] lognormal without variance is always the mean', () => {
    expect(lognormal(seededChance(seed), 0)).toBe(1)
  })
})

test('[RO-51] one seed gives the same on any machine, and each stream its own', () => {
  const streams = streamsOf(7)
  expect(exponential(streams.arrivals)).toBe(0.22446089946411552)
  const others = streamsOf(7)
  others.lengths.below(1_000)
  expect(exponential(others.arrivals)).toBe(exponential(streamsOf(7).arrivals))
  expect(new Set(Object.values(streamsOf(7)).map((chance) => chance.below(2 ** 32))).size).toBe(7)
})
