import { isDeeper } from '@baton/core/conversation'
import { schemaProblems } from '@baton/core/flow'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Problem } from './problems.ts'

/** So many are listed; each unknown field counts twice. A body made of nothing else is still refused, with one error. */
Settings.Set({ maxErrors: 2_000 })
const tooManyToList = { path: '', code: 'invalid', message: 'has more wrong with it than can be listed' }

/** Validates requests with the schemas that describe them: every error at once, each with its path. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  return (value: unknown) => {
    const given = httpPart === 'querystring' || httpPart === 'params' ? readTexts(schema, value) : value
    if (validatorOf(schema).Check(given)) return { value: given }
    const found = schemaProblems(schema, given)
    const errors = found.length === 0 ? [tooManyToList] : found
    const [first] = errors
    const detail = first === undefined ? 'Not valid.' : `${first.path || 'The body'}: ${first.message}`
    return { error: new Problem(422, { code: 'invalid', detail, errors }) }
  }
}

const compiled = new WeakMap<TSchema, ReturnType<typeof Compile>>()

/** Compiled when the first request needs it: of a start that compiled all of them that would be a quarter. */
function validatorOf(schema: TSchema): ReturnType<typeof Compile> {
  const validator = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, validator)
  return validator
}

/** Query values are texts: those that should be numbers or booleans are read as such, everything else stays. */
function readTexts(schema: TSchema, value: unknown): unknown {
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {}
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, readText(text, properties[name]?.type)]))
}

function readText(text: unknown, type: string | undefined): unknown {
  if (typeof text !== 'string') return text
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** Escapes that may stand for what is no character: a null, or one half of a pair. */
const suspicious = /\\u(0000|d[89a-f])/i

/**
 * [S-04] Texts of a document are whole: half a character becomes U+FFFD, as every encoder would write it. A null character
 * stands in no text: answers the paths where one does. `source` is the document as it came.
 */
export function repairTexts(source: string, value: unknown): string[] {
  return suspicious.test(source) ? repairIn(value, '') : []
}

function repairIn(value: unknown, path: string): string[] {
  if (value === null || typeof value !== 'object') return []
  const fields = value as Record<string, unknown>
  return Object.entries(fields).flatMap(([name, inner]) => {
    const place = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`
    if (typeof inner !== 'string') return [...nullIn(name, place), ...repairIn(inner, place)]
    fields[name] = inner.toWellFormed()
    return [...nullIn(name, place), ...nullIn(inner, place)]
  })
}

function nullIn(text: string, place: string): string[] {
  return text.includes('\u0000') ? [place.replaceAll('\u0000', '�')] : []
}

const deepest = 64

/** Documents nested beyond reason are refused before anything walks them. */
export function isTooDeep(value: unknown): boolean {
  return isDeeper(value, deepest)
}
