import type { Weekday } from '@baton/core/calendar'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HoursPart } from './HoursFields.tsx'
import { HoursInput } from './HoursInput.tsx'
import styles from './hours.module.css'
import { linesOfWeek, minutesOfDay, readHours, stretchesOn, type WeekText, weekdays } from './hours-text.ts'
import { useFieldError } from './use-field-error.ts'

const asMonday: Weekday[] = ['tuesday', 'wednesday', 'thursday', 'friday']
const marks = [0, 6, 12, 18, 24]

/** The week as text, as strips of the day, and in words. */
export function HoursWeek({ hours: { week }, form, onChange }: HoursPart) {
  const { t, i18n } = useTranslation()
  const { hoursErrorAt } = useFieldError(form.errors)
  const change = (part: Partial<WeekText>) => onChange({ week: { ...week, ...part } })
  const differs = asMonday.some((weekday) => week[weekday] !== week.monday)
  const monday = readHours(week.monday)
  const canCopy = !form.isReadOnly && differs && monday !== null && monday.length > 0
  return (
    <fieldset className={styles.part}>
      <legend>{t('hours.week')}</legend>
      <p className={styles.hint}>{t('hours.week_hint')}</p>
      <div className={styles.week}>
        <div className={`${styles.day} ${styles.marks}`} aria-hidden>
          <div className={styles.axis}>
            {marks.map((mark) => (
              <span key={mark}>{mark}</span>
            ))}
          </div>
        </div>
        {weekdays.map((weekday) => (
          <div key={weekday} className={styles.day}>
            <span className={styles.dayName} aria-hidden>
              {dayName(weekday, i18n.language)}
            </span>
            <HoursInput
              label={t('hours.on_day', { day: dayName(weekday, i18n.language) })}
              isReadOnly={form.isReadOnly}
              value={week[weekday]}
              error={hoursErrorAt(`calendar.weekly.${weekday}`, week[weekday])}
              onChange={(text) => change({ [weekday]: text })}
            />
            <Strip week={week} weekday={weekday} />
          </div>
        ))}
      </div>
      {canCopy && (
        <div>
          <Button
            size="compact-sm"
            onClick={() => change(Object.fromEntries(asMonday.map((weekday) => [weekday, week.monday])))}
          >
            {t('hours.as_monday')}
          </Button>
        </div>
      )}
      <InWords week={week} />
    </fieldset>
  )
}

function Strip({ week, weekday }: { week: WeekText; weekday: Weekday }) {
  const percent = (minutes: number) => `${(100 * minutes) / minutesOfDay}%`
  return (
    <div className={styles.strip} aria-hidden>
      {stretchesOn(week, weekday).map(({ from, to }) => (
        <span key={`${from} ${to}`} style={{ insetInlineStart: percent(from), width: percent(to - from) }} />
      ))}
    </div>
  )
}

function InWords({ week }: { week: WeekText }) {
  const { t, i18n } = useTranslation()
  return (
    <dl className={styles.words} aria-label={t('hours.weekly')}>
      {linesOfWeek(week).map(({ days, hours }) => (
        <div key={days[0]}>
          <dt>{daysText(days, i18n.language)}</dt>
          <dd className="tabular">{hours === '' ? t('hours.closed') : hours}</dd>
        </div>
      ))}
    </dl>
  )
}

function daysText(days: readonly Weekday[], language: string): string {
  const names = [days[0], days.at(-1)].flatMap((day) => (day === undefined ? [] : [dayName(day, language)]))
  return [...new Set(names)].join('–')
}

/** 1 January 2024 was a Monday. */
function dayName(weekday: Weekday, language: string): string {
  const day = new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(weekday)))
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(day)
}
