import { boolean, listOf, nullable, number, object, record, type Shape, text } from './shape.ts'

/** In UTF-16 units: where it begins, and where what follows it does. */
export type Span = readonly [start: number, end: number]

type Snippet = { text: string; hits: readonly Span[] }

/** Where a search found a conversation, with a piece of what stands there. */
export type Found =
  | (Snippet & { in: 'message'; seq: number; at: string; by: { kind: string; name: string | null }; note: boolean })
  | (Snippet & { in: 'variable'; variable: string })
  | (Snippet & { in: 'tag' })
  | (Snippet & { in: 'contact' })

const span: Shape<Span> = (value, path) => {
  const [start = 0, end = 0] = listOf(number)(value, path)
  return [start, end]
}
const snippet = { text, hits: listOf(span) }
const inMessage = object({
  ...snippet,
  seq: number,
  at: text,
  by: object({ kind: text, name: nullable(text) }),
  note: boolean,
})
const inVariable = object({ ...snippet, variable: text })
const elsewhere = object(snippet)

/** Null: nothing is told, or of a place that is not known here. */
export const found: Shape<Found | null> = (value, path) => {
  if (value === null || value === undefined) return null
  switch (record(value, path).in) {
    case 'message':
      return { in: 'message', ...inMessage(value, path) }
    case 'variable':
      return { in: 'variable', ...inVariable(value, path) }
    case 'tag':
      return { in: 'tag', ...elsewhere(value, path) }
    case 'contact':
      return { in: 'contact', ...elsewhere(value, path) }
    default:
      return null
  }
}
