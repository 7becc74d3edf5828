import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { addNote } from './action.ts'

test('[FL-11] a note is left for the operators', () => {
  expect(addNote.run({ text: 'Wants a call' }, around())).toEqual(step(next, [{ kind: 'note', text: 'Wants a call' }]))
})

test('[FL-9] a note that renders empty is not written', () => {
  expect(diagnosticsOf(addNote.run({ text: ' ' }, around()))).toEqual(['note_empty'])
})

test('[FL-2] a note has 1 to 10,000 characters', () => {
  expect(problemsOf(addNote, { text: '' })).toEqual(['text invalid'])
  expect(problemsOf(addNote, { text: 'a'.repeat(10_001) })).toEqual(['text invalid'])
})
