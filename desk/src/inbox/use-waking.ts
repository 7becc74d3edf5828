import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { goTo } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { serverNow, snoozedOf, snoozeNow, wokenOf } from './snoozed.ts'

/** A computer that slept has missed its timers: no wait is longer than this. Milliseconds. */
const longestWaitMs = 60_000

/** [U-02] Brings back what is mine and was put aside when its time has come, wherever in the desk one is, and says so quietly. */
export function useWaking(): void {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const rows = useLiveState((state) => state.rows)
  const now = useStore(snoozeNow)
  const connections = useStore(live.resumes)
  const next = snoozedOf(Object.values(rows), me.id, now)[0]?.snoozedUntil ?? null

  // biome-ignore lint/correctness/useExhaustiveDependencies: each connection asks again
  useEffect(() => {
    // Lists may not have loaded them; where nobody answers the next connection asks again.
    conversations.list({ operator: me.id, status: 'open', snoozed: true }, null).then(
      ({ items }) => live.putRows(items),
      () => {},
    )
  }, [live, me.id, connections])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each look moves `now` on, and the next wait begins then
  useEffect(() => {
    if (next === null) return
    const look = () => {
      const [from, until] = [snoozeNow.get(), serverNow()]
      for (const row of wokenOf(Object.values(live.shown.get().rows), me.id, from, until)) {
        const id = `snooze ${row.id}`
        notifications.show({
          id,
          message: t('snooze.back', { contact: row.contactName }),
          autoClose: 10_000,
          onClick: () => {
            notifications.hide(id)
            goTo({ name: 'inbox', conversation: row.id })
          },
        })
      }
      snoozeNow.update(() => until)
    }
    const timer = setTimeout(look, Math.min(longestWaitMs, Math.max(0, Date.parse(next) - serverNow())))
    return () => clearTimeout(timer)
  }, [live, me.id, next, now, t])
}
