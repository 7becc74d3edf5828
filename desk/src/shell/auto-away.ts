import type { PresenceStatus } from '@baton/core/protocol'
import { presenceStatus } from '../api/people.ts'
import { nullable, number, object, type Shaped } from '../api/shape.ts'

/** In minutes; 0: never. */
export const awayChoices = [0, 5, 10, 15, 30, 60] as const
export const usualAwayMinutes = 15

const shape = object({ activeAt: number, before: nullable(presenceStatus) })

/** `activeAt`: when a key or the mouse was last used, in milliseconds since 1970; `before`: what they were until they became away by themselves. */
export type Watched = Shaped<typeof shape>

const place = 'baton.active'

/** [U-16] What somebody is to become now, because nobody uses the desk or because somebody does again; null: as it is. */
export function dueStatus(
  watched: Watched,
  status: PresenceStatus,
  now: number,
  minutes: number,
): PresenceStatus | null {
  const isIdle = minutes > 0 && now - watched.activeAt >= minutes * 60_000
  if (isIdle) return status === 'online' || status === 'busy' ? 'away' : null
  return watched.before !== null && status === 'away' ? watched.before : null
}

/** What is remembered after a change: only what happened by itself goes back by itself. */
export function afterChange(watched: Watched, from: PresenceStatus, to: PresenceStatus): Watched {
  return { ...watched, before: to === 'away' ? from : null }
}

type Keep = Pick<Storage, 'getItem' | 'setItem'>

/** All tabs of a browser are one desk: who works in one is there. */
export function readWatched(keep: Keep, now: number): Watched {
  try {
    return shape(JSON.parse(keep.getItem(place) ?? ''), place)
  } catch {
    return { activeAt: now, before: null }
  }
}

export function writeWatched(keep: Keep, watched: Watched): void {
  try {
    keep.setItem(place, JSON.stringify(watched))
  } catch {
    // Then each tab watches for itself, and the server takes the last word.
  }
}
