import { describe, expect, test } from 'vitest'
import { view } from '../../live/testing.ts'
import { type Closing, forgetClosing, keepClosing, keptClosings, lookAfterIn, overtakenBy } from './closings.ts'
import { undoMs } from './undo-slot.ts'

const closing: Closing = { conversation: 'conv_1', epoch: 2, seq: 7, at: 1_000 }
const line = (by: string) => ({ lastLine: { by, text: 'x', at: '' } })

function keepOf(entries: Record<string, string> = {}) {
  const all = new Map(Object.entries(entries))
  return {
    getItem: (key: string) => all.get(key) ?? null,
    setItem: (key: string, value: string) => void all.set(key, value),
    removeItem: (key: string) => void all.delete(key),
    key: (index: number) => [...all.keys()][index] ?? null,
    get length() {
      return all.size
    },
  }
}

describe('a closing that waits', () => {
  test('[U-21] is written down for its operator until it is done; what cannot be read is thrown away', () => {
    const keep = keepOf({ 'baton.closing.op_ana.conv_9': '{"at":1}', 'baton.other': 'x' })
    keepClosing(keep, 'op_ana', closing)
    expect(keptClosings(keep, 'op_ana')).toEqual([closing])
    expect(keptClosings(keep, 'op_ben')).toEqual([])
    expect(keep.length).toBe(2)
    forgetClosing(keep, 'op_ana', 'conv_1')
    expect(keptClosings(keep, 'op_ana')).toEqual([])
  })

  test('[U-21] is called off by new words of the contact, by another holder, and where it is closed already', () => {
    const now = (change: object) => overtakenBy(closing, view({ epoch: 2, lastSeq: 7, ...change }))
    expect(now({ ...line('contact') })).toBeNull()
    expect(now({ lastSeq: 8, ...line('operator') })).toBeNull()
    expect(now({ lastSeq: 8, ...line('contact') })).toEqual({ by: 'contact' })
    expect(now({ epoch: 3, lastSeq: 8 })).toEqual({ by: 'holder' })
    expect(now({ epoch: 3, lastSeq: 8, status: 'closed' })).toEqual({ by: 'closed' })
  })

  test('[U-21] found later it is looked after once whoever began it would have been done', () => {
    expect(lookAfterIn(closing, 1_000)).toBeGreaterThan(undoMs)
    expect(lookAfterIn(closing, 1_000 + 2 * undoMs)).toBe(0)
  })
})
