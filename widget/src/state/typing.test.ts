import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { ana, bot, contact, heldBy, message, moved } from './testing.ts'
import { afterEvents, mayTellTyping, type TypingSign } from './typing.ts'

const sign: TypingSign = { conversation: 'conv_1', by: 'operator', name: 'Ana', until: 10_000 }

test("writing is over with the writer's message or a change of who answers", () => {
  expect(afterEvents(sign, 'conv_1', [message(1, ana)])).toBeNull()
  expect(afterEvents(sign, 'conv_1', [moved(1, 'handed_over', heldBy('Ben'))])).toBeNull()
  expect(afterEvents(sign, 'conv_1', [message(1, bot), message(2, contact)])).toBe(sign)
  expect(afterEvents(sign, 'conv_2', [message(1, ana)])).toBe(sign)
})

test('[U-14] own writing is told at most every 3 s', () => {
  expect([0, 2_999, 3_000].map((now) => mayTellTyping(0, now))).toEqual([false, false, true])
})

test('waits before a new try are spread out, double, stop at 30 s and heed the server', () => {
  expect([0, 1, 2, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 30_000])
  expect(backoffMs(5, 0)).toBe(0)
  expect(backoffMs(0, 0.5, 4_000)).toBe(4_250)
})
