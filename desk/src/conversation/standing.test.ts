import { expect, test } from 'vitest'
import { minute, view } from '../live/testing.ts'
import { mayReply, refusalOf, standingOf } from './standing.ts'

const taken = view({ chatState: 'taken_over', operator: { id: 'op_ana', name: 'Ana' }, takenOverAt: minute(2) })

test('[U-08] the composer locks with the owner’s name when somebody else owns the conversation', () => {
  expect(mayReply(standingOf(taken, 'op_jon'))).toEqual({ kind: 'locked', owner: 'Ana' })
  expect(mayReply(standingOf(taken, 'op_ana'))).toEqual({ kind: 'free' })
})

test('[HO-7] a reply to a conversation nobody owns is announced as taking it over', () => {
  expect(mayReply(standingOf(view(), 'op_ana'))).toEqual({ kind: 'takes_over' })
  const asked = view({ chatState: 'operator_requested', requestedAt: minute(1) })
  expect(mayReply(standingOf(asked, 'op_ana'))).toEqual({ kind: 'takes_over' })
})

test('the banner says whom a request is addressed to', () => {
  const asked = (change: Record<string, unknown>) =>
    standingOf(view({ chatState: 'operator_requested', requestedAt: minute(1), ...change }), 'op_ana')
  expect(asked({})).toMatchObject({ kind: 'requested', of: 'everybody' })
  expect(asked({ group: { id: 'g', name: 'Sales' } })).toMatchObject({ of: 'group', group: 'Sales' })
  expect(asked({ requestedOperator: { id: 'op_ana', name: 'Ana' } })).toMatchObject({ of: 'me' })
})

test('[RO-30] the banner says until when somebody is asked alone, and a colleague may still reply', () => {
  const offered = view({
    chatState: 'operator_requested',
    requestedAt: minute(1),
    requestedOperator: { id: 'op_jon', name: 'Jon' },
    offeredUntil: minute(2),
  })
  const standing = standingOf(offered, 'op_ana')
  expect(standing).toMatchObject({ of: 'other', name: 'Jon', offeredUntil: minute(2) })
  expect(mayReply(standing)).toEqual({ kind: 'takes_over' })
})

test('a closed conversation takes no reply', () => {
  expect(mayReply(standingOf(view({ status: 'closed' }), 'op_ana'))).toEqual({ kind: 'closed' })
})

test('[U-08] a refusal with an owner names who was faster', () => {
  expect(refusalOf({ status: 409, code: null, owner: { name: 'Ana' } })).toEqual({ kind: 'taken', owner: 'Ana' })
  expect(refusalOf({ status: 422, code: null, owner: null })).toEqual({ kind: 'other' })
})
