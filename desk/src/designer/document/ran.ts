// What a tried draft ran, as the picture shows it: the nodes and rows, numbered in the order in which they came.
import { placeOf } from './bot.ts'
import { isUnder, type Path, pathOf, textOf } from './path.ts'
import type { Row } from './rows.ts'

/** The places of a node that ran, each with its number. */
export type RanNode = { steps: readonly RanStep[]; isLast: boolean }
export type RanStep = { path: Path; number: number }

export type Ran = {
  nodes: ReadonlyMap<string, RanNode>
  /** From node to node: `from to`. */
  ways: ReadonlySet<string>
}

export const nothingRan: Ran = { nodes: new Map(), ways: new Set() }

export function ranOf(places: readonly string[]): Ran {
  const nodes = new Map<string, RanStep[]>()
  const ways = new Set<string>()
  let before: string | null = null
  places.forEach((place, index) => {
    const path = pathOf(place)
    const { node } = placeOf(path)
    if (node === null) return
    const id = textOf(node.path)
    const steps = nodes.get(id) ?? []
    steps.push({ path, number: index + 1 })
    nodes.set(id, steps)
    if (before !== null && before !== id) ways.add(`${before} ${id}`)
    before = id
  })
  return {
    nodes: new Map([...nodes].map(([id, steps]) => [id, { steps, isLast: id === before }])),
    ways,
  }
}

/** The number of the first thing that ran at a row or under it; of `more`, in any of the rows that it stands for. */
export function numberAt({ steps }: RanNode, actions: Path, row: Row): number | null {
  const place = [...actions, ...row.path]
  const isHere = ({ path }: RanStep) =>
    row.kind === 'more'
      ? isUnder(path, actions) && Number(path[actions.length]) >= Number(row.path[0])
      : row.kind === 'branch'
        ? isUnder(path, place)
        : path.length === place.length && isUnder(path, place)
  return steps.find(isHere)?.number ?? null
}

/** The number of an action by its exact place. */
export function numberOf({ steps }: RanNode, path: Path): number | null {
  return steps.find((step) => step.path.length === path.length && isUnder(step.path, path))?.number ?? null
}
