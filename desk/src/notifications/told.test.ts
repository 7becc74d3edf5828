import { expect, test } from 'vitest'
import { readPush } from './push.ts'
import { isNews, readSince, readTold, withoutTold, withTold, writeTold } from './told.ts'

const mark = (upTo: number) => ({ upTo, isMarked: false, revision: 1 })

test('[U-13] a notice is news once, and again only after its conversation was read', () => {
  const told = withTold({}, 'conv_1', 5)
  expect(isNews({}, {}, 'conv_1')).toBe(true)
  expect([isNews(told, {}, 'conv_1'), isNews(told, { conv_1: mark(4) }, 'conv_1')]).toEqual([false, false])
  expect(isNews(told, { conv_1: mark(5) }, 'conv_1')).toBe(true)
  expect(isNews(withTold(told, 'conv_1', 9), { conv_1: mark(5) }, 'conv_1')).toBe(false)
  expect(isNews(withoutTold(told, 'conv_1'), {}, 'conv_1')).toBe(true)
})

test('[U-13] what was read since is over, whatever else is told', () => {
  const told = withTold(withTold({}, 'conv_1', 5), 'conv_2', 7)
  expect(readSince(told, { conv_1: mark(5), conv_2: mark(6) })).toEqual(['conv_1'])
})

test('[U-13] the next window knows what is told; nonsense in the storage is nothing, and so is a lot of it', () => {
  const kept = new Map<string, string>()
  const keep = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
  expect(readTold(keep)).toEqual({})
  const many = Array.from({ length: 300 }, (_, index) => `conv_${index}`)
  const told = many.reduce((all, id, index) => withTold(all, id, index), {})
  writeTold(keep, told)
  expect(readTold(keep)).toEqual(told)
  expect(Object.keys(told)).toHaveLength(201)
  for (const nonsense of ['{', '[]', '"x"', '{"conv_1":"x"}']) {
    kept.set('baton.told', nonsense)
    expect(readTold(keep)).toEqual({})
  }
})

test.each([
  ['{"conversation":"conv_1","title":"Hi","text":"there"}', { conversation: 'conv_1', title: 'Hi', text: 'there' }],
  ['{"conversation":null,"title":"Hi"}', { conversation: null, title: 'Hi', text: '' }],
  ['{"conversation":7,"title":"Hi","text":[]}', { conversation: null, title: 'Hi', text: '' }],
  ['{"title":""}', { conversation: null, title: 'Baton', text: '' }],
  ['', { conversation: null, title: 'Baton', text: '' }],
  ['null', { conversation: null, title: 'Baton', text: '' }],
])('[U-13] a push always shows something: %s', (source, expected) => {
  expect(readPush(source)).toEqual(expected)
})
