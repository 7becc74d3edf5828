import { describe, expect, test } from 'vitest'
import { seededChance, uniformBelow } from './chance.ts'

describe('a seeded chance', () => {
  const draw = (seed: number, below: number, times = 20) => {
    const chance = seededChance(seed)
    return Array.from({ length: times }, () => chance.below(below))
  }

  test('[HO-35] the same seed gives the same numbers, another seed others', () => {
    expect(draw(7, 1_000)).toEqual(draw(7, 1_000))
    expect(draw(7, 1_000)).not.toEqual(draw(8, 1_000))
  })

  test.each([1, 2, 3, 7, 1_000, 2 ** 31, 2 ** 32])('[HO-35] every number is whole, from 0 and below %i', (below) => {
    for (const number of draw(1, below, 500)) {
      expect(Number.isInteger(number)).toBe(true)
      expect(number).toBeGreaterThanOrEqual(0)
      expect(number).toBeLessThan(below)
    }
  })

  test('[HO-35] neighbouring draws are independent: every pair of 5 comes as often, χ² over 100,000', () => {
    const numbers = draw(20_260_111, 5, 100_000)
    const counts = new Array<number>(25).fill(0)
    for (let at = 1; at < numbers.length; at += 2) {
      const pair = (numbers[at - 1] ?? 0) * 5 + (numbers[at] ?? 0)
      counts[pair] = (counts[pair] ?? 0) + 1
    }
    const expected = numbers.length / 2 / 25
    const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 24 degrees of freedom: passed once in a thousand.
    expect(statistic).toBeLessThan(51.179)
  })
})

test('[HO-35] words of the incomplete last span are drawn again: no number is favoured', () => {
  const words = [2 ** 32 - 1, 2 ** 32 - 1, 8]
  expect(uniformBelow(3, () => words.shift() ?? 0)).toBe(2)
  expect(words).toEqual([])
  expect(uniformBelow(1, () => Number.NaN)).toBe(0)
})
