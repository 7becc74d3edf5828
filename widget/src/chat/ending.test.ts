import { expect, test } from 'vitest'
import type { Reply } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'
import { ana, announced, heldBy, marked, message, moved } from '../state/testing.ts'
import { apply, emptyView } from '../state/view.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { pl } from '../texts/pl.ts'
import { countdownOf, endWithTimeOf } from './end-words.ts'
import { createEnding, standingEnd } from './ending.ts'
import { createStore } from './model.ts'

const talk = [moved(1, 'taken_over', heldBy('Ana')), message(2, ana), announced(3, '2026-11-22T09:01:00.000Z')]
const done: Reply<Answer> = { ok: true, value: { conversation: 'conv_1', events: [marked(4, 'end_put_off')] } }
const refused: Reply<Answer> = { ok: false, trouble: { kind: 'refused', status: 409 } }
const unreachable: Reply<Answer> = { ok: false, trouble: { kind: 'unreachable', retryAfterMs: null } }

/** A chat with a warning, and a server that answers so. */
function warned(...answers: Reply<Answer>[]) {
  const store = createStore()
  const happen = (events: typeof talk) =>
    store.change({
      view: apply({ type: 'streamed', conversation: 'conv_1', events, lastSeq: 0 }, store.read().view),
    })
  store.change({ view: emptyView })
  happen(talk)
  const clock = { now: 0, calls: 0, reloads: 0 }
  const ending = createEnding({
    api: {
      async stillHere() {
        clock.calls += 1
        return answers.shift() ?? unreachable
      },
    },
    store,
    onAnswer: ({ events }) => happen(events),
    async reload() {
      clock.reloads += 1
    },
    now: () => clock.now,
  })
  return { ending, clock, end: () => standingEnd(store.read()) }
}

test('[A-12] who is still there says it once, however often the button is pressed', async () => {
  const { ending, clock, end } = warned(done)
  expect(end()).toMatchObject({ seq: 3, outcome: 'close' })
  expect(await Promise.all([ending.stay(), ending.stay()])).toEqual([true, true])
  expect(end()).toBeNull()
  await ending.stay()
  expect(clock.calls).toBe(1)
})

test('[A-12] whoever writes is there: said once for a warning, tried again after a while, never with every letter', async () => {
  const { ending, clock, end } = warned(unreachable, done)
  for (let letter = 0; letter < 40; letter += 1) {
    clock.now += 100
    ending.noteWriting()
    await Promise.resolve()
  }
  expect([end(), clock.calls]).toEqual([null, 2])
})

test('[A-12] where nothing ends any more the warning goes, and the log is read again; where nobody answers it stays', async () => {
  const late = warned(refused)
  expect(await late.ending.stay()).toBe(true)
  expect([late.end(), late.clock.reloads]).toEqual([null, 1])
  const lost = warned(unreachable)
  expect(await lost.ending.stay()).toBe(false)
  expect(lost.end()).not.toBeNull()
})

test.each([
  ['close', 60, en, 'This chat with Ana ends unless you answer. About 1 minute is left.'],
  ['hand_back', 49, en, 'This chat with Ana goes back to the assistant unless you answer. Less than a minute is left.'],
  ['close', 300, de, 'Dieser Chat mit Ana endet, wenn Sie nicht antworten. Es bleiben etwa 5 Minuten.'],
  ['close', 300, pl, 'Ana czeka na Twoją odpowiedź. Bez niej ten czat się zakończy. Do końca około 5 minut.'],
  ['close', 7_200, en, 'This chat with Ana ends unless you answer.'],
] as const)(
  '[A-12] %s, %i s before: what comes, and how long there is, in whole sentences',
  (outcome, left, texts, words) => {
    expect(endWithTimeOf({ outcome, name: 'Ana' }, left, texts)).toBe(words)
  },
)

test('[A-12] who has no name is one of the team; the countdown is that of the reader, within the last hour', () => {
  expect(endWithTimeOf({ outcome: 'close', name: null }, 60, en)).toContain('This chat with Team member ends')
  expect([countdownOf(47, 'en'), countdownOf(300, 'de'), countdownOf(3_600, 'en')]).toEqual(['00:47', '05:00', null])
})
