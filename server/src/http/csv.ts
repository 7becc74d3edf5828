/** Comma-separated values as RFC 4180 has them, safe to open in a table. */

export const csvType = 'text/csv; charset=utf-8; header=present'

export type CsvValue = string | number | null

/** One line with its end. Null is empty. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvField).join(',')}\r\n`
}

/** [S-05] A text that a table would take for a formula begins with an apostrophe instead. */
function csvField(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
