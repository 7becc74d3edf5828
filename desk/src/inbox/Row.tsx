import { type ConversationSummary, isUnread, type ReadMark } from '@baton/core/protocol'
import { IconClockPause, IconEye, IconLock } from '@tabler/icons-react'
import { type MouseEvent, memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { listOfNames, useViewers } from '../conversation/use-viewers.ts'
import { useLiveState, useStore } from '../live/hooks.ts'
import { Countdown } from '../offers/Countdown.tsx'
import { StateMark, stateOf } from '../shell/StateMark.tsx'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { FoundLine } from './FoundLine.tsx'
import { addressOf, foundPlaces, openFound } from './found.ts'
import { Picker } from './Picker.tsx'
import { pickUpTo } from './picking.ts'
import { usePlace } from './places.ts'
import { RequestLine } from './RequestLine.tsx'
import styles from './row.module.css'
import { isSnoozed, snoozeNow } from './snoozed.ts'

type Props = {
  row: ConversationSummary
  isSelected: boolean
  mark: ReadMark | null
  /** Where it stands in its list, from 1, and how long that is: not all of it is drawn. */
  place: number
  count: number
}

export const Row = memo(function Row({ row, isSelected, mark, place, count }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const times = useTimes()
  const now = useStore(snoozeNow)
  const link = useRef<HTMLAnchorElement>(null)
  const isTyping = useLiveState((state) =>
    state.typing.some((mark) => mark.conversation === row.id && mark.kind === 'contact'),
  )
  useEffect(() => {
    if (isSelected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey) return
    event.preventDefault()
    if (event.shiftKey) return pickUpTo(row.id)
    openFound(row.id)
  }
  // What is open is being read, unless somebody wants it unread all the same.
  const found = useStore(foundPlaces).get(row.id)
  const unread = isUnread(row, mark, me.id) && (!isSelected || mark?.isMarked === true)
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
    <li className={styles.item} data-row={row.id} aria-setsize={count} aria-posinset={place}>
      <Picker id={row.id} contact={row.contactName} />
      <a
        ref={link}
        className={styles.row}
        href={addressOf(row.id, found)}
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
          <Eyes conversation={row.id} />
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
        {found !== undefined ? (
          <FoundLine row={row} found={found} />
        ) : (
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
        )}
        <span className={styles.meta}>
          {isWaiting && (
            <span className={styles.waiting}>
              <Waiting since={row.requestedAt ?? row.lastActivityAt} isUrgencyShown />
              <QueuePlace conversation={row.id} />
            </span>
          )}
          {isSnoozed(row, now) && (
            <span className={styles.snoozed}>
              <IconClockPause size={12} aria-hidden />
              <span className="hidden-text">{t('snooze.until', { time: times.ahead(row.snoozedUntil ?? '') })}</span>
              <time aria-hidden className="tabular" dateTime={row.snoozedUntil ?? ''}>
                {times.ahead(row.snoozedUntil ?? '')}
              </time>
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
        {isWaiting && <RequestLine row={row} />}
      </a>
    </li>
  )
})

/** [RO-23] Among those who wait for the same group. */
function QueuePlace({ conversation }: { conversation: string }) {
  const { t } = useTranslation()
  const place = usePlace(conversation)
  if (place === undefined) return null
  return (
    <span className={`${styles.place} tabular isolated`}>
      <span aria-hidden>{t('request.place', place)}</span>
      <span className="hidden-text">{t('request.place_long', place)}</span>
    </span>
  )
}

/** [U-07] Colleagues have it open; who is away is left out. */
function Eyes({ conversation }: { conversation: string }) {
  const { t, i18n } = useTranslation()
  const viewers = useViewers(conversation).filter(({ state }) => state !== 'away')
  if (viewers.length === 0) return null
  const words = t('here.row', { names: listOfNames(i18n.language, viewers) })
  return (
    <span className={styles.eyes} title={words}>
      <IconEye size={14} stroke={1.75} aria-hidden />
      <span className="hidden-text">{words}</span>
    </span>
  )
}

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
