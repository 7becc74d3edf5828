import { expect, test } from 'vitest'
import { isEqual, pathOf, textOf, valueAt, withItems, withMoved, withoutItem, withValue } from './path.ts'

test('[FL-2] places are read as the server names them, and written the same', () => {
  const text = 'behaviors[0].interactions[12].actions[3].replies[0].on_click[1].text'
  expect(pathOf(text)).toEqual(['behaviors', 0, 'interactions', 12, 'actions', 3, 'replies', 0, 'on_click', 1, 'text'])
  expect(textOf(pathOf(text))).toBe(text)
  expect(pathOf('')).toEqual([])
})

test('an edit shares what it does not touch, and leaves the document before it alone', () => {
  const before = { a: [{ text: 'one' }, { text: 'two' }], b: { c: 1 } }
  const after = withValue(before, ['a', 1, 'text'], 'three')
  expect(after).toEqual({ a: [{ text: 'one' }, { text: 'three' }], b: { c: 1 } })
  expect(after.b).toBe(before.b)
  expect(after.a[0]).toBe(before.a[0])
  expect(before.a[1]?.text).toBe('two')
})

test('undefined takes a field away; a place that is not there is made', () => {
  expect(withValue({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
  expect(withValue({}, ['list', 0, 'name'], 'x')).toEqual({ list: [{ name: 'x' }] })
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
  expect(valueAt({ a: 'text' }, ['a', 0, 'b'])).toBeUndefined()
})

test('items go in, out and to another place', () => {
  const list = { a: ['x', 'y', 'z'] }
  expect(withItems(list, ['a'], 1, ['n']).a).toEqual(['x', 'n', 'y', 'z'])
  expect(withItems<{ b?: string[] }>({}, ['b'], 0, ['n']).b).toEqual(['n'])
  expect(withoutItem(list, ['a', 0]).a).toEqual(['y', 'z'])
  expect(withMoved(list, ['a', 0], 2).a).toEqual(['y', 'z', 'x'])
  expect(withMoved(list, ['a', 0], 3)).toBe(list)
  expect(() => withoutItem(list, ['a'])).toThrow('no item')
})

test('[U-06] two drafts are the same when their content is, whatever the order of fields', () => {
  expect(isEqual({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true)
  for (const [one, other] of [
    [{ a: 1 }, { a: 1, b: undefined }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: [] }, { a: {} }],
    [null, {}],
    ['1', 1],
  ])
    expect(isEqual(one, other)).toBe(false)
})
