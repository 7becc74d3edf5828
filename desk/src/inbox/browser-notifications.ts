import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { changeSettings, type Settings, useSettings } from '../shell/settings.ts'

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
