import { IconDoorExit, IconLogin2, IconUserShare } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { numberText } from '../figures/numbers.ts'
import type { VisitCounts } from './document/visits.ts'
import { daysShown, useVisitWords } from './use-visits.ts'
import styles from './visits.module.css'

/** The three figures of an interaction. Spoken where no label around it says the same. */
export function VisitLine({ counts, isSpoken = false }: { counts: VisitCounts; isSpoken?: boolean }) {
  const { t, i18n } = useTranslation()
  const words = useVisitWords()(counts)
  const shown = [
    { Icon: IconLogin2, count: counts.entered },
    { Icon: IconUserShare, count: counts.toOperators },
    { Icon: IconDoorExit, count: counts.left },
  ]
  return (
    <span className={`${styles.line} tabular`} title={t('designer.visits.title', { words, days: daysShown })}>
      {shown.map(({ Icon, count }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a figure is its place
        <span key={index} aria-hidden>
          <Icon size={14} /> {numberText('count', count, i18n.language)}
        </span>
      ))}
      {isSpoken && <span className="hidden-text">{words}</span>}
    </span>
  )
}
