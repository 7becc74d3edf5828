import type { CannedReplyId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Database, Statement } from 'better-sqlite3'
import type { AuditOrigin, CannedReplies, CannedReply, CannedReplyRefusal, ReplyDraft, ReplyDrafts } from '../store.ts'
import {
  auditableReply,
  type CannedReplyRow,
  cannedReplyOf,
  keyOfShortcut,
  mostCannedReplies,
  mostReplyDrafts,
  type ReplyDraftRow,
  replyDraftOf,
} from '../writing.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Scope = OperatorId | null

export class SqliteCannedReplies implements CannedReplies {
  readonly #committer: Committer
  readonly #audit: SqliteAudit
  readonly #list: Statement<[string, string | null], CannedReplyRow>
  readonly #find: Statement<[string, string | null, string], CannedReplyRow>
  readonly #taken: Statement<[string, string | null, string], { id: string }>
  readonly #count: Statement<[string, string | null], { count: number }>
  readonly #insert: Statement
  readonly #update: Statement
  readonly #delete: Statement

  constructor({ database, committer, audit }: { database: Database; committer: Committer; audit: SqliteAudit }) {
    this.#committer = committer
    this.#audit = audit
    const columns = 'id, operator, shortcut, title, text'
    this.#list = database.prepare(
      `select ${columns} from canned_replies where workspace = ? and operator is ? order by shortcut_key`,
    )
    this.#find = database.prepare(
      `select ${columns} from canned_replies where workspace = ? and operator is ? and id = ?`,
    )
    this.#taken = database.prepare(
      'select id from canned_replies where workspace = ? and operator is ? and shortcut_key = ?',
    )
    this.#count = database.prepare('select count(*) as count from canned_replies where workspace = ? and operator is ?')
    this.#insert = database.prepare(
      `insert into canned_replies (id, workspace, operator, shortcut, shortcut_key, title, text)
       values ($id, $workspace, $operator, $shortcut, $key, $title, $text)`,
    )
    this.#update = database.prepare(
      `update canned_replies set shortcut = $shortcut, shortcut_key = $key, title = $title, text = $text
       where workspace = $workspace and id = $id`,
    )
    this.#delete = database.prepare('delete from canned_replies where workspace = ? and id = ?')
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<CannedReply[]> {
    return this.#list.all(workspace, scope).map(cannedReplyOf)
  }

  add(workspace: WorkspaceId, reply: CannedReply, by: AuditOrigin): Promise<Result<CannedReply, CannedReplyRefusal>> {
    return this.#committer.do(() => {
      const key = keyOfShortcut(reply.shortcut)
      if (this.#taken.get(workspace, reply.operator, key) !== undefined)
        return refuse({ kind: 'shortcut_taken', shortcut: reply.shortcut })
      if ((this.#count.get(workspace, reply.operator)?.count ?? 0) >= mostCannedReplies)
        return refuse({ kind: 'too_many', limit: mostCannedReplies })
      this.#insert.run({ workspace, ...reply, key })
      const after = auditableReply(reply)
      this.#audit.append(workspace, { ...by, action: 'canned_reply_added', object: reply.id, after })
      return ok(reply)
    })
  }

  change(
    workspace: WorkspaceId,
    scope: Scope,
    id: CannedReplyId,
    change: Partial<Pick<CannedReply, 'shortcut' | 'title' | 'text'>>,
    by: AuditOrigin,
  ): Promise<Result<CannedReply, CannedReplyRefusal>> {
    return this.#committer.do(() => {
      const found = this.#find.get(workspace, scope, id)
      if (found === undefined) return refuse({ kind: 'unknown_reply' })
      const before = cannedReplyOf(found)
      const reply = { ...before, ...change }
      const key = keyOfShortcut(reply.shortcut)
      const taken = this.#taken.get(workspace, scope, key)
      if (taken !== undefined && taken.id !== id) return refuse({ kind: 'shortcut_taken', shortcut: reply.shortcut })
      const { shortcut, title, text } = reply
      this.#update.run({ workspace, id, shortcut, key, title, text })
      this.#audit.append(workspace, {
        ...by,
        action: 'canned_reply_changed',
        object: id,
        before: auditableReply(before),
        after: auditableReply(reply),
      })
      return ok(reply)
    })
  }

  remove(workspace: WorkspaceId, scope: Scope, id: CannedReplyId, by: AuditOrigin): Promise<boolean> {
    return this.#committer.do(() => {
      const found = this.#find.get(workspace, scope, id)
      if (found === undefined) return false
      this.#delete.run(workspace, id)
      const before = auditableReply(cannedReplyOf(found))
      this.#audit.append(workspace, { ...by, action: 'canned_reply_deleted', object: id, before })
      return true
    })
  }
}

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
