/** Renders the Helm chart as `helm template` does, for its tests. */
import { parse, stringify } from 'yaml'
import { isTrue, printTemplate, type TemplateFunction } from './template.ts'
import { readTemplates, TemplateError, type Templates } from './template-syntax.ts'

/** A chart's files: path inside the chart → text. */
export type Chart = ReadonlyMap<string, string>
export type Values = Record<string, unknown>
export type Rendered = { files: Map<string, string>; notes: string; values: Values }

const release = { Name: 'chat', Namespace: 'support', Service: 'Helm', IsInstall: true, IsUpgrade: false, Revision: 1 }

/**
 * The files of the chart with these values over its own; throws where a template refuses. The values are not held
 * against the schema here.
 */
export function renderChart(chart: Chart, values: Values): Rendered {
  const own = parse(textOf(chart, 'values.yaml')) as Values
  const { name, version, appVersion } = parse(textOf(chart, 'Chart.yaml')) as Record<string, string>
  const merged = mergeValues(own, values)
  const templates: Templates = new Map()
  const paths = [...chart.keys()].filter((path) => path.startsWith('templates/')).toSorted()
  for (const path of paths) readTemplates(templates, path, textOf(chart, path))
  const context = {
    Values: merged,
    Release: release,
    Chart: { Name: name, Version: version, AppVersion: appVersion },
    Files: {},
  }
  const printed = (path: string) => printTemplate(templates, functionsFor(chart), path, context)
  const files = new Map(paths.filter((path) => path.endsWith('.yaml')).map((path) => [path, printed(path)]))
  return { files, notes: printed('templates/NOTES.txt'), values: merged }
}

/** As Helm merges: maps into maps, everything else replaced, null removes. */
export function mergeValues(own: Values, given: Values): Values {
  const merged = { ...own }
  for (const [key, value] of Object.entries(given)) {
    const before = merged[key]
    if (value === null) delete merged[key]
    else merged[key] = isMap(before) && isMap(value) ? mergeValues(before, value) : value
  }
  return merged
}

function isMap(value: unknown): value is Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function textOf(chart: Chart, path: string): string {
  const text = chart.get(path)
  if (text === undefined) throw new TemplateError(`the chart has no file ${path}`)
  return text
}

/** The functions of Go, Sprig and Helm that the chart uses, and no others. */
function functionsFor(chart: Chart): Record<string, TemplateFunction> {
  return {
    'Files.Get': (path) => textOf(chart, String(path)),
    contains: (part, text) => String(text).includes(String(part)),
    default: (otherwise, value) => (isTrue(value) ? value : otherwise),
    eq: (one, other) => same(one, other),
    fail: (message) => refuse(message),
    fromYamlArray: (text) => parse(String(text)) ?? [],
    gt: (one, other) => Number(one) > Number(other),
    int: (value) => Math.trunc(Number(value)),
    join: (separator, list) => (list as unknown[]).join(String(separator)),
    list: (...items) => items,
    nindent: (spaces, text) => `\n${indented(Number(spaces), String(text))}`,
    not: (value) => !isTrue(value),
    printf: (format, ...values) => formatted(String(format), values),
    quote: (value) => JSON.stringify(String(value)),
    replace: (part, other, text) => String(text).replaceAll(String(part), String(other)),
    required: (message, value) => (value === null || value === '' ? refuse(message) : value),
    ternary: (one, other, isFirst) => (isFirst === true ? one : other),
    toYaml: (value) => stringify(value, { version: '1.1', sortMapEntries: true, lineWidth: 0 }).trimEnd(),
    trimSuffix: (suffix, text) =>
      String(text).endsWith(String(suffix)) ? String(text).slice(0, -String(suffix).length) : text,
    trunc: (length, text) => String(text).slice(0, Number(length)),
  }
}

/** Go compares values of one type only. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== typeof other) throw new TemplateError('values of two types are compared')
  return one === other
}

function refuse(message: unknown): never {
  throw new TemplateError(String(message))
}

function indented(spaces: number, text: string): string {
  const margin = ' '.repeat(spaces)
  return text.replace(/^/gm, margin)
}

function formatted(format: string, values: unknown[]): string {
  const rest = [...values]
  const text = format.replaceAll(/%(.)/g, (_, verb) => {
    if (verb !== 's' || rest.length === 0) throw new TemplateError(`"${format}" does not fit its values`)
    return String(rest.shift())
  })
  if (rest.length > 0) throw new TemplateError(`"${format}" does not fit its values`)
  return text
}
