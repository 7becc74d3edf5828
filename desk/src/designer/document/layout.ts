// Where nodes stand: jumps lead from left to right, what nothing leads to stands below in rows.
import dagre from '@dagrejs/dagre'
import type { Graph } from './graph.ts'

export type Spot = { x: number; y: number }
export type Positions = ReadonlyMap<string, Spot>

/** Pixels between nodes. */
const gap = { ranks: 96, nodes: 32 }
/** Nodes side by side among those that no jump touches. */
const looseColumns = 5
/** Above this many jumps to weigh them all takes too long to wait for: columns by the fewest jumps from a beginning. */
const mostWeighed = 200
/** Nodes one below the other in such a column. */
const columnLength = 12

type Boxes = Pick<Graph, 'edges'> & { nodes: readonly { id: string; width: number; height: number }[] }

export function arranged({ nodes, edges }: Boxes): Positions {
  const drawn = edges.filter(({ from, to }) => from !== to)
  const touched = new Set(drawn.flatMap(({ from, to }) => [from, to]))
  const joined = nodes.filter(({ id }) => touched.has(id))
  const loose = nodes.filter(({ id }) => !touched.has(id))
  const joinedBoxes = { nodes: joined, edges: drawn }
  const positions = new Map(drawn.length > mostWeighed ? inColumns(joinedBoxes) : ranked(joinedBoxes))
  const bottom = Math.max(0, ...joined.map(({ id, height }) => (positions.get(id)?.y ?? 0) + height + gap.ranks))
  for (const [id, spot] of inRows(loose, bottom)) positions.set(id, spot)
  return positions
}

function ranked({ nodes, edges }: Boxes): [string, Spot][] {
  if (nodes.length === 0) return []
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({
    rankdir: 'LR',
    ranksep: gap.ranks,
    nodesep: gap.nodes,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  for (const { from, to } of edges) graph.setEdge(from, to)
  dagre.layout(graph)
  return nodes.map(({ id, width, height }) => {
    const { x = 0, y = 0 } = graph.node(id)
    return [id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }]
  })
}

function inColumns(boxes: Boxes): [string, Spot][] {
  const spots: [string, Spot][] = []
  let x = 0
  for (const rank of ranksOf(boxes))
    for (let at = 0; at < rank.length; at += columnLength) {
      let y = 0
      const column = rank.slice(at, at + columnLength)
      for (const { id, height } of column) {
        spots.push([id, { x, y }])
        y += height + gap.nodes
      }
      x += Math.max(...column.map(({ width }) => width)) + gap.ranks
    }
  return spots
}

/** By how many jumps a node is reached from the first one, or from the first that nothing before it leads to. */
function ranksOf({ nodes, edges }: Boxes): Boxes['nodes'][] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const from = Map.groupBy(edges, (edge) => edge.from)
  const reached = new Set<string>()
  const ranks: Boxes['nodes'][number][][] = []
  for (const beginning of nodes) {
    let rank = reached.has(beginning.id) ? [] : [beginning]
    reached.add(beginning.id)
    for (let depth = 0; rank.length > 0; depth += 1) {
      ranks[depth] = [...(ranks[depth] ?? []), ...rank]
      rank = rank.flatMap(({ id }) =>
        (from.get(id) ?? []).flatMap(({ to }) => {
          const node = byId.get(to)
          if (node === undefined || reached.has(to)) return []
          reached.add(to)
          return [node]
        }),
      )
    }
  }
  return ranks
}

function inRows(nodes: Boxes['nodes'], top: number): [string, Spot][] {
  const spots: [string, Spot][] = []
  let y = top
  for (let at = 0; at < nodes.length; at += looseColumns) {
    const row = nodes.slice(at, at + looseColumns)
    let x = 0
    for (const { id, width } of row) {
      spots.push([id, { x, y }])
      x += width + gap.nodes
    }
    y += Math.max(...row.map(({ height }) => height)) + gap.nodes
  }
  return spots
}

/** The nearest node in a direction: what lies straight ahead wins over what lies closer but aside. */
export function neighbour(
  from: string,
  direction: 'left' | 'right' | 'up' | 'down',
  positions: Positions,
): string | null {
  const start = positions.get(from)
  if (start === undefined) return null
  const isAcross = direction === 'left' || direction === 'right'
  const sign = direction === 'left' || direction === 'up' ? -1 : 1
  const sidewaysCosts = 2
  let best: { id: string; cost: number } | null = null
  for (const [id, { x, y }] of positions) {
    const ahead = sign * (isAcross ? x - start.x : y - start.y)
    const aside = Math.abs(isAcross ? y - start.y : x - start.x)
    if (id === from || ahead <= 0) continue
    const cost = ahead + aside * sidewaysCosts
    if (best === null || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}
