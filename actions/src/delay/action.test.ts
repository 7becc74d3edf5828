import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed } from '../testing.ts'
import { delay } from './action.ts'

test('[FL-5] a delay is work outside the turn, in whole milliseconds', () => {
  const wait = step({ kind: 'wait', work: { kind: 'delay', milliseconds: 1_500 } })
  expect(delay.run({ seconds: 1.5 }, around())).toEqual(wait)
})

test('[FL-5] when it is due, and when there is nothing to wait for, the next action runs', () => {
  expect(resumed(delay, { seconds: 1 }, { kind: 'due' })).toEqual(step(next))
  expect(delay.run({ seconds: 0 }, around())).toEqual(step(next))
})

test('[FL-2] a delay is neither negative nor longer than an hour', () => {
  expect(problemsOf(delay, { seconds: 3_600 })).toEqual([])
  expect(problemsOf(delay, { seconds: -1 })).toEqual(['seconds invalid'])
  expect(problemsOf(delay, { seconds: 3_601 })).toEqual(['seconds invalid'])
})
