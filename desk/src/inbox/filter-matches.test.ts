import type { ConversationSummary } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { ana, minute, view } from '../live/testing.ts'
import { type Counted, countOf, matchesOf, withMarkOf, withRow } from './filter-matches.ts'
import type { ListOf } from './lists.ts'

const all: ListOf = { tab: 'all', filter: 'open', search: '' }
const vip: Counted = { id: 'flt_vip', list: { ...all, only: { tag: 'vip' } } }
const found: Counted = { id: 'flt_found', list: { ...all, search: 'refund' } }
const mine: Counted = { id: 'flt_mine', list: { ...all, tab: 'mine' } }
const reader = { mark: null, me: 'op_ana', now: Date.parse(minute(30)) }
const said = { by: 'contact', text: 'hi', at: minute(1) }
const row = (change: Record<string, unknown> = {}): ConversationSummary =>
  view({ id: 'conv_1', tags: ['vip'], lastSeq: 4, lastLine: said, ...change })
const asked = (filter: string, conversations: string[] = [], unread: string[] = [], isMore = false) => ({
  filter,
  conversations,
  unread,
  isMore,
})
const many = Array.from({ length: 100 }, (_, index) => `conv_${index}`)

test('[U-15] a conversation that comes to fit is counted once, and not any more when it does not', () => {
  const none = matchesOf([asked('flt_vip')])
  const { matches } = withRow(none, [vip], row(), reader)
  const again = withRow(matches, [vip], row(), reader)
  expect([matches.flt_vip && countOf(matches.flt_vip), again.matches === matches]).toEqual([1, true])
  for (const gone of [row({ tags: [] }), row({ status: 'closed' })]) {
    const { matches: left, isUnsure } = withRow(matches, [vip], gone, reader)
    expect([left.flt_vip && countOf(left.flt_vip), left.flt_vip?.unread.size, isUnsure]).toEqual([0, 0, false])
  }
})

test('[U-15] what is put aside is not among mine, and other filters stay as they are', () => {
  const both = matchesOf([asked('flt_mine', ['conv_1']), asked('flt_vip', ['conv_1'])])
  const aside = row({ operator: ana, chatState: 'taken_over', snoozedUntil: minute(31) })
  const { matches } = withRow(both, [mine, vip], aside, reader)
  expect([matches.flt_mine?.conversations.size, matches.flt_vip?.conversations.size]).toEqual([0, 1])
})

test('[U-15] [U-11] unread is what the contact said and nobody here has read, also where only the mark is known', () => {
  const none = matchesOf([asked('flt_vip', ['conv_1', 'conv_2'], ['conv_2'])])
  const news = withRow(none, [vip], row(), reader).matches
  expect([...(news.flt_vip?.unread ?? [])]).toEqual(['conv_2', 'conv_1'])
  const mark = { upTo: 4, isMarked: false, revision: 1 }
  expect([...(withRow(news, [vip], row(), { ...reader, mark }).matches.flt_vip?.unread ?? [])]).toEqual(['conv_2'])
  expect([...(withMarkOf(news, 'conv_2', mark).flt_vip?.unread ?? [])]).toEqual(['conv_1'])
  expect(withMarkOf(none, 'conv_1', { ...mark, isMarked: true }).flt_vip?.unread.size).toBe(2)
  expect(withMarkOf(none, 'conv_9', { ...mark, isMarked: true })).toBe(none)
})

test('[U-15] beyond a hundred it is only said that there are more, and one that leaves makes it ask again', () => {
  const full = matchesOf([asked('flt_vip', many, [], true)])
  expect(full.flt_vip && countOf(full.flt_vip)).toBeNull()
  const { isUnsure, matches } = withRow(full, [vip], row({ tags: [] }), reader)
  expect([isUnsure, matches.flt_vip && countOf(matches.flt_vip)]).toEqual([true, null])
  expect(withRow(full, [vip], row({ id: 'conv_new' }), reader).isUnsure).toBe(false)
})

test('[U-15] what a search finds only the server knows', () => {
  const some = matchesOf([asked('flt_found', ['conv_1'])])
  expect(withRow(some, [found], row({ id: 'conv_2' }), reader)).toEqual({ matches: some, isUnsure: true })
  expect(withRow(some, [found], row({ status: 'closed' }), reader).matches.flt_found?.conversations.size).toBe(0)
})
