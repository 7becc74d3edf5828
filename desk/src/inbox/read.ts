import { type ConversationSummary, isUnread } from '@baton/core/protocol'
import { useLive, useStore } from '../live/hooks.ts'
import type { Reads } from '../live/reading.ts'

export function useReads(): Reads {
  return useStore(useLive().reading.reads)
}

/** [U-11] Whether a row has news for me, by what is known here. */
export function hasNews(row: ConversationSummary, reads: Reads, me: string): boolean {
  return isUnread(row, reads[row.id] ?? null, me)
}
