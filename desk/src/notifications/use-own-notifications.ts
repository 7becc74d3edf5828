import { type NotificationSettings, usualSettings } from '@baton/core/notification-settings'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { notificationCalls, type OwnNotifications } from '../api/notifications.ts'
import { followRenewal } from './subscription.ts'

const key = ['own notifications']

/** What I wish, as the server keeps it for all my devices; the usual until it is known. */
export function useOwnNotifications(): { own: OwnNotifications | undefined; wishes: NotificationSettings } {
  const { data } = useQuery({ queryKey: key, queryFn: notificationCalls.read })
  const wishes = useMemo(() => (data === undefined ? usualSettings : wishesIn(data)), [data])
  return { own: data, wishes }
}

export function wishesIn({ quietHours, sound, push, mail }: NotificationSettings): NotificationSettings {
  return { quietHours, sound, push, mail }
}

/** Changes it, and shows the change at once. */
export function useChangeNotifications() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: notificationCalls.change,
    onMutate: (wishes) => {
      const before = client.getQueryData<OwnNotifications>(key)
      client.setQueryData<OwnNotifications>(key, (own) => (own === undefined ? own : { ...own, ...wishes }))
      return before
    },
    onSuccess: (own) => client.setQueryData(key, own),
    onError: (_, __, before) => client.setQueryData(key, before),
  })
}

/** Asks again: a browser was added or taken away. */
export function useRenewNotifications(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: key })
}

/** Once in each window that opens. */
export function useFollowedRenewal(): void {
  const client = useQueryClient()
  useEffect(() => {
    const show = (isNew: boolean) => (isNew ? client.invalidateQueries({ queryKey: key }) : undefined)
    // Without an answer, or as somebody else than whom it pushes for, everything stays as it is.
    followRenewal().then(show, () => {})
  }, [client])
}
