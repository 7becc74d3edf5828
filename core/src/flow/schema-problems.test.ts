import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { pathUnder, schemaProblems } from './schema-problems.ts'

const closed = Type.Object({ name: Type.String() }, { additionalProperties: false })

test('[FL-2] however much is wrong, what does not fit is never taken', () => {
  for (const count of [1, 150, 250, 2_500]) {
    const fields = Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, index]))
    expect(schemaProblems(closed, { name: 'x', ...fields }).length).toBeGreaterThan(0)
  }
  expect(schemaProblems(closed, { name: 'x' })).toEqual([])
})

test('[FL-2] places are named as authors write them', () => {
  expect(pathUnder('behaviors[0]', '/replies/0/label')).toBe('behaviors[0].replies[0].label')
  expect(pathUnder('', '/a~1b/~0')).toBe('a/b.~')
})
