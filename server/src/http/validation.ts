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
  const validator = Compile(schema)
  return (value: unknown) => {
    const given = httpPart === 'querystring' || httpPart === 'params' ? readTexts(schema, value) : value
    if (validator.Check(given)) return { value: given }
    const found = schemaProblems(schema, given)
    const errors = found.length === 0 ? [tooManyToList] : found
    const [first] = errors
    const detail = first === undefined ? 'Not valid.' : `${first.path || 'The body'}: ${first.message}`
    return { error: new Problem(422, { code: 'invalid', detail, errors }) }
  }
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

const deepest = 64

/** Documents nested beyond reason are refused before anything walks them. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []))
  }
  return false
}
