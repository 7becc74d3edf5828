import { describe, expect, test } from 'vitest'
import { numberAt, ranOf } from './ran.ts'
import type { Row } from './rows.ts'

const row = (kind: Row['kind'], ...path: Row['path']): Row => ({
  kind,
  path,
  type: '',
  text: '',
  trigger: null,
  jumps: [],
  hidden: 0,
})
const first = 'behaviors[0].interactions[0]'
const second = 'behaviors[0].interactions[1]'

describe('what ran', () => {
  const ran = ranOf([
    `${first}.actions[0]`,
    `${first}.actions[1].replies[1].on_click[0]`,
    `${second}.actions[0]`,
    `${second}.actions[5]`,
  ])

  test('[FL-3] nodes and the ways between them are known, and which was last', () => {
    expect([...ran.nodes.keys()]).toEqual([first, second])
    expect(ran.ways).toEqual(new Set([`${first} ${second}`]))
    expect(ran.nodes.get(second)?.isLast).toBe(true)
    expect(ran.nodes.get(first)?.isLast).toBe(false)
  })

  test('[FL-3] a row has the number of what ran at it; a branch that of what ran under it', () => {
    const node = ran.nodes.get(first)
    const actions = ['behaviors', 0, 'interactions', 0, 'actions']
    if (node === undefined) throw new Error('it ran')
    expect(numberAt(node, actions, row('action', 0))).toBe(1)
    expect(numberAt(node, actions, row('action', 1))).toBeNull()
    expect(numberAt(node, actions, row('branch', 1, 'replies', 0))).toBeNull()
    expect(numberAt(node, actions, row('branch', 1, 'replies', 1))).toBe(2)
  })

  test('[FL-3] what stands in rows that are not shown counts for the row that says so', () => {
    const node = ran.nodes.get(second)
    const actions = ['behaviors', 0, 'interactions', 1, 'actions']
    if (node === undefined) throw new Error('it ran')
    expect(numberAt(node, actions, row('more', 3))).toBe(4)
  })

  test('[FL-3] places that are in no node are passed over', () => {
    expect(ranOf(['name', 'behaviors[0]']).nodes.size).toBe(0)
  })
})
