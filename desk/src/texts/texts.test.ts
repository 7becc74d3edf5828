import { expect, test } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'

type Tree = { readonly [name: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] satisfies [string, string]] : flat(value, `${path}${name}.`),
  )
}

const english = flat(en)
const german = new Map(flat(de))

test('[U-19] every text stands in both languages with the same blanks', () => {
  const blanks = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const [path, text] of english) expect([path, blanks(german.get(path))]).toEqual([path, blanks(text)])
  expect(german.size).toBe(english.length)
})

test('texts do not shout', () => {
  for (const [path, text] of [...english, ...german]) expect([path, text.includes('!')]).toEqual([path, false])
})
