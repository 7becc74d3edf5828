import type { CannedReplyId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
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
import type { Connections, Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type Scope = OperatorId | null

export class PostgresCannedReplies implements CannedReplies {
  readonly #connections: Connections
  readonly #lanes: Lanes

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async list(workspace: WorkspaceId, scope: Scope): Promise<CannedReply[]> {
    const rows = await this.#connections.rows<CannedReplyRow>(workspace, listing, [workspace, scope])
    return rows.map(cannedReplyOf)
  }

  add(workspace: WorkspaceId, reply: CannedReply, by: AuditOrigin): Promise<Result<CannedReply, CannedReplyRefusal>> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const { id, operator, shortcut, title, text } = reply
      const key = keyOfShortcut(shortcut)
      if ((await takenBy(tx, workspace, operator, key)) !== null) return refuse({ kind: 'shortcut_taken', shortcut })
      const [row] = await tx.rows<{ count: number }>(counting, [workspace, operator])
      if ((row?.count ?? 0) >= mostCannedReplies) return refuse({ kind: 'too_many', limit: mostCannedReplies })
      await tx.rows(inserting, [id, workspace, operator, shortcut, key, title, text])
      batch.audit({ ...by, action: 'canned_reply_added', object: id, after: auditableReply(reply) })
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
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await find(tx, workspace, scope, id)
      if (before === null) return refuse({ kind: 'unknown_reply' })
      const reply = { ...before, ...change }
      const { shortcut, title, text } = reply
      const key = keyOfShortcut(shortcut)
      const taken = await takenBy(tx, workspace, scope, key)
      if (taken !== null && taken !== id) return refuse({ kind: 'shortcut_taken', shortcut })
      await tx.rows(updating, [workspace, id, shortcut, key, title, text])
      batch.audit({
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
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = await find(tx, workspace, scope, id)
      if (before === null) return false
      await tx.rows(deleting, [workspace, id])
      batch.audit({ ...by, action: 'canned_reply_deleted', object: id, before: auditableReply(before) })
      return true
    })
  }
}

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

async function find(db: Queryable, workspace: WorkspaceId, scope: Scope, id: string): Promise<CannedReply | null> {
  const [row] = await db.rows<CannedReplyRow>(finding, [workspace, scope, id])
  return row === undefined ? null : cannedReplyOf(row)
}

/** The one that has the shortcut. */
async function takenBy(db: Queryable, workspace: WorkspaceId, scope: Scope, key: string): Promise<string | null> {
  const [row] = await db.rows<{ id: string }>(findingKey, [workspace, scope, key])
  return row?.id ?? null
}

const inScope = 'workspace = $1 and operator is not distinct from $2'
const columns = 'id, operator, shortcut, title, text'
const listing = {
  name: 'list_canned_replies',
  text: `select ${columns} from canned_replies where ${inScope} order by shortcut_key collate "C"`,
}
const finding = {
  name: 'find_canned_reply',
  text: `select ${columns} from canned_replies where ${inScope} and id = $3`,
}
const findingKey = {
  name: 'find_canned_reply_by_shortcut',
  text: `select id from canned_replies where ${inScope} and shortcut_key = $3`,
}
const counting = {
  name: 'count_canned_replies',
  text: `select count(*)::int as count from canned_replies where ${inScope}`,
}
const inserting = {
  name: 'insert_canned_reply',
  text: `insert into canned_replies (id, workspace, operator, shortcut, shortcut_key, title, text)
    values ($1, $2, $3, $4, $5, $6, $7)`,
}
const updating = {
  name: 'update_canned_reply',
  text: 'update canned_replies set shortcut = $3, shortcut_key = $4, title = $5, text = $6 where workspace = $1 and id = $2',
}
const deleting = { name: 'delete_canned_reply', text: 'delete from canned_replies where workspace = $1 and id = $2' }

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
