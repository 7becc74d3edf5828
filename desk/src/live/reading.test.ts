import type { ReadMark } from '@baton/core/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem, Unreachable } from '../api/problem.ts'
import { Reading, type ReadWish, withMark } from './reading.ts'

type Sent = { wish: ReadWish; isLeaving: boolean; answer: PromiseWithResolvers<ReadMark> }

let sent: Sent[]
let reading: Reading
const page = new EventTarget()
const upTo = () => reading.reads.get().conv_1?.upTo
const kept = (upTo: number, revision: number, isMarked = false): ReadMark => ({ upTo, isMarked, revision })

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  vi.stubGlobal('window', page)
  sent = []
  reading = new Reading((_, wish, isLeaving) => {
    const answer = Promise.withResolvers<ReadMark>()
    sent.push({ wish, isLeaving, answer })
    return answer.promise
  })
})
afterEach(() => {
  reading[Symbol.dispose]()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('[U-11] of what is told in any order the last change counts', () => {
  const marks = [kept(9, 3), kept(4, 4, true), kept(7, 2)]
  const all = marks.reduce((reads, mark) => withMark(reads, 'conv_1', mark), {})
  expect(all).toEqual({ conv_1: kept(4, 4, true) })
})

test('[U-11] what is read shows at once, and is written once in a second at the most, one after the other', async () => {
  for (const seq of [3, 4, 6, 5]) reading.read('conv_1', seq)
  expect([upTo(), sent.map(({ wish }) => wish.upTo)]).toEqual([6, [3]])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(sent).toHaveLength(1)
  sent[0]?.answer.resolve(kept(3, 1))
  await vi.advanceTimersByTimeAsync(999)
  expect([upTo(), sent.length]).toEqual([6, 1])
  await vi.advanceTimersByTimeAsync(1)
  expect(sent.map(({ wish }) => wish.upTo)).toEqual([3, 6])
  sent[1]?.answer.resolve(kept(6, 2))
  await vi.advanceTimersByTimeAsync(60_000)
  reading.read('conv_1', 6)
  expect([sent.length, reading.reads.get().conv_1]).toEqual([2, kept(6, 2)])
})

test('[U-11] marked as unread it goes back, and nothing that was read before overtakes that', async () => {
  reading.read('conv_1', 9)
  reading.read('conv_1', 12)
  reading.markUnread('conv_1', 4)
  // Told by another device before the wish is there.
  reading.hear({ type: 'read', conversation: 'conv_1', read: kept(12, 5) })
  expect(reading.reads.get().conv_1).toMatchObject({ upTo: 4, isMarked: true })
  sent[0]?.answer.resolve(kept(9, 1))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.map(({ wish }) => wish)).toEqual([
    { upTo: 9, isMarked: false },
    { upTo: 4, isMarked: true },
  ])
  sent[1]?.answer.resolve(kept(4, 6, true))
  await vi.advanceTimersByTimeAsync(0)
  reading.hear({ type: 'read', conversation: 'conv_1', read: kept(15, 7) })
  expect(reading.reads.get().conv_1).toEqual(kept(15, 7))
})

test('[U-11] without an answer it is tried again, what is refused is not, and whoever leaves writes at once', async () => {
  reading.read('conv_1', 3)
  sent[0]?.answer.reject(new Unreachable('gone'))
  await vi.advanceTimersByTimeAsync(4_999)
  expect(sent).toHaveLength(1)
  reading.resume()
  expect(sent.map(({ wish }) => wish.upTo)).toEqual([3, 3])
  sent[1]?.answer.reject(new Problem(404, {}))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(2)
  reading.read('conv_1', 5)
  sent[2]?.answer.resolve(kept(5, 1))
  await vi.advanceTimersByTimeAsync(0)
  reading.read('conv_1', 8)
  page.dispatchEvent(new Event('pagehide'))
  expect(sent.map(({ wish, isLeaving }) => [wish.upTo, isLeaving]).slice(2)).toEqual([
    [5, false],
    [8, true],
  ])
})
