import { Button } from '@mantine/core'
import { IconChevronRight, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, memo, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { ActionIconOf } from './ActionIconOf.tsx'
import { AddInteraction } from './AddInteraction.tsx'
import { useDesigner, useDesignerState, useRanNode } from './context.ts'
import { behaviorsOf } from './document/bot.ts'
import type { GraphNode } from './document/graph.ts'
import { branchesOf } from './document/jumps.ts'
import { fieldsOf, listOf, type Path, pathOf, textOf, valueAt, wordOf } from './document/path.ts'
import { type Counts, countsByNode } from './document/problems.ts'
import { numberOf, type RanNode } from './document/ran.ts'
import { summaryOf } from './document/rows.ts'
import { NodeHead } from './NodeHead.tsx'
import styles from './outline.module.css'
import { addKey, useAddInteraction, useAddOperations } from './use-add.ts'
import { useBehaviorName, useGraph } from './use-graph.ts'
import { useTriggerName } from './use-names.ts'
import { leadsTo } from './use-node-label.ts'
import { VisitLine } from './VisitLine.tsx'
import { VisitToggle } from './VisitToggle.tsx'

type Props = { onOpen: () => void; onRemove: (nodes: readonly string[]) => void }

/** More interactions than this are folded at first. */
const mostUnfolded = 40

/** The open behavior as a list: everything that the canvas shows and does, in the order of the document. */
export function Outline({ onOpen, onRemove }: Props) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const name = useBehaviorName()
  const isBroken = useDesignerState((state) => behaviorsOf(state.history.now).length === 0)
  const selected = useDesignerState((state) => state.nodes)
  const problems = useDesignerState((state) => state.problems)
  const counts = useMemo(() => countsByNode(problems), [problems])
  const graph = useGraph()
  const operations = useAddOperations()
  const addInteraction = useAddInteraction()
  const list = useRef<HTMLUListElement>(null)
  if (isBroken) return <Notice title={t('designer.canvas.empty')} text={t('designer.canvas.broken')} />

  const press = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement)) return
    const { node } = event.target.dataset
    if (node === undefined) return
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) {
      event.preventDefault()
      const heads = [...(list.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])]
      heads[heads.indexOf(event.target) + by]?.focus()
    } else if (event.key === addKey && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      addInteraction()
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove(selected.includes(node) ? selected : [node])
    }
  }
  return (
    <div className={styles.outline} id="designer-picture">
      <div className={styles.tools}>
        {!session.isReadOnly && (
          <>
            <AddInteraction />
            {operations.map(({ label, add }) => (
              <Button key={label} variant="subtle" leftSection={<IconPlus size={16} />} onClick={add}>
                {label}
              </Button>
            ))}
          </>
        )}
        <VisitToggle />
      </div>
      <ul
        ref={list}
        className={styles.nodes}
        aria-label={t('designer.outline.label', { behavior: name })}
        onKeyDown={press}
      >
        {graph.nodes.map((node) => (
          <OutlineNode
            key={node.id}
            node={node}
            count={counts.get(node.id) ?? null}
            isSelected={selected.includes(node.id)}
            isFolded={graph.nodes.length > mostUnfolded}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </div>
  )
}

type NodeProps = { node: GraphNode; count: Counts | null; isSelected: boolean; isFolded: boolean; onOpen: () => void }

const OutlineNode = memo(function OutlineNode({ node, count, isSelected, isFolded, onOpen }: NodeProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const names = leadsTo(session.draft, node)
  const actions = listOf(valueAt(session.draft, node.node.actions))
  const ran = useRanNode(node.id)
  return (
    <li className={styles.node} data-selected={isSelected}>
      <button
        type="button"
        className={styles.head}
        data-node={node.id}
        aria-pressed={isSelected}
        onClick={(event) => {
          const { nodes } = session.store.get()
          const isMore = event.ctrlKey || event.metaKey || event.shiftKey
          if (!isMore) {
            session.select([node.id])
            session.goTo(node.node.kind === 'interaction' ? pathOf(`${node.id}.name`) : node.node.path)
            onOpen()
          } else session.select(isSelected ? nodes.filter((id) => id !== node.id) : [...nodes, node.id])
        }}
      >
        <NodeHead graph={node} count={count} isSpoken />
        {names.length > 0 && (
          <span className="quiet cut" dir="auto">
            {t('designer.outline.leads_to', { names: names.join(', ') })}
          </span>
        )}
        {node.visits !== null && <VisitLine counts={node.visits} isSpoken />}
        {count !== null && (
          <span className="hidden-text">
            {count.errors > 0
              ? t('designer.nodes.errors', { count: count.errors })
              : t('designer.nodes.warnings', { count: count.warnings })}
          </span>
        )}
      </button>
      {actions.length > 0 && (
        <details open={!isFolded}>
          <summary>
            <IconChevronRight size={14} aria-hidden />
            {t('designer.nodes.label_actions', { count: actions.length })}
          </summary>
          <OutlineActions actions={actions} list={node.node.actions} ran={ran} onOpen={onOpen} />
        </details>
      )}
    </li>
  )
})

type ActionsProps = { actions: readonly unknown[]; list: Path; ran: RanNode | null; onOpen: () => void }

function OutlineActions({ actions, list, ran, onOpen }: ActionsProps) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const nameOfTrigger = useTriggerName()
  return (
    <ol className={styles.actions}>
      {actions.map(fieldsOf).map((action, index) => {
        const description = catalogue.get(wordOf(action.type))
        const path = [...list, index]
        const number = ran === null ? null : numberOf(ran, path)
        return (
          <li key={textOf(path)}>
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                session.goTo(path)
                onOpen()
              }}
            >
              {number !== null && (
                <span className={styles.ranNumber}>
                  {number}
                  <span className="hidden-text"> {t('designer.trial.ran', { number })}</span>
                </span>
              )}
              <ActionIconOf group={description?.group ?? ''} isJump={description?.isJump === true} />
              <span>{description?.title ?? wordOf(action.type)}</span>
              <span className="quiet cut" dir="auto">
                {summaryOf(action, description)}
              </span>
            </button>
            {branchesOf(action)
              .filter((branch) => branch.actions.length > 0)
              .map((branch) => (
                <div key={textOf(branch.path)} className={styles.branch}>
                  <span dir="auto">{branch.label ?? nameOfTrigger(branch.trigger)}</span>
                  <OutlineActions actions={branch.actions} list={[...path, ...branch.path]} ran={ran} onOpen={onOpen} />
                </div>
              ))}
          </li>
        )
      })}
    </ol>
  )
}
