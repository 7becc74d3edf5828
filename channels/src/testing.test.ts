import { expect, test } from 'vitest'
import { channelContract } from './contract.ts'
import { answersOnly } from './testing.ts'

channelContract(answersOnly, (event) => event, false)

test('[HO-22] the channel for tests can show everything but cannot push', () => {
  expect(answersOnly.can).not.toContain('push')
})
