import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed } from '../testing.ts'
import { endConversation } from './action.ts'

test('[HO-8] it closes the conversation', () => {
  expect(endConversation.run({}, around())).toEqual(step({ kind: 'close' }))
  expect(resumed(endConversation, {}, { kind: 'due' })).toEqual(step({ kind: 'close' }))
})

test('[FL-2] it has no settings', () => {
  expect(problemsOf(endConversation, { reason: 'x' })).toEqual(['reason unknown_setting'])
})
