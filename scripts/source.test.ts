import { expect, test } from 'vitest'
import { importsOf, tokensOf } from './source.ts'

const targets = (text: string) => importsOf(tokensOf(text)).map(({ kind, target, line }) => `${line} ${kind} ${target}`)
const texts = (text: string) => tokensOf(text).map((token) => `${token.kind} ${token.text}`)

test('every form of import is found with its line and kind', () => {
  const text = [
    "import './side.ts'",
    "import one, { type Two } from './value.ts'",
    "import type { Three } from './type.ts'",
    "import type from './called-type.ts'",
    "export * as four from './all.ts'",
    "export type { Five } from './type-again.ts'",
    "export { six } from './six.ts'",
    "const seven = await import('./later.ts')",
  ].join('\n')
  expect(targets(text)).toEqual([
    '1 value ./side.ts',
    '2 value ./value.ts',
    '3 type ./type.ts',
    '4 value ./called-type.ts',
    '5 value ./all.ts',
    '6 type ./type-again.ts',
    '7 value ./six.ts',
    '8 dynamic ./later.ts',
  ])
})

test('an import over several lines is found at the line of its target', () => {
  expect(targets("import {\n  one,\n  two,\n} from './both.ts'")).toEqual(['4 value ./both.ts'])
})

test('what only looks like an import is none', () => {
  const text = [
    "// import './comment.ts'",
    "/* import './block.ts' */",
    'const text = "import \'./text.ts\'"',
    "const template = `import './template.ts'`",
    'const url = import.meta.url',
    'export { url }',
    "const from = 'nowhere'",
    'export const it = { from, text }',
  ].join('\n')
  expect(targets(text)).toEqual([])
})

test('a template is one token and its holes are read', () => {
  expect(texts('`a ${`b ${c}` + { d }} e`')).toEqual([
    'template a ${`b ${c}` + { d }} e',
    'sign {',
    'template b ${c}',
    'sign {',
    'name c',
    'sign }',
    'sign +',
    'sign {',
    'name d',
    'sign }',
    'sign }',
  ])
})

test('a regular expression is told from a division and from the end of an element', () => {
  expect(texts("x = /['`/[]/ + a / b / c")).toContain("regex /['`/[]/")
  expect(texts('a / b / c').filter((text) => text.startsWith('regex'))).toEqual([])
  expect(texts("<b>it's</b>\nimport './after.ts'")).toContain('string ./after.ts')
})
