import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { ReplyDraft, ReplyDrafts } from '../store.ts'
import { mostReplyDrafts, type ReplyDraftRow, replyDraftOf } from '../writing.ts'
import type { Connections } from './connections.ts'

/** Beside the lanes: nobody's commit waits for somebody's typing. */
export class PostgresReplyDrafts implements ReplyDrafts {
  readonly #connections: Connections

  constructor({ connections }: { connections: Connections }) {
    this.#connections = connections
  }

  async list(workspace: WorkspaceId, operator: OperatorId): Promise<ReplyDraft[]> {
    const rows = await this.#connections.rows<ReplyDraftRow>(workspace, listingDrafts, [workspace, operator])
    return rows.map(replyDraftOf)
  }

  async save(workspace: WorkspaceId, operator: OperatorId, draft: ReplyDraft): Promise<boolean> {
    const { conversation, reply, note, writtenAt, savedAt } = draft
    return this.#connections.transaction(workspace, async (tx) => {
      // Whoever erases the conversation meanwhile waits for this, or it is not found here any more.
      if ((await tx.rows(holding, [workspace, conversation])).length === 0) return false
      if (reply === '' && note === '') {
        await tx.rows(deletingDraft, [workspace, operator, conversation])
        return true
      }
      await tx.rows(savingDraft, [workspace, operator, conversation, reply, note, writtenAt, savedAt])
      await tx.rows(droppingOld, [workspace, operator])
      return true
    })
  }
}

const listingDrafts = {
  name: 'list_reply_drafts',
  text: `select conversation, reply, note, written_at, saved_at from reply_drafts
    where workspace = $1 and operator = $2 order by saved_at desc, conversation collate "C"`,
}
const holding = {
  name: 'hold_conversation_for_draft',
  text: 'select id from conversations where workspace = $1 and id = $2 for key share',
}
const savingDraft = {
  name: 'save_reply_draft',
  text: `insert into reply_drafts (workspace, operator, conversation, reply, note, written_at, saved_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (operator, conversation) do update set reply = excluded.reply,
      note = excluded.note, written_at = excluded.written_at, saved_at = excluded.saved_at`,
}
const deletingDraft = {
  name: 'delete_reply_draft',
  text: 'delete from reply_drafts where workspace = $1 and operator = $2 and conversation = $3',
}
const droppingOld = {
  name: 'drop_reply_drafts',
  text: `delete from reply_drafts where (operator, conversation) in (select operator, conversation from reply_drafts
    where workspace = $1 and operator = $2 order by saved_at desc, conversation collate "C" offset ${mostReplyDrafts})`,
}
