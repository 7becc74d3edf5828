import type { ConversationSummary } from '@baton/core/protocol'
import { IconLock } from '@tabler/icons-react'
import { type MouseEvent, memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../live/hooks.ts'
import { Countdown } from '../offers/Countdown.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { StateMark, stateOf } from '../shell/StateMark.tsx'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { Waiting } from '../shell/Waiting.tsx'
import type { Tab } from './lists.ts'
import styles from './row.module.css'
import { isUnread, type Read } from './unread.ts'

type Props = { row: ConversationSummary; tab: Tab; isSelected: boolean; read: Read }

export const Row = memo(function Row({ row, isSelected, read }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const times = useTimes()
  const link = useRef<HTMLAnchorElement>(null)
  const isTyping = useLiveState((state) =>
    state.typing.some((mark) => mark.conversation === row.id && mark.kind === 'contact'),
  )
  useEffect(() => {
    if (isSelected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo({ name: 'inbox', conversation: row.id })
  }
  const unread = isUnread(row, read) && !isSelected
  const isWaiting = row.status === 'open' && row.chatState === 'operator_requested' && row.requestedAt !== null
  const by = row.lastLine?.by
  const speaker =
    by === 'chatbot'
      ? t('inbox.assistant')
      : by === 'operator'
        ? row.operator?.id === me.id
          ? t('inbox.you')
          : row.operator?.name
        : null
  return (
    <li className={styles.item}>
      <a
        ref={link}
        className={styles.row}
        href={pathOf({ name: 'inbox', conversation: row.id })}
        onClick={open}
        aria-current={isSelected}
        data-unread={unread}
      >
        <span className={styles.mark}>
          <StateMark state={stateOf(row)} />
        </span>
        <span className={styles.line}>
          <bdi className={`${styles.name} cut`}>{row.contactName}</bdi>
          {row.locked && <IconLock size={12} aria-label={t('conversation.locked')} />}
          <span className={styles.gap} />
          {unread && (
            <span className={styles.unread}>
              <span className="hidden-text">{t('inbox.unread')}</span>
            </span>
          )}
          <time className={`${styles.time} tabular`} dateTime={row.lastActivityAt}>
            {times.row(row.lastActivityAt)}
          </time>
        </span>
        <span className={`${styles.last} cut`}>
          {isTyping ? (
            <em>{t('inbox.typing')}</em>
          ) : (
            <>
              {speaker !== null && speaker !== undefined && <span className={styles.speaker}>{speaker}: </span>}
              <bdi>{row.lastLine?.text || t('inbox.no_line')}</bdi>
            </>
          )}
        </span>
        <span className={styles.meta}>
          {isWaiting && (
            <span className={styles.waiting}>
              <Waiting since={row.requestedAt ?? row.lastActivityAt} isUrgencyShown />
            </span>
          )}
          {row.operator !== null && (
            <span className={styles.owner}>
              <bdi className="cut">{row.operator.id === me.id ? t('inbox.you') : row.operator.name}</bdi>
            </span>
          )}
          {row.offeredUntil !== null && row.requestedOperator !== null ? (
            <Asked
              operator={row.requestedOperator}
              until={row.offeredUntil}
              isMe={row.requestedOperator.id === me.id}
            />
          ) : (
            row.requestedOperator?.id === me.id && <span className={styles.forMe}>{t('inbox.for_you')}</span>
          )}
          {row.group !== null && <bdi className={`${styles.group} cut`}>{row.group.name}</bdi>}
          {row.operator === null && row.group === null && <bdi className="cut">{row.botName}</bdi>}
        </span>
      </a>
    </li>
  )
})

/** [RO-30] Who is being asked, and for how long still. */
function Asked({ operator, until, isMe }: { operator: { name: string }; until: string; isMe: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={styles.asked}>
      <bdi className="cut">{isMe ? t('inbox.asks_you') : t('inbox.asks', { operator: operator.name })}</bdi>
      <Countdown until={until} />
    </span>
  )
}
