import type { ConversationSummary } from './views.ts'

/**
 * [U-11] How far an operator has read a conversation, as `PUT /me/read-marks/{c}` answers it. `isMarked`: they want what
 * comes after it to be unread. `revision`: counts the changes; 0: they have not read it, and nobody expects them to.
 */
export type ReadMark = { upTo: number; isMarked: boolean; revision: number }

type Row = Pick<ConversationSummary, 'status' | 'lastSeq'> & {
  operator: { id: string } | null
  lastLine: { by: string } | null
}

/**
 * [U-11] Whether a conversation has news for an operator: its contact spoke last, and further than they have read; or they
 * said so. What a colleague has in hand is no news to somebody who has never read it. Null: they have no mark in it.
 */
export function isUnread({ status, operator, lastLine, lastSeq }: Row, mark: ReadMark | null, reader: string): boolean {
  if (mark?.isMarked === true) return true
  if (status !== 'open' || lastLine?.by !== 'contact' || lastSeq <= (mark?.upTo ?? 0)) return false
  const isMine = operator === null || operator.id === reader
  return isMine || (mark?.revision ?? 0) > 0
}
