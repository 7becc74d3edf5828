import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Ends, serviceLevels } from './levels.ts'

const count = fc.nat(1_000)

/** Short abandons are among those within T: T is at least 5 s. */
const anyEnds: fc.Arbitrary<Ends> = fc
  .tuple(count, count, count, count, count)
  .map(([inTime, late, short, soon, after]) => ({
    answered: inTime + late,
    answeredInTime: inTime,
    abandoned: short + soon + after,
    abandonedInTime: short + soon,
    shortAbandoned: short,
  }))

test('each formula as it is written', () => {
  const ends = { answered: 80, answeredInTime: 60, abandoned: 20, abandonedInTime: 10, shortAbandoned: 4 }
  expect(serviceLevels(ends)).toEqual({
    service_level_f1: { part: 70, whole: 100, value: 0.7 },
    service_level_f2: { part: 60, whole: 80, value: 0.75 },
    service_level_f3: { part: 60, whole: 100, value: 0.6 },
    service_level_f4: { part: 60, whole: 90, value: 60 / 90 },
    service_level_f5: { part: 64, whole: 100, value: 0.64 },
  })
})

test('nobody asked, or all who did left in time: null, never 0 of 0', () => {
  const none = { answered: 0, answeredInTime: 0, abandoned: 0, abandonedInTime: 0, shortAbandoned: 0 }
  expect(Object.values(serviceLevels(none)).map(({ value }) => value)).toEqual([null, null, null, null, null])
  const left = serviceLevels({ ...none, abandoned: 3, abandonedInTime: 3, shortAbandoned: 1 })
  expect(Object.values(left).map(({ value }) => value)).toEqual([1, null, 0, null, 1 / 3])
})

test('F1 ≥ F4 ≥ F3, F2 ≥ F4, F1 ≥ F5 ≥ F3; all from 0 to 1; equal where nobody leaves', () => {
  fc.assert(
    fc.property(anyEnds, (ends) => {
      const levels = serviceLevels(ends)
      const [f1, f2, f3, f4, f5] = Object.values(levels).map(({ value }) => value)
      const ordered = [
        [f1, f4],
        [f4, f3],
        [f2, f4],
        [f1, f5],
        [f5, f3],
      ] as const
      for (const [more, less] of ordered) {
        if (more != null && less != null) expect(more).toBeGreaterThanOrEqual(less - 1e-12)
      }
      for (const value of [f1, f2, f3, f4, f5]) {
        if (value != null) expect(value >= 0 && value <= 1).toBe(true)
      }
      if (ends.abandoned === 0) expect(new Set([f1, f2, f3, f4, f5]).size).toBe(1)
    }),
    { seed: 20_261_122, numRuns: 500 },
  )
})
