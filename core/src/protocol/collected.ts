/** What the bot has found out, in the few lines that a list of waiting people has room for. */
import { contactVariables, systemVariables, variableOfPriority } from '../conversation/chat-variables.ts'
import type { Value, Variables } from '../conversation/value.ts'

/** `text` is shortened. */
export type Collected = { name: string; text: string }

const mostCollected = 3
const longestText = 80

/** Kept by the system, shown elsewhere, or no answer to anything. */
const notCollected = new Set([...systemVariables, ...contactVariables, variableOfPriority, 'failed_inputs'])
/** How to reach somebody, behind what they came for. */
const ofContact = ['user_email', 'user_phone_number'] as const

/** [U-15] What was set in this conversation, the latest first, then how the contact can be reached. */
export function collectedIn(variables: Variables): Collected[] {
  const own = Object.keys(variables)
    .filter((name) => !notCollected.has(name))
    .reverse()
  const told: Collected[] = []
  for (const name of [...own, ...ofContact]) {
    const text = textOf(variables[name])
    if (text !== '') told.push({ name, text })
    if (told.length === mostCollected) break
  }
  return told
}

/** A row has no variables: what is new goes first, and what is gone leaves no other in its place. */
export function collectedAfter(known: readonly Collected[], variable: string, value: Value): Collected[] {
  const others = known.filter(({ name }) => name !== variable)
  if (variable.includes('.') || notCollected.has(variable)) return [...known]
  const text = textOf(value)
  return text === '' ? others : [{ name: variable, text }, ...others].slice(0, mostCollected)
}

/** [U-15] The language the contact has told, or their browser; null: none is known. */
export function languageIn({ locale }: Variables): string | null {
  return typeof locale === 'string' && locale !== '' ? locale : null
}

function textOf(value: Value | undefined): string {
  if (value === undefined || value === null || value === false) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === '{}' || text === '[]' ? '' : text.trim().slice(0, longestText)
}
