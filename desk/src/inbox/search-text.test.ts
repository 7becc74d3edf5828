import { beforeEach, expect, test, vi } from 'vitest'
import { SearchText, searchedAfterMs } from './search-text.ts'

beforeEach(() => void vi.useFakeTimers())

/** A box, and what the list was asked for. */
function box(asked = '') {
  const searches: string[] = []
  const search = new SearchText(asked, (words) => searches.push(words))
  const type = (...texts: string[]) => {
    for (const text of texts) {
      search.type(text)
      vi.advanceTimersByTime(searchedAfterMs - 1)
    }
  }
  return { search, searches, type, rest: () => vi.advanceTimersByTime(searchedAfterMs) }
}

test('[S-05] the list is asked once nobody types any more, and for nothing that it shows already', () => {
  const { searches, type, rest } = box('a')
  type('ab', 'abc')
  expect(searches).toEqual([])
  rest()
  expect(searches).toEqual(['abc'])
  type('', 'abc')
  rest()
  expect(searches).toEqual(['abc'])
})

test('[S-05] words that were taken away are searched for when they are typed again at once', () => {
  const { search, searches, type, rest } = box('a')
  search.follow('')
  expect(search.text.get()).toBe('')
  type('a')
  rest()
  expect(searches).toEqual(['a'])
})

test('[U-15] a filter brings its words in place of what was being typed; what the list was just asked for takes nothing away', () => {
  const { search, searches, type, rest } = box()
  type('ab')
  rest()
  search.type('abc')
  search.follow('ab')
  expect(search.text.get()).toBe('abc')
  search.follow('vip')
  rest()
  expect([search.text.get(), searches]).toEqual(['vip', ['ab']])
})
