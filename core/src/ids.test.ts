import { expect, test } from 'vitest'
import { idsFrom } from './ids.ts'

test('[HO-36] an identity says what it is of, so that a log can be read', () => {
  let count = 0
  const newId = idsFrom(() => String(++count))
  expect([newId('conversation'), newId('event'), newId('operator'), newId('turn')]).toEqual([
    'conv_1',
    'evt_2',
    'op_3',
    'turn_4',
  ])
})
