import { describe, expect, test } from 'vitest'
import { type Expected, expectIn, isKnownUpTo, withExpected } from './expected.ts'
import { openLog } from './log.ts'
import { nothingKnown, withLog, withRows } from './state.ts'
import { Store } from './store.ts'
import { ana, view } from './testing.ts'

const known = withLog(nothingKnown, openLog(view({ lastSeq: 3 }), []))

describe('what is expected', () => {
  test('[U-04] it lies over row and log, and leaves all else as it is', () => {
    const two = withRows(known, [view({ id: 'conv_2' })])
    const shown = withExpected(two, { conv_1: [{ status: 'closed' }] })
    expect([shown.rows.conv_1?.status, shown.logs.conv_1?.view.status]).toEqual(['closed', 'closed'])
    expect(shown.rows.conv_2).toBe(two.rows.conv_2)
    expect(known.rows.conv_1?.status).toBe('open')
    expect(withExpected(two, {})).toBe(two)
    expect(withExpected(two, { conv_3: [{ status: 'closed' }] }).rows.conv_3).toBeUndefined()
  })

  test('[U-04] a later one lies above an earlier one, and each is taken away by itself', () => {
    const expected = new Store<Expected>({})
    const snoozed = () => withExpected(known, expected.get()).rows.conv_1?.snoozedUntil
    const first = expectIn(expected, 'conv_1', { snoozedUntil: 'one', operator: ana as never })
    const second = expectIn(expected, 'conv_1', { snoozedUntil: 'two' })
    expect(snoozed()).toBe('two')
    second()
    expect(snoozed()).toBe('one')
    first()
    first()
    expect([snoozed(), expected.get()]).toEqual([null, {}])
  })

  test('[U-04] it stays until row and log both have what the server has answered', () => {
    expect(isKnownUpTo(known, 'conv_1', 3)).toBe(true)
    expect(isKnownUpTo(known, 'conv_1', 4)).toBe(false)
    const row = withRows(known, [view({ lastSeq: 4 })])
    expect(isKnownUpTo(row, 'conv_1', 4)).toBe(false)
    expect(isKnownUpTo(withLog(row, openLog(view({ lastSeq: 4 }), [])), 'conv_1', 4)).toBe(true)
    expect(isKnownUpTo(known, 'conv_2', 9)).toBe(true)
  })
})
