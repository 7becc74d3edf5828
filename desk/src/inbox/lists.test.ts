import { describe, expect, test } from 'vitest'
import { ana, byAna, event, minute, requested, view } from '../live/testing.ts'
import { type ListOf, neighbour, rowsOf } from './lists.ts'
import { noticeOf } from './notices.ts'

const now = Date.parse(minute(30))
const mine: ListOf = { tab: 'mine', filter: 'open', search: '' }
const waiting = (id: string, since: number) =>
  view({ id, chatState: 'operator_requested', requestedAt: minute(since), lastActivityAt: minute(since + 9) })

describe('lists', () => {
  test('requests stand longest waiting first', () => {
    const rows = [waiting('late', 5), waiting('early', 1), view({ id: 'bot' })]
    expect(rowsOf(rows, { ...mine, tab: 'requested' }, 'op_ana', null, now).map(({ id }) => id)).toEqual([
      'early',
      'late',
    ])
  })

  test('mine are open ones I own, newest activity first', () => {
    const owned = (id: string, at: number, status = 'open') =>
      view({ id, status, operator: { id: 'op_ana', name: 'Ana' }, chatState: 'taken_over', lastActivityAt: minute(at) })
    const rows = [owned('old', 1), owned('new', 4), owned('closed', 5, 'closed'), view({ id: 'other' })]
    expect(rowsOf(rows, mine, 'op_ana', null, now).map(({ id }) => id)).toEqual(['new', 'old'])
  })

  test('[U-02] what I have put aside is not among mine before its time, and among all', () => {
    const aside = view({ operator: ana, chatState: 'taken_over', snoozedUntil: minute(31) })
    const shown = (list: ListOf, at: number) => rowsOf([aside], list, 'op_ana', null, at).length
    expect([shown(mine, now), shown(mine, Date.parse(minute(31))), shown({ ...mine, tab: 'all' }, now)]).toEqual([
      0, 1, 1,
    ])
  })

  test('rows behind what is loaded are not shown yet', () => {
    const rows = [1, 2, 3].map((at) => view({ id: `c${at}`, lastActivityAt: minute(at) }))
    const shown = rowsOf(rows, { ...mine, tab: 'all' }, 'op_ana', { at: minute(2), id: 'c2' }, now)
    expect(shown.map(({ id }) => id)).toEqual(['c3', 'c2'])
  })

  test('j and k go to the neighbours and stop at the ends', () => {
    const ids = ['a', 'b']
    expect([neighbour(ids, null, 1), neighbour(ids, 'a', 1), neighbour(ids, 'b', 1), neighbour([], 'a', -1)]).toEqual([
      'a',
      'b',
      'b',
      null,
    ])
  })
})

describe('notices', () => {
  const self = { id: 'op_ana', groups: ['grp_support'] }
  const asked = (change: Record<string, unknown>) =>
    view({ chatState: 'operator_requested', requestedAt: minute(1), ...change })

  test('[U-13] a request is told to everybody, to its group, or to the one asked', () => {
    expect(noticeOf(asked({}), requested(1), self, null)?.kind).toBe('request')
    expect(noticeOf(asked({ group: { id: 'grp_support', name: 'Support' } }), requested(1), self, null)).not.toBeNull()
    expect(noticeOf(asked({ group: { id: 'grp_sales', name: 'Sales' } }), requested(1), self, null)).toBeNull()
    expect(noticeOf(asked({ requestedOperator: { id: 'op_jon', name: 'Jon' } }), requested(1), self, null)).toBeNull()
  })

  test('[RO-30] an offer is told to whoever is asked, and to nobody else', () => {
    const offer = (operator: { id: string; name: string }) =>
      event(4, { type: 'operator_offered', actor: { kind: 'system' }, data: { operator, until: minute(5) } })
    const offered = asked({ requestedOperator: ana, offeredUntil: minute(5) })
    expect(noticeOf(offered, offer(ana), self, null)?.kind).toBe('offer')
    expect(noticeOf(offered, offer({ id: 'op_jon', name: 'Jon' }), self, null)).toBeNull()
  })

  test('[RO-30] whoever declines is not told that the request waits on', () => {
    const declined = event(5, {
      type: 'operator_requested',
      actor: byAna,
      data: { from: {}, to: {}, reason: 'declined', cause: 'desk' },
    })
    expect(noticeOf(asked({}), declined, self, null)).toBeNull()
    expect(noticeOf(asked({}), declined, { ...self, id: 'op_jon' }, null)?.kind).toBe('request')
  })

  test('whoever a note is for is told of it, and nobody else', () => {
    const note = event(6, {
      actor: { kind: 'chatbot' },
      data: { text: 'Look', parts: [], note: true, mentions: ['op_ana'] },
    })
    expect(noticeOf(view(), note, self, null)).toMatchObject({ kind: 'mention', text: 'Look' })
    expect(noticeOf(view(), note, { ...self, id: 'op_jon' }, null)).toBeNull()
  })

  test('the owner is told before a silent conversation ends by itself', () => {
    const warning = event(6, {
      type: 'end_announced',
      actor: { kind: 'system' },
      data: { until: minute(7), outcome: 'close', cause: 'timer' },
    })
    const owned = view({ chatState: 'taken_over', operator: ana })
    expect(noticeOf(owned, warning, self, null)?.kind).toBe('idle')
    expect(noticeOf(owned, warning, { ...self, id: 'op_jon' }, null)).toBeNull()
  })

  test('[U-13] a message is told only in my conversations, and not in the focused one', () => {
    const owned = view({ chatState: 'taken_over', operator: { id: 'op_ana', name: 'Ana' } })
    expect(noticeOf(owned, event(3), self, null)?.kind).toBe('message')
    expect(noticeOf(owned, event(3), self, 'conv_1')).toBeNull()
    expect(noticeOf(view(), event(3), self, null)).toBeNull()
  })
})
