import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { notifyOperators } from './action.ts'

const effects = (settings: object) => notifyOperators.run(settings, around()).effects

test('[FL-11] everybody is told in the desk, or whoever it names, and by mail where it says so', () => {
  expect(effects({ text: 'Look' })).toEqual([
    { kind: 'notify', text: 'Look', group: null, operators: null, byMail: false },
  ])
  expect(effects({ text: 'Look', group: 'support', operators: ['ana'], byMail: true })).toEqual([
    { kind: 'notify', text: 'Look', group: 'support', operators: ['ana'], byMail: true },
  ])
})

test('[FL-9] a text that turned out empty tells nobody', () => {
  expect(effects({ text: ' ' })).toEqual([])
})

test('[FL-2] it needs a text', () => {
  expect(problemsOf(notifyOperators, { group: 'support' })).toEqual(['text required'])
})
