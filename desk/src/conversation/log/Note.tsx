import { IconEyeOff } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../shell/times.ts'
import type { MessageEvent } from './entries.ts'
import styles from './note.module.css'
import { Parts } from './Parts.tsx'
import { RichText } from './RichText.tsx'
import reached from './reached.module.css'

/** [U-10] A note looks like paper pinned to the log, says what it is, and never like a bubble. */
export const Note = memo(function Note({ event }: { event: MessageEvent }) {
  const { t } = useTranslation()
  const times = useTimes()
  const name = event.actor.kind === 'system' ? t('event.system') : (event.actor.name ?? '')
  return (
    <article className={`${styles.note} ${reached.mark}`} data-seq={event.seq} tabIndex={-1}>
      <header className={styles.head}>
        <IconEyeOff size={14} aria-hidden />
        <strong>{t('conversation.note')}</strong>
        <bdi className="cut">{name}</bdi>
        <time className="tabular" dateTime={event.at} title={times.full(event.at)}>
          {times.clock(event.at)}
        </time>
        <span className={styles.hint}>{t('conversation.note_hint')}</span>
      </header>
      <div dir="auto" className={styles.text}>
        <RichText text={event.data.text ?? ''} />
      </div>
      <Parts parts={event.data.parts.filter(({ type }) => type !== 'text')} />
    </article>
  )
})
