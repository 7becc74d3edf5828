import '@xyflow/react/dist/base.css'
import {
  Background,
  type Connection,
  type Edge,
  MiniMap,
  type NodeChange,
  Position,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from '@xyflow/react'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { CanvasTools } from './CanvasTools.tsx'
import styles from './canvas.module.css'
import { useDesigner, useDesignerState, useTrialState } from './context.ts'
import { behaviorsOf } from './document/bot.ts'
import { interactionNames, withInteraction, withJump } from './document/edits.ts'
import { type Graph, type GraphNode, nodeWidth, rowTop } from './document/graph.ts'
import { neighbour, type Positions, type Spot } from './document/layout.ts'
import { keyOf, withoutBehaviorMoved } from './document/moved.ts'
import { type Path, pathOf } from './document/path.ts'
import { countsByNode } from './document/problems.ts'
import { isSource } from './document/rows.ts'
import { NodeCard, type NodeOnCanvas } from './NodeCard.tsx'
import { addKey, useAddInteraction } from './use-add.ts'
import { keyNameOf, useBehaviorName, useGraph, usePositions } from './use-graph.ts'
import { wholePicture } from './whole-picture.ts'

const nodeTypes = { card: NodeCard }
const directions = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const
/** Pixels by which the keyboard moves a node. */
const nudge = 16
/** At the first look nothing is smaller than this; a large behavior shows its start instead of everything. */
const leastZoom = 0.5
const mostAtFirst = 40
/** A smaller picture is seen as a whole, and a map would only lie over it. */
const leastForMap = 12

const closeTo = (id: string) => ({ nodes: [{ id }], minZoom: 0.8, maxZoom: 0.8 })

type Props = { onOpen: () => void; onRemove: (nodes: readonly string[]) => void }

/** The open behavior as a picture. */
export function Canvas(props: Props) {
  const { t } = useTranslation()
  const behavior = useDesignerState((state) => state.behavior)
  const isBroken = useDesignerState((state) => behaviorsOf(state.history.now).length === 0)
  if (isBroken) return <Notice title={t('designer.canvas.empty')} text={t('designer.canvas.broken')} />
  return (
    <div className={styles.canvas} id="designer-picture" dir="ltr">
      <ReactFlowProvider key={behavior}>
        <Picture {...props} />
      </ReactFlowProvider>
    </div>
  )
}

function Picture({ onOpen, onRemove }: Props) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const addInteraction = useAddInteraction()
  const { setCenter, getZoom, getViewport, setViewport, screenToFlowPosition, fitView } = useReactFlow()
  const flow = useStoreApi()
  const behavior = useDesignerState((state) => state.behavior)
  const selected = useDesignerState((state) => state.nodes)
  const pointer = useDesignerState((state) => state.pointer)
  const moved = useDesignerState((state) => state.moved)
  const [round, setRound] = useState(0)
  const [dragged, setDragged] = useState<ReadonlyMap<string, Spot> | null>(null)
  const graph = useGraph()
  const labels = useMemo(() => ownLabels(t('designer.canvas.hint')), [t])
  const name = useBehaviorName()
  const settled = usePositions(graph, name, round)
  const positions = useMemo(() => (dragged === null ? settled : new Map([...settled, ...dragged])), [settled, dragged])
  const wanted = useRef<string | null>(null)
  const nodes = useCanvasNodes(graph, positions, selected, wanted)
  const edges = useCanvasEdges(graph, positions, selected)

  const show = useCallback(
    (id: string) => {
      const spot = settled.get(id)
      const { width, height, transform } = flow.getState()
      if (spot === undefined || width === 0) return
      const [left, top, zoom] = transform
      const at = { x: spot.x * zoom + left, y: spot.y * zoom + top }
      const isSeen = at.x >= 0 && at.y >= 0 && at.x + nodeWidth * zoom <= width && at.y + rowTop(2) * zoom <= height
      const size = graph.nodes.find((node) => node.id === id)?.height ?? 0
      if (!isSeen) void setCenter(spot.x + nodeWidth / 2, spot.y + size / 2, { zoom: Math.max(getZoom(), leastZoom) })
    },
    [settled, flow, graph, setCenter, getZoom],
  )
  // A chatbot with nothing in it opens where one begins, so that the next key or click builds.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    const [only, ...others] = graph.nodes
    if (only === undefined || others.length > 0 || only.rows.length > 0 || session.isReadOnly) return
    if (document.activeElement !== document.body) return
    wanted.current = only.id
    session.select([only.id])
  }, [])
  // A node that was just added is shown once it is in the picture.
  const shown = useRef(pointer)
  useEffect(() => {
    const [only] = session.store.get().nodes
    if (pointer === null || pointer === shown.current || only === undefined || !settled.has(only)) return
    shown.current = pointer
    show(only)
  }, [pointer, settled, show, session])

  // The picture may be arranged anew by an edit: what is being edited stays where it is on the screen.
  const before = useRef(settled)
  useLayoutEffect(() => {
    const anchor = selected[0] ?? ''
    const [was, is] = [before.current.get(anchor), settled.get(anchor)]
    before.current = settled
    if (was === undefined || is === undefined || (was.x === is.x && was.y === is.y)) return
    const { x, y, zoom } = getViewport()
    void setViewport({ x: x + (was.x - is.x) * zoom, y: y + (was.y - is.y) * zoom, zoom })
  }, [settled, selected, getViewport, setViewport])

  const moveTo = (spots: ReadonlyMap<string, Spot>) => {
    const entries = graph.nodes.flatMap((node) => {
      const spot = spots.get(node.id)
      return spot === undefined ? [] : [[keyOf(name, keyNameOf(node)), spot] as const]
    })
    // What is moved by hand stays in place: no anchor is needed for it.
    before.current = new Map([...before.current, ...spots])
    session.move({ ...moved, ...Object.fromEntries(entries) })
  }
  const change = (changes: NodeChange<NodeOnCanvas>[]) => {
    const picked = new Set(session.store.get().nodes)
    let isPicked = false
    const drags = new Map(dragged ?? [])
    let isDragged = false
    for (const one of changes) {
      if (one.type === 'select') {
        isPicked = true
        if (one.selected) picked.add(one.id)
        else picked.delete(one.id)
      } else if (one.type === 'position' && one.position !== undefined && one.dragging === true) {
        isDragged = true
        drags.set(one.id, { x: Math.round(one.position.x), y: Math.round(one.position.y) })
      }
    }
    if (isPicked) session.select([...picked])
    if (isDragged) setDragged(drags)
  }
  const connect = ({ source, sourceHandle, target }: Connection) => {
    const to = graph.nodes.find(({ id }) => id === target)
    const from = placeOfHandle(graph, source, sourceHandle)
    if (from !== null && to !== undefined) session.edit(withJump(session.draft, from, to.name, catalogue))
  }
  const connectToNothing = (from: Path, at: Spot) => {
    const added = withInteraction(session.draft, behavior, t('designer.canvas.fresh'))
    const to = interactionNames(added.draft, behavior).at(-1) ?? ''
    session.edit(withJump(added.draft, from, to, catalogue))
    session.move({ ...moved, [keyOf(name, `interaction ${to}`)]: { x: Math.round(at.x), y: Math.round(at.y) } })
    session.goTo([...added.path, 'name'])
  }
  const press = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[data-node]') === null) return
    const [current] = selected
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    const direction = wordIn(directions, event.key)
    if (direction !== null && current !== undefined) {
      event.preventDefault()
      if (event.altKey) {
        if (session.isReadOnly) return
        moveTo(new Map(selected.map((id) => [id, stepped(positions.get(id) ?? { x: 0, y: 0 }, direction)])))
        return
      }
      const next = neighbour(selected.at(-1) ?? current, direction, positions)
      if (next === null) return
      wanted.current = next
      session.select(event.shiftKey ? [...selected.filter((id) => id !== next), next] : [next])
      show(next)
    } else if (event.key === 'Enter' && isPlain) {
      event.preventDefault()
      open(current)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove(selected)
    } else if (event.key === 'Escape') session.select([])
    else if (event.key === addKey && isPlain) {
      event.preventDefault()
      addInteraction()
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      session.select(graph.nodes.map(({ id }) => id))
    }
  }
  const open = (id: string | undefined) => {
    if (id === undefined) return
    session.select([id])
    session.goTo(pathOf(`${id}.name`))
    onOpen()
  }
  // Fitting waits until the panes beside the canvas have their widths.
  const fit = () =>
    requestAnimationFrame(() => void fitView(isLarge && first !== undefined ? closeTo(first.id) : wholePicture))
  const isLarge = graph.nodes.length > mostAtFirst
  const first = graph.nodes.find(({ fields }) => fields.start === true) ?? graph.nodes[0]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for the nodes inside, each of which can have the focus
    <div className={styles.picture} onKeyDown={press}>
      <p id="designer-canvas-hint" className="hidden-text">
        {t('designer.canvas.hint')}
      </p>
      <ReactFlow<NodeOnCanvas>
        aria-label={t('designer.canvas.label', { behavior: name })}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={change}
        onNodeDragStop={() => {
          if (dragged !== null) moveTo(dragged)
          setDragged(null)
        }}
        onNodeDoubleClick={(_, node) => open(node.id)}
        onConnect={connect}
        onConnectEnd={(event, { fromNode, fromHandle, toNode }) => {
          const from = fromNode === null ? null : placeOfHandle(graph, fromNode.id, fromHandle?.id ?? null)
          if (toNode !== null || from === null || !('clientX' in event)) return
          connectToNothing(from, screenToFlowPosition({ x: event.clientX, y: event.clientY }))
        }}
        nodesDraggable={!session.isReadOnly}
        nodesConnectable={!session.isReadOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        ariaLabelConfig={labels}
        elevateNodesOnSelect
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        selectionMode={SelectionMode.Partial}
        onlyRenderVisibleElements
        minZoom={0.05}
        maxZoom={1.5}
        connectionRadius={40}
        nodeDragThreshold={3}
        onInit={fit}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={16} size={1} color="var(--line-strong)" />
        {graph.nodes.length >= leastForMap && (
          <MiniMap
            className={styles.map ?? ''}
            ariaLabel={t('designer.canvas.map')}
            pannable
            zoomable
            nodeColor="var(--field-line)"
            maskColor="var(--hatch)"
            bgColor="var(--surface)"
            nodeBorderRadius={8}
          />
        )}
        <CanvasTools
          onArrange={() => {
            session.move(withoutBehaviorMoved(moved, name))
            setRound((one) => one + 1)
            requestAnimationFrame(() => void fitView(wholePicture))
          }}
        />
      </ReactFlow>
    </div>
  )
}

function placeOfHandle(graph: Graph, id: string, handle: string | null): Path | null {
  const node = graph.nodes.find((one) => one.id === id)
  if (node === undefined) return null
  const row = handle === null || handle === 'end' ? undefined : node.rows[Number(handle)]
  if (row?.kind === 'more') return null
  return row === undefined ? node.node.actions : [...node.node.actions, ...row.path]
}

function stepped({ x, y }: Spot, direction: (typeof directions)[keyof typeof directions]): Spot {
  const across = direction === 'left' ? -nudge : direction === 'right' ? nudge : 0
  const down = direction === 'up' ? -nudge : direction === 'down' ? nudge : 0
  return { x: x + across, y: y + down }
}

function wordIn<Words extends Record<string, string>>(words: Words, key: string): Words[keyof Words] | null {
  return key in words ? (words[key as keyof Words] ?? null) : null
}

/** Nodes of which nothing changed stay the same objects: only the others are drawn again. */
function useCanvasNodes(
  graph: Graph,
  positions: Positions,
  selected: readonly string[],
  wanted: React.RefObject<string | null>,
): NodeOnCanvas[] {
  const problems = useDesignerState((state) => state.problems)
  const counts = useMemo(() => countsByNode(problems), [problems])
  const known = useRef<ReadonlyMap<string, NodeOnCanvas>>(new Map())
  return useMemo(() => {
    const picked = new Set(selected)
    const isFirst = (index: number) => selected.length === 0 && index === 0
    const next = graph.nodes.map((node, index) => {
      const position = positions.get(node.id) ?? { x: 0, y: 0 }
      const count = counts.get(node.id) ?? null
      const isReachable = selected[0] === node.id || isFirst(index)
      const before = known.current.get(node.id)
      const isSame =
        before?.data.graph === node &&
        before.data.count?.errors === count?.errors &&
        before.data.count?.warnings === count?.warnings &&
        before.data.isReachable === isReachable &&
        before.selected === picked.has(node.id) &&
        before.position.x === position.x &&
        before.position.y === position.y
      return isSame ? before : drawn(node, position, count, picked.has(node.id), isReachable, wanted)
    })
    known.current = new Map(next.map((node) => [node.id, node]))
    return next
  }, [graph, positions, selected, counts, wanted])
}

function drawn(
  graph: GraphNode,
  position: Spot,
  count: NodeOnCanvas['data']['count'],
  selected: boolean,
  isReachable: boolean,
  wanted: React.RefObject<string | null>,
): NodeOnCanvas {
  const { width, height } = graph
  const handle = (id: string, type: 'source' | 'target', y: number) => ({
    id,
    type,
    position: type === 'source' ? Position.Right : Position.Left,
    x: type === 'source' ? width : 0,
    y,
    width: 1,
    height: 1,
  })
  return {
    id: graph.id,
    type: 'card',
    position,
    width,
    height,
    // Known beforehand: nothing waits for nodes off the screen to be drawn and measured.
    measured: { width, height },
    selected,
    data: { graph, count, isReachable, wanted },
    // Edges are drawn to nodes that are off the screen too, so their ends are known without drawing them.
    handles: [
      handle('in', 'target', rowTop(0) / 2),
      handle('end', 'source', rowTop(0) / 2),
      ...graph.rows.flatMap((row, index) =>
        isSource(row) ? [handle(String(index), 'source', rowTop(index) + (rowTop(1) - rowTop(0)) / 2)] : [],
      ),
    ],
  }
}

function useCanvasEdges(graph: Graph, positions: Positions, selected: readonly string[]): Edge[] {
  const ways = useTrialState(({ ran }) => ran.ways)
  const known = useRef<ReadonlyMap<string, Edge>>(new Map())
  const drawnBefore = useRef<Edge[]>([])
  return useMemo(() => {
    const picked = new Set(selected)
    const next = graph.edges.map(({ id, from, row, to }): Edge => {
      const isNear = picked.has(from) || picked.has(to)
      const isBack = (positions.get(to)?.x ?? 0) <= (positions.get(from)?.x ?? 0)
      const kind = ways.has(`${from} ${to}`) ? styles.ran : isNear ? styles.near : styles.far
      const className = `${kind ?? ''} ${isBack ? (styles.back ?? '') : ''}`
      const before = known.current.get(id)
      if (before?.className === className) return before
      return {
        id,
        source: from,
        sourceHandle: String(row),
        target: to,
        targetHandle: 'in',
        className,
        selectable: false,
        // Nothing happens where the mouse is on a jump: no second, wider path to catch it.
        interactionWidth: 0,
        domAttributes: { 'aria-hidden': true },
      }
    })
    const isSame =
      next.length === drawnBefore.current.length && next.every((edge, at) => edge === drawnBefore.current[at])
    if (isSame) return drawnBefore.current
    known.current = new Map(next.map((edge) => [edge.id, edge]))
    drawnBefore.current = next
    return next
  }, [graph, positions, selected, ways])
}

/** The canvas has its own keys, and its library says others, in English, to whoever reads the whole page. */
function ownLabels(hint: string) {
  return {
    'node.a11yDescription.default': hint,
    'node.a11yDescription.keyboardDisabled': hint,
    'edge.a11yDescription.default': '',
  }
}
