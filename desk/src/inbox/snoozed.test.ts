import { describe, expect, test } from 'vitest'
import { ana, minute, view } from '../live/testing.ts'
import { isSnoozed, snoozedOf, wokenOf } from './snoozed.ts'

const at = (count: number) => Date.parse(minute(count))
const mine = (id: string, until: number | null, change = {}) =>
  view({
    id,
    chatState: 'taken_over',
    operator: ana,
    snoozedUntil: until === null ? null : minute(until),
    ...change,
  })

describe('what is put aside', () => {
  test('[U-02] snooze ends with its minute, whatever the row still says', () => {
    expect([4, 5, 6].map((now) => isSnoozed(mine('a', 5), at(now)))).toEqual([true, false, false])
    expect(isSnoozed(mine('a', null), at(0))).toBe(false)
  })

  test('[U-02] mine alone, whoever comes back first before the others', () => {
    const rows = [
      mine('late', 30),
      mine('soon', 10),
      mine('past', 1),
      mine('closed', 20, { status: 'closed' }),
      mine('bens', 20, { operator: { id: 'op_ben', name: 'Ben' } }),
    ]
    expect(snoozedOf(rows, 'op_ana', at(2)).map(({ id }) => id)).toEqual(['soon', 'late'])
  })

  test('[U-02] each comes back once, at its time', () => {
    const rows = [mine('a', 10), mine('b', 20)]
    const woken = (from: number, until: number) => wokenOf(rows, 'op_ana', at(from), at(until)).map(({ id }) => id)
    expect([woken(0, 9), woken(9, 10), woken(10, 19), woken(10, 60)]).toEqual([[], ['a'], [], ['b']])
  })
})
