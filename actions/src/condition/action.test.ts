import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { condition } from './action.ts'
import { compare } from './compare.ts'

function isMet(settings: Record<string, unknown>, context = around()): boolean {
  const { then } = condition.run(settings, context)
  if (then.kind !== 'fire') throw new Error('a condition always fires')
  return then.trigger === 'on_condition_met'
}

test.each([
  ['gold', 'equal', 'gold', true],
  [' Gold ', 'equal', 'gold', true],
  ['gold', 'not_equal', 'silver', true],
  [undefined, 'equal', '', true],
  [undefined, 'equal', 0, false],
  [5, 'equal', '5.0', true],
  ['007', 'equal', '7', false],
  [true, 'equal', 'true', true],
  [{ a: 1 }, 'equal', { a: 1 }, true],
  ['Hello World', 'contains', 'world', true],
  ['Hello', 'contains', '', false],
  [['Red', 'blue'], 'contains', 'red', true],
  [['reddish'], 'contains', 'red', false],
  [{ red: 1 }, 'contains', 'red', false],
  ['AB-12', 'matches', '^[A-Z]{2}-\\d+$', true],
  ['ab-12', 'matches', '^[A-Z]{2}-\\d+$', false],
  ['ab-12', 'matches', '(?i)^[A-Z]{2}-\\d+$', true],
  [['x', 'AB-1'], 'matches', '^AB', true],
  ['a', 'matches', '(', false],
  [10, 'greater', '9', true],
  ['10', 'greater', 9, true],
  ['10', 'less', '9', false],
  [9, 'greater', 9, false],
  ['2026-05-31', 'less', '2026-06-01', true],
  ['b', 'greater', 'a', false],
  [undefined, 'less', 5, false],
  ['x', 'set', undefined, true],
  [0, 'set', undefined, true],
  [false, 'set', undefined, true],
  [' ', 'set', undefined, false],
  [[], 'set', undefined, false],
  [undefined, 'not_set', undefined, true],
  ['x', 'not_set', undefined, false],
] as const)('[FL-11] %j %s %j is %j', (found, is, value, expected) => {
  expect(compare(structuredClone(found) as never, is, value as never)).toBe(expected)
})

test('[FL-11] a variable is read, also inside', () => {
  const context = around({ variables: { favorite: { color: 'red' } } })
  expect(isMet({ variable: 'favorite.color', is: 'equal', value: 'red' }, context)).toBe(true)
  expect(isMet({ variable: 'favorite.taste', is: 'set' }, context)).toBe(false)
})

test('[FL-11] a tag is there or not', () => {
  const context = around({ tags: ['VIP', 'beta'] })
  expect(isMet({ tag: 'vip', is: 'set' }, context)).toBe(true)
  expect(isMet({ tag: 'vip', is: 'equal' }, context)).toBe(true)
  expect(isMet({ tag: 'tag', is: 'equal', value: 'beta' }, context)).toBe(true)
  expect(isMet({ tag: 'vi', is: 'set' }, context)).toBe(false)
  expect(isMet({ tag: 'vi', is: 'contains' }, context)).toBe(true)
  expect(isMet({ tag: 'gold', is: 'not_set' }, context)).toBe(true)
  expect(isMet({ tag: 'vip', is: 'not_equal' }, context)).toBe(false)
})

test('[FL-11] the channel stands in the setting or in the value', () => {
  const context = around({ channel: 'telegram' })
  expect(isMet({ channel: 'Telegram', is: 'equal' }, context)).toBe(true)
  expect(isMet({ channel: true, is: 'equal', value: 'telegram' }, context)).toBe(true)
  expect(isMet({ channel: 'widget', is: 'equal' }, context)).toBe(false)
  expect(isMet({ channel: 'widget', is: 'not_equal' }, context)).toBe(true)
  expect(isMet({ channel: true, is: 'set' }, context)).toBe(true)
})

test('[FL-11] a language means its countries, a country only itself', () => {
  const austrian = around({ locale: 'de-AT' })
  expect(isMet({ locale: 'de', is: 'equal' }, austrian)).toBe(true)
  expect(isMet({ locale: 'de_at', is: 'equal' }, austrian)).toBe(true)
  expect(isMet({ locale: 'de-CH', is: 'equal' }, austrian)).toBe(false)
  expect(isMet({ locale: 'd', is: 'equal' }, austrian)).toBe(false)
  expect(isMet({ locale: 'de', is: 'not_equal' }, austrian)).toBe(false)
  expect(isMet({ locale: 'de-AT', is: 'equal' }, around({ locale: 'de' }))).toBe(false)
})

test('[FL-9] a pattern that a template made invalid is not met and leaves a diagnostic', () => {
  const step = condition.run({ variable: 'a', is: 'matches', value: '(' }, around({ variables: { a: 'x' } }))
  expect(step.then).toEqual({ kind: 'fire', trigger: 'on_else' })
  expect(diagnosticsOf(step)).toEqual(['pattern_invalid'])
})

test.each([
  [{ is: 'set' }, 'variable required'],
  [{ variable: 'a', tag: 'b', is: 'set' }, 'tag not_allowed'],
  [{ variable: 'A b', is: 'set' }, 'variable variable_name_invalid'],
  [{ variable: 'a', is: 'equal' }, 'value required'],
  [{ channel: true, is: 'equal' }, 'value required'],
  [{ tag: 'a', is: 'greater', value: 1 }, 'is not_allowed'],
  [{ variable: 'a', is: 'matches', value: '(' }, 'value pattern_invalid'],
  [{ variable: 'a', is: 'like', value: 1 }, 'is invalid'],
  [{ channel: 7, is: 'set' }, 'channel wrong_type'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(condition, settings)).toEqual([problem])
})

test.each([
  { variable: 'a', is: 'equal', value: '' },
  { variable: 'a.b', is: 'matches', value: '{{ pattern }}' },
  { tag: 'vip', is: 'equal' },
  { channel: true, is: 'equal', value: 'widget' },
  { locale: 'de', is: 'equal' },
])('[FL-2] %j is published', (settings) => {
  expect(problemsOf(condition, settings)).toEqual([])
})
