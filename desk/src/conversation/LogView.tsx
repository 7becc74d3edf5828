import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { markRead, readUpTo } from '../inbox/read.ts'
import type { Log } from '../live/log.ts'
import { useMe } from '../shell/session.ts'
import { useSettings } from '../shell/settings.ts'
import { dayOf, useTimes } from '../shell/times.ts'
import { type Entry, entriesOf } from './entries.ts'
import styles from './log-view.module.css'
import { Message } from './Message.tsx'
import { Note } from './Note.tsx'
import { stillPending } from './outbox.ts'
import { PendingMessage } from './PendingMessage.tsx'
import { QuietLine } from './QuietLine.tsx'
import { StateLine } from './StateLine.tsx'
import { TypingLine } from './TypingLine.tsx'
import { type Composing, forgetArrived } from './use-composer.ts'
import { useLogScroll } from './use-log-scroll.ts'

/** The log: new messages are announced, loaded history is not. */
export function LogView({ log, composer }: { log: Log; composer: Composing }) {
  const { t } = useTranslation()
  const me = useMe()
  const { areQuietLinesShown } = useSettings()
  const [readBefore] = useState(() => readUpTo(log.view.id))
  const scroll = useLogScroll(log)
  const entries = useMemo(
    () => entriesOf(log.events, { isQuietShown: areQuietLinesShown, readUpTo: readBefore, me: me.id, dayOf }),
    [log.events, areQuietLinesShown, readBefore, me.id],
  )
  const pending = stillPending(composer.pending, log.view.id, log.events)
  useEffect(() => {
    const waiting = stillPending(composer.pending, log.view.id, log.events)
    const mine = composer.pending.filter((one) => one.conversation === log.view.id && !waiting.includes(one))
    forgetArrived(mine.map((one) => one.clientMessageId))
  }, [composer.pending, log.view.id, log.events])
  useEffect(() => {
    const mark = () => {
      if (scroll.isAtEnd && document.hasFocus()) markRead(log.view.id, log.lastSeq)
    }
    mark()
    window.addEventListener('focus', mark)
    return () => window.removeEventListener('focus', mark)
  }, [scroll.isAtEnd, log.view.id, log.lastSeq])

  return (
    <div className={styles.place}>
      <div
        ref={scroll.place}
        className={styles.log}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('conversation.log', { contact: log.view.contactName })}
        aria-busy={scroll.isLoading}
        onScroll={scroll.onScroll}
      >
        <div className={styles.column}>
          <p className={styles.beginning}>{log.firstSeq > 1 ? t('conversation.older') : t('conversation.beginning')}</p>
          {entries.map((entry) => (
            <Line key={entry.key} entry={entry} contactName={log.view.contactName} />
          ))}
          {pending.map((message) => (
            <PendingMessage key={message.clientMessageId} message={message} composer={composer} />
          ))}
          <TypingLine view={log.view} />
        </div>
      </div>
      {!scroll.isAtEnd && (
        <button type="button" className={styles.latest} onClick={scroll.toEnd}>
          {scroll.missed > 0 ? t('conversation.latest_new', { count: scroll.missed }) : t('conversation.latest')}{' '}
          <span aria-hidden>↓</span>
        </button>
      )}
    </div>
  )
}

function Line({ entry, contactName }: { entry: Entry; contactName: string }) {
  switch (entry.kind) {
    case 'day':
      return <DayLine at={entry.at} />
    case 'fresh':
      return <FreshLine />
    case 'message':
      return (
        <Message event={entry.event} startsGroup={entry.startsGroup} status={entry.status} contactName={contactName} />
      )
    case 'note':
      return <Note event={entry.event} />
    case 'state':
      return <StateLine event={entry.event} />
    case 'quiet':
      return <QuietLine event={entry.event} />
  }
}

function DayLine({ at }: { at: string }) {
  return <div className={styles.day}>{useTimes().day(at)}</div>
}

function FreshLine() {
  const { t } = useTranslation()
  return <div className={styles.fresh}>{t('conversation.fresh')}</div>
}
