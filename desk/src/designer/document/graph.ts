// The picture of one behavior: its nodes with their rows and sizes, the jumps between them, and those that lead out of it.
import { type BotDraft, type BotNode, nodesOf } from './bot.ts'
import { type Names, namesOf, type Spot, targetOf } from './jumps.ts'
import { type Fields, fieldsOf, textOf, valueAt, wordOf } from './path.ts'
import type { Row } from './rows.ts'
import { countsAt, noVisits, type VisitCounts, type Visits } from './visits.ts'

export type GraphNode = {
  /** The path of the node in words; also what the canvas knows it by. */
  id: string
  node: BotNode
  fields: Fields
  name: string
  rows: readonly Row[]
  /** Of rows that leave the behavior: where to, by row. */
  exits: readonly Exit[]
  /** Null: nobody came there, or it is not shown. */
  visits: VisitCounts | null
  width: number
  height: number
}

export type Exit = { row: number; spot: Spot; behavior: string; interaction: string }
export type GraphEdge = { id: string; from: string; row: number; to: string }
export type Graph = { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }

/** Pixels: what the style sheet of the canvas draws. */
export const nodeWidth = 264
const headHeight = 40
const rowHeight = 28
const emptyHeight = 32
const footHeight = 8
const visitsHeight = 24

/** Pixels from the top of a node to a row of it. */
export function rowTop(row: number): number {
  return headHeight + row * rowHeight
}

export function graphOf(
  draft: BotDraft,
  behavior: number,
  rowsOf: (actions: unknown) => readonly Row[],
  { hasLine, counts }: Visits = noVisits,
): Graph {
  const names = namesOf(draft)
  const behaviorName = wordOf(fieldsOf(valueAt(draft, ['behaviors', behavior])).name)
  const edges: GraphEdge[] = []
  const nodes = nodesOf(draft, behavior).map((node): GraphNode => {
    const id = textOf(node.path)
    const rows = rowsOf(valueAt(draft, node.actions))
    const fields = node.kind === 'interaction' ? fieldsOf(valueAt(draft, node.path)) : {}
    const exits: Exit[] = []
    rows.forEach((row, index) => {
      for (const spot of spotsOf(row, behavior, names)) {
        if (spot.behavior === behavior) edges.push(edgeTo(id, index, spot))
        else exits.push(exitTo(index, spot, draft))
      }
    })
    const name = wordOf(fields.name)
    const isCounted = hasLine && node.kind === 'interaction'
    const visits = isCounted ? countsAt(counts, behaviorName, name) : null
    const height = heightOf(rows) + (isCounted ? visitsHeight : 0)
    return { id, node, fields, name, rows, exits, visits, width: nodeWidth, height }
  })
  return { nodes, edges }
}

function spotsOf({ jumps }: Row, behavior: number, names: Names): Spot[] {
  const spots = jumps.flatMap((jump) => targetOf(jump, behavior, names) ?? [])
  return spots.filter(
    (spot, index) =>
      spots.findIndex((one) => one.behavior === spot.behavior && one.interaction === spot.interaction) === index,
  )
}

function edgeTo(from: string, row: number, { behavior, interaction }: Spot): GraphEdge {
  const to = `behaviors[${behavior}].interactions[${interaction}]`
  return { id: `${from} ${row} ${to}`, from, row, to }
}

function exitTo(row: number, spot: Spot, draft: BotDraft): Exit {
  const behavior = fieldsOf(valueAt(draft, ['behaviors', spot.behavior]))
  const interaction = fieldsOf(valueAt(behavior, ['interactions', spot.interaction]))
  return { row, spot, behavior: wordOf(behavior.name), interaction: wordOf(interaction.name) }
}

function heightOf(rows: readonly Row[]): number {
  return headHeight + footHeight + (rows.length === 0 ? emptyHeight : rows.length * rowHeight)
}

/** Nodes that a new picture has in common with the one before stay the same objects, so that only what changed is drawn. */
export function settledNodes(next: readonly GraphNode[], before: ReadonlyMap<string, GraphNode>): readonly GraphNode[] {
  return next.map((node) => {
    const known = before.get(node.id)
    return known !== undefined &&
      known.fields === node.fields &&
      known.rows === node.rows &&
      known.visits === node.visits &&
      known.height === node.height &&
      sameExits(known.exits, node.exits)
      ? known
      : node
  })
}

function sameExits(one: readonly Exit[], other: readonly Exit[]): boolean {
  return (
    one.length === other.length &&
    one.every((exit, index) => {
      const same = other[index]
      return same?.row === exit.row && same.behavior === exit.behavior && same.interaction === exit.interaction
    })
  )
}
