import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed, setBy } from '../testing.ts'
import { randomSplit } from './action.ts'

const branches = [{ name: 'A', weight: 70 }, { weight: 0 }, { name: 'C' }, { weight: 9 }]

test('[FL-4] it asks for a number below the sum of the weights, and draws none itself', () => {
  expect(randomSplit.run({ branches }, around())).toEqual(step({ kind: 'draw', below: 80 }))
})

test.each([
  [0, 0, 'A'],
  [69, 0, 'A'],
  [70, 2, 'C'],
  [71, 3, '4'],
  [79, 3, '4'],
])('[FL-11] the number %i means branch %i, kept as %s', (number, index, name) => {
  const done = resumed(randomSplit, { branches, variable: 'variant' }, { kind: 'drawn', number })
  expect(done.then).toEqual({ kind: 'fire', trigger: 'on_chosen', item: `branches[${index}]` })
  expect(setBy(done)).toEqual({ variant: name })
})

test('[FL-11] without a variable nothing is kept, and no other answer means anything', () => {
  expect(setBy(resumed(randomSplit, { branches }, { kind: 'drawn', number: 0 }))).toEqual({})
  expect(resumed(randomSplit, { branches }, { kind: 'due' })).toEqual(step(next))
})

test('[FL-11] over all numbers each branch is taken as often as its weight says', () => {
  const taken = Array.from({ length: 80 }, (_, number) => resumed(randomSplit, { branches }, { kind: 'drawn', number }))
  const items = taken.map(({ then }) => (then.kind === 'fire' ? then.item : ''))
  expect(branches.map((_, index) => items.filter((item) => item === `branches[${index}]`).length)).toEqual([
    70, 0, 1, 9,
  ])
})

test.each([
  [{ branches: [] }, 'branches invalid'],
  [{ branches: [{ weight: 0 }] }, 'branches invalid'],
  [{ branches: [{ weight: -1 }] }, 'branches[0].weight invalid'],
  [{ branches: [{ weight: 1.5 }] }, 'branches[0].weight wrong_type'],
  [{ branches: [{ name: 'A' }, { name: 'A' }] }, 'branches[1].name repeated'],
  [{ branches: [{ name: '2' }, {}] }, 'branches[1].name repeated'],
  [{ branches: [{}], variable: 'chat_state' }, 'variable not_allowed'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(randomSplit, settings)).toEqual([problem])
})
