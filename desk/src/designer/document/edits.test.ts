import { describe, expect, test } from 'vitest'
import { interactionPath } from './bot.ts'
import {
  freeName,
  freshBot,
  interactionNames,
  jumpsTo,
  withBehavior,
  withBehaviorNamed,
  withCopy,
  withFlag,
  withInteraction,
  withInteractionNamed,
  withJump,
  withKeyword,
  withoutAction,
  withoutInteractions,
  withPastedInteractions,
  withTransferred,
} from './edits.ts'
import { pathOf, textOf, valueAt } from './path.ts'
import { behavior, bot, catalogue, go, offer, say } from './testing.ts'

const actionsOf = (draft: unknown, b: number, i: number) => valueAt(draft, [...interactionPath(b, i), 'actions'])

test('a bot from nothing has a start', () => {
  expect(freshBot('Shop', 'main', 'welcome')).toEqual({
    name: 'Shop',
    startBehavior: 'main',
    behaviors: [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions: [] }] }],
  })
})

test('added interactions and behaviors have names that are free', () => {
  expect(freeName('menu', ['menu', 'menu 2'])).toBe('menu 3')
  const { draft, path } = withInteraction(bot(behavior('main', { menu: [] })), 0, 'menu')
  expect([interactionNames(draft, 0), textOf(path)]).toEqual([['menu', 'menu 2'], 'behaviors[0].interactions[1]'])
  expect(valueAt(draft, [...path, 'start'])).toBeUndefined()
  const added = withBehavior({ name: 'Bot' }, 'main', 'welcome')
  expect(added.draft).toEqual({ ...freshBot('Bot', 'main', 'welcome') })
})

describe('[FL-8] names are followed', () => {
  const draft = bot(
    behavior('main', {
      start: [offer({ label: 'x', on_click: [go('menu')] }), go('menu', { cancelFurtherExecution: true })],
      menu: [go('start'), { type: 'go_to', behavior: 'other', interaction: 'menu' }],
    }),
    behavior('other', { menu: [go('menu')], back: [{ type: 'go_to', behavior: 'main', interaction: 'menu' }] }),
  )

  test('[FL-8] jumps to an interaction lead to it under its other name, and no others', () => {
    const renamed = withInteractionNamed(draft, { behavior: 0, interaction: 1 }, 'choices', catalogue)
    expect(interactionNames(renamed, 0)).toEqual(['start', 'choices'])
    expect(actionsOf(renamed, 0, 0)).toEqual([
      offer({ label: 'x', on_click: [go('choices')] }),
      go('choices', { cancelFurtherExecution: true }),
    ])
    expect(actionsOf(renamed, 0, 1)).toEqual(actionsOf(draft, 0, 1))
    expect(actionsOf(renamed, 1, 0)).toEqual([go('menu')])
    expect(actionsOf(renamed, 1, 1)).toEqual([{ type: 'go_to', behavior: 'main', interaction: 'choices' }])
  })

  test('[FL-8] jumps into a behavior follow its name, and so does the start of the bot', () => {
    const renamed = withBehaviorNamed(draft, 0, 'home', catalogue)
    expect(renamed.startBehavior).toBe('home')
    expect(actionsOf(renamed, 1, 1)).toEqual([{ type: 'go_to', behavior: 'home', interaction: 'menu' }])
    expect(actionsOf(withBehaviorNamed(draft, 1, 'side', catalogue), 0, 1)).toEqual([
      go('start'),
      { type: 'go_to', behavior: 'side', interaction: 'menu' },
    ])
  })

  test('[FL-8] deleting counts the jumps from elsewhere and takes them along when asked', () => {
    const spots = [{ behavior: 0, interaction: 1 }]
    expect(jumpsTo(draft, spots, catalogue)).toBe(3)
    const alone = withoutInteractions(draft, spots, false, catalogue)
    expect([interactionNames(alone, 0), actionsOf(alone, 0, 0)]).toEqual([['start'], actionsOf(draft, 0, 0)])
    const all = withoutInteractions(draft, spots, true, catalogue)
    expect([actionsOf(all, 0, 0), actionsOf(all, 1, 1)]).toEqual([[offer({ label: 'x', on_click: [] })], []])
    expect(actionsOf(all, 1, 0)).toEqual([go('menu')])
  })

  test('[FL-8] several go at once, whatever their order', () => {
    const three = bot(behavior('main', { a: [], b: [], c: [], d: [] }))
    const spots = [2, 0].map((interaction) => ({ behavior: 0, interaction }))
    expect(interactionNames(withoutInteractions(three, spots, false, catalogue), 0)).toEqual(['b', 'd'])
  })
})

test('[FL-2] a behavior has one start: the flag leaves where it was', () => {
  const draft = bot(behavior('main', { a: [], b: [] }))
  const moved = withFlag(draft, { behavior: 0, interaction: 1 }, 'start', true)
  expect(valueAt(moved, interactionPath(0, 0))).toEqual({ name: 'a', actions: [] })
  expect(valueAt(moved, interactionPath(0, 1))).toEqual({ name: 'b', actions: [], start: true })
  expect(withFlag(moved, { behavior: 0, interaction: 1 }, 'start', false)).toEqual({
    ...draft,
    behaviors: [{ name: 'main', interactions: ['a', 'b'].map((name) => ({ name, actions: [] })) }],
  })
})

describe('pasting', () => {
  test('interactions of another bot keep their jumps among each other and get free names', () => {
    const draft = bot(behavior('main', { menu: [], welcome: [] }))
    const pasted = [
      { name: 'menu', start: true, fallback: true, actions: [go('hours'), go('welcome')] },
      { name: 'hours', actions: [go('menu')] },
    ]
    const { draft: next, paths } = withPastedInteractions(draft, 0, pasted, catalogue)
    expect(interactionNames(next, 0)).toEqual(['menu', 'welcome', 'menu 2', 'hours'])
    expect(actionsOf(next, 0, 2)).toEqual([go('hours'), go('welcome')])
    expect(actionsOf(next, 0, 3)).toEqual([go('menu 2')])
    expect(valueAt(next, paths[0] ?? [])).toMatchObject({ fallback: true })
    expect(valueAt(next, [...(paths[0] ?? []), 'start'])).toBeUndefined()
  })

  test('an action that is doubled stands below itself and shares nothing', () => {
    const draft = bot(behavior('main', { a: [say('x'), say('y')] }))
    const next = withCopy(draft, pathOf('behaviors[0].interactions[0].actions[0]'))
    expect(actionsOf(next, 0, 0)).toEqual([say('x'), say('x'), say('y')])
    const [one, other] = actionsOf(next, 0, 0) as unknown[]
    expect(one).not.toBe(other)
  })
})

describe('moving actions', () => {
  const list = pathOf('behaviors[0].interactions[0].actions')
  const draft = bot(
    behavior('main', { a: [say('0'), offer({ label: 'x', on_click: [say('in')] }), say('2')], b: [say('b')] }),
  )
  const moved = (from: string, to: string, index: number) => {
    const result = withTransferred(draft, [...list, ...pathOf(from)], [...list, ...pathOf(to)], index)
    return result === null
      ? null
      : { actions: actionsOf(result.draft, 0, 0), path: textOf(result.path.slice(list.length)) }
  }

  test('within a list, up and down', () => {
    expect(moved('[0]', '', 3)).toMatchObject({ path: '[2]', actions: [{ type: 'quick_replies' }, say('2'), say('0')] })
    expect(moved('[2]', '', 0)).toMatchObject({ path: '[0]', actions: [say('2'), say('0'), { type: 'quick_replies' }] })
  })

  test('into the list under a trigger, and the place is right where it moved up meanwhile', () => {
    expect(moved('[0]', '[1].replies[0].on_click', 1)).toEqual({
      path: '[0].replies[0].on_click[1]',
      actions: [offer({ label: 'x', on_click: [say('in'), say('0')] }), say('2')],
    })
  })

  test('out of the list under a trigger, which goes when it is empty', () => {
    expect(moved('[1].replies[0].on_click[0]', '', 0)).toEqual({
      path: '[0]',
      actions: [say('in'), say('0'), offer({ label: 'x' }), say('2')],
    })
  })

  test('never into itself', () => {
    expect(moved('[1]', '[1].replies[0].on_click', 0)).toBeNull()
  })

  test('a trigger goes with its last action', () => {
    const path = [...list, ...pathOf('[1].replies[0].on_click[0]')]
    expect(actionsOf(withoutAction(draft, path), 0, 0)).toEqual([say('0'), offer({ label: 'x' }), say('2')])
  })
})

describe('[FL-0] drawing a jump', () => {
  const list = pathOf('behaviors[0].interactions[0].actions')
  const draft = bot(
    behavior('main', {
      a: [
        offer({ label: 'x' }, { label: 'y', on_click: [say('1'), go('b', { cancelFurtherExecution: true })] }),
        { type: 'random_split', branches: [{}] },
        go('b', { behavior: 'main' }),
      ],
      b: [],
    }),
  )
  const drawn = (from: string) => actionsOf(withJump(draft, [...list, ...pathOf(from)], 'c', catalogue), 0, 0)

  test('[FL-0] from what can be clicked or chosen: it gets a jump, or its jump leads elsewhere', () => {
    expect(drawn('[0].replies[0]')).toMatchObject([{ replies: [{ on_click: [go('c')] }, {}] }, {}, {}])
    expect(drawn('[0].replies[1]')).toMatchObject([
      { replies: [{}, { on_click: [say('1'), { type: 'go_to', cancelFurtherExecution: true, interaction: 'c' }] }] },
      {},
      {},
    ])
    expect(drawn('[1].branches[0]')).toMatchObject([{}, { branches: [{ on_chosen: [go('c')] }] }, {}])
  })

  test('[FL-0] from a jump, or from the end of an interaction: one jump at the end', () => {
    expect(drawn('[2]')).toMatchObject([{}, {}, go('c')])
    expect(drawn('')).toHaveLength(3)
    const empty = withJump(draft, pathOf('behaviors[0].interactions[1].actions'), 'a', catalogue)
    expect(actionsOf(empty, 0, 1)).toEqual([go('a')])
  })
})

describe('keywords', () => {
  const draft = bot(behavior('main', { a: [say('1')] }))

  test('[FL-3] words become a keyword, once, whatever their case', () => {
    const once = withKeyword(draft, interactionPath(0, 0), 'Parcel')
    expect(valueAt(once, [...interactionPath(0, 0), 'keywords'])).toEqual(['Parcel'])
    expect(withKeyword(once, interactionPath(0, 0), 'parcel')).toBe(once)
    const two = withKeyword(once, interactionPath(0, 0), 'shipment')
    expect(valueAt(two, [...interactionPath(0, 0), 'keywords'])).toEqual(['Parcel', 'shipment'])
  })
})
