import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { goTo } from '../shell/navigation.ts'
import { changeSettings, type Settings, useSettings } from '../shell/settings.ts'
import type { Notice } from './notices.ts'

/** [U-13] Permission is asked only from this switch, after a press of the bell. */
export function useNotificationSwitch(): () => void {
  const { t } = useTranslation()
  const current = useSettings()
  return () => {
    if (isNotifying(current)) {
      changeSettings({ hasNotifications: false })
      return
    }
    if (!('Notification' in window)) return
    void Notification.requestPermission().then((permission) => {
      changeSettings({ hasNotifications: permission === 'granted' })
      if (permission === 'denied') notifications.show({ message: t('notify.denied') })
    })
  }
}

export function isNotifying({ hasNotifications }: Settings): boolean {
  return hasNotifications && 'Notification' in window && Notification.permission === 'granted'
}

/** One per conversation: a newer one takes the place of the older, over all tabs. */
export function showNotice(notice: Notice, title: string): void {
  const shown = new Notification(title, { body: notice.group ?? notice.text, tag: notice.conversation })
  shown.addEventListener('click', () => {
    window.focus()
    goTo({ name: 'inbox', conversation: notice.conversation })
    shown.close()
  })
}
