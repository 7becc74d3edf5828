import { useTranslation } from 'react-i18next'
import type { OwnNotifications } from '../api/notifications.ts'
import { useIsNotifying } from '../inbox/browser-notifications.ts'
import { dayNames } from './days.ts'
import styles from './notifications-form.module.css'

/** In words, what the settings come to here and elsewhere. */
export function NotificationsOutlook({ own }: { own: OwnNotifications }) {
  const { t, i18n } = useTranslation()
  const isOn = useIsNotifying()
  const { quietHours, push, browsers, mail, canMail, rules } = own
  const time = (seconds: number) => durationIn(i18n.language, seconds)
  const lines: string[] = [
    t(isOn ? 'notifying.outlook_desk' : 'notifying.outlook_desk_off'),
    push === 'off'
      ? t('notifying.outlook_push_off')
      : browsers.length === 0
        ? t('notifying.outlook_push_nowhere')
        : t('notifying.outlook_push', { time: time(rules.notifyAfterSeconds) }),
    mail.requests && canMail
      ? t('notifying.outlook_mail', { time: time(rules.mailAfterSeconds) })
      : t('notifying.outlook_mail_off'),
  ]
  if (quietHours !== null && quietHours.days.length > 0) {
    const names = dayNames(i18n.language).filter(([day]) => quietHours.days.includes(day))
    const days = new Intl.ListFormat(i18n.language).format(names.map(([, { long }]) => long))
    const { from, until, timeZone: zone } = quietHours
    lines.push(t('notifying.outlook_quiet', { from, until, zone, days }))
  }
  return (
    <section className={styles.outlook} aria-label={t('notifying.outlook')}>
      <h3>{t('notifying.outlook')}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

/** `30 seconds`, or from two minutes on whole minutes. */
function durationIn(language: string, seconds: number): string {
  const isInMinutes = seconds >= 120 && seconds % 60 === 0
  const [value, unit] = isInMinutes ? [seconds / 60, 'minute'] : [seconds, 'second']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
