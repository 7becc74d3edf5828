import { useTranslation } from 'react-i18next'

/** Times as the reader's language writes them. */
export function useTimes() {
  const { t, i18n } = useTranslation()
  const language = i18n.language
  return {
    clock: (at: string) => formatterOf(language, 'clock').format(new Date(at)),
    full: (at: string) => formatterOf(language, 'full').format(new Date(at)),
    date: (at: string) => formatterOf(language, 'date').format(new Date(at)),
    day: (at: string) => {
      const days = daysAgo(at, Date.now())
      if (days === 0) return t('common.today')
      return days === 1 ? t('common.yesterday') : formatterOf(language, 'day').format(new Date(at))
    },
    /** What lies ahead: today the hour, within a week the day with it, after that the date. */
    ahead: (at: string) => formatterOf(language, formAhead(-daysAgo(at, Date.now()))).format(new Date(at)),
    /** Today the hour, before that the date. */
    row: (at: string) => formatterOf(language, daysAgo(at, Date.now()) === 0 ? 'clock' : 'short').format(new Date(at)),
  }
}

let known = { from: 0, until: 0, day: '' }

/** The reader's day. [U-20] Asked for every line of a long log, whose lines are mostly of one day: that one is remembered. */
export function dayOf(at: string): string {
  const moment = Date.parse(at)
  if (moment >= known.from && moment < known.until) return known.day
  const date = new Date(moment)
  const midnight = (days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
  known = { from: midnight(0), until: midnight(1), day: date.toDateString() }
  return known.day
}

const forms = {
  clock: { hour: '2-digit', minute: '2-digit' },
  full: { dateStyle: 'medium', timeStyle: 'medium' },
  date: { dateStyle: 'medium', timeStyle: 'short' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long', hour: '2-digit', minute: '2-digit' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

function formAhead(days: number): keyof typeof forms {
  if (days <= 0) return 'clock'
  return days < 7 ? 'weekday' : 'moment'
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(language: string, form: keyof typeof forms): Intl.DateTimeFormat {
  const key = `${language} ${form}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, forms[form])
  formatters.set(key, known)
  return known
}

function daysAgo(at: string, now: number): number {
  const midnight = (moment: Date) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate())
  return Math.round((midnight(new Date(now)) - midnight(new Date(at))) / 86_400_000)
}
