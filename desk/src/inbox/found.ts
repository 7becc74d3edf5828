import type { Found, Span } from '../api/found.ts'
import { addressAt, openAt } from '../conversation/log/wanted-line.ts'
import { Store } from '../live/store.ts'
import { goTo, pathOf } from '../shell/navigation.ts'

/** Where the search that is shown found each of its conversations; empty: nobody searches. */
export const foundPlaces = new Store<ReadonlyMap<string, Found>>(new Map())

/** Opens a conversation where the search found it. */
export function openFound(conversation: string): void {
  const found = foundPlaces.get().get(conversation)
  if (found?.in === 'message') openAt(conversation, found.seq)
  else goTo({ name: 'inbox', conversation })
}

/** Where a row leads: to what a search found in it. */
export function addressOf(conversation: string, found: Found | undefined): string {
  return found?.in === 'message' ? addressAt(conversation, found.seq) : pathOf({ name: 'inbox', conversation })
}

export type Piece = { start: number; text: string; isHit: boolean }

/** A text in pieces, those that were searched for apart from the rest. */
export function piecesAround(text: string, hits: readonly Span[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const add = (end: number, isHit: boolean) => {
    if (end > at) pieces.push({ start: at, text: text.slice(at, end), isHit })
    at = Math.max(at, end)
  }
  for (const [start, end] of hits) {
    add(start, false)
    add(end, true)
  }
  add(text.length, false)
  return pieces
}
