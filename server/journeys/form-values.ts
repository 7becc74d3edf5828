/** What a person could enter in the form of an action: found from its schema and its own check, whatever the action is. */
import { type ActionDefinition, schemaProblems } from '@baton/core/flow'

/** As much of JSON Schema as settings are written in. */
export type Schema = {
  type?: string | string[]
  title?: string
  enum?: string[]
  optionTitles?: Record<string, string>
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  uniqueItems?: boolean
  pattern?: string
  items?: Schema
  required?: string[]
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  reference?: 'group' | 'operator'
  shownWhen?: Record<string, unknown>
}
export type Settings = Record<string, unknown>

/** Where a value goes, and what the settings are with it. */
type Spot = { action: ActionDefinition; path: string; settings: (value: unknown) => Settings }

/** Said of settings that are not complete yet, or that exclude each other: each may be right by itself. */
const saidOfOthers = ['required', 'not_allowed']

/** A value for every setting, each good beside what is required. */
export function valuesFor(action: ActionDefinition): Settings {
  return fieldsFor(action.schema, { action, path: '', settings: (value) => value as Settings })
}

function fieldsFor({ properties = {}, required = [] }: Schema, spot: Spot): Settings {
  const names = Object.keys(properties).toSorted(
    (one, other) => Number(required.includes(other)) - Number(required.includes(one)),
  )
  const base: Settings = {}
  const found: Settings = {}
  // What is required is looked for twice: a check begins only when all of it is there.
  for (const name of [...required, ...names]) {
    const path = spot.path === '' ? name : `${spot.path}.${name}`
    const settings = (value: unknown) => spot.settings({ ...base, [name]: value })
    found[name] = valueFor(properties[name] ?? {}, { ...spot, path, settings })
    if (required.includes(name)) base[name] = found[name]
  }
  return found
}

function valueFor(schema: Schema, spot: Spot): unknown {
  if (schema.type === 'array') {
    const { items = {} } = schema
    const item = { ...spot, path: `${spot.path}[0]`, settings: (value: unknown) => spot.settings([value]) }
    const isOne = items.type === 'object' || items.enum !== undefined || items.reference !== undefined
    return Array.from({ length: isOne ? 1 : 2 }, () => valueFor(items, item))
  }
  if (schema.properties !== undefined) return fieldsFor(schema, spot)
  const proposed = proposalsFor(schema)
  const fitting = proposed.find((value) => fits(value, spot))
  if (fitting === undefined) throw new Error(`None of these is taken at ${spot.path}: ${JSON.stringify(proposed)}`)
  return fitting
}

function fits(value: unknown, { action, path, settings }: Spot): boolean {
  const all = settings(value)
  const wrong = schemaProblems(action.schema, all)
  const problems = wrong.length > 0 ? wrong : (action.check?.(all) ?? [])
  return !problems.some((problem) => problem.path.startsWith(path) && !saidOfOthers.includes(problem.code))
}

let count = 0

function proposalsFor(schema: Schema): unknown[] {
  count += 1
  const { enum: options, default: usual, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema
  if (options !== undefined) return options.toReversed().toSorted((one, other) => +(one === usual) - +(other === usual))
  if (schema.patternProperties !== undefined) return [{ [`X-Entered-${count}`]: `value ${count}` }]
  const texts = textsFor(schema)
  switch (schema.type) {
    case 'boolean':
      return [usual !== true]
    case 'number':
      return [1.5, minimum, maximum]
    case 'integer':
      return [7, minimum, maximum]
    case 'string':
      return texts
    default:
      return [{ entered: [count, null, true] }, ...texts, count]
  }
}

/** From a plain word to what only some settings take. No two fields are given the same. */
function textsFor({ pattern }: Schema): string[] {
  return [
    `entered_${count}`,
    `https://example.com/${count}`,
    `person${count}@example.com`,
    `+43 1 234${count}`,
    ...(pattern === undefined ? [] : [shortestOf(pattern)]),
  ]
}

/** The shortest text of a simple pattern: literal letters and classes, each perhaps with how often it comes. */
function shortestOf(pattern: string): string {
  const units = pattern.replace(/^\^|\$$/g, '').matchAll(/(\[[^\]]+\]|\\?[^[{+*?])(?:\{(\d+)[,\d]*\}|([+*?]))?/g)
  return [...units]
    .map(([, unit = '', least, sign]) => {
      const one = unit.startsWith('[') ? unit.charAt(1) : unit.startsWith('\\') ? 'a' : unit
      return one.repeat(Number(least ?? (sign === '*' || sign === '?' ? 0 : 1)))
    })
    .join('')
}
