import type { ConversationSummary } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import { languageName, useAskedWords } from './asked.ts'
import styles from './row.module.css'

/** [U-15] Why somebody waits and what is known already, in one line. */
export function RequestLine({ row: { asked, collected, language } }: { row: ConversationSummary }) {
  const { t, i18n } = useTranslation()
  const words = useAskedWords()
  const parts = [
    // What most have in common says nothing here.
    ...(asked === null || asked.way === 'action' ? [] : [words(asked)]),
    ...collected.map(({ text }) => text),
    ...(asked?.at === undefined ? [] : [t('request.step', asked.at)]),
    ...(language === null ? [] : [languageName(language, i18n.language)]),
  ]
  if (parts.length === 0) return null
  return (
    <span className={`${styles.why} cut`}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they stand in this order, and two may say the same
        <span key={index} className={styles.part}>
          <bdi>{part}</bdi>
        </span>
      ))}
    </span>
  )
}
