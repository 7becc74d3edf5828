import {
  type ActionDocument,
  type BotDocument,
  itemTriggerOf,
  propertiesOf,
  schemaProblems,
  triggers,
  validateBot,
} from '@baton/core/flow'
import { packageOfRouting } from '@baton/core/handoff'
import { changed, randomBots, type SettingSchema, schemaAt, stepsOf, worldOf } from '@baton/core/random-bots'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'

const seed = 20_261_122
const world = worldOf(catalogue, [packageOfRouting])
const types = [...catalogue.keys()]

/** One change to a bot: what is put at a path (undefined: what is there is taken out), and where an error must point. */
type Mistake = { kind: string; at: string; value: unknown; path?: string }

const kindsOfMistakes = [
  'keywords',
  'missing',
  'name',
  'no list of actions',
  'no start',
  'repeated name',
  'strange trigger',
  'two of fallback',
  'two of start',
  'type',
  'unknown action',
  'unknown behavior',
  'unknown group',
  'unknown operator',
  'unknown setting',
  'unknown target',
  'value',
  'wrong placement',
  'wrong type',
]

test('[FL-2] one mistake, anywhere in a valid bot, is refused with a path that leads to it', () => {
  const kinds = new Set<string>()
  const property = fc.property(
    randomBots(catalogue, world).bots,
    fc.constantFrom(...kindsOfMistakes),
    fc.nat(),
    (bot, wanted, which) => {
      const mistakes = mistakesIn(bot).filter(({ kind }) => kind === wanted)
      const mistake = mistakes[which % Math.max(mistakes.length, 1)]
      if (mistake === undefined) return
      const { kind, at, value, path = at } = mistake
      kinds.add(kind)
      const { errors } = validateBot(changed(bot, stepsOf(at), value), world)
      expect({ ...mistake, leads: errors.some((error) => isAbout(error.path, path)), errors }).toMatchObject({
        leads: true,
      })
    },
  )
  fc.assert(property, { seed, numRuns: 200 })
  expect([...kinds].sort()).toEqual(kindsOfMistakes)
})

test.each([101, 10_000])('[FL-2] a value of %i lists within each other is refused in every setting', (times) => {
  const value = JSON.parse(`${'['.repeat(times)}"{{ a"${']'.repeat(times)}`)
  for (const { type, schema } of catalogue.values())
    for (const field of Object.keys(propertiesOf(schema))) {
      const interactions = [{ name: 'a', start: true, actions: [{ type, [field]: value }] }]
      const bot = { name: 'Bot', startBehavior: 'main', behaviors: [{ name: 'main', interactions }] }
      const path = `behaviors[0].interactions[0].actions[0].${field}`
      expect(validateBot(bot, world).errors).toContainEqual(expect.objectContaining({ path, code: 'too_deep' }))
    }
})

test('[FL-2] anything at all is refused with paths, and nothing throws', () => {
  const property = fc.property(rubbish, (document) => {
    const { errors } = validateBot(document, world)
    expect(errors).not.toEqual([])
    for (const problem of errors)
      expect(problem).toEqual({ path: expect.any(String), code: expect.any(String), message: expect.any(String) })
  })
  fc.assert(property, { seed, numRuns: 300 })
})

const keys = [
  'name',
  'startBehavior',
  'behaviors',
  'interactions',
  'actions',
  'operations',
  'type',
  'start',
  'fallback',
]
/** The deeper, the less: documents of some kilobytes. */
function rubbishOf(depth: number): fc.Arbitrary<unknown> {
  const plain = fc.oneof(fc.constantFrom<unknown>(null, true, 0, '', 'main', ...types), fc.jsonValue({ maxDepth: 1 }))
  if (depth === 0) return plain
  const inner = rubbishOf(depth - 1)
  const list = fc.array(inner, { maxLength: 3 })
  const name = fc.constantFrom(...keys, ...triggers, 'text', '__proto__', 'constructor', '0', 'a/b~c')
  return fc.oneof(
    plain,
    list,
    fc.dictionary(name, inner, { maxKeys: 4, noNullPrototype: true }),
    fc.record(
      { type: fc.constantFrom(...types), on_click: inner, text: inner, buttons: list },
      { requiredKeys: ['type'] },
    ),
  )
}

/** Close to a bot, or nothing like one. */
const rubbish = fc.oneof(
  rubbishOf(4),
  fc.record({
    name: fc.constantFrom<unknown>('Bot', 1),
    startBehavior: fc.constant('main'),
    operations: rubbishOf(2),
    behaviors: fc.array(
      fc.record({
        name: fc.constant('main'),
        operations: fc.array(rubbishOf(2)),
        interactions: fc.array(fc.record({ name: rubbishOf(1), actions: fc.array(rubbishOf(3), { maxLength: 3 }) }), {
          maxLength: 2,
        }),
      }),
      { maxLength: 2 },
    ),
  }),
)

/** Whether one path is the other, or stands within it, or around it. */
function isAbout(one: string, other: string): boolean {
  const [left, right] = [stepsOf(one), stepsOf(other)]
  return left.every((step, index) => index >= right.length || step === right[index])
}

function mistakesIn(bot: BotDocument): Mistake[] {
  return [
    ...mistakesInFields('', bot, ['name', 'startBehavior', 'behaviors']),
    { kind: 'unknown behavior', at: 'startBehavior', value: 'gone' },
    ...['', 'a'.repeat(201), 1, null].map((value) => ({ kind: 'name', at: 'name', value })),
    ...mistakesInOperations('operations', bot.operations),
    ...bot.behaviors.flatMap((behavior, b) => {
      const path = `behaviors[${b}]`
      return [
        ...mistakesInFields(path, behavior, ['name', 'interactions']),
        ...repeatedNames(bot.behaviors, 'behaviors', b),
        ...mistakesInOperations(`${path}.operations`, behavior.operations),
        ...mistakesOfStart(bot, b),
        ...behavior.interactions.flatMap((interaction, i) => [
          ...mistakesInFields(`${path}.interactions[${i}]`, interaction, ['name', 'actions']),
          ...repeatedNames(behavior.interactions, `${path}.interactions`, i),
          ...secondOnes(behavior.interactions, `${path}.interactions`, i),
          ...[[''], [1], 'help', ['a'.repeat(201)]].map((value) => ({
            kind: 'keywords',
            at: `${path}.interactions[${i}].keywords`,
            value,
          })),
          ...interaction.actions.flatMap((action, a) =>
            mistakesInAction(action, `${path}.interactions[${i}].actions[${a}]`),
          ),
        ]),
      ]
    }),
  ]
}

function mistakesInFields(path: string, holder: object, required: readonly string[]): Mistake[] {
  return [
    { kind: 'unknown setting', at: under(path, 'no_setting'), value: 1 },
    ...required.map((field) => ({ kind: 'missing', at: under(path, field), value: undefined })),
    ...Object.keys(holder).map((field) => ({ kind: 'wrong type', at: under(path, field), value: { unknown: 1 } })),
  ]
}

function repeatedNames(named: readonly { name: string }[], path: string, at: number): Mistake[] {
  return at === 0 ? [] : [{ kind: 'repeated name', at: `${path}[${at}].name`, value: named[0]?.name }]
}

/** Of two, the later one is refused. */
function secondOnes(
  interactions: readonly { start?: boolean; fallback?: boolean }[],
  path: string,
  at: number,
): Mistake[] {
  return (['start', 'fallback'] as const).flatMap((flag) => {
    const known = interactions.findIndex((one) => one[flag])
    if (known < 0 || known === at) return []
    return [
      {
        kind: `two of ${flag}`,
        at: `${path}[${at}].${flag}`,
        value: true,
        path: `${path}[${Math.max(known, at)}].${flag}`,
      },
    ]
  })
}

function mistakesOfStart({ startBehavior, behaviors }: BotDocument, b: number): Mistake[] {
  const start = behaviors[b]?.interactions.findIndex((one) => one.start)
  if (behaviors[b]?.name !== startBehavior) return []
  return [{ kind: 'no start', at: `behaviors[${b}].interactions[${start}].start`, value: undefined }]
}

/** What stands only directly inside an interaction stands nowhere else. */
function mistakesInOperations(path: string, list: readonly ActionDocument[] | undefined): Mistake[] {
  if (list === undefined) return []
  const [misplaced] = [...catalogue.values()].filter(({ placement }) => placement === 'interaction')
  return [
    { kind: 'wrong placement', at: `${path}[${list.length}]`, value: { type: misplaced?.type } },
    ...[{}, 'text', [1], [{ text: 'a' }]].map((value) => ({ kind: 'no list of actions', at: path, value })),
    ...list.flatMap((action, index) => mistakesInAction(action, `${path}[${index}]`)),
  ]
}

function mistakesInAction(action: ActionDocument, path: string): Mistake[] {
  const definition = catalogue.get(action.type)
  if (definition === undefined) return []
  const { items, schema, target } = definition
  const settings = Object.fromEntries(Object.entries(action).filter(([name]) => name !== 'type' && !isTrigger(name)))
  const strange = triggers.find((trigger) => !definition.triggers.includes(trigger))
  const aims = Object.keys(target?.(settings) ?? {}).filter((field) => field !== 'to')
  return [
    { kind: 'unknown action', at: `${path}.type`, value: 'no_action' },
    { kind: 'type', at: `${path}.type`, value: undefined },
    { kind: 'type', at: `${path}.type`, value: 1 },
    { kind: 'strange trigger', at: `${path}.${strange}`, value: [] },
    ...aims.map((field) => ({ kind: 'unknown target', at: `${path}.${field}`, value: 'gone' })),
    ...mistakesInValue(settings, schema as SettingSchema, path, items === undefined ? null : itemTriggerOf(definition)),
    ...definition.triggers.flatMap((trigger) =>
      mistakesInOperations(`${path}.${trigger}`, action[trigger] as ActionDocument[] | undefined),
    ),
  ]
}

function isTrigger(name: string): boolean {
  return (triggers as readonly string[]).includes(name)
}

/** What no schema of a setting takes, or only some do. */
const odd = [
  null,
  true,
  -1,
  1e12,
  1.5,
  '',
  ' ',
  'no such option',
  'a'.repeat(20_001),
  [],
  [[]],
  Array(200).fill('a'),
  { unknown: 1 },
]

const wrongBySchema = new WeakMap<SettingSchema, unknown[]>()

function wrongFor(schema: SettingSchema): unknown[] {
  const wrong = wrongBySchema.get(schema) ?? odd.filter((other) => schemaProblems(schema, other).length > 0)
  wrongBySchema.set(schema, wrong)
  return wrong
}

/** `trigger`: what operations of items stand under, if there are such. */
function mistakesInValue(value: unknown, schema: SettingSchema, path: string, trigger: string | null): Mistake[] {
  const wrong = wrongFor(schema)
  const here: Mistake[] = [
    ...(path.endsWith(']') || !isObject(value)
      ? wrong.map((other) => ({ kind: 'value', at: path, value: other }))
      : []),
    ...(schema.reference === undefined ? [] : [{ kind: `unknown ${schema.reference}`, at: path, value: 'nobody' }]),
  ]
  if (Array.isArray(value))
    return [
      ...here,
      ...value.flatMap((item, index) => mistakesInValue(item, schema.items ?? {}, `${path}[${index}]`, trigger)),
    ]
  if (!isObject(value) || schema.type !== 'object') return here
  const fields = Object.entries(value).flatMap(([name, inner]) =>
    name === trigger
      ? mistakesInOperations(`${path}.${name}`, inner as ActionDocument[])
      : mistakesInValue(inner, schemaAt(schema, [name]), `${path}.${name}`, trigger),
  )
  const missing = (schema.required ?? []).map((name) => ({ kind: 'missing', at: `${path}.${name}`, value: undefined }))
  return [...here, { kind: 'unknown setting', at: `${path}.no setting`, value: 1 }, ...missing, ...fields]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function under(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`
}
