// How a draft gets to the server. Edits are kept in the browser until the server has acknowledged them; then they are
// saved. While one save is under way edits wait for the next. A draft that somebody else changed is never overwritten
// unasked: the save stops in `conflict` until a person chooses.
import type { BotDraft } from './bot.ts'
import type { Keep } from './moved.ts'
import { fieldsOf, isFields } from './path.ts'

export type Saving =
  | { state: 'saved' }
  | { state: 'changed' }
  | { state: 'saving'; sent: BotDraft }
  /** No answer; it is tried again. */
  | { state: 'failed'; attempts: number }
  /** The server refused it; the next edit tries again. */
  | { state: 'refused'; error: Error }
  | { state: 'conflict' }

export type SavingEvent =
  | { event: 'edited' }
  | { event: 'sent'; draft: BotDraft }
  | { event: 'acknowledged'; now: BotDraft }
  | { event: 'unreachable' }
  | { event: 'refused'; error: Error }
  | { event: 'changed_elsewhere' }
  | { event: 'settled' }

export function nextSaving(saving: Saving, event: SavingEvent, attempts: number): Saving {
  switch (event.event) {
    case 'edited':
      return saving.state === 'saving' || saving.state === 'conflict' ? saving : { state: 'changed' }
    case 'sent':
      return { state: 'saving', sent: event.draft }
    case 'acknowledged':
      return saving.state === 'saving' && saving.sent !== event.now ? { state: 'changed' } : { state: 'saved' }
    case 'unreachable':
      return { state: 'failed', attempts: attempts + 1 }
    case 'refused':
      return { state: 'refused', error: event.error }
    case 'changed_elsewhere':
      return { state: 'conflict' }
    case 'settled':
      return { state: 'saved' }
  }
}

/** Milliseconds from an edit to its save, and from a save that failed to the next try. */
export function delayOf(saving: Saving): number | null {
  const afterEdit = 800
  const [firstRetry, longestRetry] = [2_000, 30_000]
  if (saving.state === 'changed') return afterEdit
  return saving.state === 'failed' ? Math.min(longestRetry, firstRetry * 2 ** (saving.attempts - 1)) : null
}

/** What was edited and not acknowledged, with the tag of the draft it began from. */
export type Kept = { draft: BotDraft; tag: string }

const prefix = 'baton.designer.draft.'

export function readKept(keep: Keep, bot: string): Kept | null {
  try {
    const { draft, tag } = fieldsOf(JSON.parse(keep.getItem(prefix + bot) ?? 'null'))
    return isFields(draft) && typeof tag === 'string' ? { draft, tag } : null
  } catch {
    return null
  }
}

/** False where the browser keeps nothing. */
export function writeKept(keep: Keep, bot: string, kept: Kept | null): boolean {
  try {
    if (kept === null) keep.removeItem(prefix + bot)
    else keep.setItem(prefix + bot, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}
