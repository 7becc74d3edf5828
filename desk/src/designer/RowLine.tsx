import { useTranslation } from 'react-i18next'
import { StateMark } from '../shell/StateMark.tsx'
import { ActionIconOf } from './ActionIconOf.tsx'
import styles from './canvas.module.css'
import { useDesigner } from './context.ts'
import type { BotNode } from './document/bot.ts'
import type { Exit } from './document/graph.ts'
import { markOfMode } from './document/handoff.ts'
import { fieldsOf, valueAt } from './document/path.ts'
import type { Row } from './document/rows.ts'
import { useTriggerName } from './use-names.ts'

/** One action of a node, or a branch of it. A click opens it; the keyboard does so in the inspector. */
export function RowLine({
  row,
  node,
  exits,
  isHandoff,
  number,
}: {
  row: Row
  node: BotNode
  exits: readonly Exit[]
  isHandoff: boolean
  /** At which place it came in what was tried last; null: it did not run. */
  number: number | null
}) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const nameOfTrigger = useTriggerName()
  const description = catalogue.get(row.type)
  const mark = isHandoff && row.kind === 'action' ? markOfMode(modeOf(session.draft, node, row)) : null
  const title =
    row.kind === 'more'
      ? t('designer.nodes.hidden', { count: row.hidden })
      : row.trigger !== null
        ? nameOfTrigger(row.trigger)
        : row.text || (row.kind === 'action' ? (description?.title ?? row.type) : '…')
  const [exit] = exits
  return (
    <div
      className={styles.row}
      data-kind={row.kind}
      data-mark={mark ?? undefined}
      data-ran={number === null ? undefined : true}
      aria-hidden
      onDoubleClick={(event) => {
        event.stopPropagation()
        session.goTo([...node.actions, ...row.path])
      }}
    >
      {row.kind === 'action' &&
        (mark === null ? (
          <ActionIconOf group={description?.group ?? ''} isJump={description?.isJump === true} />
        ) : (
          <StateMark state={mark} isLabelled={false} />
        ))}
      <span className="cut" dir="auto">
        {title}
      </span>
      {number !== null && <span className={styles.ranNumber}>{number}</span>}
      {exit !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          className={`${styles.exit} nodrag`}
          title={t('designer.nodes.exit', { interaction: exit.interaction, behavior: exit.behavior })}
          onClick={() => session.goTo(['behaviors', exit.spot.behavior, 'interactions', exit.spot.interaction])}
        >
          <span className="cut">{exit.behavior}</span>
        </button>
      )}
    </div>
  )
}

function modeOf(draft: unknown, node: BotNode, row: Row): unknown {
  return fieldsOf(valueAt(draft, [...node.actions, ...row.path])).mode
}
