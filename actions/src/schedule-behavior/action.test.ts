import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { scheduleBehavior } from './action.ts'

test.each([
  [{ after: 10 }, 600_000],
  [{ after: 0.5, unit: 'seconds' }, 500],
  [{ after: 2, unit: 'hours' }, 7_200_000],
  [{ after: 90, unit: 'days' }, 7_776_000_000],
])('[HO-23] %j is work for %i ms from now, and the next action runs at once', (settings, milliseconds) => {
  expect(scheduleBehavior.run({ interaction: 'reminder', ...settings }, around())).toEqual(
    step(next, [{ kind: 'begin', work: { kind: 'start', target: { interaction: 'reminder' }, milliseconds } }]),
  )
})

test('[FL-2] what starts must be there: a publish checks it as it does for a Go to', () => {
  const target = { behavior: 'main', interaction: 'reminder' }
  expect(scheduleBehavior.target?.({ ...target, after: 1, unit: 'days' })).toEqual(target)
})

test.each([
  [{ after: 1 }, 'interaction required'],
  [{ interaction: 'a', after: -1 }, 'after invalid'],
  [{ interaction: 'a', after: 91, unit: 'days' }, 'after invalid'],
  [{ interaction: 'a', after: 2_161, unit: 'hours' }, 'after invalid'],
  [{ interaction: 'a', after: 1, unit: 'weeks' }, 'unit invalid'],
  [{ interaction: 'a' }, 'after required'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(scheduleBehavior, settings)).toEqual([problem])
})
