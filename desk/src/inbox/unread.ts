import type { ConversationSummary } from '@baton/core/protocol'
import { number, record } from '../api/shape.ts'
import type { Keep } from '../conversation/composer/drafts.ts'

/** Up to which position each conversation was read in this browser. */
export type Read = Readonly<Record<string, number>>

const place = 'baton.read'
const most = 500

export function isUnread(row: ConversationSummary, read: Read): boolean {
  return row.status === 'open' && row.lastLine?.by === 'contact' && row.lastSeq > (read[row.id] ?? 0)
}

export function withRead(read: Read, conversation: string, seq: number): Read {
  if ((read[conversation] ?? 0) >= seq) return read
  const { [conversation]: _, ...others } = read
  return Object.fromEntries([...Object.entries(others).slice(-most), [conversation, seq]])
}

/** What either of the two has read. */
export function withNewer(one: Read, other: Read): Read {
  return Object.entries(other).reduce((all, [conversation, seq]) => withRead(all, conversation, seq), one)
}

export function readRead(keep: Keep): Read {
  try {
    const source = keep.getItem(place)
    if (source === null) return {}
    return Object.fromEntries(
      Object.entries(record(JSON.parse(source), place)).map(([id, seq]) => [id, number(seq, id)]),
    )
  } catch {
    return {}
  }
}

export function writeRead(keep: Keep, read: Read): void {
  try {
    keep.setItem(place, JSON.stringify(read))
  } catch {
    // Unread marks come back after a reload; nothing else depends on them.
  }
}
