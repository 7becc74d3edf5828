import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Spans } from './spans.ts'

test('each moment is counted once, whatever the order: as counted one by one', () => {
  const span = fc.tuple(fc.nat(200), fc.nat(12)).map(([from, length]) => [from, from + length] as const)
  fc.assert(
    fc.property(fc.array(span, { maxLength: 120 }), fc.nat(120), (list, look) => {
      const spans = new Spans()
      const covered = new Set<number>()
      for (const [index, [from, until]] of list.entries()) {
        spans.add(from, until)
        for (let moment = from; moment < until; moment += 1) covered.add(moment)
        if (index === look) expect(spans.total()).toBe(covered.size)
      }
      expect(spans.total()).toBe(covered.size)
    }),
    { seed: 20_261_122, numRuns: 500 },
  )
})

test('nothing, and what ends before it begins, is no time', () => {
  const spans = new Spans()
  expect(spans.total()).toBe(0)
  spans.add(5, 5)
  spans.add(5, 4)
  expect(spans.total()).toBe(0)
})
