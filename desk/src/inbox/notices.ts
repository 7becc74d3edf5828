import type { ConversationSummary, EventView } from '@baton/core/protocol'
import { isIdleWarning } from '../conversation/log/entries.ts'

export type Self = { id: string; groups: readonly string[] }
export type Notice = {
  kind: 'offer' | 'request' | 'message' | 'idle' | 'mention'
  conversation: string
  contact: string
  text: string
  group: string | null
}

/** [U-13] [RO-30] Only requests that I am asked to take or could take, and messages in my conversations, and not for the one in front of me. */
export function noticeOf(
  row: ConversationSummary,
  event: EventView,
  self: Self,
  focused: string | null,
): Notice | null {
  if (row.id === focused) return null
  const base = {
    conversation: row.id,
    contact: row.contactName,
    text: row.lastLine?.text ?? '',
    group: row.group?.name ?? null,
  }
  const isByMe = event.actor.kind === 'operator' && event.actor.id === self.id
  const note = noteFor(self, event)
  if (note !== null) return { kind: 'mention', ...base, text: note }
  if (event.type === 'operator_offered') return event.data.operator.id === self.id ? { kind: 'offer', ...base } : null
  if (event.type === 'operator_requested' && isForMe(row, self) && !isByMe) return { kind: 'request', ...base }
  if (isIdleWarning(event)) return row.operator?.id === self.id ? { kind: 'idle', ...base } : null
  if (event.type === 'taken_over' && row.operator?.id === self.id && !isByMe) return { kind: 'request', ...base }
  if (event.type === 'transferred' && isForMe(row, self) && !isByMe) return { kind: 'request', ...base }
  const isFromContact = event.type === 'message' && event.actor.kind === 'contact'
  return isFromContact && row.operator?.id === self.id ? { kind: 'message', ...base } : null
}

/** The words of a note that is for me, perhaps among others; null: it is none. */
export function noteFor(self: Self, event: EventView): string | null {
  if (event.type !== 'message' || event.data.mentions?.some((id) => id === self.id) !== true) return null
  return event.data.text ?? ''
}

/** Whether a request is addressed to me, to one of my groups, or to everybody. */
export function isForMe(row: ConversationSummary, self: Self): boolean {
  if (row.status !== 'open') return false
  if (row.chatState === 'taken_over') return row.operator?.id === self.id
  if (row.chatState !== 'operator_requested') return false
  if (row.requestedOperator !== null) return row.requestedOperator.id === self.id
  return row.group === null || self.groups.includes(row.group.id)
}
