import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDefinitions } from './definitions.ts'
import { definitionsAsMarkdown } from './document.ts'
import { figuresOf } from './testing.ts'

test('docs/figures.md says what the definitions say (vitest -u writes it)', async () => {
  await expect(definitionsAsMarkdown()).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/figures.md'))
})

test('every figure has one definition, and every definition a figure', () => {
  const keys = listDefinitions().map(({ key }) => key)
  expect(keys.toSorted()).toEqual(Object.keys(figuresOf([])).toSorted())
})

test('a definition is complete, and its name is its own', () => {
  const all = listDefinitions()
  for (const { key, name, formula, counts } of all)
    expect([key, [name, formula, counts].every((text) => text.trim() !== '' && !text.includes('|'))]).toEqual([
      key,
      true,
    ])
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})
