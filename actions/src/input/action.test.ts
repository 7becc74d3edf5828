import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed, saidBy, setBy } from '../testing.ts'
import { acceptedValue } from './accept.ts'
import { input } from './action.ts'

const said = (text: string) => ({ kind: 'said' as const, text })

test('[FL-3] the first run holds until the contact answers', () => {
  const settings = { variable: 'city', expects: 'text' }
  expect(input.run(settings, around())).toEqual(step({ kind: 'hold', tries: 0 }))
})

test('[FL-11] an answer is kept and on_input fires', () => {
  expect(resumed(input, { variable: 'city', expects: 'text' }, said(' Graz '))).toEqual(
    step({ kind: 'fire', trigger: 'on_input' }, [{ kind: 'set_variable', variable: 'city', value: 'Graz' }]),
  )
})

test('[FL-10] a wrong answer raises failed_inputs, a right one sets it back', () => {
  const settings = { variable: 'age', expects: 'number' }
  expect(setBy(resumed(input, settings, said('old')))).toEqual({ failed_inputs: 1 })
  const failed = around({ variables: { failed_inputs: 2 } })
  expect(setBy(resumed(input, settings, said('old'), 2, failed))).toEqual({ failed_inputs: 3 })
  expect(setBy(resumed(input, settings, said('41'), 2, failed))).toEqual({ age: 41, failed_inputs: 0 })
  expect(setBy(resumed(input, settings, said('41')))).toEqual({ age: 41 })
})

test('[FL-3] wrong answers are replied to in turn, and it holds on', () => {
  const settings = { variable: 'age', expects: 'number', wrongReplies: ['A number, please.', 'Like 41.'] }
  const replies = [0, 1, 2].map((tries) => resumed(input, settings, said('x'), tries))
  expect(replies.map((one) => saidBy(one)[0]?.text)).toEqual(['A number, please.', 'Like 41.', 'A number, please.'])
  expect(replies.map((one) => one.then)).toEqual([1, 2, 3].map((tries) => ({ kind: 'hold', tries })))
})

test('[FL-3] without a reply to wrong answers it says nothing, so that the fallback can', () => {
  const silent = resumed(input, { variable: 'age', expects: 'number' }, said('x'))
  expect(saidBy(silent)).toEqual([])
  expect(silent.then).toEqual({ kind: 'hold', tries: 1 })
})

test('[FL-11] the last try that is wrong gives up without a reply', () => {
  const settings = { variable: 'age', expects: 'number', wrongReplies: ['No.'], maxTries: 2 }
  expect(resumed(input, settings, said('x'), 0).then).toEqual({ kind: 'hold', tries: 1 })
  const last = resumed(input, settings, said('x'), 1)
  expect(last.then).toEqual({ kind: 'fire', trigger: 'on_give_up' })
  expect(saidBy(last)).toEqual([])
  expect(setBy(last)).toEqual({ failed_inputs: 1 })
})

test.each([
  ['text', 'Graz', 'Graz'],
  ['text', '  ', null],
  ['email', 'ana@example.com', 'ana@example.com'],
  ['email', 'ana@example', null],
  ['email', 'ana example@x.com', null],
  ['email', `${'a'.repeat(250)}@x.com`, null],
  ['number', '12', 12],
  ['number', '-3.5', -3.5],
  ['number', '2,5', 2.5],
  ['number', '1,234', null],
  ['number', '12a', null],
  ['number', '1e5', null],
  ['number', '9'.repeat(400), null],
  ['date', '2026-05-31', '2026-05-31'],
  ['date', '31.5.2026', '2026-05-31'],
  ['date', '1. 2. 2026', '2026-02-01'],
  ['date', '29.02.2024', '2024-02-29'],
  ['date', '29.02.2026', null],
  ['date', '2026-13-01', null],
  ['date', '05/06/2026', null],
] as const)('[FL-11] expecting %s, %j becomes %j', (expects, text, value) => {
  expect(acceptedValue(text, { expects })).toBe(value)
})

test('[FL-11] a choice is kept in its own spelling', () => {
  const settings = { expects: 'choice' as const, choices: ['Café', 'Tea!', '👍'] }
  expect(['cafe', 'TEA', '👍', 'beer'].map((text) => acceptedValue(text, settings))).toEqual([
    'Café',
    'Tea!',
    '👍',
    null,
  ])
})

test('[FL-11] a pattern is found anywhere unless it is tied, and always in linear time', () => {
  expect(acceptedValue('no. AB-12 please', { expects: 'pattern', pattern: '[A-Z]{2}-\\d+' })).toBe('no. AB-12 please')
  expect(acceptedValue('no. AB-12', { expects: 'pattern', pattern: '^[A-Z]{2}-\\d+$' })).toBeNull()
  expect(acceptedValue(`${'a'.repeat(50_000)}!`, { expects: 'pattern', pattern: '^(a+)+$' })).toBeNull()
})

test('[FL-2] what cannot work is not published', () => {
  const variable = 'a'
  expect(problemsOf(input, { variable, expects: 'pattern' })).toEqual(['pattern required'])
  expect(problemsOf(input, { variable, expects: 'pattern', pattern: '(' })).toEqual(['pattern pattern_invalid'])
  expect(problemsOf(input, { variable, expects: 'pattern', pattern: '(?=a)' })).toEqual(['pattern pattern_invalid'])
  expect(problemsOf(input, { variable, expects: 'choice' })).toEqual(['choices required'])
  expect(problemsOf(input, { variable: 'Favourite Colour', expects: 'text' })).toEqual([
    'variable variable_name_invalid',
  ])
  expect(problemsOf(input, { variable: 'chat_state', expects: 'text' })).toEqual(['variable not_allowed'])
  expect(problemsOf(input, { variable: 'user_email', expects: 'email', maxTries: 3 })).toEqual([])
})
