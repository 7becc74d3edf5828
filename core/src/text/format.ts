// [FL-13] Light formatting: text becomes a small tree, never markup. Whoever draws it makes elements of the nodes.
import { findLinks } from './links.ts'

export type TextNode =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: TextNode[] }
  /** The address is the text shown. */
  | { type: 'link'; href: string }
  | { type: 'break' }

type Mark = keyof typeof marks
type Scan = { text: string; links: Map<number, number> }

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const wordSign = /[\p{L}\p{N}]/u

/**
 * `*bold*`, `_italic_`, `~strike~`, addresses (http, https, mailto) and line breaks. Marks count only at the edges of
 * words, so that `snake_case` and `2*3*4` stay as they are; they never reach over a line.
 */
export function formatText(text: string): TextNode[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  return lines.flatMap((line, index) => {
    const nodes = read({ text: line, links: findLinks(line) }, 0, line.length, '*_~')
    return index === 0 ? nodes : [{ type: 'break' } as const, ...nodes]
  })
}

/** What the tree says without its formatting. */
export function textOf(nodes: TextNode[]): string {
  return nodes.map(textOfNode).join('')
}

function textOfNode(node: TextNode): string {
  if (node.type === 'text') return node.text
  if (node.type === 'link') return node.href
  return node.type === 'break' ? '\n' : textOf(node.children)
}

/** `allowed` are the marks that may still open here: none opens inside itself. */
function read(scan: Scan, start: number, end: number, allowed: string): TextNode[] {
  const nodes: TextNode[] = []
  let hopeless = ''
  let plainFrom = start
  let at = start

  const put = (node: TextNode, next: number) => {
    if (at > plainFrom) nodes.push({ type: 'text', text: scan.text.slice(plainFrom, at) })
    nodes.push(node)
    at = next
    plainFrom = next
  }

  while (at < end) {
    const linkEnd = scan.links.get(at)
    const mark = markAt(scan.text, at)
    if (linkEnd !== undefined) put({ type: 'link', href: scan.text.slice(at, linkEnd) }, linkEnd)
    else if (mark && allowed.includes(mark) && !hopeless.includes(mark) && canOpen(scan.text, at, end)) {
      const close = closing(scan, mark, at + 1, end)
      // Without a closing mark after this one there is none after a later one either.
      if (close === null) hopeless += mark
      if (close === null) at += 1
      else put({ type: marks[mark], children: read(scan, at + 1, close, allowed.replace(mark, '')) }, close + 1)
    } else at += 1
  }
  if (at > plainFrom) nodes.push({ type: 'text', text: scan.text.slice(plainFrom, at) })
  return nodes
}

function markAt(text: string, at: number): Mark | null {
  const sign = text[at]
  return sign === '*' || sign === '_' || sign === '~' ? sign : null
}

function canOpen(text: string, at: number, end: number): boolean {
  const next = text[at + 1] ?? ' '
  return at + 1 < end && !/\s/.test(next) && next !== text[at] && isEdge(text, at, before(text, at))
}

function closing({ text, links }: Scan, mark: Mark, from: number, end: number): number | null {
  for (let at = from; at < end; at++) {
    at = links.get(at) ?? at
    if (at >= end) return null
    if (at === from || text[at] !== mark || /\s/.test(text[at - 1] ?? ' ') || text[at - 1] === mark) continue
    if (isEdge(text, at, after(text, at))) return at
  }
  return null
}

function isEdge(text: string, at: number, neighbour: string): boolean {
  return neighbour !== text[at] && !wordSign.test(neighbour)
}

/** The whole sign before a place, also one of two halves. */
function before(text: string, at: number): string {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ''
}

function after(text: string, at: number): string {
  return [...text.slice(at + 1, at + 3)][0] ?? ''
}
