import { useTranslation } from 'react-i18next'

/** What a channel is called; one that this release has no word for keeps the name that programs use. */
export function useChannelName(): (channel: string) => string {
  const { t } = useTranslation()
  return (channel) => (channel === 'web' || channel === 'custom' ? t(`channels.kinds.${channel}`) : channel)
}
