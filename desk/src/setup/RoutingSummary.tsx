import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './routing.module.css'
import { summaryOf } from './routing-summary.ts'
import type { RoutingForm } from './use-routing-form.ts'

/** [RO-21] The settings as sentences, while they are edited, too. */
export function RoutingSummary({ form }: { form: RoutingForm }) {
  const { t, i18n } = useTranslation()
  const heading = useId()
  const nameOf = (group: string) => form.teams.find(({ id }) => id === group)?.name ?? t('routing.other_gone')
  const sentences = summaryOf(
    { scope: form.scope, own: form.own, workspace: form.defaults },
    { t, language: i18n.language, nameOf },
  )
  return (
    <section className={styles.summary} aria-labelledby={heading}>
      <h3 id={heading}>{t('routing.happens')}</h3>
      <p dir="auto">{sentences.join(' ')}</p>
    </section>
  )
}
