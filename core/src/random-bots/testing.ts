/**
 * Random bots over any catalogue, for tests. What an action takes is read off its schema and its marks; what only its check
 * can say is mended after that, setting by setting. No action is known here by its name.
 */
import fc from 'fast-check'
import type { Value } from '../conversation/value.ts'
import type { ActionDefinition, Catalogue, Problem } from '../flow/action.ts'
import type { ActionDocument, BotDocument, InteractionDocument } from '../flow/bot.ts'
import { itemTriggerOf, propertiesOf } from '../flow/compile.ts'
import { withItems } from '../flow/items.ts'
import { schemaProblems } from '../flow/schema-problems.ts'
import { type ValidationWorld, validateBot } from '../flow/validate.ts'

export type Settings = { [setting: string]: Value }

/** The part of JSON Schema that settings are written in, with this house's marks. */
export type SettingSchema = {
  type?: string | string[]
  enum?: Value[]
  required?: string[]
  properties?: Record<string, SettingSchema>
  patternProperties?: Record<string, SettingSchema>
  items?: SettingSchema
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  reference?: 'group' | 'operator'
}

/** Whoever a bot may name. */
export const known = { groups: ['support', 'sales', 'empty'], operators: ['ana@team.example', 'op_bea'] }

/** Everything is there that a bot may ask for. */
export function worldOf(catalogue: Catalogue, packages: readonly string[]): ValidationWorld {
  const hasGroup = (reference: string) => known.groups.includes(reference)
  const hasOperator = (reference: string) => known.operators.includes(reference)
  return { catalogue, packages: new Set(packages), hasGroup, hasOperator, channels: [] }
}

type Part = { name: string; start?: true; fallback?: true }
type Shape = { startBehavior: string; behaviors: { name: string; interactions: Part[] }[] }

/** Names that YAML could take for something else, and that JavaScript could. */
const shapes: readonly Shape[] = [
  {
    startBehavior: 'main',
    behaviors: [
      {
        name: 'main',
        interactions: [
          { name: 'welcome', start: true },
          { name: 'yes' },
          { name: '12' },
          { name: '?', fallback: true },
        ],
      },
      { name: 'constructor', interactions: [{ name: 'welcome' }, { name: 'first', start: true }] },
    ],
  },
  {
    startBehavior: '~',
    behaviors: [
      { name: 'other', interactions: [{ name: 'null', fallback: true }, { name: '- a: b # c' }] },
      { name: '~', interactions: [{ name: '__proto__', start: true }, { name: '👍 on\nthe next line ' }] },
    ],
  },
  { startBehavior: 'one', behaviors: [{ name: 'one', interactions: [{ name: 'only', start: true, fallback: true }] }] },
]

const names = shapes.flatMap(({ behaviors }) =>
  behaviors.flatMap(({ name, interactions }) => [name, ...interactions.map((one) => one.name)]),
)
/** What settings of any kind may ask for; of these a setting takes those that fit its schema. */
const words: readonly string[] = [
  ...[
    'yes',
    'Hello',
    'Talk to a person',
    ' ',
    'ä € 👍🏽',
    'no',
    'true',
    '0x1f',
    '- ',
    'a: b',
    'it\'s "so"',
    'two\nlines\n',
    '\t',
  ],
  ...['{{ answer }}', "{{ user_name | default: 'you' }}", '{% if answer %}yes{% endif %}', '{{ broken', '{{ a | no }}'],
  ...['answer', 'favorite.color', 'newsletter', 'list.0', 'failed_inputs'],
  ...['https://example.com/a.png', '/a/b.mp4', 'https://{{ answer | url_encode }}/', 'mailto:ana@example.com'],
  ...['ana@example.com', '+43 1 234567', 'ana@example.com, bea@example.com'],
  ...['1', '-2.5', '007', '1e3', '^a+$', '(a|b)*c', 'data.items[0].name', ''],
  ...names,
]
const keywords = ['help', 'talk to', 'yes', '👍', 'Über', '12']

const mostActions = 4
const mostOperations = 2
const deepest = 3
/** Behind this many changes of its settings an action is given up, and others are drawn. */
const mostMends = 8

/** Where actions stand that are drawn. */
type Home = { shape: Shape; behavior: number; world: ValidationWorld }
type Spent = { drawn: number; givenUp: number }

/** Bots without errors, and how often settings were given up on the way. */
export function randomBots(catalogue: Catalogue, world: ValidationWorld) {
  const spent: Spent = { drawn: 0, givenUp: 0 }
  const bots = fc.oneof(...shapes.map((shape) => botsOf(shape, catalogue, world, spent)))
  return { bots, spent }
}

function botsOf(shape: Shape, catalogue: Catalogue, world: ValidationWorld, spent: Spent): fc.Arbitrary<BotDocument> {
  const listsIn = shape.behaviors.map((_, behavior) => listsOf({ shape, behavior, world }, catalogue, spent))
  const home = shape.behaviors.findIndex(({ name }) => name === shape.startBehavior)
  const behaviors = shape.behaviors.map(({ name, interactions }, at) => {
    const list = listsIn[at]
    if (list === undefined) throw new Error('a behavior has lists')
    return fc.record(
      {
        name: fc.constant(name),
        operations: list.operations,
        interactions: fc.tuple(...interactions.map((part) => interactionOf(part, list.actions))),
      },
      { requiredKeys: ['name', 'interactions'], noNullPrototype: true },
    )
  })
  return fc.record(
    {
      name: fc.constantFrom('Bot', 'no', 'A: 1\n'),
      startBehavior: fc.constant(shape.startBehavior),
      operations: listsIn[home]?.operations ?? fc.constant([]),
      behaviors: fc.tuple(...behaviors),
    },
    { requiredKeys: ['name', 'startBehavior', 'behaviors'], noNullPrototype: true },
  )
}

function interactionOf(part: Part, actions: fc.Arbitrary<ActionDocument[]>): fc.Arbitrary<InteractionDocument> {
  const rest = { keywords: fc.array(fc.constantFrom(...keywords), { maxLength: 2 }), userMayType: fc.boolean() }
  return fc
    .record({ ...rest, actions }, { requiredKeys: ['actions'], noNullPrototype: true })
    .map((drawn) => ({ ...part, ...drawn }))
}

type Lists = { actions: fc.Arbitrary<ActionDocument[]>; operations: fc.Arbitrary<ActionDocument[]> }

/** What may stand in an interaction, and what may stand anywhere; each nests so deep and no deeper. */
function listsOf(home: Home, catalogue: Catalogue, spent: Spent): Lists {
  const all = [...catalogue.values()]
  const settings = new Map(all.map((definition) => [definition.type, settingsOf(definition, home, spent)] as const))
  const listOf = (definitions: readonly ActionDefinition[], inner: Lists['operations'] | null, maxLength: number) =>
    fc.array(fc.oneof(...definitions.map((one) => actionOf(one, settings.get(one.type) ?? fc.constant({}), inner))), {
      maxLength,
    })
  const anywhere = all.filter(({ placement }) => placement === 'anywhere')
  let operations: Lists['operations'] | null = null
  for (let depth = 1; depth < deepest; depth += 1) operations = listOf(anywhere, operations, mostOperations)
  if (operations === null) throw new Error('operations nest')
  return { actions: listOf(all, operations, mostActions), operations }
}

function actionOf(
  definition: ActionDefinition,
  settings: fc.Arbitrary<Settings>,
  operations: fc.Arbitrary<ActionDocument[]> | null,
): fc.Arbitrary<ActionDocument> {
  const { type, items, triggers } = definition
  if (operations === null) return settings.map((drawn) => ({ type, ...drawn }))
  const fired = fc.record(Object.fromEntries(triggers.map((trigger) => [trigger, operations])), {
    requiredKeys: [],
    noNullPrototype: true,
  })
  const inItems = items === undefined ? fc.constant([]) : fc.array(operations, { maxLength: 3 })
  return fc.tuple(settings, fired, inItems).map(([drawn, under, lists]) => {
    const left = [...lists]
    const shown = items === undefined ? drawn : withItems(drawn, items, (item) => filed(item, left.shift()))
    return { type, ...shown, ...under }
  })

  function filed(item: Settings, list: ActionDocument[] | undefined): Value {
    return list === undefined ? item : { ...item, [itemTriggerOf(definition)]: list as unknown as Value }
  }
}

function settingsOf(definition: ActionDefinition, home: Home, spent: Spent): fc.Arbitrary<Settings> {
  const drawn = valueFrom(definition.schema as SettingSchema) as fc.Arbitrary<Settings>
  return fc
    .tuple(drawn, fc.nat({ max: words.length }))
    .map(([settings, turn]) => {
      const result = mended(definition, settings, home, turn)
      spent.drawn += 1
      if (result === null) spent.givenUp += 1
      return result
    })
    .filter((settings) => settings !== null)
}

/** Values that a schema allows. */
export function valueFrom(schema: SettingSchema): fc.Arbitrary<Value> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => valueFrom({ ...schema, type })))
  switch (schema.type) {
    case 'string':
      return textOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000 })
    case 'number':
      // JSON has no -0.
      return fc
        .double({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000, noNaN: true })
        .map((number) => number + 0)
    case 'array': {
      const { items = {}, minItems: minLength = 0, maxItems = 100 } = schema
      return fc.array(valueFrom(items), { minLength, maxLength: Math.min(minLength + 3, maxItems) })
    }
    case 'object':
      return objectOf(schema)
    default:
      return anyValue
  }
}

const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<Value>(null, true, false, 0, 1, -2.5, 1e21, ...words),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b-c', 'on_click', 'search', 'with', 'type', '1', '<<', ''), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value

function objectOf({ properties = {}, required = [], patternProperties = {} }: SettingSchema): fc.Arbitrary<Value> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, valueFrom(field)]))
  const [free] = Object.entries(patternProperties)
  if (free !== undefined) {
    const [pattern, field] = free
    const name = fc.stringMatching(new RegExp(pattern)).filter((text) => text !== '__proto__')
    return fc.dictionary(name, valueFrom(field), { maxKeys: 3, noNullPrototype: true })
  }
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true })
}

function textOf(schema: SettingSchema): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = 1_000 } = schema
  const fitting = textsOf(schema)
  const free = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 10) })
  const other = pattern === undefined ? free : fc.stringMatching(new RegExp(pattern))
  const good = other.filter((text) => fits(schema, text))
  return fitting.length === 0 ? good : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fitting) }, good)
}

function textsOf(schema: SettingSchema): readonly string[] {
  if (schema.reference !== undefined) return schema.reference === 'group' ? known.groups : known.operators
  return words.filter((word) => fits(schema, word))
}

function fits(schema: SettingSchema, value: Value): boolean {
  return schemaProblems(schema, value).length === 0
}

/** What a check says against settings is put right, one setting after the other; null: that leads nowhere. */
function mended(definition: ActionDefinition, drawn: Settings, home: Home, turn: number): Settings | null {
  let settings: Settings | undefined = drawn
  for (let mends = 0; settings !== undefined && mends < mostMends; mends += 1) {
    const [problem] = problemsOf(definition, settings, home)
    if (problem === undefined) return settings
    settings = others(settings, problem.path).find(
      (other) => !problemsOf(definition, other, home).some(({ path }) => path === problem.path),
    )
  }
  return null

  function others(before: Settings, path: string) {
    const steps = stepsOf(path)
    const values = candidatesOf(schemaAt(definition.schema as SettingSchema, steps), turn)
    return Iterator.from(values).map((value) => changed(before, steps, value) as Settings)
  }
}

/** What stops a publish of a bot of this shape that has this one action; paths are relative to it. */
function problemsOf({ type }: ActionDefinition, settings: Settings, { shape, behavior, world }: Home): Problem[] {
  const base = `behaviors[${behavior}].interactions[0].actions[0].`
  const bot: BotDocument = {
    name: 'Bot',
    startBehavior: shape.startBehavior,
    behaviors: shape.behaviors.map(({ name, interactions }, b) => ({
      name,
      interactions: interactions.map((part, i) => ({
        ...part,
        actions: b === behavior && i === 0 ? [{ type, ...settings }] : [],
      })),
    })),
  }
  return validateBot(bot, world).errors.map((error) => ({ ...error, path: error.path.replace(base, '') }))
}

/** Other values for a setting: none at all first, then what its schema allows, beginning anywhere. */
function candidatesOf(schema: SettingSchema, turn: number): (Value | undefined)[] {
  const values = plainValuesOf(schema)
  const from = values.length === 0 ? 0 : turn % values.length
  return [undefined, ...values.slice(from), ...values.slice(0, from)]
}

function plainValuesOf(schema: SettingSchema): Value[] {
  if (schema.enum !== undefined) return schema.enum
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return [...textsOf(schema)]
    case 'boolean':
      return [true, false]
    case 'integer':
    case 'number':
      return [1, schema.minimum ?? 0, schema.maximum ?? 100].filter((number) => fits(schema, number))
    case 'array':
      return plainValuesOf(schema.items ?? {}).map((item) => [item])
    case 'object':
      return [Object.fromEntries((schema.required ?? []).map((name) => [name, firstOf(schema.properties?.[name])]))]
    default:
      return [1, '2', 'a', '{{ answer }}', { search: 'a', with: 'b' }]
  }
}

function firstOf(schema: SettingSchema = {}): Value {
  return plainValuesOf(schema)[0] ?? null
}

export function schemaAt(schema: SettingSchema, steps: readonly string[]): SettingSchema {
  return steps.reduce<SettingSchema>(
    (inner, step) =>
      inner.items ??
      (propertiesOf(inner)[step] as SettingSchema | undefined) ??
      Object.values(inner.patternProperties ?? {})[0] ??
      {},
    schema,
  )
}

/** `a[0].b` is a, 0, b. */
export function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '')
}

/** A copy with another value at a place; undefined takes out what is there. */
export function changed(holder: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(holder)) {
    const at = Number(step)
    const inner = changed(holder[at], rest, value)
    return holder.toSpliced(at, 1, ...(inner === undefined ? [] : [inner]))
  }
  const fields = Object.entries(typeof holder === 'object' && holder !== null ? holder : {})
  const before = fields.find(([name]) => name === step)?.[1]
  const inner = changed(before, rest, value)
  const others = fields.filter(([name]) => name !== step)
  return Object.fromEntries(inner === undefined ? others : [...others, [step, inner]])
}
