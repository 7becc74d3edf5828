import { Handle, type Node, type NodeProps, Position, type ReactFlowState, useStore } from '@xyflow/react'
import { memo, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './canvas.module.css'
import { useDesigner, useRanNode } from './context.ts'
import { type GraphNode, rowTop } from './document/graph.ts'
import type { Counts } from './document/problems.ts'
import { numberAt } from './document/ran.ts'
import { isSource } from './document/rows.ts'
import { NodeHead } from './NodeHead.tsx'
import { RowLine } from './RowLine.tsx'
import { useNodeLabel } from './use-node-label.ts'
import { VisitLine } from './VisitLine.tsx'

export type NodeOnCanvas = Node<
  {
    graph: GraphNode
    count: Counts | null
    /** The one node that the tab key leads to. */
    isReachable: boolean
    /** Which node shall have the focus once it is drawn. */
    wanted: RefObject<string | null>
  },
  'card'
>

/** Below this zoom rows cannot be read and are not drawn. */
const readableZoom = 0.35
const isFarAway = ({ transform }: ReactFlowState) => transform[2] < readableZoom

/** One interaction on the canvas. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<NodeOnCanvas>) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const { graph, count, isReachable, wanted } = data
  const isFar = useStore(isFarAway)
  const label = useNodeLabel(graph, count)
  const ran = useRanNode(graph.id)
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!selected || wanted.current !== graph.id) return
    wanted.current = null
    card.current?.focus({ preventScroll: true })
  })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no node of a picture
    <div
      ref={card}
      className={styles.card}
      data-node={graph.id}
      data-selected={selected}
      data-far={isFar}
      data-ran={ran === null ? undefined : ran.isLast ? 'last' : 'passed'}
      data-level={count === null ? undefined : count.errors > 0 ? 'error' : 'warning'}
      role="group"
      tabIndex={isReachable ? 0 : -1}
      aria-label={label}
      aria-describedby="designer-canvas-hint"
      style={{ width: graph.width, height: graph.height }}
      onFocus={(event) => {
        if (event.target === card.current && !selected) session.select([graph.id])
      }}
    >
      {graph.node.kind === 'interaction' && (
        <Handle
          id="in"
          type="target"
          position={Position.Left}
          className={styles.port ?? ''}
          style={{ top: rowTop(0) / 2 }}
          isConnectableStart={false}
        />
      )}
      <NodeHead graph={graph} count={count} />
      {!isFar && (
        <div className={styles.rows}>
          {graph.rows.length === 0 && <span className={styles.empty}>{t('designer.nodes.empty')}</span>}
          {graph.rows.map((row, index) => (
            <RowLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              key={index}
              row={row}
              node={graph.node}
              number={ran === null ? null : numberAt(ran, graph.node.actions, row)}
              exits={graph.exits.filter((exit) => exit.row === index)}
              isHandoff={catalogue.get(row.type)?.isHandoff === true}
            />
          ))}
        </div>
      )}
      {!isFar && graph.visits !== null && (
        <div className={styles.visits}>
          <VisitLine counts={graph.visits} />
        </div>
      )}
      {graph.rows.map((row, index) =>
        isSource(row) && !isFar ? (
          <Handle
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            key={index}
            id={String(index)}
            type="source"
            position={Position.Right}
            className={`${styles.port ?? ''} ${row.jumps.length > 0 ? '' : (styles.free ?? '')}`}
            style={{ top: rowTop(index) + (rowTop(1) - rowTop(0)) / 2 }}
            title={session.isReadOnly ? undefined : t('designer.nodes.connect')}
          />
        ) : null,
      )}
      {!session.isReadOnly && graph.node.kind === 'interaction' && (
        <Handle
          id="end"
          type="source"
          position={Position.Right}
          className={`${styles.port ?? ''} ${styles.free ?? ''}`}
          style={{ top: rowTop(0) / 2 }}
          title={t('designer.nodes.connect')}
        />
      )}
    </div>
  )
})
