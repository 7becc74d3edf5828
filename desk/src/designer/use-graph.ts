import { startTransition, useEffect, useMemo, useRef, useState } from 'react'
import { useDesigner, useDesignerState } from './context.ts'
import { type BotDraft, behaviorsOf, nameOf } from './document/bot.ts'
import { type Graph, type GraphNode, graphOf, settledNodes } from './document/graph.ts'
import { arranged, type Positions } from './document/layout.ts'
import { keyOf, placed } from './document/moved.ts'
import { useShownVisits } from './use-visits.ts'

/** The picture of the open behavior; what did not change stays the same objects. */
export function useGraph(): Graph {
  const { rowsOf } = useDesigner()
  const draft = useLateDraft()
  const behavior = useDesignerState((state) => state.behavior)
  const visits = useShownVisits()
  const known = useRef<ReadonlyMap<string, GraphNode>>(new Map())
  return useMemo(() => {
    const { nodes, edges } = graphOf(draft, behavior, rowsOf, visits)
    const settled = settledNodes(nodes, known.current)
    known.current = new Map(settled.map((node) => [node.id, node]))
    return { nodes: settled, edges }
  }, [draft, behavior, rowsOf, visits])
}

/** The draft as it was a moment ago: the picture is drawn again when there is time, never between two letters. */
function useLateDraft(): BotDraft {
  const { store } = useDesigner().session
  const [draft, setDraft] = useState(store.get().history.now)
  useEffect(() => {
    const follow = () => startTransition(() => setDraft(store.get().history.now))
    follow()
    return store.subscribe(follow)
  }, [store])
  return draft
}

export function useBehaviorName(): string {
  return useDesignerState(({ history, behavior }) => behaviorName(history.now, behavior))
}

export function behaviorName(draft: BotDraft, behavior: number): string {
  return nameOf(behaviorsOf(draft)[behavior] ?? {})
}

/** Above this many nodes the picture is arranged anew only when nodes come or go. */
const smallGraph = 150

/** Where the nodes stand: arranged by the jumps, except those that somebody moved. */
export function usePositions(graph: Graph, behavior: string, round: number): Positions {
  const moved = useDesignerState((state) => state.moved)
  const isSmall = graph.nodes.length <= smallGraph
  const shape = [
    round,
    behavior,
    ...graph.nodes.map(({ id, height }) => (isSmall ? `${id} ${height}` : id)),
    ...(isSmall ? graph.edges.map(({ from, to }) => `${from} ${to}`) : []),
  ].join('\n')
  const latest = useRef(graph)
  latest.current = graph
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another shape is arranged anew, not another text
  const positions = useMemo(() => arranged(latest.current), [shape])
  const keys = new Map(graph.nodes.map((node) => [node.id, keyOf(behavior, keyNameOf(node))]))
  const inWords = [...keys.values()].join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are compared by their words
  return useMemo(() => placed(positions, moved, keys), [positions, moved, inWords])
}

export function keyNameOf({ node, name }: GraphNode): string {
  return node.kind === 'interaction' ? `interaction ${name}` : node.kind
}
