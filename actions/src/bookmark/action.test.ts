import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { bookmark } from './action.ts'

test('[FL-0] it remembers where the contact is', () => {
  expect(bookmark.run({}, around())).toEqual(step({ kind: 'bookmark' }))
})

test('[FL-2] it has no settings', () => {
  expect(problemsOf(bookmark, { interaction: 'a' })).toEqual(['interaction unknown_setting'])
})
