import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { setTag } from './action.ts'

test('[FL-10] the tag is trimmed', () => {
  expect(setTag.run({ tag: ' vip ' }, around())).toEqual(step(next, [{ kind: 'set_tag', tag: 'vip' }]))
})

test('[FL-9] what a template made into no tag changes nothing and leaves a diagnostic', () => {
  expect(diagnosticsOf(setTag.run({ tag: ' ' }, around()))).toEqual(['tag_invalid'])
  expect(diagnosticsOf(setTag.run({ tag: 'a'.repeat(65) }, around()))).toEqual(['tag_invalid'])
})

test('[FL-2] a tag has 1 to 64 characters', () => {
  expect(problemsOf(setTag, { tag: 'a'.repeat(64) })).toEqual([])
  expect(problemsOf(setTag, { tag: 'a'.repeat(65) })).toEqual(['tag invalid'])
  expect(problemsOf(setTag, { tag: '  ' })).toEqual(['tag invalid'])
  expect(problemsOf(setTag, { tag: '{{ a_name_that_is_long }}'.repeat(4) })).toEqual([])
})
