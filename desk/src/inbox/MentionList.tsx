import { Button } from '@mantine/core'
import { IconArrowLeft, IconAt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { addressAt, openAt } from '../conversation/log/wanted-line.ts'
import { useLiveState } from '../live/hooks.ts'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useTimes } from '../shell/times.ts'
import styles from './mention-list.module.css'
import { areMentionsShown, useMentionList, useReadMentions } from './use-mention-list.ts'

/** [U-13] Notes that are for me, the latest first, wherever they were written. */
export function MentionList({ selected }: { selected: string | null }) {
  const { t } = useTranslation()
  const times = useTimes()
  const rows = useLiveState((state) => state.rows)
  const { data, error } = useMentionList()
  const read = useReadMentions()
  const items = data?.items ?? []
  const unread = items.filter(({ isRead }) => !isRead)
  return (
    <section className={styles.pane} aria-label={t('mention.list')}>
      <header className={styles.head}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={16} className={styles.back} />}
          onClick={() => areMentionsShown.update(() => false)}
        >
          {t('mention.back')}
        </Button>
        <h2>{t('mention.title')}</h2>
        {unread.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => read.mutate(unread.map(({ conversation, seq }) => ({ conversation, seq })))}
          >
            {t('mention.read_all')}
          </Button>
        )}
      </header>
      <Failure error={error} />
      {data !== undefined && items.length === 0 && (
        <Notice
          icon={<IconAt size={28} stroke={1.25} />}
          title={t('mention.empty.title')}
          text={t('mention.empty.text')}
        />
      )}
      <ul className={styles.list}>
        {items.map(({ conversation, seq, at, by, text, isRead }) => (
          <li key={`${conversation} ${seq}`}>
            <a
              className={styles.one}
              href={addressAt(conversation, seq)}
              aria-current={conversation === selected}
              data-unread={!isRead}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                openAt(conversation, seq)
              }}
            >
              <span className={styles.line}>
                <bdi className="cut">
                  {t('mention.by', {
                    name: by.name ?? t('event.system'),
                    contact: rows[conversation]?.contactName ?? '',
                  })}
                </bdi>
                {!isRead && (
                  <span className={styles.unread}>
                    <span className="hidden-text">{t('inbox.unread')}</span>
                  </span>
                )}
                <time className="tabular" dateTime={at}>
                  {times.row(at)}
                </time>
              </span>
              <span className={styles.text} dir="auto">
                {text}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
