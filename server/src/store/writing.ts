/** What both stores keep of canned replies and of texts not sent yet. */
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import type { CannedReply, ReplyDraft } from './store.ts'

/** Of the team, and of each operator. */
export const mostCannedReplies = 500
/** Of each operator; older ones go. */
export const mostReplyDrafts = 500

/** Shortcuts that differ in case alone are the same one. */
export function keyOfShortcut(shortcut: string): string {
  return shortcut.normalize('NFC').toLowerCase()
}

export type CannedReplyRow = { id: string; operator: string | null; shortcut: string; title: string; text: string }

export function cannedReplyOf({ id, operator, shortcut, title, text }: CannedReplyRow): CannedReply {
  return { id: asId(id), operator: operator === null ? null : asId(operator), shortcut, title, text }
}

export type ReplyDraftRow = { conversation: string; reply: string; note: string; written_at: number; saved_at: number }

export function replyDraftOf({ conversation, reply, note, written_at, saved_at }: ReplyDraftRow): ReplyDraft {
  return { conversation: asId(conversation), reply, note, writtenAt: instant(written_at), savedAt: instant(saved_at) }
}

/** What the audit log keeps of a canned reply: which one it was, not what it says. */
export function auditableReply({ operator, shortcut, title }: CannedReply): Record<string, unknown> {
  return { shortcut, title, ...(operator === null ? {} : { operator }) }
}
