import { expect, test } from 'vitest'
import { isUnread, type ReadMark } from './read-mark.ts'

const ana = { id: 'op_ana' }
const row = { status: 'open' as const, operator: null, lastSeq: 4, lastLine: { by: 'contact' } }
const mark = (upTo: number, change: Partial<ReadMark> = {}): ReadMark => ({
  upTo,
  isMarked: false,
  revision: 1,
  ...change,
})

test('[U-11] a row is unread when its contact spoke last, and further than it was read', () => {
  expect([null, mark(3), mark(4), mark(9)].map((one) => isUnread(row, one, ana.id))).toEqual([true, true, false, false])
  expect(isUnread({ ...row, lastLine: { by: 'operator' } }, null, ana.id)).toBe(false)
  expect(isUnread({ ...row, lastLine: null }, null, ana.id)).toBe(false)
  expect(isUnread({ ...row, status: 'closed' }, null, ana.id)).toBe(false)
})

test('[U-11] what a colleague has in hand is news to whoever has read it before, and to nobody else', () => {
  const theirs = { ...row, operator: { id: 'op_ben' } }
  const marks = [null, mark(2, { revision: 0 }), mark(2)]
  expect(marks.map((one) => isUnread(theirs, one, ana.id))).toEqual([false, false, true])
  expect(isUnread({ ...row, operator: ana }, null, ana.id)).toBe(true)
})

test('[U-11] what somebody has marked is unread, whoever spoke last', () => {
  const marked = mark(1, { isMarked: true })
  const answered = { ...row, lastLine: { by: 'operator' }, operator: { id: 'op_ben' } }
  expect([answered, { ...row, status: 'closed' as const }].map((one) => isUnread(one, marked, ana.id))).toEqual([
    true,
    true,
  ])
})
