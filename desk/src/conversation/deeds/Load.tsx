import { useTranslation } from 'react-i18next'
import styles from './transfer-dialog.module.css'

/** Open conversations against the limit, as a bar and as numbers. */
export function Load({ load, capacity }: { load: number; capacity: number | null }) {
  const { t } = useTranslation()
  const isFull = capacity !== null && load >= capacity
  const share = capacity === null ? Math.min(1, load / 10) : capacity === 0 ? 1 : Math.min(1, load / capacity)
  return (
    <span className={styles.load} data-full={isFull}>
      <span className={styles.bar} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="tabular">
        {capacity === null ? t('transfer.load', { load }) : t('transfer.load_of', { load, capacity })}
      </span>
      {isFull && <strong>{t('transfer.full')}</strong>}
    </span>
  )
}
