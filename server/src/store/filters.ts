/** What both stores keep of filters by name, and of notes that are for somebody. */
import type { Actor } from '@baton/core/conversation'
import { asId, type OperatorId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import type { Mention, SavedFilter, SavedFilterRefusal } from './store.ts'
import type { Kind } from './team-and-own.ts'

/** Of the team, and of each operator. */
export const mostFilters = 100

type FilterRow = { id: string; operator: string | null; name: string; query: string }

export const savedFilters: Kind<SavedFilter, FilterRow, SavedFilterRefusal> = {
  called: 'filter',
  table: 'filters',
  keyColumn: 'name_key',
  columns: ['name', 'query'],
  // Names that differ in case alone are the same one.
  keyOf: ({ name }) => name.normalize('NFC').trim().toLowerCase(),
  valuesOf: ({ name, query }) => [name, JSON.stringify(query)],
  thingOf: ({ id, operator, name, query }) => ({
    id: asId(id),
    operator: operator === null ? null : asId(operator),
    name,
    query: JSON.parse(query),
  }),
  auditable: ({ operator, name }) => ({ name, ...(operator === null ? {} : { operator }) }),
  taken: ({ name }) => ({ kind: 'name_taken', name }),
  tooMany: { kind: 'too_many', limit: mostFilters },
  unknown: { kind: 'unknown_filter' },
}

export type MentionRow = { conversation: string; seq: number; at: number; actor: string; data: string; read_to: number }

/** As it stands in an event: a text that says the same has its quotes escaped. */
export function idWithin(operator: OperatorId): string {
  return JSON.stringify(operator)
}

/** Null: the id stands elsewhere in it. */
export function mentionOf(row: MentionRow, operator: OperatorId): Mention | null {
  const { text = '', mentions = [] }: { text?: string; mentions?: string[] } = JSON.parse(row.data)
  const by: Actor = JSON.parse(row.actor)
  if (!mentions.includes(operator)) return null
  const { conversation, seq, at } = row
  return { conversation: asId(conversation), seq, at: instant(at), by, text, isRead: row.read_to >= seq }
}

/** How a tag stands in the log: at the beginning of the event that set it. */
export function tagWithin(tag: string): string {
  return JSON.stringify({ tag }).slice(0, lengthOfTagWithin)
}
const lengthOfTagWithin = 300

/** A text as JSON begins: what it says goes on behind. */
export function beginningOf(text: string): string {
  return JSON.stringify(text).slice(0, -1)
}

/** A tag or a language that more conversations have than this is found sooner by walking the list. */
export const mostLabelled = 2_000

/** How the log begins to tell a language. */
export function languageWithin(language: string): string {
  return JSON.stringify({ variable: 'locale', value: language }).slice(0, -'"}'.length)
}

/** Behind every text that begins with it. */
export function behind(beginning: string): string {
  return `${beginning}\u{10ffff}`
}
