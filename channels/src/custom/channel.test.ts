import { expect, test } from 'vitest'
import { channelContract } from '../contract.ts'
import { custom } from './channel.ts'

/** A program reads the events as they stand (api.md §3). */
channelContract(custom, (event) => event)

test('[HO-22] a program can be told something at any time: it reads the log', () => {
  expect(custom.can).toContain('push')
})
