import { describe, expect, test } from 'vitest'
import { blanksIn, type Choice, fitting, noteUsed, readUsed, seekingIn } from './canned.ts'
import { concernsOf } from './concerns.ts'
import { keptInMemory } from './testing.ts'

const choice = (id: string, fields: Partial<Choice> = {}): Choice => ({
  id,
  scope: 'team',
  shortcut: id,
  title: `Title ${id}`,
  text: `Text of ${id}`,
  ...fields,
})
const found = (all: Choice[], query: string, used: string[] = []) => fitting(all, query, used).map(({ id }) => id)

describe('canned replies', () => {
  test('[U-09] a slash at the beginning of a word seeks, up to the caret; elsewhere it is a slash', () => {
    expect(seekingIn('/', 1)).toEqual({ from: 0, to: 1, query: '' })
    expect(seekingIn('Hello /gr world', 9)).toEqual({ from: 6, to: 9, query: 'gr' })
    expect(seekingIn('line\n/grü', 9)).toEqual({ from: 5, to: 9, query: 'grü' })
    for (const text of ['and/or', '/two words', 'https://', '1/2', '/a/b', ''])
      expect(seekingIn(text, text.length)).toBeNull()
  })

  test('[U-09] what fits: the shortcut before the title before the text; then the own ones, then those used last', () => {
    const all = [
      choice('bye'),
      choice('greet', { scope: 'own' }),
      choice('gruss', { title: 'Grüße' }),
      choice('hours', { text: 'We greet you from nine to five.' }),
    ]
    expect(found(all, '')).toEqual(['greet', 'bye', 'gruss', 'hours'])
    expect(found(all, '', ['hours', 'gruss'])).toEqual(['greet', 'hours', 'gruss', 'bye'])
    expect(found(all, 'gr')).toEqual(['greet', 'gruss', 'hours'])
    expect(found(all, 'GRUSSE')).toEqual([])
    expect(found(all, 'gruße')).toEqual(['gruss'])
    expect(found([...all, choice('g', { text: 'x' })], 'g')[0]).toBe('g')
    expect(found(all, 'nothing')).toEqual([])
  })

  test('[U-09] what was used is remembered, the last first', () => {
    const place = keptInMemory()
    for (const id of ['a', 'b', 'a']) noteUsed(place, id)
    expect(readUsed(place)).toEqual(['a', 'b'])
    place.setItem('baton.canned-used', '{nonsense')
    expect(readUsed(place)).toEqual([])
  })

  test('[U-09] blanks stand where a variable had no value', () => {
    expect(blanksIn('Hello {{ first_name }}, order {{order.number | upcase}}')).toEqual([
      { from: 6, to: 22, name: 'first_name' },
      { from: 30, to: 55, name: 'order.number' },
    ])
    expect(blanksIn('nothing { like } it')).toEqual([])
  })
})

describe('what speaks against sending', () => {
  test('[U-09] a variable without a value, each name once', () => {
    expect(concernsOf('{{ a }} {{ b }} {{ a }}', 'note', [])).toEqual({ blanks: ['a', 'b'], isFromNote: false })
    expect(concernsOf('Hello', 'reply', [])).toBeNull()
  })

  test('[U-10] [I-40] words of a note in a reply, however they are spaced; not short ones that may stand anywhere', () => {
    const notes = ['He owes us 300 Euro', 'ok']
    expect(concernsOf('By the way: he  owes us\n300 euro!', 'reply', notes)).toEqual({ blanks: [], isFromNote: true })
    expect(concernsOf('OK', 'reply', notes)).toMatchObject({ isFromNote: true })
    expect(concernsOf('That is okay', 'reply', notes)).toBeNull()
    expect(concernsOf('He owes us 300 Euro', 'note', notes)).toBeNull()
    expect(concernsOf('Hello', 'reply', ['', ' '])).toBeNull()
  })
})
