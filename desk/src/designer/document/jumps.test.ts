import { describe, expect, test } from 'vitest'
import { branchesOf, jumpsIn, namesOf, targetOf, withActions } from './jumps.ts'
import { textOf } from './path.ts'
import { behavior, bot, catalogue, go, offer, say } from './testing.ts'

const draft = bot(
  behavior('main', { a: [], both: [] }),
  { ...behavior('other', { one: [], both: [] }) },
  { name: 'third', interactions: [{ name: 'x', fallback: true, actions: [] }] },
)
const names = namesOf(draft)

describe('[FL-8] where a jump leads', () => {
  test.each([
    [{ interaction: 'a' }, 0, [0, 0]],
    [{ interaction: 'both' }, 1, [1, 1]],
    [{ interaction: 'one' }, 0, [1, 0]],
    [{ behavior: 'other' }, 0, [1, 0]],
    [{ behavior: 'other', interaction: 'both' }, 0, [1, 1]],
    [{ behavior: 'other', interaction: 'a' }, 0, null],
    [{ behavior: 'gone' }, 0, null],
    [{ interaction: 'gone' }, 0, null],
    [{ to: 'start' }, 1, [0, 0]],
    [{ to: 'start', behavior: 'other' }, 0, [1, 0]],
    [{ to: 'fallback' }, 2, [2, 0]],
    [{ to: 'fallback' }, 0, null],
    [{ to: 'previous' }, 0, null],
    [{ to: 'bookmark' }, 0, null],
    [{}, 0, null],
  ])('[FL-8] %j from behavior %i', (jump, from, spot) => {
    const found = targetOf(jump, from, names)
    expect(found === null ? null : [found.behavior, found.interaction]).toEqual(spot)
  })
})

test('[FL-0] jumps are found however deep they stand', () => {
  const deep = { type: 'carousel', cards: [{ title: 'A' }, { buttons: [{ label: 'Go', on_click: [go('a')] }] }] }
  const actions = [offer({ label: 'x', on_click: [say('y'), { type: 'input', on_give_up: [deep] }] }), go('b')]
  expect(jumpsIn(actions, catalogue).map(({ interaction }) => interaction)).toEqual(['a', 'b'])
  expect(branchesOf(deep).map(({ path, label }) => [textOf(path), label])).toEqual([
    ['cards[1].buttons[0].on_click', 'Go'],
  ])
})

test('changing actions shares every part in which nothing changed', () => {
  const before = bot(behavior('main', { a: [offer({ label: 'x', on_click: [go('b')] })], b: [say('b')] }))
  const same = withActions(before, (action) => action)
  expect(same).toBe(before)
  const after = withActions(before, (action) => (action.type === 'go_to' ? null : action))
  const interactions = (draft: typeof before) => (draft.behaviors as { interactions: unknown[] }[])[0]?.interactions
  expect(interactions(after)?.[1]).toBe(interactions(before)?.[1])
  expect(jumpsIn([interactions(after)?.[0] ?? {}], catalogue)).toEqual([])
})
