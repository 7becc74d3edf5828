import type { ConversationView } from '@baton/core/protocol'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../commands/Keys.tsx'
import { isSnoozed, snoozeNow } from '../inbox/snoozed.ts'
import { useStore } from '../live/hooks.ts'
import { Countdown } from '../offers/Countdown.tsx'
import { StateMark, stateOf } from '../shell/StateMark.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { Waiting } from '../shell/Waiting.tsx'
import type { useActions } from './deeds/use-actions.ts'
import type { Standing } from './standing.ts'
import styles from './state-banner.module.css'
import type { Open } from './Thread.tsx'
import { useQueuePlace } from './use-queue-place.ts'

type Props = {
  view: ConversationView
  standing: Standing
  actions: ReturnType<typeof useActions>
  onOpen: (dialog: Open) => void
}

/** Who holds the conversation, since when, and the one thing to do next. */
export function StateBanner({ view, standing, actions, onOpen }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const { head, hint: text } = useWords(standing)
  const place = useQueuePlace(view.id, standing)
  const hint = useKeyHint()
  const hintInside = useKeyHint(styles.key)
  const isAskedAlone = standing.kind === 'requested' && standing.offeredUntil !== null
  const amIAsked = isAskedAlone && standing.of === 'me'
  return (
    <div className={`${styles.banner} ${styles[stateOf(view)]}`}>
      <StateMark state={stateOf(view)} size={14} isLabelled={false} />
      <div className={styles.words}>
        <span className={styles.head}>
          <strong dir="auto" role="status">
            {head}
          </strong>{' '}
          {isAskedAlone && (
            <span className={styles.asked}>
              <Countdown until={standing.offeredUntil ?? ''} />
              {' · '}
            </span>
          )}
          <Since standing={standing} />
          <SnoozedUntil view={view} />
          {place !== null && (
            <span className={styles.since}>
              {' · '}
              {t('banner.place', { position: place.position, waiting: place.waiting })}
            </span>
          )}
        </span>
        <span className={`${styles.hint} cut`}>{text}</span>
      </div>
      {amIAsked && (
        <Button className={styles.second ?? ''} rightSection={hintInside('decline')} onClick={actions.decline}>
          {t('offer.decline')}
        </Button>
      )}
      {(standing.kind === 'chatbot' || standing.kind === 'requested') && (
        <Button
          variant="filled"
          rightSection={hintInside(amIAsked ? 'accept' : 'take_over')}
          onClick={actions.takeOver}
        >
          {t(amIAsked ? 'offer.accept' : 'act.take_over')}
        </Button>
      )}
      {standing.kind === 'mine' && (
        <div className={styles.pair}>
          <Button className={styles.second ?? ''} rightSection={hint('close')} onClick={actions.close}>
            {t('act.close')}
          </Button>
          <Button rightSection={hint('hand_over')} onClick={() => onOpen('hand_over')}>
            {t('act.hand_over')}
          </Button>
        </div>
      )}
      {standing.kind === 'others' && mayOverrule(me) && (
        <Button onClick={actions.takeFromOwner}>
          <span className={styles.long}>{t('act.take_from', { owner: standing.owner.name })}</span>
        </Button>
      )}
    </div>
  )
}

function Since({ standing }: { standing: Standing }) {
  const { t } = useTranslation()
  const times = useTimes()
  if (standing.since === null) return null
  return (
    <span className={styles.since}>
      {t('banner.since', { time: times.row(standing.since) })}
      {standing.kind !== 'closed' && (
        <>
          {' · '}
          <Waiting since={standing.since} isUrgencyShown={standing.kind === 'requested'} />
        </>
      )}
    </span>
  )
}

function SnoozedUntil({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useStore(snoozeNow)
  if (!isSnoozed(view, now)) return null
  return (
    <span className={styles.since}>
      {' · '}
      {t('snooze.until', { time: times.ahead(view.snoozedUntil ?? '') })}
    </span>
  )
}

function useWords(standing: Standing): { head: string; hint: string } {
  const { t } = useTranslation()
  const me = useMe()
  switch (standing.kind) {
    case 'chatbot':
      return { head: t('banner.chatbot.head'), hint: t('banner.chatbot.hint') }
    case 'requested':
      return {
        head: t(`banner.requested.${addressed(standing)}`, {
          group: standing.group ?? '',
          name: standing.name ?? '',
        }),
        hint: t(
          standing.offeredUntil === null
            ? 'banner.requested.hint'
            : standing.of === 'me'
              ? 'banner.requested.hint_asked_me'
              : 'banner.requested.hint_asked_other',
        ),
      }
    case 'mine':
      return { head: t('banner.mine.head'), hint: t('banner.mine.hint') }
    case 'others': {
      const owner = standing.owner.name
      return {
        head: t('banner.others.head', { owner }),
        hint: t(mayOverrule(me) ? 'banner.others.hint_may' : 'banner.others.hint', { owner }),
      }
    }
    case 'closed':
      return { head: t('banner.closed.head'), hint: t('banner.closed.hint') }
  }
}

/** Whoever is asked alone is named as such. */
function addressed({ of, offeredUntil }: Extract<Standing, { kind: 'requested' }>) {
  if (offeredUntil === null) return of
  return of === 'me' ? 'asked_me' : 'asked_other'
}
