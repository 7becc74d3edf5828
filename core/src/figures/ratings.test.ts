import { expect, test } from 'vitest'
import type { Actor, ConversationEvent } from '../conversation/event.ts'
import type { Value } from '../conversation/value.ts'
import { asId } from '../ids.ts'
import { after } from '../time.ts'
import { factsOf } from './facts.ts'
import { at, logOf } from './testing.ts'

const bot: Actor = { kind: 'chatbot', id: asId('bot_1'), name: 'Acme' }
const contact: Actor = { kind: 'contact', id: asId('carl') }
const asked = { asked_at: '2026-01-05T09:00:00.000Z', score: null }

/** A log in which these variables were set, one a second. */
function ratingsIn(...set: [Actor, string, Value][]) {
  const log = logOf(['09:00:00 opened', '09:00:01 contact writes'])
  const events = set.map(([actor, variable, value], index): ConversationEvent => {
    const stamp = { seq: log.length + index + 1, id: asId<'event'>(`evt_set_${index}`), epoch: 0 }
    return {
      ...stamp,
      at: after(at('09:00:02'), index * 1_000),
      actor,
      type: 'variable_set',
      data: { variable, value },
    }
  })
  return factsOf([...log, ...events]).ratings
}

test('a rating is asked for by the bot, and has the score that the contact gave', () => {
  expect(ratingsIn([bot, 'rating', asked], [bot, 'rating.score', 4])).toEqual([{ askedAt: at('09:00:02'), score: 4 }])
})

test('asked without an answer is asked in vain; asked again is another one', () => {
  const ratings = ratingsIn([bot, 'rating', asked], [bot, 'rating', asked], [bot, 'rating.score', 2])
  expect(ratings).toEqual([
    { askedAt: at('09:00:02'), score: null },
    { askedAt: at('09:00:03'), score: 2 },
  ])
})

test('what a contact sets, a score nobody asked for, and one off the scale do not count', () => {
  expect(ratingsIn([contact, 'rating', asked], [contact, 'rating.score', 5], [bot, 'rating.score', 5])).toEqual([])
  expect(ratingsIn([bot, 'rating', { score: 5 }])).toEqual([])
  const unanswered = [{ askedAt: at('09:00:02'), score: null }]
  expect(ratingsIn([bot, 'rating', asked], [bot, 'rating.score', 6], [contact, 'rating.score', 5])).toEqual(unanswered)
})

test('[V-11] of what was given in the chat once it was over the last counts, beside what the bot asked for', () => {
  const log = logOf(['09:00:00 opened', '09:00:01 contact writes'])
  const rated = ([time, score]: [string, 1 | 5], index: number): ConversationEvent => ({
    ...{ seq: log.length + index + 1, id: asId<'event'>(`evt_rated_${index}`), epoch: 0, at: at(time), actor: contact },
    ...{ type: 'rated', data: { score } },
  })
  const given: [string, 1 | 5][] = [
    ['09:10:00', 1],
    ['09:10:05', 5],
  ]
  expect(factsOf([...log, ...given.map(rated)]).ratings).toEqual([{ askedAt: at('09:10:05'), score: 5 }])
})
