import { describe, expect, test } from 'vitest'
import { keyOf, placed, readMoved, renamedMoved, withoutBehaviorMoved, writeMoved } from './moved.ts'
import { delayOf, nextSaving, readKept, type Saving, writeKept } from './saving.ts'

const [one, two] = [{ name: 'one' }, { name: 'two' }]
const saving: Saving = { state: 'saving', sent: one }

describe('[U-06] a draft on its way to the server', () => {
  test('[U-06] is saved only when what was sent is what there is', () => {
    expect(nextSaving(saving, { event: 'acknowledged', now: one }, 0)).toEqual({ state: 'saved' })
    expect(nextSaving(saving, { event: 'acknowledged', now: two }, 0)).toEqual({ state: 'changed' })
  })

  test('[U-06] an edit while it is sent waits for the answer; in a conflict, for the choice', () => {
    expect(nextSaving(saving, { event: 'edited' }, 0)).toBe(saving)
    expect(nextSaving({ state: 'conflict' }, { event: 'edited' }, 0)).toEqual({ state: 'conflict' })
    expect(nextSaving({ state: 'saved' }, { event: 'edited' }, 0)).toEqual({ state: 'changed' })
  })

  test('[U-05] without an answer it is tried again, later each time', () => {
    const waits = [1, 2, 3, 9].map((attempts) => delayOf({ state: 'failed', attempts }))
    expect(waits).toEqual([2_000, 4_000, 8_000, 30_000])
    expect(nextSaving(saving, { event: 'unreachable' }, 2)).toEqual({ state: 'failed', attempts: 3 })
  })

  test('[U-05] what was refused or changed elsewhere is not sent again by itself', () => {
    expect(delayOf(nextSaving(saving, { event: 'refused', error: new Error('no') }, 0))).toBeNull()
    expect(delayOf(nextSaving(saving, { event: 'changed_elsewhere' }, 0))).toBeNull()
    expect(delayOf({ state: 'saved' })).toBeNull()
  })
})

function memory() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const full = {
  getItem: () => null,
  setItem: () => {
    throw new Error('full')
  },
  removeItem: () => {},
}

test('[U-06] what is not acknowledged is kept per bot until it is', () => {
  const keep = memory()
  expect(writeKept(keep, 'bot_1', { draft: one, tag: 't' })).toBe(true)
  expect([readKept(keep, 'bot_1'), readKept(keep, 'bot_2')]).toEqual([{ draft: one, tag: 't' }, null])
  writeKept(keep, 'bot_1', null)
  expect(keep.kept.size).toBe(0)
  keep.setItem('baton.designer.draft.bot_1', '{"draft":1')
  expect(readKept(keep, 'bot_1')).toBeNull()
  expect(writeKept(full, 'bot_1', { draft: one, tag: 't' })).toBe(false)
})

test('nodes stand where they were put, by their names', () => {
  const keep = memory()
  const key = keyOf('main', 'interaction menu')
  writeMoved(keep, 'bot_1', { [key]: { x: 1, y: 2 } })
  const moved = readMoved(keep, 'bot_1')
  const arranged = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 9, y: 9 }],
  ])
  expect([...placed(arranged, moved, new Map([['a', key]])).values()]).toEqual([
    { x: 1, y: 2 },
    { x: 9, y: 9 },
  ])
  const renamed = renamedMoved(moved, key, keyOf('main', 'interaction choices'))
  expect(Object.keys(renamed)).toEqual([keyOf('main', 'interaction choices')])
  expect(withoutBehaviorMoved(renamed, 'main')).toEqual({})
  expect(withoutBehaviorMoved(renamed, 'mai')).toEqual(renamed)
  writeMoved(keep, 'bot_1', {})
  expect(keep.kept.size).toBe(0)
})

test('places that cannot be read are none', () => {
  const keep = memory()
  keep.setItem('baton.designer.places.bot_1', '{"x":{"x":"1"}}')
  expect(readMoved(keep, 'bot_1')).toEqual({})
  keep.setItem('baton.designer.places.bot_1', 'nonsense')
  expect(readMoved(keep, 'bot_1')).toEqual({})
  expect(() => writeMoved(full, 'bot_1', { a: { x: 1, y: 1 } })).not.toThrow()
})
