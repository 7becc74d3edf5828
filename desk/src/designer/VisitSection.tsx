import { useTranslation } from 'react-i18next'
import { countsAt } from './document/visits.ts'
import { daysShown, useVisitCounts, useVisitWords } from './use-visits.ts'
import styles from './visits.module.css'

const meanings = ['entered', 'handed', 'left', 'names'] as const

/** The figures of the selected interaction, and what they mean. */
export function VisitSection({ behavior, interaction }: { behavior: string; interaction: string }) {
  const { t } = useTranslation()
  const words = useVisitWords()
  const counts = countsAt(useVisitCounts(), behavior, interaction)
  if (counts === null) return null
  return (
    <details className={styles.section}>
      <summary>
        <span className="tabular">{words(counts)}</span>{' '}
        <span className="quiet">{t('designer.visits.span', { days: daysShown })}</span>
      </summary>
      <ul>
        {meanings.map((one) => (
          <li key={one}>{t(`designer.visits.help.${one}`)}</li>
        ))}
      </ul>
    </details>
  )
}
