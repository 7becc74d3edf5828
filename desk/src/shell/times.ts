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
    /** Today the hour, before that the date. */
    row: (at: string) => formatterOf(language, daysAgo(at, Date.now()) === 0 ? 'clock' : 'short').format(new Date(at)),
  }
}

export function dayOf(at: string): string {
  return new Date(at).toDateString()
}

const forms = {
  clock: { hour: '2-digit', minute: '2-digit' },
  full: { dateStyle: 'medium', timeStyle: 'medium' },
  date: { dateStyle: 'medium', timeStyle: 'short' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  short: { day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

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
