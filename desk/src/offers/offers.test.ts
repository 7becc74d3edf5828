import { expect, test } from 'vitest'
import { ana, minute, view } from '../live/testing.ts'
import { offerRefusalOf, offersTo, secondsLeft } from './offers.ts'

const offered = (id: string, until: number, change: Record<string, unknown> = {}) =>
  view({
    id,
    chatState: 'operator_requested',
    requestedAt: minute(0),
    requestedOperator: ana,
    offeredUntil: minute(until),
    ...change,
  })

test('[RO-30] I am shown what I am asked to take, whatever runs out first first', () => {
  const rows = [
    offered('late', 9),
    offered('soon', 2),
    offered('for another', 1, { requestedOperator: { id: 'op_jon', name: 'Jon' } }),
    offered('only first', 1, { offeredUntil: null }),
    offered('over', 1, { status: 'closed' }),
    offered('taken', 1, { chatState: 'taken_over', operator: ana }),
  ]
  expect(offersTo(ana.id, rows).map(({ row }) => row.id)).toEqual(['soon', 'late'])
  expect(offersTo('op_eve', rows)).toEqual([])
})

test('[RO-30] the time left goes by the server’s clock and never below nothing', () => {
  const until = Date.parse(minute(1))
  expect(secondsLeft(until, until - 12_000, null)).toBe(12)
  expect(secondsLeft(until, until - 11_001, 0)).toBe(12)
  expect(secondsLeft(until, until + 3_588_000, 3_600_000)).toBe(12)
  expect(secondsLeft(until, until + 1, 0)).toBe(0)
  expect(secondsLeft(until, until - 86_400_000, 0)).toBe(3_600)
})

test('[RO-30] a refused answer says who was faster, or that it came too late', () => {
  const refused = (change: object) => offerRefusalOf({ status: 409, code: null, owner: null, ...change })
  expect(refused({ code: 'owned', owner: { id: 'op_jon', name: 'Jon' } })).toEqual({ kind: 'taken', owner: 'Jon' })
  expect(refused({ code: 'no_offer' })).toEqual({ kind: 'too_late' })
  expect(refused({ code: 'closed' })).toEqual({ kind: 'too_late' })
  expect(refused({ status: 503 })).toEqual({ kind: 'other' })
})
