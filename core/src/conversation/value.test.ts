import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkVariable,
  limitsOfVariables,
  readVariable,
  type Value,
  type Variables,
  variablePath,
  withVariable,
} from './value.ts'

const seed = 20_260_110

describe('names', () => {
  test.each(['a', 'user_name', 'favorite.color', 'list.0', 'a.B-c.d_e', `x${'y'.repeat(63)}`, 'a.b.c.d.e.f.g.h'])(
    '[FL-9] %s is a name',
    (name) => expect(variablePath(name)).toEqual(name.split('.')),
  )

  test.each([
    '',
    '1a',
    'User',
    'a b',
    'a.',
    '.a',
    'a..b',
    `x${'y'.repeat(64)}`,
    'a.b.c.d.e.f.g.h.i',
    '__proto__',
    'constructor',
    'a.__proto__',
    'a.prototype.b',
  ])('[FL-9] %j is none', (name) => {
    expect(variablePath(name)).toBeNull()
    expect(checkVariable({}, name, 1)).toMatchObject({ kind: 'variable_name_invalid' })
  })
})

describe('values', () => {
  test.each<[Variables, string, Value, Variables]>([
    [{}, 'a', 1, { a: 1 }],
    [{}, 'a.b.c', 1, { a: { b: { c: 1 } } }],
    [{ a: { b: 1, c: 2 } }, 'a.b', 'x', { a: { b: 'x', c: 2 } }],
    [{ a: 'text' }, 'a.b', 1, { a: { b: 1 } }],
    [{ a: [1, 2] }, 'a.1', 'x', { a: [1, 'x'] }],
    [{ a: [1, 2] }, 'a.2', 'x', { a: [1, 2, 'x'] }],
    [{ a: [1, 2] }, 'a.9', 'x', { a: { 9: 'x' } }],
    [{ a: 1, b: 2 }, 'a', null, { b: 2 }],
    [{ a: { b: 1 } }, 'a.b', null, { a: { b: null } }],
    [{}, 'a', null, {}],
  ])('[FL-9] %j with %s = %j is %j', (variables, name, value, expected) => {
    const before = structuredClone(variables)
    expect(withVariable(variables, name, value)).toStrictEqual(expected)
    expect(variables).toEqual(before)
  })

  test('[FL-9] what was set is what is read, whatever stood there', () => {
    const anyName = fc
      .array(fc.constantFrom('a', 'b', '0', '1'), { minLength: 1, maxLength: 4 })
      .map((steps) => ['v', ...steps].join('.'))
    const anyValue = fc
      .jsonValue({ maxDepth: 2 })
      .filter((value): value is Value => value !== null && !JSON.stringify(value).includes('__proto__'))
    fc.assert(
      fc.property(fc.array(fc.tuple(anyName, anyValue), { minLength: 1, maxLength: 8 }), (list) => {
        let variables: Variables = {}
        for (const [name, value] of list) {
          variables = withVariable(variables, name, value)
          expect(readVariable(variables, name)).toEqual(value)
        }
        expect(JSON.parse(JSON.stringify(variables))).toEqual(variables)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('[FL-9] reading reaches only what is there itself', () => {
    const variables: Variables = { list: ['x'], text: 'abc', favorite: { color: null } }
    expect(readVariable(variables, 'list.0')).toBe('x')
    expect(readVariable(variables, 'favorite.color')).toBeNull()
    for (const name of ['toString', 'text.length', 'favorite.color.x', 'favorite.constructor', 'list.1'])
      expect(readVariable(variables, name)).toBeUndefined()
  })
})

describe('limits', () => {
  const { bytes, count, depth } = limitsOfVariables
  const nested = (times: number): Value => JSON.parse(`${'['.repeat(times)}1${']'.repeat(times)}`)
  const full = Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, 1]))

  test.each<[string, Variables, string, Value, string | null]>([
    ['64 KB of letters', {}, 'a', 'x'.repeat(bytes), null],
    ['one letter more', {}, 'a', 'x'.repeat(bytes + 1), 'variable_too_large'],
    ['64 KB of letters of two bytes', {}, 'a', 'é'.repeat(bytes / 2), null],
    ['one of them more', {}, 'a', 'é'.repeat(bytes / 2 + 1), 'variable_too_large'],
    [
      'an inner value that makes the whole too large',
      { a: { b: 'x'.repeat(bytes - 100) } },
      'a.c',
      'y'.repeat(100),
      'variable_too_large',
    ],
    ['lists within lists, as deep as it goes', {}, 'a', nested(depth), null],
    ['one deeper', {}, 'a', nested(depth + 1), 'variable_too_deep'],
    ['so deep that nothing can walk through it', {}, 'a.b', nested(10_000), 'variable_too_deep'],
    ['a new one when there are 512', full, 'a', 1, 'too_many_variables'],
    ['a known one when there are 512', full, 'v7', 2, null],
  ])('[FL-9] %s', (_, variables, name, value, kind) => {
    expect(checkVariable(variables, name, value)?.kind ?? null).toBe(kind)
  })
})
