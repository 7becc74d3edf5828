import { Store } from '../live/store.ts'

/** Conversations that are selected together. `head`: where the selection is extended from. */
export type Selection = { ids: ReadonlySet<string>; head: string | null; anchor: string | null }

export const nothingSelected: Selection = { ids: new Set(), head: null, anchor: null }
export const selection = new Store<Selection>(nothingSelected)

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next.size === 0 ? nothingSelected : { ids: next, head: id, anchor: id }
}

/** All from where the selection began to here, as the list shows them; what was selected beyond that is not any more. */
export function extendedTo({ ids, anchor }: Selection, shown: readonly string[], id: string): Selection {
  const from = anchor === null ? -1 : shown.indexOf(anchor)
  const to = shown.indexOf(id)
  if (from === -1 || to === -1) return { ids: new Set([...ids, id]), head: id, anchor: anchor ?? id }
  return { ids: new Set(shown.slice(Math.min(from, to), Math.max(from, to) + 1)), head: id, anchor }
}

export function allOf(shown: readonly string[]): Selection {
  const [first = null] = shown
  return { ids: new Set(shown), head: first, anchor: first }
}

/** What is gone from the list is not selected any more. */
export function stillShown(current: Selection, shown: readonly string[]): Selection {
  const left = shown.filter((id) => current.ids.has(id))
  if (left.length === current.ids.size) return current
  return left.length === 0 ? nothingSelected : { ...current, ids: new Set(left) }
}
