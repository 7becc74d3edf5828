import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { forgetUser } from './action.ts'

test('[FL-5] the erasure is work for after the commit; what the bot says about it comes before', () => {
  expect(forgetUser.run({}, around())).toEqual(
    step({ kind: 'fire', trigger: 'on_forget_request' }, [{ kind: 'begin', work: { kind: 'forget' } }]),
  )
})

test('[FL-2] it has no settings', () => {
  expect(problemsOf(forgetUser, { contact: 'a' })).toEqual(['contact unknown_setting'])
})
