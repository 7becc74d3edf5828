import type { Value } from '@baton/core/conversation'
import { compilePattern } from '@baton/core/flow'
import { isSame, numberOf, plain, textOf } from '../values.ts'

export type Comparison = 'equal' | 'not_equal' | 'contains' | 'matches' | 'greater' | 'less' | 'set' | 'not_set'

/** Whether a value fulfils a comparison. A pattern that is none is never matched. */
export function compare(found: Value | undefined, is: Comparison, value: Value | undefined): boolean {
  switch (is) {
    case 'equal':
      return isSame(found, value)
    case 'not_equal':
      return !isSame(found, value)
    case 'contains':
      return contains(found, value)
    case 'matches':
      return matches(found, textOf(value))
    case 'greater':
      return (order(found, value) ?? 0) > 0
    case 'less':
      return (order(found, value) ?? 0) < 0
    case 'set':
      return !isEmpty(found)
    case 'not_set':
      return isEmpty(found)
  }
}

function contains(found: Value | undefined, value: Value | undefined): boolean {
  if (Array.isArray(found)) return found.some((element) => isSame(element, value))
  const part = plain(value)
  return typeof found !== 'object' && part !== '' && plain(found).includes(part)
}

function matches(found: Value | undefined, source: string): boolean {
  const pattern = compilePattern(source)
  if (pattern === null) return false
  return Array.isArray(found)
    ? found.some((element) => pattern.matches(textOf(element)))
    : pattern.matches(textOf(found))
}

/** Numbers, and dates as an `input` keeps them; nothing else has an order. */
function order(found: Value | undefined, value: Value | undefined): number | null {
  const [left, right] = [numberOf(found), numberOf(value)]
  if (left !== null && right !== null) return left - right
  const [one, other] = [textOf(found).trim(), textOf(value).trim()]
  if (!isDate(one) || !isDate(other) || one === other) return null
  return one < other ? -1 : 1
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text)
}

function isEmpty(found: Value | undefined): boolean {
  if (typeof found === 'object' && found !== null) return Object.keys(found).length === 0
  return textOf(found).trim() === ''
}
