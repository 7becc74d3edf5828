import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed, saidBy, setBy } from '../testing.ts'
import { rating } from './action.ts'
import { readScore } from './scale.ts'

const said = (text: string) => ({ kind: 'said' as const, text })
const asked = around({ variables: { rating: { asked_at: '1970-01-01T00:00:00.000Z', score: null } } })
const rated = around({ variables: { rating: { asked_at: '1970-01-01T00:00:00.000Z', score: 4 } } })

test('[FL-11] it asks with five replies, notes when, and waits', () => {
  const started = rating.run({ text: 'How was it?' }, around())
  expect(saidBy(started)).toEqual([
    {
      text: 'How was it?',
      parts: [
        { type: 'text', text: 'How was it?' },
        {
          type: 'quick_replies',
          items: [1, 2, 3, 4, 5].map((score) => ({ label: `${score} ★`, payload: `rating_${score}` })),
        },
      ],
    },
  ])
  expect(setBy(started)).toEqual({ rating: { asked_at: '1970-01-01T00:00:00.000Z', score: null } })
  expect(started.then).toEqual({ kind: 'hold', tries: 0 })
})

test('[FL-11] thumbs are five and one of five', () => {
  expect(saidBy(rating.run({ scale: 'thumbs' }, around()))).toEqual([
    {
      parts: [
        {
          type: 'quick_replies',
          items: [
            { label: '👍', payload: 'rating_5' },
            { label: '👎', payload: 'rating_1' },
          ],
        },
      ],
    },
  ])
  expect(setBy(resumed(rating, { scale: 'thumbs' }, said('👎🏿'), 0, asked))).toEqual({ 'rating.score': 1 })
})

test.each([
  ['4 ★', 4],
  [' 4 ', 4],
  ['★★★', 3],
  ['⭐️⭐️', 2],
  ['0', null],
  ['6', null],
  ['★★★★★★', null],
  ['👍', null],
  ['four', null],
  ['', null],
] as const)('[FL-11] %j means %j of five stars', (text, score) => {
  expect(readScore(text, 'stars')).toBe(score)
})

test('[FL-11] a score is kept where the figures look, and in a variable if wished', () => {
  const done = resumed(rating, { variable: 'stars' }, said('5'), 0, asked)
  expect(setBy(done)).toEqual({ 'rating.score': 5, stars: 5 })
  expect(done.then).toEqual({ kind: 'fire', trigger: 'on_input' })
})

test('[FL-11] after the score a comment is asked for, and whatever is said then is one', () => {
  const settings = { comment: 'Why?', skip: 'No, thanks' }
  const first = resumed(rating, settings, said('2'), 0, asked)
  expect(first.then).toEqual({ kind: 'hold', tries: 0 })
  expect(saidBy(first)).toMatchObject([{ text: 'Why?', parts: [{}, { items: [{ label: 'No, thanks' }] }] }])
  const second = resumed(rating, settings, said(' 5 minutes is too long '), 0, rated)
  expect(setBy(second)).toEqual({ 'rating.comment': '5 minutes is too long' })
  expect(second.then).toEqual({ kind: 'fire', trigger: 'on_input' })
})

test.each(['no thanks', 'NO, THANKS!', ' '])('[FL-11] %j leaves the comment out', (text) => {
  const settings = { comment: 'Why?', skip: 'No, thanks' }
  expect(resumed(rating, settings, said(text), 0, rated)).toEqual(step({ kind: 'fire', trigger: 'on_input' }))
})

test('[FL-11] anything else lets go at once, unless more tries are allowed', () => {
  const once = resumed(rating, {}, said('another question'), 0, asked)
  expect(once.then).toEqual({ kind: 'fire', trigger: 'on_give_up' })
  expect(setBy(once)).toEqual({ failed_inputs: 1 })
  const again = resumed(rating, { maxTries: 2, wrongReplies: ['1 to 5, please.'] }, said('what?'), 0, asked)
  expect(again.then).toEqual({ kind: 'hold', tries: 1 })
  expect(saidBy(again)[0]?.text).toBe('1 to 5, please.')
})

test.each([
  [{ scale: 'smileys' }, 'scale invalid'],
  [{ variable: 'chat_state' }, 'variable not_allowed'],
  [{ comment: '' }, 'comment invalid'],
  [{ maxTries: 0 }, 'maxTries invalid'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(rating, settings)).toEqual([problem])
})
