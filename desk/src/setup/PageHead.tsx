import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SetupPage } from '../shell/setup-pages.ts'
import styles from './setup.module.css'

export function PageHead({ page, children }: { page: SetupPage; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <header className={styles.head}>
      <div>
        <h2>{t(`setup.pages.${page}`)}</h2>
        <p>{t(`setup.about.${page}`)}</p>
      </div>
      {children !== undefined && <div className={styles.tools}>{children}</div>}
    </header>
  )
}
