import { describe, expect, test } from 'vitest'
import type { ActionDocument, BotDocument } from './bot.ts'
import { behaviorOf, botOf, catalogueForTests, going, offering, saying } from './testing.ts'
import { type ValidationWorld, validateBot } from './validate.ts'

const world: ValidationWorld = {
  catalogue: catalogueForTests,
  packages: new Set(['teams']),
  hasGroup: (reference) => reference === 'support',
  hasOperator: (reference) => reference === 'ana',
  channels: [],
}

function found(document: unknown, change: Partial<ValidationWorld> = {}) {
  const { errors, warnings } = validateBot(document, { ...world, ...change })
  const said = (problems: typeof errors) => problems.map(({ path, code }) => `${path} ${code}`)
  return { errors: said(errors), warnings: said(warnings) }
}

const start = 'behaviors[0].interactions[0].actions'
const errorsIn = (...actions: ActionDocument[]) => found(botOf({ a: actions })).errors

describe('[FL-2] the document', () => {
  test('[FL-2] of a good bot has nothing to find', () => {
    const bot = botOf({
      a: [saying('hi'), going('b')],
      b: [saying('b')],
      c: { fallback: true, actions: [saying('?')] },
    })
    expect(found({ ...bot, operations: [saying('seen')] })).toEqual({ errors: [], warnings: [] })
  })

  test('[FL-2] warns of what the installation lacks for it', () => {
    const bot = botOf({ a: [{ type: 'consult' }, saying('hi')] })
    expect(found(bot)).toEqual({ errors: [], warnings: [] })
    expect(found(bot, { lacks: new Set(['model']) })).toEqual({ errors: [], warnings: [`${start}[0] model_missing`] })
  })

  test.each([
    [null, ' wrong_type'],
    [{}, 'name required'],
    [{ ...botOf({ a: [] }), extra: 1 }, 'extra unknown_setting'],
    [{ ...botOf({ a: [] }), behaviors: [] }, 'behaviors invalid'],
    [{ ...botOf({ a: [] }), startBehavior: 'gone' }, 'startBehavior unknown_behavior'],
    [botOf({ a: { keywords: [1] as never, actions: [] } }), 'behaviors[0].interactions[0].keywords[0] wrong_type'],
    [botOf({ a: { actions: [{ text: 'no type' } as never] } }), `${start}[0].type required`],
  ])('[FL-2] %j is named by its path', (document, problem) => {
    expect(found(document).errors).toContain(problem)
  })

  test('[FL-2] that is broken in one place is still checked in the others', () => {
    const bot = botOf({ a: [{ type: 'gone' }, { type: 'say', text: 1 }] })
    expect(found({ ...bot, extra: 1, name: undefined }).errors).toEqual(
      expect.arrayContaining([
        'extra unknown_setting',
        `${start}[0].type unknown_action`,
        `${start}[1].text wrong_type`,
      ]),
    )
  })

  test('[FL-2] has no name twice, one start and at most one fallback', () => {
    const main = behaviorOf('main', {
      a: { start: true, actions: [] },
      b: { start: true, fallback: true, actions: [] },
    })
    const double = { ...main, interactions: [...main.interactions, { name: 'a', fallback: true, actions: [] }] }
    const path = 'behaviors[0].interactions'
    expect(found({ name: 'Bot', startBehavior: 'main', behaviors: [double, main] }).errors).toEqual([
      'behaviors[1].name repeated',
      `${path}[2].name repeated`,
      `${path}[1].start repeated`,
      `${path}[2].fallback repeated`,
      'behaviors[1].interactions[1].start repeated',
    ])
    const startless = { name: 'main', interactions: [{ name: 'a', actions: [] }] }
    expect(found({ name: 'Bot', startBehavior: 'main', behaviors: [startless] }).errors).toEqual([
      `${path} start_missing`,
    ])
  })

  test('[FL-2] warns of a keyword without a letter', () => {
    const bot = botOf({ a: { keywords: ['ok', '?!'], actions: [] } })
    expect(found(bot).warnings).toEqual(['behaviors[0].interactions[0].keywords[1] keyword_empty'])
  })
})

describe('[FL-2] actions', () => {
  test('[FL-2] of an unknown type, with an unknown setting, or without a needed one', () => {
    expect(errorsIn({ type: 'gone' }, { type: 'say', text: 'a', x: 1 }, { type: 'say' })).toEqual([
      `${start}[0].type unknown_action`,
      `${start}[1].x unknown_setting`,
      `${start}[2].text required`,
    ])
  })

  test('[FL-2] have children only under their own triggers', () => {
    expect(
      errorsIn({ ...saying('a'), on_click: [] }, { type: 'when', variable: 'x', on_success: [saying('a')] }),
    ).toEqual([`${start}[0].on_click trigger_not_allowed`, `${start}[1].on_success trigger_not_allowed`])
    expect(errorsIn({ type: 'when', variable: 'x', on_else: 'text' })).toEqual([`${start}[0].on_else wrong_type`])
  })

  test('[FL-2] are checked under triggers and items too', () => {
    const bad = { type: 'gone' }
    const item = offering({ label: 'a' }, { label: 'b', on_click: [bad] }, { label: 'c', on_click: 'text' as never })
    expect(errorsIn({ type: 'when', variable: 'x', on_else: [item] })).toEqual([
      `${start}[0].on_else[0].choices[1].on_click[0].type unknown_action`,
      `${start}[0].on_else[0].choices[2].on_click wrong_type`,
    ])
  })

  test('[FL-2] in items are closed like others', () => {
    expect(errorsIn({ type: 'offer', choices: [{ label: 'a', color: 'red' }] })).toEqual([
      `${start}[0].choices[0].color unknown_setting`,
    ])
  })

  test('[FL-2] nest only so deep', () => {
    const nested = (depth: number): ActionDocument =>
      depth === 0 ? saying('a') : { type: 'when', variable: 'x', on_else: [nested(depth - 1)] }
    expect(errorsIn(nested(20))).toEqual([])
    expect(errorsIn(nested(21))).toEqual([`${start}[0]${'.on_else[0]'.repeat(20)}.on_else too_deep`])
  })

  test('[FL-9] warn of a template that cannot be read, with the path to the text', () => {
    const { warnings } = found(botOf({ a: [saying('{{ a'), offering({ label: 'ok' }, { label: '{% if' })] }))
    expect(warnings).toEqual([`${start}[0].text template_error`, `${start}[1].choices[1].label template_error`])
  })

  test('[FL-2] name only groups and operators that are there', () => {
    const hand = (settings: object): ActionDocument => ({ type: 'hand_over', ...settings })
    expect(errorsIn(hand({ group: 'support', operator: 'ana' }))).toEqual([])
    expect(errorsIn(hand({ group: 'x', operator: 'y' }))).toEqual([
      `${start}[0].group unknown_group`,
      `${start}[0].operator unknown_operator`,
    ])
  })

  test('[FL-2] are advised with the path of the action', () => {
    const hand = { type: 'hand_over', assigns: true }
    expect(found(botOf({ a: [hand] })).warnings).toEqual([`${start}[0] last`])
    expect(found(botOf({ a: [hand, saying('nobody')] })).warnings).toEqual([])
  })

  test('[HO-22] warn on every connected channel that cannot do what they need', () => {
    const channels: ValidationWorld['channels'] = [
      { type: 'rich', can: ['push', 'buttons'] },
      { type: 'plain', can: ['push'] },
    ]
    const { warnings } = found(botOf({ a: [offering({ label: 'a' }), { type: 'hand_over' }] }), { channels })
    expect(warnings).toEqual([`${start}[0] unavailable_on_channel`])
  })
})

describe('[HO-20] placement', () => {
  const hand = { type: 'hand_over' }

  test('[HO-20] what stands only directly inside an interaction is refused everywhere else', () => {
    const bot = botOf({
      a: [hand, { type: 'when', variable: 'x', on_else: [hand] }, offering({ label: 'a', on_click: [hand] })],
    })
    const behaviors = bot.behaviors.map((behavior) => ({ ...behavior, operations: [hand] }))
    expect(found({ ...bot, behaviors, operations: [hand] }).errors).toEqual([
      'operations[0] wrong_placement',
      'behaviors[0].operations[0] wrong_placement',
      `${start}[1].on_else[0] wrong_placement`,
      `${start}[2].choices[0].on_click[0] wrong_placement`,
    ])
  })

  test('[HO-20] an action without triggers takes no children', () => {
    expect(errorsIn({ ...hand, on_else: [saying('a')] })).toEqual([`${start}[0].on_else trigger_not_allowed`])
  })
})

test('[HO-21] a setting whose package is missing is refused, with the setting and the package', () => {
  const bot = botOf({ a: [{ type: 'hand_over', group: 'support' }, saying('a')] })
  const { errors } = validateBot(bot, { ...world, packages: new Set() })
  expect(errors).toEqual([
    { path: `${start}[0].group`, code: 'package_missing', message: expect.stringContaining('teams') },
  ])
  expect(found(bot).errors).toEqual([])
})

describe('[FL-2] targets', () => {
  const other = behaviorOf('other', { one: [], two: [] })
  const withOther = (...actions: ActionDocument[]): BotDocument => ({
    name: 'Bot',
    startBehavior: 'main',
    behaviors: [behaviorOf('main', { a: actions }), other],
  })

  test.each([
    [{ interaction: 'a' }, null],
    [{ interaction: 'two' }, null],
    [{ behavior: 'other' }, null],
    [{ behavior: 'other', interaction: 'two' }, null],
    [{ to: 'start' }, null],
    [{ to: 'previous' }, null],
    [{ to: 'bookmark' }, null],
    [{ interaction: 'gone' }, '.interaction unknown_interaction'],
    [{ behavior: 'gone' }, '.behavior unknown_behavior'],
    [{ behavior: 'other', interaction: 'a' }, '.interaction unknown_interaction'],
    [{ to: 'fallback' }, '.to unknown_interaction'],
  ])('[FL-2] a jump to %j: %j', (target, problem) => {
    const { errors } = found(withOther({ type: 'jump', ...target }))
    expect(errors).toEqual(problem === null ? [] : [`${start}[0]${problem}`])
  })

  test('[FL-2] what nothing leads to is warned about, also in a circle of its own', () => {
    const bot = botOf({
      a: [going('b')],
      b: [],
      c: [going('d')],
      d: [going('c')],
      e: { keywords: ['e'], actions: [going('f')] },
      f: [],
      g: { fallback: true, actions: [] },
    })
    const path = 'behaviors[0].interactions'
    expect(found(bot).warnings).toEqual([`${path}[2] unreachable`, `${path}[3] unreachable`])
  })

  test('[FL-2] jumps under triggers and from operations lead somewhere too', () => {
    const bot = botOf({ a: [offering({ label: 'b', on_click: [going('b')] })], b: [], c: [] })
    expect(found({ ...bot, operations: [going('c')] }).warnings).toEqual([])
  })
})
