import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { dropTag } from './action.ts'

test('[FL-10] the tag is trimmed', () => {
  expect(dropTag.run({ tag: ' vip ' }, around())).toEqual(step(next, [{ kind: 'drop_tag', tag: 'vip' }]))
})

test('[FL-9] what a template made into no tag changes nothing and leaves a diagnostic', () => {
  expect(diagnosticsOf(dropTag.run({ tag: ' ' }, around()))).toEqual(['tag_invalid'])
  expect(diagnosticsOf(dropTag.run({ tag: 'a'.repeat(65) }, around()))).toEqual(['tag_invalid'])
})

test('[FL-2] a tag has 1 to 64 characters', () => {
  expect(problemsOf(dropTag, { tag: 'a'.repeat(64) })).toEqual([])
  expect(problemsOf(dropTag, { tag: 'a'.repeat(65) })).toEqual(['tag invalid'])
  expect(problemsOf(dropTag, { tag: '  ' })).toEqual(['tag invalid'])
  expect(problemsOf(dropTag, { tag: '{{ a_name_that_is_long }}'.repeat(4) })).toEqual([])
})
