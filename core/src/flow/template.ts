import { filters, Liquid, type Template, TokenKind } from 'liquidjs'
import type { Value } from '../conversation/value.ts'
import type { Instant } from '../time.ts'

/** [FL-9] Liquid templates in text fields, bounded in time and memory, without files, clock or chance. */
const engine = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  strictVariables: false,
  parseLimit: 100_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
  templates: {},
  relativeReference: false,
  timezoneOffset: 0,
  locale: 'en-US',
})
engine.registerFilter('sample', () => '')
/** `now` is the moment of the turn, never the process's clock: the same turn gives the same text (FL-4). */
for (const name of ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string']) {
  const filter = filters[name]
  if (typeof filter !== 'function') continue
  engine.registerFilter(name, function (value, ...rest) {
    return filter.call(this, value === 'now' || value === 'today' ? this.context.globals.now : value, ...rest)
  })
}

export type Scope = Record<string, unknown>
export type Rendered = { text: string; problem: string | null }

const parsed = new Map<string, Template[] | Error>()
/** As many as the texts of a large bot: with fewer, one walk through it would drop each before it is asked for again. */
const limitOfParsed = 10_000

export function hasTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/** Renders a text; one that cannot be rendered is empty and says why. Never throws. */
export function render(source: string, scope: Scope, now: Instant): Rendered {
  const template = parse(source)
  if (template instanceof Error) return { text: '', problem: template.message }
  try {
    return {
      text: String(engine.renderSync(template, scope, { sync: true, globals: { now: Math.floor(now / 1_000) } })),
      problem: null,
    }
  } catch (error) {
    return { text: '', problem: messageOf(error) }
  }
}

/** A piece of a filled text. `isMissing`: a variable without a value, standing there as it was written. */
export type Piece = { text: string; isMissing: boolean }

/**
 * [U-09] Fills the variables of a text that a person looks at before it goes out: what has no value stays visible. Tags are
 * no part of such texts (see `fillingProblem`); a variable that cannot be rendered counts as missing.
 */
export function fillIn(source: string, scope: Scope, now: Instant): Piece[] {
  const templates = parse(source)
  if (templates instanceof Error) return [{ text: source, isMissing: true }]
  return templates.map(({ token }) => {
    const written = token.getText()
    if (token.kind !== TokenKind.Output) return { text: written, isMissing: false }
    const { text } = render(written, scope, now)
    return text === '' ? { text: written, isMissing: true } : { text, isMissing: false }
  })
}

/** Why a text cannot be filled in; null when it can. */
export function fillingProblem(source: string): string | null {
  const templates = parse(source)
  if (templates instanceof Error) return templates.message
  const hasTag = templates.some(({ token }) => token.kind === TokenKind.Tag)
  return hasTag ? 'Conditions and loops work in flows only. A variable stands as {{ first_name }}.' : null
}

/** Why a template cannot be parsed; null when it can. */
export function templateProblem(source: string): string | null {
  if (!hasTemplate(source)) return null
  const template = parse(source)
  return template instanceof Error ? template.message : null
}

/** Renders every text inside a value. */
export function renderWithin(value: Value, scope: Scope, now: Instant, report: (problem: string) => void): Value {
  if (typeof value === 'string') {
    if (!hasTemplate(value)) return value
    const { text, problem } = render(value, scope, now)
    if (problem !== null) report(problem)
    return text
  }
  if (Array.isArray(value)) return value.map((inner) => renderWithin(inner, scope, now, report))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, renderWithin(inner, scope, now, report)]),
  )
}

function parse(source: string): Template[] | Error {
  const known = parsed.get(source)
  if (known !== undefined) return known
  if (parsed.size >= limitOfParsed) parsed.clear()
  const result = attempt(source)
  parsed.set(source, result)
  return result
}

function attempt(source: string): Template[] | Error {
  try {
    return engine.parse(source)
  } catch (error) {
    return new Error(messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}
