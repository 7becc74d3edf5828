import { expect, test } from 'vitest'
import { isStale, refreshEvery, staleAfter } from './freshness.ts'

test('a wallboard says that it is old after it was refreshed in vain more than once', () => {
  expect(staleAfter).toBeGreaterThan(2 * refreshEvery)
  expect([0, staleAfter, staleAfter + 1].map((age) => isStale(1_000_000, 1_000_000 + age))).toEqual([
    false,
    false,
    true,
  ])
})
