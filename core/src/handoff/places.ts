/** [RO-23] Where a request stands, and how long that may last, as the contact is told it. */
import type { ConversationId, GroupId } from '../ids.ts'

/** `position`: from 1; `waiting`: how many wait for the same group. `estimate`: null while too little is known. */
export type Place = { position: number; waiting: number; estimate: Estimate | null }

/**
 * How long whoever stands here waited lately: the median. `basis`: of how many waits; `from`: of those who stood at this
 * very place, or of everybody, by the place.
 */
export type Estimate = { milliseconds: number; basis: number; from: 'this_place' | 'all_places' }

/** How long somebody waited who came to a place of the queue. */
export type PastWait = { position: number; milliseconds: number }

/** Fewer say nothing. */
export const leastBasis = 5

/** The places of a queue, whoever is first first: each counts among those who wait for the same group, or for anybody. */
export function placesIn(
  queue: readonly { id: ConversationId; group: GroupId | null }[],
): Map<ConversationId, Omit<Place, 'estimate'> & { group: GroupId | null }> {
  const lengths = new Map<GroupId | null, number>()
  const ahead = queue.map(({ id, group }) => {
    const position = (lengths.get(group) ?? 0) + 1
    lengths.set(group, position)
    return { id, group, position }
  })
  return new Map(ahead.map(({ id, group, position }) => [id, { group, position, waiting: lengths.get(group) ?? 0 }]))
}

/** The median of the waits that began at this place; where these are few, that of all waits by the place they began at. */
export function estimateAt(position: number, waits: readonly PastWait[]): Estimate | null {
  const here = waits.filter((wait) => wait.position === position)
  if (here.length >= leastBasis)
    return { milliseconds: median(here.map((wait) => wait.milliseconds)), basis: here.length, from: 'this_place' }
  if (waits.length < leastBasis) return null
  const perPlace = median(waits.map((wait) => wait.milliseconds / wait.position))
  return { milliseconds: Math.round(perPlace * position), basis: waits.length, from: 'all_places' }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
