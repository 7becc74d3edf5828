import type { OperatorView } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { minute, view } from '../live/testing.ts'
import { firstOf, holdingsOf, waitsSince } from './holdings.ts'

const person = (id: string, status = 'online') =>
  ({
    id,
    name: id,
    status,
    enabled: true,
    load: 0,
    capacity: 5,
    groups: [],
    role: 'operator',
    email: '',
  }) as OperatorView
const held = (id: string, owner: string, by: string, at: number) =>
  view({
    id,
    chatState: 'taken_over',
    operator: { id: owner, name: owner },
    lastLine: { by, text: 'x', at: minute(at) },
    lastActivityAt: minute(at),
  })

test('whoever lets a contact wait longest stands first, and their conversations by that, too', () => {
  const rows = [held('a', 'ana', 'operator', 9), held('b', 'ben', 'contact', 5), held('c', 'ben', 'contact', 2)]
  const shown = holdingsOf([person('ana'), person('ben'), person('cy'), person('off', 'offline')], rows, {})
  expect(shown.map(({ operator, rows: own }) => [operator.id, own.map(({ id }) => id)])).toEqual([
    ['ben', ['c', 'b']],
    ['ana', ['a']],
    ['cy', []],
  ])
})

test('what an owner holds is shown although they are away, with what is known of them now', () => {
  const presence = { off: { status: 'away' as const, load: 1, capacity: null } }
  const [only] = holdingsOf([person('off', 'offline')], [held('a', 'off', 'contact', 1)], presence)
  expect(only?.operator).toMatchObject({ status: 'away', load: 1 })
  expect([waitsSince(held('a', 'off', 'contact', 1)), waitsSince(held('a', 'off', 'operator', 1))]).toEqual([
    minute(1),
    null,
  ])
})

test('[U-04] the first lines are so many, also of one who holds more, and of some who hold nothing', () => {
  const rows = [held('a', 'ana', 'contact', 1), held('b', 'ana', 'contact', 2), held('c', 'ana', 'contact', 3)]
  const all = holdingsOf([person('ana'), person('ben'), person('cy')], rows, {})
  const linesOf = (lines: number) => firstOf(all, lines).map(({ operator, rows: own }) => [operator.id, own.length])
  expect([linesOf(2), linesOf(4), linesOf(9)]).toEqual([
    [['ana', 2]],
    [
      ['ana', 3],
      ['ben', 0],
    ],
    [
      ['ana', 3],
      ['ben', 0],
      ['cy', 0],
    ],
  ])
})
