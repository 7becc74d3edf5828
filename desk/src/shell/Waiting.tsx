import { useTranslation } from 'react-i18next'
import { useNow } from './clock.ts'
import { shortSpan, urgencyOf } from './waiting.ts'

/** A time that counts on. */
export function Waiting({ since, isUrgencyShown = false }: { since: string; isUrgencyShown?: boolean }) {
  const { i18n } = useTranslation()
  const lasted = useNow() - Date.parse(since)
  const urgency = isUrgencyShown ? urgencyOf(lasted) : 'fresh'
  return (
    <time className="tabular isolated" dateTime={since} style={{ fontWeight: urgency === 'fresh' ? undefined : 600 }}>
      {shortSpan(lasted, i18n.language)}
    </time>
  )
}
