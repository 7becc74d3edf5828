import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { UndoSlot, undoMs } from './undo-slot.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Writes down what becomes of each. */
function slotOf() {
  const slot = new UndoSlot()
  const became: string[] = []
  const one = (words: string) => ({
    words,
    undo: () => void became.push(`${words} undone`),
    settle: () => void became.push(`${words} stands`),
  })
  return { slot, became, one }
}

describe('what can be taken back', () => {
  test('[U-21] it stands after ten seconds, once, and not before', () => {
    const { slot, became, one } = slotOf()
    slot.offer(one('closed'))
    vi.advanceTimersByTime(undoMs - 1)
    expect([became, slot.current.get()?.words]).toEqual([[], 'closed'])
    vi.advanceTimersByTime(1)
    slot.undo()
    void slot.settle()
    expect([became, slot.current.get()]).toEqual([['closed stands'], null])
  })

  test('[U-21] taken back it never stands', () => {
    const { slot, became, one } = slotOf()
    slot.offer(one('closed'))
    slot.undo()
    slot.undo()
    vi.advanceTimersByTime(undoMs)
    expect(became).toEqual(['closed undone'])
  })

  test('[U-21] one at a time: the next one lets the one before stand, and has its own ten seconds', () => {
    const { slot, became, one } = slotOf()
    slot.offer(one('first'))
    vi.advanceTimersByTime(undoMs - 1)
    slot.offer(one('second'))
    expect(became).toEqual(['first stands'])
    vi.advanceTimersByTime(undoMs - 1)
    expect(became).toEqual(['first stands'])
    slot.undo()
    expect(became).toEqual(['first stands', 'second undone'])
  })

  test('[U-21] what was overtaken is neither; another one is left alone', () => {
    const { slot, became, one } = slotOf()
    const [first, second] = [one('first'), one('second')]
    slot.offer(first)
    slot.offer(second)
    slot.drop(first)
    expect(slot.current.get()).toBe(second)
    slot.drop(second)
    vi.advanceTimersByTime(undoMs)
    expect(became).toEqual(['first stands'])
  })
})
