import { expect, test } from 'vitest'
import { asked, byBot, heldBy, moved } from '../state/testing.ts'
import { apply, emptyView, type View } from '../state/view.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { ja } from '../texts/ja.ts'
import { pl } from '../texts/pl.ts'
import { type Waiting, waitingWordsOf as wordsOf } from './waiting-words.ts'

const after = (...events: Parameters<typeof moved>[]): View =>
  events.reduce(
    (view, parts) =>
      apply({ type: 'streamed', conversation: 'conv_1', events: [moved(...parts)], lastSeq: parts[0] }, view),
    emptyView,
  )
const waiting = after([1, 'operator_requested', asked])

const waitingWordsOf = (
  view: View,
  place: Waiting['place'],
  texts: Parameters<typeof wordsOf>[1],
  inWords?: Parameters<typeof wordsOf>[2],
  more: Partial<Waiting> = {},
) => wordsOf({ view, place, absence: null, leftIn: null, ...more }, texts, inWords)
const told = (position: number, seconds: number | null, conversation = 'conv_1') => ({
  conversation,
  place: {
    position,
    waiting: 5,
    estimate: seconds === null ? null : { seconds, basis: 9, from: 'this_place' as const },
  },
})

test.each([
  [1, 200, 'You are next. Lately it took about 4 minutes.'],
  [2, 240, 'You are number 2. Lately it took about 4 minutes.'],
  [2, 60, 'You are number 2. Lately it took about 1 minute.'],
  [3, 20, 'You are number 3. Lately it took less than a minute.'],
  [9, 5_400, 'You are number 9. Lately it took about 90 minutes.'],
  [9, 5_401, 'You are number 9. Lately it took about 2 hours.'],
])('[RO-23] at place %i after waits of %i s', (position, seconds, words) => {
  expect(waitingWordsOf(waiting, told(position, seconds), en)).toBe(words)
})

test('[RO-23] [V-09] where nothing is known nothing is made up', () => {
  expect(waitingWordsOf(waiting, null, en)).toBe('Somebody will be with you as soon as possible.')
  expect(waitingWordsOf(waiting, told(4, null), en)).toBe(
    'You are number 4. Somebody will be with you as soon as possible.',
  )
  expect(waitingWordsOf(waiting, told(4, 60, 'conv_before'), en)).toBe(en.waiting.soon)
})

test('[RO-40] outside opening hours it says when these begin, as far as that is known, and nothing of how long it took', () => {
  const closed = (closedUntil: string | null) => {
    const { conversation, place } = told(2, 60)
    return { conversation, place: { ...place, closedUntil } }
  }
  const inWords = (at: string) => `<${at}>`
  expect(waitingWordsOf(waiting, closed('monday'), en, inWords)).toBe(
    'We are closed right now, and open again <monday>. You are number 2.',
  )
  expect(waitingWordsOf(waiting, closed(null), de, inWords)).toBe('Wir haben gerade geschlossen. Sie sind Nummer 2.')
})

test('[V-09] where nobody is there that is said, and not how long it took when somebody was', () => {
  const absence = { because: 'nobody_online' } as const
  const words = (more: Partial<Waiting>, place: Waiting['place'] = null) =>
    waitingWordsOf(waiting, place, en, (at) => `<${at}>`, more)
  expect(words({ absence })).toBe('Nobody is online right now.')
  expect(words({ absence }, told(2, 60))).toBe('Nobody is online right now. You are number 2.')
  expect(words({ absence: { because: 'closed', until: 'monday' } })).toBe(
    'We are closed right now, and open again <monday>.',
  )
})

test('[V-09] whoever has left something is told that it is kept, and when somebody answers', () => {
  const absence = { because: 'closed', until: 'monday' } as const
  const words = (leftIn: string) => waitingWordsOf(waiting, told(2, 60), en, (at) => `<${at}>`, { absence, leftIn })
  expect(words('conv_1')).toBe(
    'We are closed right now, and open again <monday>. Your message is kept, and the answer comes in this chat.',
  )
  expect(words('conv_before')).toBe('We are closed right now, and open again <monday>. You are number 2.')
})

test('[RO-23] it is gone when somebody has come, the request is withdrawn or the conversation is over', () => {
  for (const view of [
    emptyView,
    after([1, 'operator_requested', asked], [2, 'taken_over', heldBy('Ana')]),
    after([1, 'operator_requested', asked], [2, 'handed_over', byBot]),
    after([1, 'operator_requested', asked], [2, 'closed', byBot]),
  ])
    expect(waitingWordsOf(view, told(2, 240), en)).toBeNull()
})

test.each([
  [de, 'Sie sind Nummer 2. Zuletzt dauerte es etwa 2 Minuten.'],
  [pl, 'Twoje miejsce w kolejce: 2. Ostatnio trwało to około 2 minut.'],
  [ja, 'ただいま2番目です。最近の待ち時間は約2分です。'],
])('[V-14] it is said in every language: %#', (texts, words) => {
  expect(waitingWordsOf(waiting, told(2, 61), texts)).toBe(words)
})
