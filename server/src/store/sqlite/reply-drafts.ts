import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Database, Statement } from 'better-sqlite3'
import type { ReplyDraft, ReplyDrafts } from '../store.ts'
import { mostReplyDrafts, type ReplyDraftRow, replyDraftOf } from '../writing.ts'
import type { Committer } from './committer.ts'

export class SqliteReplyDrafts implements ReplyDrafts {
  readonly #committer: Committer
  readonly #list: Statement<[string, string], ReplyDraftRow>
  readonly #isThere: Statement<[string, string], { id: string }>
  readonly #save: Statement
  readonly #delete: Statement<[string, string, string]>
  readonly #dropOld: Statement<[string, string]>

  constructor({ database, committer }: { database: Database; committer: Committer }) {
    this.#committer = committer
    this.#list = database.prepare(
      `select conversation, reply, note, written_at, saved_at from reply_drafts
       where workspace = ? and operator = ? order by saved_at desc, conversation`,
    )
    this.#isThere = database.prepare('select id from conversations where workspace = ? and id = ?')
    this.#save = database.prepare(
      `insert into reply_drafts (workspace, operator, conversation, reply, note, written_at, saved_at)
       values ($workspace, $operator, $conversation, $reply, $note, $writtenAt, $savedAt)
       on conflict (operator, conversation) do update set reply = excluded.reply, note = excluded.note,
         written_at = excluded.written_at, saved_at = excluded.saved_at`,
    )
    this.#delete = database.prepare(
      'delete from reply_drafts where workspace = ? and operator = ? and conversation = ?',
    )
    this.#dropOld = database.prepare(
      `delete from reply_drafts where (operator, conversation) in (select operator, conversation from reply_drafts
         where workspace = ? and operator = ? order by saved_at desc, conversation limit -1 offset ${mostReplyDrafts})`,
    )
  }

  async list(workspace: WorkspaceId, operator: OperatorId): Promise<ReplyDraft[]> {
    return this.#list.all(workspace, operator).map(replyDraftOf)
  }

  save(workspace: WorkspaceId, operator: OperatorId, draft: ReplyDraft): Promise<boolean> {
    return this.#committer.do(() => {
      if (this.#isThere.get(workspace, draft.conversation) === undefined) return false
      if (draft.reply === '' && draft.note === '') {
        this.#delete.run(workspace, operator, draft.conversation)
        return true
      }
      this.#save.run({ workspace, operator, ...draft })
      this.#dropOld.run(workspace, operator)
      return true
    })
  }
}
