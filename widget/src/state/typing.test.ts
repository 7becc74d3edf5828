import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { ana, bot, contact, heldBy, message, moved } from './testing.ts'
import { afterEvents, isPreviewOn, previewOf, type TypingSign, waitToTell } from './typing.ts'
import { apply, emptyView } from './view.ts'

const sign: TypingSign = { conversation: 'conv_1', by: 'operator', name: 'Ana', until: 10_000 }

test("writing is over with the writer's message or a change of who answers", () => {
  expect(afterEvents(sign, 'conv_1', [message(1, ana)])).toBeNull()
  expect(afterEvents(sign, 'conv_1', [moved(1, 'handed_over', heldBy('Ben'))])).toBeNull()
  expect(afterEvents(sign, 'conv_1', [message(1, bot), message(2, contact)])).toBe(sign)
  expect(afterEvents(sign, 'conv_2', [message(1, ana)])).toBe(sign)
})

test('[U-14] own writing is told at most every 3 s, and every second where it is shown', () => {
  expect([0, 2_999, 3_000, 9_000].map((now) => waitToTell(0, now, false))).toEqual([3_000, 1, 0, 0])
  expect([0, 999, 1_000].map((now) => waitToTell(0, now, true))).toEqual([1_000, 1, 0])
})

test('[U-14] operators see what is written only where the workspace says so and while one of them has the conversation', () => {
  const events = [moved(1, 'taken_over', heldBy('Ana'))]
  const withAna = apply({ type: 'answered', conversation: 'conv_1', events }, emptyView)
  const back = apply(
    {
      type: 'streamed',
      conversation: 'conv_1',
      events: [moved(2, 'handed_over', { chatState: 'chatbot_controlled', operator: null })],
      lastSeq: 2,
    },
    withAna,
  )
  const views = [emptyView, withAna, back]
  expect(views.map((view) => isPreviewOn({ isPreviewed: true, view }))).toEqual([false, true, false])
  expect(views.some((view) => isPreviewOn({ isPreviewed: false, view }))).toBe(false)
})

test('[U-14] of a long text the end is shown, and no half of a sign', () => {
  expect(previewOf('short')).toBe('short')
  expect(previewOf(`${'a'.repeat(600)}end`)).toHaveLength(500)
  expect(previewOf(`🙂${'a'.repeat(499)}`)).toBe('a'.repeat(499))
})

test('waits before a new try are spread out, double, stop at 30 s and heed the server', () => {
  expect([0, 1, 2, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 30_000])
  expect(backoffMs(5, 0)).toBe(0)
  expect(backoffMs(0, 0.5, 4_000)).toBe(4_250)
})
