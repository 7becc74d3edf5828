/** What both stores keep of canned replies and of texts not sent yet. */
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import type { CannedReply, CannedReplyRefusal, ReplyDraft } from './store.ts'
import type { Kind } from './team-and-own.ts'

/** Of the team, and of each operator. */
export const mostCannedReplies = 500
/** Of each operator; older ones go. */
export const mostReplyDrafts = 500

type CannedReplyRow = { id: string; operator: string | null; shortcut: string; title: string; text: string }

export const cannedReplies: Kind<CannedReply, CannedReplyRow, CannedReplyRefusal> = {
  called: 'canned_reply',
  table: 'canned_replies',
  keyColumn: 'shortcut_key',
  columns: ['shortcut', 'title', 'text'],
  // Shortcuts that differ in case alone are the same one.
  keyOf: ({ shortcut }) => shortcut.normalize('NFC').toLowerCase(),
  valuesOf: ({ shortcut, title, text }) => [shortcut, title, text],
  thingOf: ({ id, operator, ...said }) => ({
    id: asId(id),
    operator: operator === null ? null : asId(operator),
    ...said,
  }),
  auditable: ({ operator, shortcut, title }) => ({ shortcut, title, ...(operator === null ? {} : { operator }) }),
  taken: ({ shortcut }) => ({ kind: 'shortcut_taken', shortcut }),
  tooMany: { kind: 'too_many', limit: mostCannedReplies },
  unknown: { kind: 'unknown_reply' },
}

export type ReplyDraftRow = { conversation: string; reply: string; note: string; written_at: number; saved_at: number }

export function replyDraftOf({ conversation, reply, note, written_at, saved_at }: ReplyDraftRow): ReplyDraft {
  return { conversation: asId(conversation), reply, note, writtenAt: instant(written_at), savedAt: instant(saved_at) }
}
