import { ActionIcon } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../commands/Keys.tsx'
import { Tip } from '../shell/Tip.tsx'
import styles from './conversation-list.module.css'
import { areMentionsShown, useMentionList } from './use-mention-list.ts'

/** [U-13] The way to notes that are for me, and how many are new. */
export function MentionButton() {
  const { t } = useTranslation()
  const hint = useKeyHint()
  const unread = useMentionList().data?.unread ?? 0
  return (
    <Tip
      label={
        <span>
          {t('mention.title')} {hint('go_mentions')}
        </span>
      }
    >
      <ActionIcon
        className={styles.mentions ?? ''}
        variant="subtle"
        size="lg"
        aria-label={unread > 0 ? t('mention.open', { count: unread }) : t('mention.title')}
        onClick={() => areMentionsShown.update(() => true)}
      >
        <IconAt size={18} stroke={1.75} />
        {unread > 0 && (
          <span className={`${styles.badge} tabular`} aria-hidden>
            {unread}
          </span>
        )}
      </ActionIcon>
    </Tip>
  )
}
