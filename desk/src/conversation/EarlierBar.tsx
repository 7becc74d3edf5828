import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../live/hooks.ts'
import { useTimes } from '../shell/times.ts'
import styles from './conversation.module.css'
import { leaveEarlier, openedFrom } from './earlier.ts'

/** Says that this is another conversation of the contact, and leads back. */
export function EarlierBar({ conversation, openedAt }: { conversation: string; openedAt: string }) {
  const { t } = useTranslation()
  const times = useTimes()
  const opened = useStore(openedFrom)
  if (opened?.conversation !== conversation) return null
  return (
    <div className={styles.earlier}>
      <span>{t('earlier.this', { time: openedAt === '' ? '' : times.date(openedAt) })}</span>
      <Button size="compact-sm" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={leaveEarlier}>
        {t('earlier.back')}
      </Button>
    </div>
  )
}
