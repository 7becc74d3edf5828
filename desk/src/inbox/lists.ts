import type { ConversationSummary } from '@baton/core/protocol'
import type { ListQuery } from '../api/conversations.ts'
import { fitsOnly, type Only } from './only.ts'
import { isSnoozed } from './snoozed.ts'

export type Tab = 'requested' | 'mine' | 'all'
export type StateFilter = 'open' | 'chatbot_controlled' | 'operator_requested' | 'taken_over' | 'closed'
/** What a list shows. A search is answered by the server alone. */
export type ListOf = {
  tab: Tab
  filter: StateFilter
  search: string
  /** Absent: nothing is left out. */
  only?: Only
}

/** How far a list is loaded: rows behind the last one of a page that has a next page are not shown yet. */
export type Boundary = Key | null
type Key = { at: string; id: string }

export function listQuery({ tab, filter, search, only = {} }: ListOf, me: string): ListQuery {
  const q = search.trim() || undefined
  if (tab === 'requested') return { ...only, chatState: 'operator_requested', status: 'open', q }
  if (tab === 'mine') return { ...only, operator: me, status: 'open', q }
  if (filter === 'open' || filter === 'closed') return { ...only, status: filter, q }
  return { ...only, chatState: filter, status: 'open', q }
}

/** `now`: in milliseconds since 1970. What is put aside comes back to its owner's list then. */
export function belongs(row: ConversationSummary, { tab, filter, only }: ListOf, me: string, now: number): boolean {
  if (only !== undefined && !fitsOnly(row, only)) return false
  if (tab === 'requested') return row.status === 'open' && row.chatState === 'operator_requested'
  if (tab === 'mine') return row.status === 'open' && row.operator?.id === me && !isSnoozed(row, now)
  if (filter === 'open' || filter === 'closed') return row.status === filter
  return row.status === 'open' && row.chatState === filter
}

/** The rows of a list in order: requests longest waiting first, all else newest activity first. */
export function rowsOf(
  rows: Iterable<ConversationSummary>,
  list: ListOf,
  me: string,
  boundary: Boundary,
  now: number,
): ConversationSummary[] {
  const fitting = [...rows].filter((row) => belongs(row, list, me, now))
  const compare = comparer(list.tab)
  const isLoaded = (key: Key) => boundary === null || key.at === boundary.at || compare(key, boundary) < 0
  const shown = fitting.filter((row) => isLoaded(keyOf(row, list.tab)))
  return shown.sort((a, b) => compare(keyOf(a, list.tab), keyOf(b, list.tab)))
}

export function keyOf(row: ConversationSummary, tab: Tab): Key {
  return { at: tab === 'requested' ? (row.requestedAt ?? row.lastActivityAt) : row.lastActivityAt, id: row.id }
}

/** The row before or after another; the first where there is none. */
export function neighbour(ids: readonly string[], current: string | null, step: 1 | -1): string | null {
  const index = current === null ? -1 : ids.indexOf(current)
  if (index === -1) return ids[0] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))] ?? null
}

function comparer(tab: Tab): (a: Key, b: Key) => number {
  const sign = tab === 'requested' ? 1 : -1
  return (a, b) => {
    if (a.at !== b.at) return a.at < b.at ? -sign : sign
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }
}
