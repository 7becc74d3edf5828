import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { goTo } from './action.ts'

test('[FL-0] it jumps to the interaction that is named', () => {
  const jump = step({ kind: 'jump', target: { behavior: 'main', interaction: 'person' }, cancel: false })
  expect(goTo.run({ behavior: 'main', interaction: 'person' }, around())).toEqual(jump)
})

test('[FL-0] cancelling further execution goes with the jump', () => {
  const jump = step({ kind: 'jump', target: { to: 'previous' }, cancel: true })
  expect(goTo.run({ to: 'previous', cancelFurtherExecution: true }, around())).toEqual(jump)
})

test.each([
  { interaction: 'person' },
  { behavior: 'main' },
  { behavior: 'main', interaction: 'person' },
  { to: 'start' },
  { to: 'bookmark' },
  { to: 'start', behavior: 'main' },
  { to: 'fallback', behavior: 'main' },
])('[FL-2] %j is one way to go', (settings) => {
  expect(problemsOf(goTo, settings)).toEqual([])
  const { cancelFurtherExecution: _, ...target } = { cancelFurtherExecution: false, ...settings }
  expect(goTo.target?.(settings)).toEqual(target)
})

test.each([
  [{}, 'interaction required'],
  [{ cancelFurtherExecution: true }, 'interaction required'],
  [{ to: 'start', interaction: 'person' }, 'to not_allowed'],
  [{ to: 'previous', behavior: 'main' }, 'behavior not_allowed'],
  [{ to: 'home' }, 'to invalid'],
])('[FL-2] %j is no way to go', (settings, problem) => {
  expect(problemsOf(goTo, settings)).toEqual([problem])
})
