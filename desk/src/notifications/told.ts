import { number, record } from '../api/shape.ts'
import type { Keep } from '../conversation/composer/drafts.ts'
import type { Reads } from '../live/reading.ts'

/** [U-13] Of which conversations a notice is shown, and up to which position of the log. */
export type Told = Readonly<Record<string, number>>

const place = 'baton.told'
const most = 200

/** A notice stands until its conversation is read, and until then makes no sound again. */
export function isNews(told: Told, reads: Reads, conversation: string): boolean {
  const at = told[conversation]
  return at === undefined || (reads[conversation]?.upTo ?? 0) >= at
}

export function withTold(told: Told, conversation: string, seq: number): Told {
  const { [conversation]: _, ...others } = told
  return Object.fromEntries([...Object.entries(others).slice(-most), [conversation, seq]])
}

export function withoutTold(told: Told, conversation: string): Told {
  const { [conversation]: _, ...others } = told
  return others
}

/** Those that were read since, whose notices are over. */
export function readSince(told: Told, reads: Reads): string[] {
  return Object.keys(told).filter((conversation) => (reads[conversation]?.upTo ?? 0) >= (told[conversation] ?? 0))
}

/** Kept for the next window that speaks. */
export function readTold(keep: Keep): Told {
  try {
    const source = record(JSON.parse(keep.getItem(place) ?? '{}'), place)
    return Object.fromEntries(Object.entries(source).map(([id, seq]) => [id, number(seq, id)]))
  } catch {
    return {}
  }
}

export function writeTold(keep: Keep, told: Told): void {
  try {
    keep.setItem(place, JSON.stringify(told))
  } catch {
    // At worst a notice sounds once more.
  }
}
