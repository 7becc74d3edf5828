import { expect, test } from 'vitest'
import { edited, historyOf, redone, undone } from './history.ts'

test('what is typed into one field in one go is one step of undo', () => {
  let history = historyOf('')
  for (const text of ['H', 'He', 'Hey']) history = edited(history, text, 'field')
  history = edited(history, 'Hey, other', 'other field')
  expect(undone(history).now).toBe('Hey')
  expect(undone(undone(history)).now).toBe('')
  expect(undone(undone(undone(history))).now).toBe('')
})

test('undo and redo go back and forth; another edit forgets what was taken back', () => {
  const history = edited(edited(historyOf(1), 2, null), 3, null)
  const back = undone(undone(history))
  expect([back.now, redone(back).now, redone(redone(back)).now, redone(redone(redone(back))).now]).toEqual([1, 2, 3, 3])
  expect(redone(edited(back, 9, null)).now).toBe(9)
})

test('after an undo typing in the same field begins another step', () => {
  const history = undone(edited(edited(historyOf('a'), 'ab', 'field'), 'abc', 'other'))
  const again = edited(history, 'abx', 'field')
  expect(undone(again).now).toBe('ab')
})

test('an edit that changes nothing is no step', () => {
  const history = historyOf('a')
  expect(edited(history, 'a', null)).toBe(history)
})

test('the oldest steps go when there are too many', () => {
  let history = historyOf(0)
  for (let step = 1; step <= 1_000; step += 1) history = edited(history, step, null)
  expect(history.past.length).toBe(300)
  expect(history.past[0]).toBe(700)
})
