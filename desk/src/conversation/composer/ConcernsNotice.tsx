import type { ConversationView } from '@baton/core/protocol'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './composer.module.css'
import type { Composing } from './use-composer.ts'

/** [U-09] [U-10] Why a text was held back. Sent once more, it goes. */
export function ConcernsNotice({ view, composer }: { view: ConversationView; composer: Composing }) {
  const { t, i18n } = useTranslation()
  const { concerns, mode } = composer
  if (concerns === null) return null
  const { blanks, isFromNote } = concerns
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(blanks)
  return (
    <div className={styles.concerns} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div className={styles.why}>
        {isFromNote && <span>{t('composer.from_note', { contact: view.contactName })}</span>}
        {blanks.length > 0 && <span>{t('composer.blanks', { names, count: blanks.length })}</span>}
        <span>{t(mode === 'note' ? 'composer.add_all_the_same' : 'composer.send_all_the_same')}</span>
      </div>
      {blanks.length > 0 && (
        <Button size="compact-xs" onClick={composer.selectBlank}>
          {t('composer.fill_in')}
        </Button>
      )}
    </div>
  )
}
