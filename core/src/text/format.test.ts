import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatText, type TextNode, textOf } from './format.ts'
import { safeUrl } from './safe-url.ts'

const seed = 20_261_122
const marks = { bold: '*', italic: '_', strike: '~' }

/** A short form of the tree: `<b>…</b>` for marks, `[…]` for links. */
const show = (nodes: TextNode[]): string => nodes.map(showNode).join('')

function showNode(node: TextNode): string {
  if (node.type === 'text') return node.text
  if (node.type === 'break') return '⏎'
  if (node.type === 'link') return `[${node.href}]`
  const letter = node.type[0]
  return `<${letter}>${show(node.children)}</${letter}>`
}

function written(nodes: TextNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text
      if (node.type === 'link') return node.href
      return node.type === 'break' ? '\n' : marks[node.type] + written(node.children) + marks[node.type]
    })
    .join('')
}

function linksIn(nodes: TextNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'link') return [node.href]
    return 'children' in node ? linksIn(node.children) : []
  })
}

test.each([
  ['plain', 'plain'],
  ['*bold* and _italic_ and ~gone~', '<b>bold</b> and <i>italic</i> and <s>gone</s>'],
  ['(*bold*), "_italic_"!', '(<b>bold</b>), "<i>italic</i>"!'],
  ['*a _b_ c*', '<b>a <i>b</i> c</b>'],
  ['*_~all~_*', '<b><i><s>all</s></i></b>'],
  ['*two words* *again*', '<b>two words</b> <b>again</b>'],
  ['one\ntwo\r\nthree', 'one⏎two⏎three'],
  ['*größer*', '<b>größer</b>'],
])('[FL-13] %j is formatted', (text, tree) => {
  expect(show(formatText(text))).toBe(tree)
})

test.each([
  'snake_case_name',
  '_private_name',
  '2*3*4',
  '2 * 3 * 4',
  'a~b~c',
  '**twice**',
  '__init__',
  '* item\n* item'.replace('\n', ' '),
  '*open',
  'closed*',
  '* a*',
  '*a *',
  '***',
  '~/folder ~',
  'ä*b*ö',
  '𝒜*b*',
])('[FL-13] %j stays as it is', (text) => {
  expect(formatText(text)).toEqual([{ type: 'text', text }])
})

test('[FL-13] marks do not reach over a line', () => {
  expect(show(formatText('*one\ntwo*'))).toBe('*one⏎two*')
})

test.each([
  ['see https://example.com/a_b_c, please', 'see [https://example.com/a_b_c], please'],
  ['https://example.com.', '[https://example.com].'],
  ['(https://example.com/a_(b))', '([https://example.com/a_(b)])'],
  ['*https://example.com*', '<b>[https://example.com]</b>'],
  ['*read https://example.com/a*b now*', '<b>read [https://example.com/a*b] now</b>'],
  ['mailto:ana@example.com!', '[mailto:ana@example.com]!'],
  ['http://localhost:3000/x', '[http://localhost:3000/x]'],
  ['https://müller.example', '[https://müller.example]'],
  ['https://пример.рф', '[https://пример.рф]'],
])('[FL-13] %j has a link', (text, tree) => {
  expect(show(formatText(text))).toBe(tree)
})

test.each([
  'javascript:alert(1)',
  'JAVASCRIPT://example.com/%0aalert(1)',
  'data:text/html,x',
  'tel:+411',
  'xhttps://example.com',
  'https://bank.example@elsewhere.example/',
  'https://bank.example%2eelsewhere.example/',
  'https://аррӏе.com',
  'https://gооgle.com',
  'https://exɑmple.com',
  'https://',
  'https://#',
  'mailto:@',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '&lt;script&gt;',
])('[FL-13] %j is nothing but text', (text) => {
  expect(formatText(text)).toEqual([{ type: 'text', text }])
})

test('[FL-13] markup around an address stays text', () => {
  expect(show(formatText('<a href="https://example.com">x</a>'))).toBe('<a href="[https://example.com]">x</a>')
  expect(show(formatText('https://example.com\\@elsewhere.example'))).toBe('[https://example.com]\\@elsewhere.example')
  expect(show(formatText('https://example.com/\u202egpj'))).toBe('[https://example.com/]\u202egpj')
})

const pieces = fc.constantFrom(
  ...['*', '_', '~', ' ', '\n', 'a', 'b1', '.', '(', ')', 'https://example.com', 'http://', 'mailto:a@b.example'],
  ...['javascript:', 'JaVaScRiPt:alert(1)', '<b>', '"', '\\', '@', '\u0000', '\u202e', '𝒜', '\ud800', '&amp;'],
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

test('[FL-13] the tree written out again is the input: nothing is lost but the marks, nothing is added', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const nodes = formatText(text)
      const plain = text.replace(/\r\n?/g, '\n')
      expect(written(nodes)).toBe(plain)
      const unmarked = (some: string) => some.replace(/[*_~]/g, '')
      expect(unmarked(textOf(nodes))).toBe(unmarked(plain))
    }),
    { seed, numRuns: 3_000 },
  )
})

test('[FL-13] no link has another scheme, and each shows where it leads', () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const href of linksIn(formatText(text))) {
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i)
        expect(safeUrl(href)).toBe(href)
        expect(text).toContain(href)
      }
    }),
    { seed, numRuns: 3_000 },
  )
})

test.each(['*', '* ', ' *a', '_*~', '*a_b~', 'https://a.b ', '((((', 'https://a.b)))'])(
  '[FL-13] 20,000 times %j takes no time that grows with the square',
  (piece) => {
    const text = piece.repeat(20_000)
    expect(written(formatText(text))).toBe(text)
  },
)
