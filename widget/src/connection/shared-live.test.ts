import { expect, test } from 'vitest'
import { isBehind } from './shared-live.ts'

const at = (after: number, conversation = 'conv_1') => ({ conversation, after })

test('[V-10] who stands where another tab stands, or further, misses nothing', () => {
  expect(isBehind(at(4), at(4))).toBe(false)
  expect(isBehind(at(5), at(4))).toBe(false)
  expect(isBehind(at(4), null)).toBe(false)
  expect(isBehind(null, null)).toBe(false)
})

test('[V-10] who stands before it, or in another conversation, loads the log again', () => {
  expect(isBehind(at(3), at(4))).toBe(true)
  expect(isBehind(null, at(1))).toBe(true)
  expect(isBehind(at(9, 'conv_2'), at(1))).toBe(true)
})
