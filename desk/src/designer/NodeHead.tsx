import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleX,
  IconMessage2Search,
  IconPlayerPlay,
  IconRepeat,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './canvas.module.css'
import { useRanNode } from './context.ts'
import type { GraphNode } from './document/graph.ts'
import { listOf } from './document/path.ts'
import type { Counts } from './document/problems.ts'

/** Spoken where no label around it says the same. */
export function NodeHead({
  graph,
  count,
  isSpoken = false,
}: {
  graph: GraphNode
  count: Counts | null
  isSpoken?: boolean
}) {
  const { t } = useTranslation()
  const { fields, name, node } = graph
  const ran = useRanNode(graph.id)
  const [first] = ran?.steps ?? []
  return (
    <div className={styles.head} aria-hidden={!isSpoken}>
      {first !== undefined && (
        <span className={styles.ranNumber} title={t('designer.trial.ran', { number: first.number })}>
          {first.number}
          <span className="hidden-text"> {t('designer.trial.ran', { number: first.number })}</span>
        </span>
      )}
      {fields.start === true && (
        <span className={styles.flag}>
          <IconPlayerPlay size={12} /> {t('designer.nodes.start')}
        </span>
      )}
      {fields.fallback === true && (
        <span className={styles.flag}>
          <IconArrowBackUp size={12} /> {t('designer.nodes.fallback')}
        </span>
      )}
      {node.kind !== 'interaction' && <IconRepeat size={14} />}
      <strong className="cut" dir="auto">
        {node.kind === 'interaction' ? name || t('designer.nodes.unnamed') : t(`designer.nodes.${node.kind}`)}
      </strong>
      {listOf(fields.keywords).length > 0 && <IconMessage2Search size={14} className={styles.quiet} />}
      {count !== null && count.errors > 0 && <IconCircleX size={16} className={styles.error} />}
      {count !== null && count.errors === 0 && count.warnings > 0 && (
        <IconAlertTriangle size={16} className={styles.warning} />
      )}
    </div>
  )
}
