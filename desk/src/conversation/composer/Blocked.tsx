import { Button } from '@mantine/core'
import { IconLock, IconNote } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../shell/Copy.tsx'
import { stateText } from '../log/state-text.ts'
import styles from './composer.module.css'
import type { Composing } from './use-composer.ts'

/** [U-08] Who may reply now and how that came about; what was written stays, and may be taken along. */
export function Blocked({ composer }: { composer: Composing }) {
  const { t } = useTranslation()
  const { permission, wasLockedWhileWriting, replyText } = composer
  const lost = useLostText(composer)
  const words = permission.kind === 'locked' ? t('composer.locked', { owner: permission.owner }) : t('composer.closed')
  return (
    <div className={styles.blocked} role={wasLockedWhileWriting ? 'alert' : undefined}>
      <IconLock size={16} aria-hidden />
      <div className={styles.why}>
        <span>{wasLockedWhileWriting && lost !== null ? lost : words}</span>
        {replyText !== '' && <span>{t(permission.kind === 'locked' ? 'composer.kept' : 'composer.kept_closed')}</span>}
      </div>
      {replyText !== '' && (
        <div className={styles.instead}>
          <Copy size="compact-xs" value={replyText} label={t('composer.copy')} />
          {permission.kind === 'locked' && (
            <Button size="compact-xs" leftSection={<IconNote size={14} />} onClick={composer.writeAsNote}>
              {t('composer.as_note')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function useLostText({ lockedBy, permission }: Composing): string | null {
  const { t } = useTranslation()
  if (lockedBy === null)
    return permission.kind === 'locked' ? t('composer.locked_kept', { owner: permission.owner }) : null
  const { key, words } = stateText(lockedBy)
  switch (key) {
    case 'taken_over':
    case 'assigned':
    case 'transferred':
    case 'transferred_by':
    case 'closed':
    case 'closed_by':
      return t(`composer.lost.${key}`, words)
    default:
      return null
  }
}
