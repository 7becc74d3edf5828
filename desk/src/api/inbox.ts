import { conversationSummary } from './events.ts'
import { nothing, request, segment } from './request.ts'
import { boolean, both, fallback, listOf, number, object, partial, type Shaped, text } from './shape.ts'

const placeShape = object({ conversation: text, position: number, waiting: number })
export type PlaceOf = Shaped<typeof placeShape>

const queryShape = partial({
  chatState: text,
  status: text,
  group: text,
  operator: text,
  bot: text,
  channel: text,
  tag: text,
  language: text,
  q: text,
})
/** What a filter by name looks for, as the list of conversations is asked for it. */
export type SavedQuery = Shaped<typeof queryShape>
const filterShape = object({ id: text, name: text, query: queryShape })
export type SavedFilter = Shaped<typeof filterShape>
const filtersShape = object({ items: listOf(filterShape) })

const matchesShape = object({ filter: text, conversations: listOf(text), unread: listOf(text), isMore: boolean })
/** Which conversations a filter matches: so many at most, and whether there are more. */
export type FilterMatches = Shaped<typeof matchesShape>

const mentionShape = object({
  conversation: text,
  seq: number,
  at: text,
  by: both(object({ kind: text }), partial({ name: text })),
  text: fallback(text, ''),
  isRead: boolean,
})
export type Mention = Shaped<typeof mentionShape>
const mentionsShape = object({
  items: listOf(mentionShape),
  conversations: listOf(conversationSummary),
  unread: number,
})
export type Mentions = Shaped<typeof mentionsShape>

export const places = {
  all: async () => (await request('GET', '/conversations/places', object({ items: listOf(placeShape) }))).items,
}

/** Whose filters: the team's, or the operator's own. */
export type FilterScope = 'team' | 'mine'
const addresses: Readonly<Record<FilterScope, string>> = { team: '/filters', mine: '/me/filters' }

export const filters = {
  list: async (scope: FilterScope) =>
    (await request('GET', addresses[scope], filtersShape, { query: { limit: 500 } })).items,
  matches: async () => (await request('GET', '/me/filters/matches', object({ items: listOf(matchesShape) }))).items,
  add: (scope: FilterScope, name: string, query: SavedQuery) =>
    request('POST', addresses[scope], filterShape, { body: { name, query } }),
  remove: (scope: FilterScope, id: string) => request('DELETE', `${addresses[scope]}/${segment(id)}`, nothing),
}

export const mentions = {
  list: () => request('GET', '/me/mentions', mentionsShape),
  read: (items: readonly { conversation: string; seq: number }[]) =>
    request('POST', '/me/mentions/read', nothing, { body: { items } }),
}
