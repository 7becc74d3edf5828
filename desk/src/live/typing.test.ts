import { expect, test } from 'vitest'
import { waitBeforeRetry } from './backoff.ts'
import { isTypingDue } from './typing.ts'

test('[U-14] own typing is told at most every 3 s', () => {
  expect([isTypingDue(null, 5), isTypingDue(1000, 3999), isTypingDue(1000, 4000)]).toEqual([true, false, true])
})

test('a retry waits with full jitter, at most 30 s, and never less than the server asked', () => {
  expect(waitBeforeRetry(0, 0, null)).toBe(0)
  expect(waitBeforeRetry(3, 0.5, null)).toBe(2000)
  expect(waitBeforeRetry(60, 1, null)).toBe(30_000)
  expect(waitBeforeRetry(0, 0, 5000)).toBe(5000)
})
