import { expect, test } from 'vitest'
import { nameIn, withNames } from './audit-names.ts'

test('an entry is told by the best name it carries', () => {
  expect([nameIn('first start'), nameIn({ kind: 'operator', id: 'op_1', name: 'Ana' }), nameIn(null)]).toEqual([
    'first start',
    'Ana',
    '',
  ])
})

test('ids are told by name where it is known', () => {
  const named = [{ id: 'op_bgq01r0jra0s', name: 'Ana' }]
  expect(withNames('operator op_bgq01r0jra0s', named)).toBe('Ana')
  expect(withNames('conv_4nazbnw9ner6', named)).toBe('conv_4nazbnw9ner6')
})
