import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { StateMark } from '../../shell/StateMark.tsx'
import { useTimes } from '../../shell/times.ts'
import type { MessageEvent } from './entries.ts'
import styles from './message.module.css'
import { Parts } from './Parts.tsx'
import { RichText } from './RichText.tsx'
import reached from './reached.module.css'

/** A bubble: the contact at the start, chatbot and operators at the end, each with name and mark. */
export const Message = memo(function Message({
  event,
  startsGroup,
  status,
  contactName,
}: {
  event: MessageEvent
  startsGroup: boolean
  status: string | null
  contactName: string
}) {
  const { t } = useTranslation()
  const times = useTimes()
  const { actor, data } = event
  const kind = actor.kind === 'contact' ? 'contact' : actor.kind === 'operator' ? 'operator' : 'chatbot'
  const parts = data.parts.filter((part) => part.type !== 'text' || part.text !== data.text)
  return (
    <article
      className={`${styles.message} ${styles[kind]}`}
      data-starts={startsGroup}
      data-seq={event.seq}
      tabIndex={-1}
    >
      {startsGroup && (
        <header className={styles.head}>
          {kind === 'chatbot' && <StateMark state="chatbot_controlled" size={10} isLabelled={false} />}
          {kind === 'operator' && <StateMark state="taken_over" size={10} isLabelled={false} />}
          <bdi className={`${styles.name} cut`}>{nameOf(event, contactName)}</bdi>
          {kind === 'chatbot' && <span className={styles.tag}>{t('conversation.assistant')}</span>}
          {kind === 'chatbot' && data.cause === 'desk' && <span>{t('conversation.run_by')}</span>}
          <time className="tabular" dateTime={event.at} title={times.full(event.at)}>
            {times.clock(event.at)}
          </time>
        </header>
      )}
      {data.text !== undefined && data.text !== '' && (
        <div className={`${styles.bubble} ${reached.mark}`} dir="auto" title={times.full(event.at)}>
          <RichText text={data.text} />
        </div>
      )}
      {(data.text === undefined || data.text === '') && data.payload !== undefined && (
        <div className={`${styles.bubble} ${reached.mark}`} dir="auto">
          {t('conversation.chose', { payload: data.payload })}
        </div>
      )}
      <Parts parts={parts} />
      {isTold(status) && (
        <span className={styles.status} data-bad={status === 'failed'}>
          {t(`conversation.status.${status}`)}
        </span>
      )}
    </article>
  )
})

/** The conversation knows best what the contact is called. */
function nameOf({ actor }: MessageEvent, contactName: string): string {
  if (actor.kind === 'system') return ''
  return actor.kind === 'contact' ? contactName : actor.name
}

/** Only what went wrong, and what was read, is worth a line. */
function isTold(status: string | null): status is 'failed' | 'unconfirmed' | 'read' {
  return status === 'failed' || status === 'unconfirmed' || status === 'read'
}
