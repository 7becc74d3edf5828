import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, setBy } from '../testing.ts'
import { setVariable } from './action.ts'
import { change } from './change.ts'

test('[FL-11] a variable is overwritten unless something else is asked for', () => {
  expect(setVariable.run({ variable: 'a', value: { b: [1] } }, around({ variables: { a: 1 } }))).toEqual(
    step(next, [{ kind: 'set_variable', variable: 'a', value: { b: [1] } }]),
  )
})

test.each([
  [undefined, 'append', 1, [1]],
  ['a', 'append', 'b', ['a', 'b']],
  [['a'], 'append', 'b', ['a', 'b']],
  [['a'], 'append', ['b'], ['a', ['b']]],
  [undefined, 'concatenate', 'b', 'b'],
  ['a', 'concatenate', 1, 'a1'],
  [['a'], 'concatenate', ['b'], ['a', 'b']],
  [undefined, 'add', 2, 2],
  ['3', 'add', '2', 5],
  [3, 'subtract', 2, 1],
  [3, 'multiply', '1.5', 4.5],
  [3, 'divide', 2, 1.5],
  [undefined, 'divide', -2, 0],
  ['a-b-a', 'replace', { search: 'a', with: '$&' }, '$&-b-$&'],
  [['a', 'b', 'A'], 'replace', { search: 'a', with: 0 }, [0, 'b', 0]],
  [undefined, 'replace', { search: 'a', with: 'b' }, ''],
  [['a', 'b', 1], 'remove', '1', ['a', 'b']],
  ['a-b-a', 'remove', 'a', '-b-'],
  ['a', 'clear', undefined, null],
] as const)('[FL-11] %j %s %j gives %j', (current, how, value, expected) => {
  expect(change(current as never, how, value as never)).toEqual({ ok: true, value: expected })
})

test.each([
  ['a', 'add', 1],
  [1, 'add', 'a'],
  [1, 'divide', 0],
  [1e308, 'multiply', 1e308],
  [{ a: 1 }, 'concatenate', 'b'],
  ['a', 'concatenate', ['b']],
  ['a', 'replace', 'b'],
  ['a', 'replace', { search: '', with: 'b' }],
  [{ a: 1 }, 'replace', { search: 'a', with: 'b' }],
  [{ a: 1 }, 'remove', 'a'],
  ['a', 'remove', ''],
] as const)('[FL-11] %j %s %j leaves the variable as it is, with a diagnostic', (current, how, value) => {
  const done = setVariable.run(
    { variable: 'v', how, value },
    around({ variables: { v: structuredClone(current) as never } }),
  )
  expect(setBy(done)).toEqual({})
  expect(diagnosticsOf(done)).toEqual(['variable_unchanged'])
  expect(done.then).toEqual(next)
})

test.each([
  [{ variable: 'a' }, 'value required'],
  [{ variable: 'A', value: 1 }, 'variable variable_name_invalid'],
  [{ variable: 'chat_operator_name', value: 'Ana' }, 'variable not_allowed'],
  [{ variable: 'a', how: 'add', value: 'many' }, 'value invalid'],
  [{ variable: 'a', how: 'divide', value: '0' }, 'value invalid'],
  [{ variable: 'a', how: 'replace', value: 'x' }, 'value invalid'],
  [{ variable: 'a', how: 'swap', value: 1 }, 'how invalid'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(setVariable, settings)).toEqual([problem])
})

test.each([
  { variable: 'a', value: null },
  { variable: 'a.b', how: 'add', value: '{{ count }}' },
  { variable: 'a', how: 'clear' },
  { variable: 'user_email', value: 'x@example.com' },
])('[FL-2] %j is published', (settings) => {
  expect(problemsOf(setVariable, settings)).toEqual([])
})
