import { MantineThemeProvider, Notification } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'

/** Short words about what was done. Their close button says its name in the language of the desk. */
export function Toasts() {
  const { t } = useTranslation()
  const closeButtonProps = { 'aria-label': t('common.close') }
  return (
    <MantineThemeProvider
      theme={{ components: { Notification: Notification.extend({ defaultProps: { closeButtonProps } }) } }}
      inherit
    >
      <Notifications position="top-center" autoClose={3500} limit={4} transitionDuration={120} />
    </MantineThemeProvider>
  )
}
