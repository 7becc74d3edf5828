import { expect, test } from 'vitest'
import { countSteps, durationSteps, shareSteps, ticksUpTo } from './scale.ts'

test.each([
  [0, countSteps, [0, 1]],
  [3, countSteps, [0, 1, 2, 3]],
  [7, countSteps, [0, 2, 4, 6, 8]],
  [4_321, countSteps, [0, 2_000, 4_000, 6_000]],
  [1_000_000, countSteps, [0, 500_000, 1_000_000]],
  [1, shareSteps, [0, 0.25, 0.5, 0.75, 1]],
  [95_000, durationSteps, [0, 30_000, 60_000, 90_000, 120_000]],
] as const)('the lines of a plot up to %d', (highest, steps, ticks) => {
  expect(ticksUpTo(highest, steps)).toEqual(ticks)
})

test('whatever the highest value, it fits, with few lines', () => {
  for (let highest = 0; highest < 400_000_000; highest = highest * 1.7 + 1) {
    for (const steps of [countSteps, durationSteps]) {
      const ticks = ticksUpTo(highest, steps)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest)
      expect(ticks.length).toBeLessThanOrEqual(5)
    }
  }
})
