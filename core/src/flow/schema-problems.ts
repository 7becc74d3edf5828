import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Settings } from 'typebox/system'
import type { Problem } from './action.ts'

Settings.Set({ maxErrors: 200 })

const compiled = new WeakMap<TSchema, Validator>()

/** Everything in which a value differs from a schema, each with the path to the place, under `base`. */
export function schemaProblems(schema: TSchema, value: unknown, base = ''): Problem[] {
  const validator = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, validator)
  if (validator.Check(value)) return []
  const errors = validator.Errors(value)
  const found = errors.flatMap((error) => toProblems(error, base))
  const problems = found.filter(
    ({ path, code }, at) => found.findIndex((other) => other.path === path && other.code === code) === at,
  )
  // The list of a very broken value is cut; whatever is left of it, what does not fit is never taken.
  return problems.length > 0
    ? problems
    : [
        {
          path: pathUnder(base, errors[0]?.instancePath ?? ''),
          code: 'invalid',
          message: 'does not fit, here and in too many other places to list',
        },
      ]
}

type SchemaError = { keyword: string; instancePath: string; params: object; message: string }

function toProblems(error: SchemaError, base: string): Problem[] {
  const at = pathUnder(base, error.instancePath)
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'boolean':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return error.keyword === 'anyOf' || error.keyword === 'oneOf'
        ? [{ path: at, code: 'invalid', message: 'has none of the allowed forms' }]
        : []
    case 'additionalProperties':
      return namesIn(params.additionalProperties).map((name) => ({
        path: joined(at, name),
        code: 'unknown_setting',
        message: `there is no setting "${name}" here`,
      }))
    case 'required':
      return namesIn(params.requiredProperties).map((name) => ({
        path: joined(at, name),
        code: 'required',
        message: `"${name}" is missing`,
      }))
    case 'enum':
      return [{ path: at, code: 'invalid', message: `must be one of ${namesIn(params.allowedValues).join(', ')}` }]
    default:
      return [{ path: at, code: error.keyword === 'type' ? 'wrong_type' : 'invalid', message: error.message }]
  }
}

function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : []
}

function joined(base: string, name: string): string {
  return base === '' ? name : `${base}.${name}`
}

/** `/replies/0/label` under `behaviors[0]` is `behaviors[0].replies[0].label`. */
export function pathUnder(base: string, pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : joined(path, step)), base)
}
