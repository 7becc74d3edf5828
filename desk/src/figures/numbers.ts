import type { Figure } from '../api/figures.ts'

/** What stands where there is no figure. */
export const noFigure = '–'

/** `whole_share`: a share in whole per cents. */
export type NumberForm = Figure['unit'] | 'whole_share'

/** A value as the reader's language writes it. */
export function numberText(unit: NumberForm, value: number | null | undefined, language: string): string {
  if (value === null || value === undefined) return noFigure
  switch (unit) {
    case 'count':
      return formatterOf(language, 'count').format(value)
    case 'share':
      return formatterOf(language, value === 0 || value === 1 ? 'whole' : 'share').format(value)
    case 'whole_share':
      return formatterOf(language, 'whole').format(value)
    case 'number':
      return formatterOf(language, 'number').format(value)
    case 'duration':
      return spanText(value)
  }
}

/** `0 s`, `45 s`, `2 min 05 s`, `1 h 05 min`. */
export function spanText(milliseconds: number): string {
  const seconds = Math.round(Math.max(0, milliseconds) / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${padded(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${padded(minutes % 60)} min`
}

function padded(count: number): string {
  return String(count).padStart(2, '0')
}

const forms = {
  count: { maximumFractionDigits: 0 },
  number: { maximumFractionDigits: 2 },
  share: { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 },
  whole: { style: 'percent' },
} as const satisfies Record<string, Intl.NumberFormatOptions>

const formatters = new Map<string, Intl.NumberFormat>()

function formatterOf(language: string, form: keyof typeof forms): Intl.NumberFormat {
  const key = `${language} ${form}`
  const known = formatters.get(key) ?? new Intl.NumberFormat(language, forms[form])
  formatters.set(key, known)
  return known
}
