// What a form asks, and what is wrong with the answers. Pure.
import type { FormField } from '@baton/core/protocol'

export type Variables = Record<string, string | number | boolean>

/** What stands in the fields, by variable; consent is a text, too, so that all are alike. */
export type Values = Readonly<Record<string, string>>
export const consented = 'yes'

export type Wrong = 'missing' | 'email' | 'phone' | 'consent' | 'too_long'

const longest = 1_000
const emailForm = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/
const phoneForm = /^\+?[\d\s()/.-]{5,}$/

/** What is wrong, by variable, in the order of the fields. */
export function wrongIn(fields: readonly FormField[], values: Values): Map<string, Wrong> {
  const found = new Map<string, Wrong>()
  for (const field of fields) {
    const wrong = wrongWith(field, (values[field.variable] ?? '').trim())
    if (wrong !== null) found.set(field.variable, wrong)
  }
  return found
}

function wrongWith({ kind, isRequired }: FormField, value: string): Wrong | null {
  if (value === '') return isRequired ? (kind === 'consent' ? 'consent' : 'missing') : null
  if (value.length > longest) return 'too_long'
  if (kind === 'email') return emailForm.test(value) ? null : 'email'
  if (kind === 'phone') return phoneForm.test(value) ? null : 'phone'
  return null
}

/** What was answered; what was left empty is not set. */
export function variablesOf(fields: readonly FormField[], values: Values): Variables {
  return Object.fromEntries(
    fields.flatMap(({ variable, kind }): [string, string | boolean][] => {
      const value = (values[variable] ?? '').trim()
      if (kind === 'consent') return [[variable, value === consented]]
      return value === '' ? [] : [[variable, value]]
    }),
  )
}

/** What the site has said already need not be asked for. */
export function unanswered(fields: readonly FormField[], known: Variables): FormField[] {
  return fields.filter(({ variable }) => known[variable] === undefined || known[variable] === '')
}

const byVariable: Record<string, string> = {
  user_name: 'name',
  first_name: 'given-name',
  last_name: 'family-name',
  user_email: 'email',
  user_phone_number: 'tel',
}

/** What the browser may fill in by itself. */
export function autocompleteOf({ variable, kind }: FormField): string {
  if (kind === 'email') return 'email'
  if (kind === 'phone') return 'tel'
  return byVariable[variable] ?? 'off'
}
