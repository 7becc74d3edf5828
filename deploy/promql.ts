/** What a query in Prometheus's language asks for, and whether it makes sense with what is exported. */
import { parser } from '@prometheus-io/lezer-promql'

export type Metric = { type: string; labels: readonly string[] }
/** By name. */
export type Metrics = ReadonlyMap<string, Metric>

/** A metric in a query, the labels it is selected by, and the function that is called on a range of it. */
type Selected = { name: string; labels: string[]; called: string | null }
type Query = { errors: string[]; selected: Selected[]; grouped: string[] }

/** Labels that Prometheus itself puts on everything. */
const added = ['instance', 'job']
/** Metrics that Prometheus itself makes. */
const own: Metrics = new Map([['up', { type: 'gauge', labels: [] }]])
const ofHistogram = /_(?:bucket|sum|count)$/
const ofCounters = ['rate', 'irate', 'increase']

/** One sentence for each fault of a query, none for a good one. */
export function queryProblems(query: string, metrics: Metrics): string[] {
  const { errors, selected, grouped } = readQuery(query)
  const known = selected.flatMap(({ name }) => find(name, metrics)?.labels ?? [])
  const buckets = selected.some(({ name }) => name.endsWith('_bucket'))
  return [
    ...errors,
    ...selected.flatMap((one) => selectedProblems(one, metrics)),
    ...grouped
      .filter((label) => ![...known, ...added].includes(label))
      .map((label) => `nothing has the label ${label}`),
    ...(buckets && !grouped.includes('le') ? ['buckets are added up without "by (le)"'] : []),
  ]
}

function selectedProblems({ name, labels, called }: Selected, metrics: Metrics): string[] {
  const metric = find(name, metrics)
  if (metric === undefined) return [`${name} is not exported`]
  const unknown = labels.filter((label) => ![...metric.labels, ...added].includes(label))
  const counts = metric.type === 'counter' || metric.type === 'histogram'
  return [
    ...unknown.map((label) => `${name} has no label ${label}`),
    ...(called !== null && ofCounters.includes(called) && !counts
      ? [`${called} of ${name}, which is a ${metric.type}`]
      : []),
  ]
}

function find(name: string, metrics: Metrics): Metric | undefined {
  const metric = metrics.get(name) ?? own.get(name)
  if (metric !== undefined || !ofHistogram.test(name)) return metric
  const histogram = metrics.get(name.replace(ofHistogram, ''))
  if (histogram?.type !== 'histogram') return undefined
  return { ...histogram, labels: name.endsWith('_bucket') ? [...histogram.labels, 'le'] : histogram.labels }
}

function readQuery(text: string): Query {
  const query: Query = { errors: [], selected: [], grouped: [] }
  const calls: string[] = []
  let isGrouping = false
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      const word = text.slice(from, to)
      if (type.isError) query.errors.push(`"${text}" is not understood at "${text.slice(from, from + 20)}"`)
      else if (name === 'FunctionIdentifier') calls.push(word)
      else if (name === 'VectorSelector') query.selected.push({ name: '', labels: [], called: calls.at(-1) ?? null })
      else if (name === 'Identifier') Object.assign(query.selected.at(-1) ?? {}, { name: word })
      else if (name === 'GroupingLabels') isGrouping = true
      else if (name === 'LabelName') (isGrouping ? query.grouped : query.selected.at(-1)?.labels)?.push(word)
    },
    leave({ name }) {
      if (name === 'FunctionCall') calls.pop()
      if (name === 'GroupingLabels') isGrouping = false
    },
  })
  return query
}
