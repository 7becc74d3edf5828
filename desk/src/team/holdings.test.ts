import type { OperatorView } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { minute, view } from '../live/testing.ts'
import { holdingsOf, waitsSince } from './holdings.ts'

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
