// What counts as the answer an `input` expects, and the value it becomes. No value: not what was expected.
import { compilePattern, plainText } from '@baton/core/flow'
import { isEmail } from '../addresses.ts'

export type Expected = {
  expects: 'text' | 'pattern' | 'email' | 'number' | 'date' | 'choice'
  pattern?: string
  choices?: string[]
}

export function acceptedValue(said: string, { expects, pattern, choices }: Expected): string | number | null {
  const text = said.trim()
  if (text === '') return null
  switch (expects) {
    case 'text':
      return text
    case 'pattern':
      return compilePattern(pattern ?? '')?.matches(text) ? text : null
    case 'email':
      return isEmail(text) ? text : null
    case 'number':
      return readNumber(text)
    case 'date':
      return readDate(text)
    case 'choice':
      return choices?.find((choice) => plainText(choice) === plainText(text)) ?? null
  }
}

/** `12`, `-3.5` and `2,5`; not `1,234`, which means one thing here and another there. */
function readNumber(text: string): number | null {
  if (text.length > 30 || !/^[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)$/.test(text) || /^[+-]?\d{1,3},\d{3}$/.test(text))
    return null
  return Number(text.replace(',', '.'))
}

/** `2026-05-31` and `31.5.2026` become `2026-05-31`. Forms with slashes are left out: their order differs by country. */
function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text)
  const [year, month, day] = iso ? iso.slice(1).map(Number) : (dotted?.slice(1).map(Number).reverse() ?? [])
  if (year === undefined || month === undefined || day === undefined) return null
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (month === 2) return isLeap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
