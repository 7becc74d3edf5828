import type { CannedReply, CannedScope } from '../../api/writing.ts'
import type { Keep } from './drafts.ts'

/** [U-09] One that can be chosen, and whose it is. */
export type Choice = CannedReply & { scope: CannedScope }

/** The place in the text where a canned reply is being looked for: from the slash to the caret. */
export type Seeking = { from: number; to: number; query: string }

/** A slash at the beginning of a word begins the search; a space ends it. */
export function seekingIn(text: string, caret: number): Seeking | null {
  const found = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, caret))
  if (found === null) return null
  const query = found[1] ?? ''
  return { from: caret - query.length - 1, to: caret, query }
}

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLocaleLowerCase()

/** How well one fits: 0 best; null not at all. */
function fitOf(choice: Choice, query: string): number | null {
  const shortcut = plain(choice.shortcut)
  if (shortcut === query) return 0
  if (shortcut.startsWith(query)) return 1
  if (plain(choice.title).includes(query) || shortcut.includes(query)) return 2
  return plain(choice.text).includes(query) ? 3 : null
}

/** What fits, the best first; of those that fit alike the own ones, then those used last. */
export function fitting(choices: readonly Choice[], query: string, used: readonly string[]): Choice[] {
  const wanted = plain(query)
  const order = (choice: Choice) => {
    const place = used.indexOf(choice.id)
    return [
      wanted === '' ? 0 : (fitOf(choice, wanted) ?? 0),
      choice.scope === 'own' ? 0 : 1,
      place === -1 ? used.length : place,
    ]
  }
  return choices
    .filter((choice) => wanted === '' || fitOf(choice, wanted) !== null)
    .map((choice) => ({ choice, order: order(choice) }))
    .sort((one, other) => compare(one.order, other.order) || one.choice.shortcut.localeCompare(other.choice.shortcut))
    .map(({ choice }) => choice)
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index])
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

const placeOfUsed = 'baton.canned-used'
const mostUsed = 50

/** Ids, the last used first. */
export function readUsed(keep: Keep): string[] {
  try {
    const kept: unknown = JSON.parse(keep.getItem(placeOfUsed) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function noteUsed(keep: Keep, id: string): void {
  const used = [id, ...readUsed(keep).filter((one) => one !== id)].slice(0, mostUsed)
  try {
    keep.setItem(placeOfUsed, JSON.stringify(used))
  } catch {
    // Then the order stays as it is.
  }
}

/** Where variables stand in a text that have no value yet, with their names. */
export function blanksIn(text: string): { from: number; to: number; name: string }[] {
  return [...text.matchAll(/\{\{-?\s*([^{}|]*?)\s*(?:\|[^{}]*)?-?\}\}/g)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
    name: found[1] ?? '',
  }))
}
