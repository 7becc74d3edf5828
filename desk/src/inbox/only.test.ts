import { expect, test } from 'vitest'
import { view } from '../live/testing.ts'
import type { ListOf } from './lists.ts'
import { fitsOnly, isSameList, listOfQuery, queryOf } from './only.ts'

const all: ListOf = { tab: 'all', filter: 'open', search: '' }

test('[U-15] a row fits a filter as the server would say', () => {
  const row = view({ tags: ['vip'], language: 'de-AT', group: { id: 'grp_1', name: 'Sales' }, channel: 'web' })
  expect(fitsOnly(row, { tag: 'vip', language: 'de', group: 'grp_1', channel: 'web' })).toBe(true)
  expect(fitsOnly(row, { language: 'd' })).toBe(false)
  expect(fitsOnly(row, { tag: 'vi' })).toBe(false)
  expect(fitsOnly(row, { operator: 'op_ana' })).toBe(false)
  expect(fitsOnly(view(), { language: 'de' })).toBe(false)
})

test.each<ListOf>([
  { ...all, tab: 'requested', only: { language: 'de' } },
  { ...all, tab: 'mine', search: 'refund' },
  { ...all, filter: 'closed', only: { tag: 'vip' } },
  { ...all, filter: 'taken_over', only: { operator: 'op_ben' } },
  { ...all, only: { group: 'grp_1', bot: 'bot_1' } },
])('[U-15] a list that is kept by a name comes back as it was: %j', (list) => {
  const again = listOfQuery(queryOf(list, 'op_ana'), 'op_ana')
  expect(again).toMatchObject(list)
  expect(isSameList(again, list, 'op_ana')).toBe(true)
})

test('[U-15] what I have kept of mine shows a colleague what is mine', () => {
  const kept = queryOf({ ...all, tab: 'mine' }, 'op_ana')
  expect(listOfQuery(kept, 'op_ben')).toMatchObject({ tab: 'all', only: { operator: 'op_ana' } })
})
