import { describe, expect, test } from 'vitest'
import { positionsOfBlock as block } from '../../live/log.ts'
import { event, takenOver } from '../../live/testing.ts'
import { blocksOf, entriesOf, isSameEntry } from './entries.ts'

const options = { isQuietShown: false, readUpTo: null, me: 'op_me', dayOf: (at: string) => at.slice(0, 10) }
const log = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index))

test('[A-12] everybody reads that it is about to end, and that the contact is still there', () => {
  const announced = { type: 'end_announced', data: { until: '', outcome: 'close', cause: 'timer' } } as const
  const putOff = { type: 'end_put_off', data: { cause: 'channel' } } as const
  const quiet = { type: 'tag_set', data: { tag: 'vip' } } as const
  const shown = entriesOf([event(1, announced), event(2, putOff), event(3, quiet)], options)
  expect(shown.flatMap((entry) => (entry.kind === 'quiet' ? [entry.event.type] : []))).toEqual([
    'end_announced',
    'end_put_off',
  ])
})

describe('blocks of a long log', () => {
  test('[U-20] a line stays in its block, whatever comes before and after', () => {
    const blocks = (from: number, to: number) =>
      new Map(blocksOf(entriesOf(log(from, to), options)).map(({ key, entries }) => [key, entries]))
    const known = blocks(2 * block, 5 * block - 5)
    const grown = blocks(block, 5 * block - 3)
    expect([...known.keys()]).toEqual([2, 3, 4])
    expect([...grown.keys()]).toEqual([1, 2, 3, 4])
    const isSame = (key: number) =>
      (known.get(key) ?? []).every((entry, index) => isSameEntry(entry, grown.get(key)?.[index])) &&
      known.get(key)?.length === grown.get(key)?.length
    expect(isSame(3)).toBe(true)
    expect(isSame(4)).toBe(false)
    expect([...grown.values()].flat()).toHaveLength(entriesOf(log(block, 5 * block - 3), options).length)
  })

  test('[U-11] the line before what is new stands in the block of what is new', () => {
    const events = log(2 * block - 2, 2 * block + 3)
    const blocks = blocksOf(entriesOf(events, { ...options, readUpTo: 2 * block - 1 }))
    expect(blocks.map(({ key, entries }) => [key, entries.map(({ kind }) => kind)])).toEqual([
      [1, ['day', 'message', 'message']],
      [2, ['fresh', 'message', 'message', 'message', 'message']],
    ])
  })

  test('[U-11] the line may stand before the first of all, and nowhere where what is new begins further up', () => {
    const kinds = (from: number, readUpTo: number) =>
      entriesOf(log(from, 4), { ...options, readUpTo }).map(({ kind }) => kind)
    expect([kinds(1, 0), kinds(3, 2)]).toEqual([
      ['day', 'fresh', 'message', 'message', 'message', 'message'],
      ['day', 'fresh', 'message', 'message'],
    ])
    expect([kinds(3, 1), kinds(3, 4)]).toEqual([
      ['day', 'message', 'message'],
      ['day', 'message', 'message'],
    ])
  })

  test('[U-20] a message that was delivered, or that begins a group now, is drawn anew', () => {
    const [, plain] = entriesOf([event(1)], options)
    const [, read] = entriesOf(
      [event(1), event(2, { type: 'message_status', data: { message: 'evt_1', status: 'read' } })],
      options,
    )
    const [, state] = entriesOf([takenOver(1)], options)
    if (plain === undefined || read === undefined || state === undefined) throw new Error('no line')
    expect([isSameEntry(plain, plain), isSameEntry(plain, read), isSameEntry(plain, state)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
