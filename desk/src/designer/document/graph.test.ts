import { describe, expect, test } from 'vitest'
import { graphOf, rowTop, settledNodes } from './graph.ts'
import { arranged, neighbour } from './layout.ts'
import { withValue } from './path.ts'
import { mostRows, rowsReader, summaryOf } from './rows.ts'
import { behavior, bot, catalogue, go, offer, say } from './testing.ts'
import { countsByName } from './visits.ts'

const draft = bot(
  behavior('main', {
    welcome: [
      say('Hello'),
      offer(
        { label: 'Menu', on_click: [go('menu')] },
        { label: 'Both', on_click: [go('menu'), go('menu')] },
        { label: 'None' },
      ),
      { type: 'input', variable: 'name', expects: 'text', on_give_up: [go('there')] },
    ],
    menu: [go('welcome')],
    lonely: [],
  }),
  behavior('other', { there: [] }),
)
const rowsOf = rowsReader(catalogue)

describe('the picture of a behavior', () => {
  const { nodes, edges } = graphOf(draft, 0, rowsOf)

  test('a node shows its actions, and under them what can be chosen', () => {
    expect(nodes[0]?.rows.map(({ kind, text, trigger }) => [kind, trigger ?? text])).toEqual([
      ['action', 'Hello'],
      ['action', ''],
      ['branch', 'Menu'],
      ['branch', 'Both'],
      ['branch', 'None'],
      ['action', 'name'],
      ['branch', 'on_give_up'],
    ])
  })

  test('[FL-8] a jump is an edge from the row that it stands in; two to the same place are one', () => {
    const place = (interaction: number) => `behaviors[0].interactions[${interaction}]`
    expect(edges.map(({ from, row, to }) => [from, row, to])).toEqual([
      [place(0), 2, place(1)],
      [place(0), 3, place(1)],
      [place(1), 0, place(0)],
    ])
  })

  test('[FL-8] a jump out of the behavior is told at its row', () => {
    expect(nodes[0]?.exits).toEqual([
      { row: 6, spot: { behavior: 1, interaction: 0 }, behavior: 'other', interaction: 'there' },
    ])
  })

  test('a node is as tall as its rows', () => {
    expect(nodes[0]?.height).toBe(rowTop(7) + 8)
  })

  test('an edit changes one node; the others stay the same objects', () => {
    const edited = withValue(draft, ['behaviors', 0, 'interactions', 0, 'actions', 0, 'text'], 'Hi')
    const next = graphOf(edited, 0, rowsOf)
    const settled = settledNodes(next.nodes, new Map(nodes.map((node) => [node.id, node])))
    expect(settled.map((node, index) => node === nodes[index])).toEqual([false, true, true])
  })
})

describe('figures in the picture', () => {
  const counts = countsByName([
    { behavior: 'main', interaction: 'menu', entered: 3, toOperators: 2, left: 1 },
    { behavior: 'other', interaction: 'welcome', entered: 9, toOperators: 9, left: 9 },
  ])
  const plain = graphOf(draft, 0, rowsOf).nodes
  const waiting = graphOf(draft, 0, rowsOf, { hasLine: true, counts: new Map() }).nodes
  const shown = graphOf(draft, 0, rowsOf, { hasLine: true, counts }).nodes

  test('[FL-14] a node has those of its own behavior and name; operations have none', () => {
    const withOperations = { ...draft, operations: [say('Hello')] }
    const { nodes } = graphOf(withOperations, 0, rowsOf, { hasLine: true, counts })
    expect(nodes.map(({ node, name, visits }) => [node.kind === 'interaction' ? name : '', visits])).toEqual([
      ['', null],
      ['welcome', null],
      ['menu', { entered: 3, toOperators: 2, left: 1 }],
      ['lonely', null],
    ])
    const [operations] = nodes
    expect(operations?.height).toBe(graphOf(withOperations, 0, rowsOf).nodes[0]?.height)
  })

  test('[FL-14] there is room for them before they are known, so that nothing moves when they come', () => {
    const heights = (nodes: typeof plain) => nodes.map(({ height }) => height)
    expect(heights(shown)).toEqual(heights(waiting))
    expect(heights(shown)).toEqual(heights(plain).map((height) => height + 24))
    const boxes = (nodes: typeof plain) => arranged({ nodes, edges: graphOf(draft, 0, rowsOf).edges })
    expect(boxes(shown)).toEqual(boxes(waiting))
  })

  test('[FL-14] when they come, only the nodes that have some are drawn again', () => {
    const settled = settledNodes(shown, new Map(waiting.map((node) => [node.id, node])))
    expect(settled.map((node, index) => node === waiting[index])).toEqual([true, false, true])
    const hidden = settledNodes(plain, new Map(waiting.map((node) => [node.id, node])))
    expect(hidden).toEqual(plain)
  })
})

test('what is too long for a node is told as a number, and its jumps start there', () => {
  const many = [...Array.from({ length: mostRows }, (_, index) => say(String(index))), go('a')]
  const rows = rowsReader(catalogue)(many)
  expect(rows).toHaveLength(mostRows)
  expect(rows.at(-1)).toMatchObject({ kind: 'more', hidden: 2, jumps: [go('a')] })
})

test('an action is summed up by the first thing that was filled in', () => {
  const of = (action: Record<string, unknown>) => summaryOf(action, catalogue.get(String(action.type)))
  expect(of(say('one\n  two'))).toBe('one two')
  expect(of({ type: 'set_chat_operator_state', mode: 'operator_takeover' })).toBe('Operator takeover')
  expect(of({ type: 'gone', x: 'y' })).toBe('')
  expect(of(say('x'.repeat(500))).length).toBe(161)
})

describe('the arrangement', () => {
  const box = (id: string) => ({ id, width: 200, height: 100 })
  const edge = (from: string, to: string) => ({ id: `${from} ${to}`, from, row: 0, to })
  const overlaps = (positions: ReadonlyMap<string, { x: number; y: number }>) => {
    const spots = [...positions.values()]
    return spots.some((one, at) =>
      spots.slice(at + 1).some((other) => Math.abs(one.x - other.x) < 200 && Math.abs(one.y - other.y) < 100),
    )
  }

  test('jumps lead to the right; what no jump touches stands below', () => {
    const positions = arranged({
      nodes: [box('a'), box('b'), box('c'), box('loose')],
      edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('a', 'a')],
    })
    const x = (id: string) => positions.get(id)?.x ?? 0
    expect([x('a') < x('b'), x('b') < x('c')]).toEqual([true, true])
    expect(positions.get('loose')?.y).toBeGreaterThan(positions.get('a')?.y ?? 0)
    expect(overlaps(positions)).toBe(false)
  })

  test('five hundred nodes with three jumps each find places of their own', () => {
    const ids = Array.from({ length: 500 }, (_, index) => String(index))
    const jumps = ids.flatMap((id, at) => [1, 7, 2 * at + 1].map((by) => edge(id, String((at + by) % 500))))
    const positions = arranged({ nodes: ids.map(box), edges: jumps })
    expect(positions.size).toBe(500)
    expect(overlaps(positions)).toBe(false)
  })

  test('[A-08] the arrow keys go to the nearest node that lies ahead', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['right', { x: 300, y: 20 }],
      ['aside', { x: 280, y: 400 }],
      ['below', { x: 10, y: 200 }],
    ])
    expect(neighbour('a', 'right', positions)).toBe('right')
    expect(neighbour('a', 'down', positions)).toBe('below')
    expect(neighbour('a', 'left', positions)).toBeNull()
    expect(neighbour('right', 'left', positions)).toBe('a')
    expect(neighbour('gone', 'left', positions)).toBeNull()
  })
})
