import { type RefObject, useEffect, useImperativeHandle, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../../live/hooks.ts'
import type { Log } from '../../live/log.ts'
import { useMe } from '../../shell/session.ts'
import { useSetting } from '../../shell/settings.ts'
import { dayOf } from '../../shell/times.ts'
import { type Outbox, stillPending } from '../composer/outbox.ts'
import type { Composed } from '../composer/use-composer.ts'
import { blocksOf, entriesOf } from './entries.ts'
import { LogLines } from './LogLines.tsx'
import styles from './log-view.module.css'
import { PendingMessage } from './PendingMessage.tsx'
import { TypingLine } from './TypingLine.tsx'
import { useLogScroll } from './use-log-scroll.ts'
import { useReading } from './use-reading.ts'
import { useWantedLine } from './use-wanted-line.ts'

export type LogHandle = { toEvent: (seq: number) => void }

type Props = { log: Log; pending: Outbox; composed: Composed; ref: RefObject<LogHandle | null> }

/** The log: new messages are announced, loaded history is not. */
export function LogView({ log, pending: outbox, composed, ref }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const areQuietLinesShown = useSetting('areQuietLinesShown')
  const live = useLive()
  const [expected] = useState(() => live.store.get().rows[log.view.id]?.lastSeq ?? 0)
  const scroll = useLogScroll(log, expected)
  const lineAfter = useReading(log, scroll.seen)
  useWantedLine(log, scroll.toEvent)
  useImperativeHandle(ref, () => ({ toEvent: scroll.toEvent }))
  const blocks = useMemo(
    () => blocksOf(entriesOf(log.events, { isQuietShown: areQuietLinesShown, readUpTo: lineAfter, me: me.id, dayOf })),
    [log.events, areQuietLinesShown, lineAfter, me.id],
  )
  const pending = stillPending(outbox, log.view.id, log.events)
  const { forgetArrived } = composed
  useEffect(() => {
    const waiting = stillPending(outbox, log.view.id, log.events)
    const mine = outbox.filter((one) => one.conversation === log.view.id && !waiting.includes(one))
    forgetArrived(mine.map((one) => one.clientMessageId))
  }, [outbox, log.view.id, log.events, forgetArrived])

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
          {blocks.map(({ key, entries }) => (
            <LogLines key={key} entries={entries} contactName={log.view.contactName} />
          ))}
          {pending.map((message) => (
            <PendingMessage key={message.clientMessageId} message={message} composed={composed} />
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
