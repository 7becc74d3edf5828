import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isForMe, noticeOf, type Self } from '../inbox/notices.ts'
import { useLive } from '../live/hooks.ts'
import { Speaker } from './speaker.ts'
import { whenLeading } from './tabs.ts'
import { useFollowedRenewal, useOwnNotifications } from './use-own-notifications.ts'
import { followWorker } from './worker-link.ts'

/** Tells of what waits for me, in the one window that speaks for all of this browser. */
export function useSpeaker(self: Self, isOn: boolean): void {
  const { t } = useTranslation()
  const live = useLive()
  const { wishes } = useOwnNotifications()
  const wished = useRef(wishes)
  wished.current = wishes

  useEffect(followWorker, [])
  useFollowedRenewal()
  useEffect(() => {
    if (!isOn) return
    return whenLeading(() => {
      const speaker = new Speaker(() => wished.current, live.reading.reads.get)
      speaker.haveRead()
      const stops = [
        live.reading.reads.subscribe(() => speaker.haveRead()),
        live.watchInbox(({ conversation: row, event }) => {
          const notice = noticeOf(row, event, self, null)
          if (notice === null) {
            if (!isForMe(row, self)) speaker.take(row.id)
            return
          }
          const { conversation, contact, group, text } = notice
          const title = t(`notify.${notice.kind}`, { contact })
          speaker.say({ conversation, seq: event.seq, title, text: group ?? text })
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    })
  }, [live, self, isOn, t])
}
