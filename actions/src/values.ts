import type { Value } from '@baton/core/conversation'

/** A value as text: nothing is empty, lists and objects are JSON. */
export function textOf(value: Value | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A number, also when written as one; `007` is a code, not a number. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value.trim())) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Whether two values say the same: numbers as numbers, everything else as text; case and outer spaces do not count. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  const [left, right] = [numberOf(one), numberOf(other)]
  return left !== null && right !== null ? left === right : plain(one) === plain(other)
}

export function plain(value: Value | undefined): string {
  return textOf(value).normalize('NFC').trim().toLowerCase()
}
