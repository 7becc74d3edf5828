import { describe, expect, test } from 'vitest'
import { behaviorsOf, nodesOf, placeOf } from './bot.ts'
import { pathOf, textOf } from './path.ts'
import { behavior, bot, say } from './testing.ts'

describe('where a place of the document is shown', () => {
  const shown = (text: string) => {
    const { behavior, node, action } = placeOf(pathOf(text))
    return [behavior, node === null ? null : textOf(node.path), action === null ? null : textOf(action)]
  }

  test.each([
    ['startBehavior', null, null, null],
    ['behaviors[1].name', 1, null, null],
    ['behaviors[1].interactions', 1, null, null],
    ['behaviors[0].interactions[2].keywords[0]', 0, 'behaviors[0].interactions[2]', null],
    ['operations[1].tag', null, 'operations', 'operations[1]'],
    ['behaviors[0].operations[0]', 0, 'behaviors[0].operations', 'behaviors[0].operations[0]'],
  ])('[FL-2] %s', (path, ...expected) => {
    expect(shown(path)).toEqual(expected)
  })

  test('[FL-2] a field belongs to the innermost action around it', () => {
    const list = 'behaviors[0].interactions[0].actions'
    expect(shown(`${list}[1].replies[0].label`)[2]).toBe(`${list}[1]`)
    expect(shown(`${list}[1].replies[0].on_click[2].text`)[2]).toBe(`${list}[1].replies[0].on_click[2]`)
    expect(shown(`${list}[1].on_else[0].cards[1].buttons[0].on_click[0]`)[2]).toBe(
      `${list}[1].on_else[0].cards[1].buttons[0].on_click[0]`,
    )
  })
})

test('a draft may hold anything: what is no behavior has nothing in it', () => {
  expect(behaviorsOf({ name: 'x' })).toEqual([])
  expect(behaviorsOf({ behaviors: 'text' })).toEqual([])
  expect(nodesOf({ behaviors: [null, { interactions: [7, { name: 'a' }] }] }, 1)).toHaveLength(2)
  expect(nodesOf({ behaviors: [null] }, 0)).toEqual([])
})

test('operations are nodes where there are any', () => {
  const draft = { ...bot({ ...behavior('main', { a: [] }), operations: [say('x')] }), operations: [] }
  expect(nodesOf(draft, 0).map(({ kind }) => kind)).toEqual(['bot_operations', 'behavior_operations', 'interaction'])
})
