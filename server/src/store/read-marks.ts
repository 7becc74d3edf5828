/** What both stores keep of how far operators have read. */
import { asId, type ConversationId } from '@baton/core/ids'
import type { ReadMark } from '@baton/core/protocol'
import type { Glance } from './store.ts'

export type ReadMarkRow = { conversation: string; up_to: number; is_marked: number; revision: number }

export function readMarkOf({ up_to, is_marked, revision }: Omit<ReadMarkRow, 'conversation'>): ReadMark {
  return { upTo: up_to, isMarked: is_marked === 1, revision }
}

export function readMarksOf(rows: readonly ReadMarkRow[]): Map<ConversationId, ReadMark> {
  return new Map(rows.map((row) => [asId<'conversation'>(row.conversation), readMarkOf(row)]))
}

/** `by`: who spoke last, as JSON has it. */
export type GlanceRow = { id: string; status: string; owner: string | null; last_seq: number; by: string | null }

export function glanceOf({ id, status, owner, last_seq, by }: GlanceRow): Glance {
  return {
    id: asId(id),
    status: status === 'open' ? 'open' : 'closed',
    operator: owner === null ? null : { id: asId(owner) },
    lastSeq: last_seq,
    lastLine: by === null ? null : { by: JSON.parse(by) },
  }
}
