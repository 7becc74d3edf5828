import { notifications } from '@mantine/notifications'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings, settings } from '../shell/settings.ts'

/** [U-13] Permission is asked only from this switch, after a press of the bell. */
export function useNotificationSwitch(): () => void {
  const { t } = useTranslation()
  const isOn = useIsNotifying()
  return () => {
    if (isOn) {
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

export function useIsNotifying(): boolean {
  return useSyncExternalStore(settings.subscribe, isNotifying)
}

function isNotifying(): boolean {
  return settings.get().hasNotifications && 'Notification' in window && Notification.permission === 'granted'
}
