import { numberWords } from '../texts/fill.ts'
import { readersLocale } from '../texts/language.ts'
import type { Texts } from '../texts/texts.ts'

/** The contact's day of an instant, as `2026-11-22`. */
export function dayOf(at: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

export function dayWords(at: string, now: Date, texts: Texts): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (dayOf(at) === dayOf(now.toISOString())) return texts.today
  if (dayOf(at) === dayOf(yesterday.toISOString())) return texts.yesterday
  return format(at, { day: 'numeric', month: 'long', year: 'numeric' })
}

export function timeWords(at: string): string {
  return format(at, { hour: '2-digit', minute: '2-digit' })
}

/** A moment within the next days. */
export function weekdayWords(at: string): string {
  return format(at, { weekday: 'long', hour: '2-digit', minute: '2-digit' })
}

export function sizeOf(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte'] as const
  const step = bytes >= 1e6 ? 2 : bytes >= 1e3 ? 1 : 0
  const options = {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: step === 2 ? 1 : 0,
  } as const
  // Number and unit stay on one line.
  return numberWords(bytes / 1000 ** step, language, options).replaceAll(' ', '\u00a0')
}

function format(at: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? ''
    : new Intl.DateTimeFormat(readersLocale(document.documentElement.lang), options).format(date)
}
