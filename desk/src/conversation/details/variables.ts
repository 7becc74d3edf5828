import { systemVariables } from '@baton/core/conversation'

const longest = 120

export function variableText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** Variables without a value are known, but say nothing. */
export function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined
}

export function isLong(text: string): boolean {
  return text.length > longest || text.split('\n').length > 3
}

/** One paragraph for the table; line breaks inside of JSON are only for reading. */
export function shortened(text: string): string {
  if (!isLong(text)) return text
  return `${text.replace(/\n\s*/g, ' ').slice(0, longest)} …`
}

/** What people enter; `json` is a list or an object. */
export const variableKinds = ['text', 'number', 'truth', 'json'] as const
export type VariableKind = (typeof variableKinds)[number]

export function kindOf(value: unknown): VariableKind {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'truth'
  return typeof value === 'object' && value !== null ? 'json' : 'text'
}

/** Null: the text is no value of this kind. */
export function readVariable(text: string, kind: VariableKind): { value: unknown } | null {
  if (kind === 'text') return { value: text }
  const value = parsed(text.trim())
  if (value === undefined) return null
  return kind === kindOf(value) ? { value } : null
}

/** [FL-9] As the rules have it: small letters, digits and underscores, a letter first. */
export function isVariableName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/.test(name)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** [FL-10] How the contact is called and reached, in the order in which people look for it. */
export const ofContact = ['user_name', 'user_email', 'user_phone_number', 'locale'] as const
export type OfContact = (typeof ofContact)[number]

export function isOfContact(name: string): name is OfContact {
  return ofContact.some((one) => one === name)
}

/** [FL-10] What the system keeps: it can be read, and nobody sets it. */
export function isOfSystem(name: string): boolean {
  return systemVariables.has(name)
}

/** Where a way to reach somebody leads; null for what is no such thing. */
export function wayTo(name: OfContact, text: string): string | null {
  if (name === 'user_email') return /^[^\s@<>"?&]+@[^\s@<>"?&]+$/.test(text) ? `mailto:${text}` : null
  if (name !== 'user_phone_number') return null
  const digits = text.replace(/[\s().\-/]/g, '')
  return /^\+?[0-9]{3,20}$/.test(digits) ? `tel:${digits}` : null
}
