import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Durations, exactUpTo } from './durations.ts'

const seed = 20_261_122

function summaryOf(values: Iterable<number>) {
  const durations = new Durations()
  for (const value of values) durations.add(value)
  return durations.summary()
}

describe('percentiles by nearest rank', () => {
  test.each<[number[], number | null, number | null, number | null]>([
    [[], null, null, null],
    [[7], 7, 7, 7],
    [[9, 1], 1, 9, 9],
    [[3, 1, 2], 2, 3, 3],
    // Ranks 10, 18 and 19 of 20; 11, 19 (18.9) and 20 (19.95) of 21.
    [Array.from({ length: 20 }, (_, at) => 20 - at), 10, 18, 19],
    [Array.from({ length: 21 }, (_, at) => at + 1), 11, 19, 20],
  ])('of %j', (values, medianMs, p90Ms, p95Ms) => {
    expect(summaryOf(values)).toMatchObject({ count: values.length, medianMs, p90Ms, p95Ms, isExact: true })
  })

  test('at least p per cent do not pass it, and fewer do not pass the next smaller one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 300 }), (values) => {
        const { medianMs, p90Ms, p95Ms, meanMs } = summaryOf(values)
        for (const [percent, found] of [
          [50, medianMs],
          [90, p90Ms],
          [95, p95Ms],
        ] as const) {
          const limit = found ?? Number.NaN
          expect(values.filter((value) => value <= limit).length * 100).toBeGreaterThanOrEqual(percent * values.length)
          expect(values.filter((value) => value < limit).length * 100).toBeLessThan(percent * values.length)
          expect(values).toContain(limit)
        }
        expect(meanMs).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 6)
      }),
      { seed },
    )
  })
})

test('looked at in between, it goes on', () => {
  const durations = new Durations()
  durations.add(5)
  expect(durations.summary().medianMs).toBe(5)
  durations.add(1)
  durations.add(3)
  expect(durations.summary()).toMatchObject({ count: 3, medianMs: 3, meanMs: 3 })
})

test('a clock that went back is no negative duration', () => {
  expect(summaryOf([-5, 5])).toMatchObject({ meanMs: 2.5, medianMs: 0 })
})

test('past the limit, percentiles within 0.3 %, count and mean exact', () => {
  const count = exactUpTo + 100_000
  // From 0 to two hours, most of them short, in an order that is none.
  const nth = (at: number) => Math.floor((((at * 7_919) % count) ** 2 / count ** 2) * 7_200_000)
  const sorted = Float64Array.from({ length: count }, (_, at) => nth(at)).sort()
  const { isExact, meanMs, medianMs, p90Ms, p95Ms, ...rest } = summaryOf(sorted.toReversed())
  expect([isExact, rest.count]).toEqual([false, count])
  expect(meanMs).toBeCloseTo(sorted.reduce((sum, value) => sum + value, 0) / count, 6)
  for (const [percent, found] of [
    [50, medianMs],
    [90, p90Ms],
    [95, p95Ms],
  ] as const) {
    const exact = sorted[Math.ceil((percent * count) / 100) - 1] ?? 0
    expect(Math.abs((found ?? 0) / exact - 1)).toBeLessThan(0.003)
  }
  const zeros = summaryOf(new Float64Array(exactUpTo + 1))
  expect(zeros).toMatchObject({ medianMs: 0, p95Ms: 0, isExact: false })
})
