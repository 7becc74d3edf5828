import { notifications } from '@mantine/notifications'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { openAt } from '../conversation/log/wanted-line.ts'
import { useLive, useLiveState } from '../live/hooks.ts'
import { showBadge } from '../notifications/badge.ts'
import { useInFront } from '../notifications/use-in-front.ts'
import { useSpeaker } from '../notifications/use-speaker.ts'
import { offersTo } from '../offers/offers.ts'
import { usePlace } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { useIsNotifying } from './browser-notifications.ts'
import { isForMe, noteFor, type Self } from './notices.ts'
import { hasNews, useReads } from './read.ts'

/** How many wait for me, for the rail. */
export function useNoticeCount(): number {
  const rows = useLiveState((state) => state.rows)
  const reads = useReads()
  const self = useSelf()
  return useMemo(() => {
    const waiting = Object.values(rows).filter((row) => isForMe(row, self))
    return waiting.filter((row) => row.chatState === 'operator_requested' || hasNews(row, reads, self.id)).length
  }, [rows, self, reads])
}

function useSelf(): Self {
  const me = useMe()
  return useMemo(() => ({ id: me.id, groups: me.groups.map(({ id }) => id) }), [me])
}

/** Tells of what waits for me: desktop notifications and the title. */
export function useNotices(): void {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const place = usePlace()
  const rows = useLiveState((state) => state.rows)
  const self = useSelf()
  const count = useNoticeCount()
  const isNotifying = useIsNotifying()
  const open = place.name === 'inbox' ? place.conversation : null

  const asking = useMemo(() => offersTo(me.id, Object.values(rows))[0]?.row.contactName, [rows, me.id])
  useEffect(() => {
    const title = asking === undefined ? 'Baton' : t('offer.title', { contact: asking })
    showBadge(title, count)
  }, [count, asking, t])

  useEffect(
    () =>
      // In the desk itself, whether or not the browser may tell of it.
      live.watchInbox(({ conversation, event }) => {
        const note = noteFor(self, event)
        if (conversation.id === open || note === null) return
        notifications.show({
          id: event.id,
          title: t('notify.mention', { contact: conversation.contactName }),
          message: note,
          autoClose: false,
          onClick: () => {
            notifications.hide(event.id)
            openAt(conversation.id, event.seq)
          },
        })
      }),
    [live, self, open, t],
  )

  useInFront(open)
  useSpeaker(self, isNotifying)
}
