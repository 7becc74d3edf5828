import { describe, expect, test } from 'vitest'
import { settingsDescribed, settingsRead } from './settings.ts'
import { exchange, read } from './testing.ts'

const operations = read('docs/operations.md')
const known = settingsRead()

function missing(text: string): string[] {
  const described = settingsDescribed(text)
  return [
    ...[...known].filter((name) => !described.has(name)).map((name) => `${name} is not described`),
    ...[...described].filter((name) => !known.has(name)).map((name) => `${name} is not read`),
  ]
}

describe('[O-03] the table of variables', () => {
  test('holds those that the server reads, and no others', () => expect(missing(operations)).toEqual([]))

  test.each([
    ['| `BATON_DEMO` |', '| demo |', 'BATON_DEMO is not described'],
    ['| `BATON_DEMO` |', '| `BATON_DEMO`, `BATON_DEMOS` |', 'BATON_DEMOS is not read'],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    expect(missing(exchange(operations, part, other))).toContain(problem)
  })
})
