import { type ConversationSummary, isUnread, type ReadMark } from '@baton/core/protocol'
import type { FilterMatches } from '../api/inbox.ts'
import { belongs, type ListOf } from './lists.ts'

/** Of each filter at most so many are counted. */
export const mostCounted = 99

/** What one filter matches, as far as it is counted. `isMore`: there are others beyond these. */
export type Match = { conversations: ReadonlySet<string>; unread: ReadonlySet<string>; isMore: boolean }
/** By the filter's id. */
export type Matches = Readonly<Record<string, Match>>

/** A filter as a list of the inbox. */
export type Counted = { id: string; list: ListOf }

/** What has come of it, and whether the server must be asked because it cannot be told from here. */
export type Counting = { matches: Matches; isUnsure: boolean }

export function matchesOf(items: readonly FilterMatches[]): Matches {
  return Object.fromEntries(
    items.map(({ filter, conversations, unread, isMore }) => [
      filter,
      { conversations: new Set(conversations), unread: new Set(unread), isMore },
    ]),
  )
}

/** [U-15] How many conversations a filter matches; null: more than are counted. */
export function countOf({ conversations, isMore }: Match): number | null {
  return isMore || conversations.size > mostCounted ? null : conversations.size
}

/** A conversation as it is now, counted by every filter. */
export function withRow(
  matches: Matches,
  filters: readonly Counted[],
  row: ConversationSummary,
  reader: { mark: ReadMark | null; me: string; now: number },
): Counting {
  let isUnsure = false
  const changed = filters.flatMap(({ id, list }) => {
    const match = matches[id]
    if (match === undefined) return []
    const was = match.conversations.has(row.id)
    const fits = belongs(row, list, reader.me, reader.now)
    // Words are looked for by the server alone: whether they are in it by now, it must say.
    const isSearch = list.search.trim() !== ''
    if (isSearch && fits && !was) isUnsure = true
    const isIn = isSearch ? was && fits : fits
    // One of those that were not counted comes in its place.
    if (was && !isIn && match.isMore) isUnsure = true
    const isNews = isIn && isUnread(row, reader.mark, reader.me)
    if (was === isIn && match.unread.has(row.id) === isNews) return []
    const next = { ...match, conversations: setIn(match.conversations, row.id, isIn) }
    return [[id, { ...next, unread: setIn(match.unread, row.id, isNews) }] as const]
  })
  return { matches: changed.length === 0 ? matches : { ...matches, ...Object.fromEntries(changed) }, isUnsure }
}

/** A conversation of which nothing is known here but how far it was read: whoever reads, reads to the end. */
export function withMarkOf(matches: Matches, conversation: string, { isMarked }: ReadMark): Matches {
  const changed = Object.entries(matches).flatMap(([id, match]) => {
    if (!match.conversations.has(conversation) || match.unread.has(conversation) === isMarked) return []
    return [[id, { ...match, unread: setIn(match.unread, conversation, isMarked) }] as const]
  })
  return changed.length === 0 ? matches : { ...matches, ...Object.fromEntries(changed) }
}

function setIn(ids: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  if (ids.has(id) === isIn) return ids
  const next = new Set(ids)
  if (isIn) next.add(id)
  else next.delete(id)
  return next
}
