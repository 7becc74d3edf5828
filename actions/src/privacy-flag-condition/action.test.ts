import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { privacyFlagCondition } from './action.ts'

const met = step({ kind: 'fire', trigger: 'on_condition_met' })
const otherwise = step({ kind: 'fire', trigger: 'on_else' })

test.each([
  [{ newsletter: { granted: true } }, 'granted'],
  [{ newsletter: { granted: false } }, 'refused'],
  [{ newsletter: { granted: 'yes' } }, 'refused'],
  [{ newsletter: {} }, 'not_asked'],
  [{ other: { granted: true } }, 'not_asked'],
  ['newsletter', 'not_asked'],
])('[FL-11] with %j the answer is %s', (privacy, answer) => {
  const context = around({ variables: { privacy } })
  for (const is of ['granted', 'refused', 'not_asked'])
    expect(privacyFlagCondition.run({ flag: 'newsletter', is }, context)).toEqual(is === answer ? met : otherwise)
})

test('[FL-11] unless something else is said, it asks whether the contact has agreed', () => {
  const agreed = around({ variables: { privacy: { newsletter: { granted: true } } } })
  expect(privacyFlagCondition.run({ flag: 'newsletter' }, agreed)).toEqual(met)
  expect(privacyFlagCondition.run({ flag: 'newsletter' }, around())).toEqual(otherwise)
})

test.each([
  [{ flag: 'a.b' }, 'flag invalid'],
  [{ flag: 'a', is: 'maybe' }, 'is invalid'],
  [{}, 'flag required'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(privacyFlagCondition, settings)).toEqual([problem])
})
