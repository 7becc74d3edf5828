import { expect, test } from 'vitest'
import { planted } from './planted/all.ts'
import { countOf } from './planted.ts'

test('there are enough of them, each with a name of its own', () => {
  expect(planted.length).toBeGreaterThanOrEqual(25)
  expect(new Set(planted.map(({ bug }) => bug)).size).toBe(planted.length)
})

test.each(planted.map((one) => [one.bug, one] as const))(
  '%s: its place in the product is still there, once',
  async (_, { changes }) => {
    for (const change of changes)
      expect([change.file, change.before, await countOf(change)]).toEqual([change.file, change.before, 1])
  },
)
