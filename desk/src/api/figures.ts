import { presenceStatus, reference } from './people.ts'
import { base, queryText, request } from './request.ts'
import {
  anything,
  boolean,
  fallback,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  record,
  type Shape,
  type Shaped,
  text,
} from './shape.ts'

const valueFields = {
  value: nullable(number),
  part: nullable(number),
  whole: nullable(number),
  count: nullable(number),
  meanMs: nullable(number),
  p90Ms: nullable(number),
  p95Ms: nullable(number),
}
const valueShape = object(valueFields)
/** Of a duration the value is the median, in milliseconds. */
export type FigureValue = Shaped<typeof valueShape>

const figureShape = object({
  key: text,
  name: text,
  unit: oneOf('count', 'share', 'number', 'duration'),
  formula: text,
  what: text,
  ...valueFields,
})
export type Figure = Shaped<typeof figureShape>

const dayShape = object({ date: text, figures: byKey(valueShape) })
export type FigureDay = Shaped<typeof dayShape>

const figuresShape = object({
  from: text,
  until: text,
  knownUntil: text,
  timeZone: text,
  serviceLevelSeconds: number,
  figures: listOf(figureShape),
  days: listOf(dayShape),
})
export type Figures = Shaped<typeof figuresShape>

const standing = {
  waiting: number,
  longestSince: nullable(text),
  online: number,
  withRoom: number,
  load: number,
  isCovered: boolean,
}
const wallboardShape = object({
  at: text,
  everybody: object(standing),
  groups: listOf(object({ id: text, name: text, ...standing })),
  operators: listOf(
    object({
      id: text,
      name: text,
      status: presenceStatus,
      load: number,
      capacity: nullable(number),
      groups: fallback(listOf(text), []),
    }),
  ),
  counts: object({ groups: number, operators: number }),
})
export type Wallboard = Shaped<typeof wallboardShape>
export type Standing = Wallboard['everybody']

const coverageShape = object({ group: nullable(reference), isCovered: boolean, since: text })
/** [RO-3] Of a group, or of everybody (null), and since when. */
export type Coverage = Shaped<typeof coverageShape>

/** Dates of the workspace; `until` is not included. */
export type FigureQuery = { from: string; until: string; bot?: string | null; group?: string | null }

export const figures = {
  read: (query: FigureQuery) => request('GET', '/figures', figuresShape, { query }),
  csv: (query: FigureQuery) => `${base}/figures.csv${queryText(query)}`,
  now: () => request('GET', '/figures/now', wallboardShape),
  coverage: async () => (await request('GET', '/coverage', object({ items: listOf(coverageShape) }))).items,
}

function byKey<T>(inner: Shape<T>): Shape<Record<string, T>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(record(value, path)).map(([key, one]) => [key, inner(anything(one, path), `${path}.${key}`)]),
    )
}
