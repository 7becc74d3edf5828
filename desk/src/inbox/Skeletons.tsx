import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './conversation-list.module.css'

const widths = ['62%', '48%', '70%', '55%', '64%', '50%']

export function Skeletons() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')}>
      {widths.map((width) => (
        <div key={width} className={styles.skeleton}>
          <Skeleton height={10} width={width} />
          <Skeleton height={8} width="90%" />
        </div>
      ))}
    </div>
  )
}
