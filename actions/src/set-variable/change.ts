import type { Value } from '@baton/core/conversation'
import { isSame, numberOf, textOf } from '../values.ts'

export type How =
  | 'overwrite'
  | 'append'
  | 'concatenate'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'replace'
  | 'remove'
  | 'clear'

export type Changed = { ok: true; value: Value } | { ok: false; reason: string }

/** The value of a variable after a change; a change that does not fit the values says why. */
export function change(current: Value | undefined, how: How, value: Value | undefined): Changed {
  switch (how) {
    case 'overwrite':
      return done(value ?? null)
    case 'append':
      return append(current, value ?? null)
    case 'concatenate':
      return concatenate(current, value)
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return calculate(current, how, value)
    case 'replace':
      return replace(current, value)
    case 'remove':
      return remove(current, value)
    case 'clear':
      return done(null)
  }
}

function append(current: Value | undefined, value: Value): Changed {
  if (isNothing(current)) return done([value])
  return done(Array.isArray(current) ? [...current, value] : [current, value])
}

function concatenate(current: Value | undefined, value: Value | undefined): Changed {
  if (Array.isArray(current) && Array.isArray(value)) return done([...current, ...value])
  if (typeof current === 'object' && current !== null) return refused('only a text can be made longer')
  if (typeof value === 'object' && value !== null) return refused('only a text can be added to a text')
  return done(textOf(current) + textOf(value))
}

/** A variable without a value counts as 0. */
function calculate(
  current: Value | undefined,
  how: 'add' | 'subtract' | 'multiply' | 'divide',
  value: Value | undefined,
): Changed {
  const [left, right] = [isNothing(current) ? 0 : numberOf(current), numberOf(value)]
  if (left === null) return refused('the variable holds no number')
  if (right === null) return refused('the value is no number')
  if (how === 'divide' && right === 0) return refused('nothing can be divided by 0')
  const results = { add: left + right, subtract: left - right, multiply: left * right, divide: left / right }
  // JSON, in which variables are kept, has no -0.
  return Number.isFinite(results[how]) ? done(results[how] + 0) : refused('the result is too large')
}

function replace(current: Value | undefined, value: Value | undefined): Changed {
  const swap = readSwap(value)
  if (swap === null) return refused('the value needs what to search and what to put there: { search, with }')
  const { search, put } = swap
  if (Array.isArray(current)) return done(current.map((element) => (isSame(element, search) ? put : element)))
  if (typeof current === 'object' && current !== null)
    return refused('only in a text or a list can something be replaced')
  if (textOf(search) === '') return refused('there is nothing to search for')
  return isNothing(current) ? done('') : done(textOf(current).replaceAll(textOf(search), () => textOf(put)))
}

export function readSwap(value: Value | undefined): { search: Value; put: Value } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { search, with: put, ...rest } = value
  return search === undefined || put === undefined || Object.keys(rest).length > 0 ? null : { search, put }
}

function remove(current: Value | undefined, value: Value | undefined): Changed {
  if (Array.isArray(current)) return done(current.filter((element) => !isSame(element, value)))
  if (typeof current === 'object' && current !== null)
    return refused('only from a text or a list can something be removed')
  if (textOf(value) === '') return refused('there is nothing to remove')
  return isNothing(current) ? done('') : done(textOf(current).replaceAll(textOf(value), ''))
}

function isNothing(value: Value | undefined): value is null | undefined | '' {
  return value === undefined || value === null || value === ''
}

function done(value: Value): Changed {
  return { ok: true, value }
}

function refused(reason: string): Changed {
  return { ok: false, reason }
}
