import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { text } from './action.ts'

test('[FL-11] a text is one bubble with its text', () => {
  const bubble = { text: 'Hello', parts: [{ type: 'text' as const, text: 'Hello' }] }
  expect(text.run({ text: 'Hello' }, around())).toEqual(step(next, [{ kind: 'say', bubble }]))
})

test('[FL-9] a text that renders empty is still said, so that nothing is skipped unseen', () => {
  const bubble = { text: '', parts: [{ type: 'text' as const, text: '' }] }
  expect(text.run({ text: '' }, around())).toEqual(step(next, [{ kind: 'say', bubble }]))
})

test('[FL-2] an empty or endless text is not published', () => {
  expect(problemsOf(text, { text: '' })).toEqual(['text invalid'])
  expect(problemsOf(text, { text: 'a'.repeat(10_001) })).toEqual(['text invalid'])
  expect(problemsOf(text, { text: 'a'.repeat(10_000) })).toEqual([])
})
