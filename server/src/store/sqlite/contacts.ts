import type { Variables } from '@baton/core/conversation'
import { asId, type ContactId, type ConversationId, type FileId, type WorkspaceId } from '@baton/core/ids'
import type { Database, Statement } from 'better-sqlite3'
import type { Adoption, AuditOrigin, Committed, Contacts, Propose } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'
import type { SqliteConversations } from './conversations.ts'

type Parts = {
  database: Database
  committer: Committer
  audit: SqliteAudit
  conversations: SqliteConversations
  onCommitted: (committed: Committed) => void
}

/** What stands somewhere because of one conversation; the search index goes by the events' positions and so comes first. */
const traces = [
  'delete from search where rowid in (select position from events where conversation = ?)',
  'delete from events where conversation = ?',
  'delete from works where conversation = ?',
  'delete from idempotency_keys where conversation = ?',
  'delete from misses where conversation = ?',
  'delete from notifications where conversation = ?',
  'delete from reply_drafts where conversation = ?',
  'delete from mention_reads where conversation = ?',
  'delete from read_marks where conversation = ?',
  'delete from conversations where id = ?',
]

export class SqliteContacts implements Contacts {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], { variables: string }>
  readonly #mark: Statement
  readonly #delete: Statement
  readonly #conversationsOf: Statement<[string, string], { id: string; status: string }>
  readonly #filesOf: Statement<[string, string], { id: string }>
  readonly #deleteFile: Statement
  readonly #isErasing: Statement<[string, string], { erasing: number }>
  readonly #traces: Statement[]
  readonly #unfinished: Statement<[], { workspace: string; id: string }>
  readonly #adoptable: Statement<
    [{ workspace: string; conversation: string; from: string; to: string }],
    { id: string }
  >
  readonly #takeConversation: Statement
  readonly #takeFiles: Statement
  readonly #takeKeys: Statement
  readonly #meet: Statement
  readonly #leave: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare('select variables from contacts where workspace = ? and id = ? and erasing = 0')
    this.#mark = database.prepare(
      "insert into contacts (workspace, id, variables, erasing) values (?, ?, '{}', 1) on conflict (workspace, id) do update set erasing = 1",
    )
    this.#delete = database.prepare('delete from contacts where workspace = ? and id = ?')
    this.#conversationsOf = database.prepare('select id, status from conversations where workspace = ? and contact = ?')
    this.#isErasing = database.prepare('select erasing from contacts where workspace = ? and id = ? and erasing = 1')
    this.#filesOf = database.prepare('select id from files where workspace = ? and contact = ?')
    this.#deleteFile = database.prepare('delete from files where id = ?')
    this.#traces = traces.map((sql) => database.prepare(sql))
    this.#unfinished = database.prepare('select workspace, id from contacts where erasing = 1')
    this.#adoptable = database.prepare(
      `select c.id from conversations c where c.workspace = @workspace and c.id = @conversation and c.contact = @from and c.status = 'open'
       and not exists (select 1 from conversations o where o.workspace = @workspace and o.bot = c.bot and o.channel = c.channel
         and o.contact = @to and o.status = 'open')`,
    )
    this.#takeConversation = database.prepare('update conversations set contact = ? where workspace = ? and id = ?')
    // A file does not know its conversation: the message that carries it does.
    this.#takeFiles = database.prepare(
      `update files set contact = @to where workspace = @workspace and contact = @from and exists (
         select 1 from events e where e.workspace = @workspace and e.conversation = @conversation and e.data like '%' || files.id || '%')`,
    )
    this.#takeKeys = database.prepare('update idempotency_keys set scope = ? where scope = ? and conversation = ?')
    this.#meet = database.prepare(
      "insert into contacts (workspace, id, variables) values (?, ?, '{}') on conflict do nothing",
    )
    this.#leave = database.prepare(
      `delete from contacts where workspace = @workspace and id = @from
       and not exists (select 1 from conversations where workspace = @workspace and contact = @from)`,
    )
  }

  async find(workspace: WorkspaceId, id: ContactId): Promise<{ id: ContactId; variables: Variables } | null> {
    const row = this.#find.get(workspace, id)
    return row === undefined ? null : { id, variables: JSON.parse(row.variables) }
  }

  async unfinished(): Promise<{ workspace: WorkspaceId; id: ContactId }[]> {
    return this.#unfinished.all().map(({ workspace, id }) => ({ workspace: asId(workspace), id: asId(id) }))
  }

  async adopt(workspace: WorkspaceId, adoption: Adoption, decide: Propose): Promise<boolean> {
    const { committer, conversations, onCommitted } = this.#parts
    const committed = await committer.decide(() => {
      if (!this.#mayAdopt(workspace, adoption)) return []
      const { conversation, from, to, scopes } = adoption
      this.#takeConversation.run(to, workspace, conversation)
      this.#takeFiles.run({ workspace, conversation, from, to })
      this.#takeKeys.run(scopes.to, scopes.from, conversation)
      this.#meet.run(workspace, to)
      this.#leave.run({ workspace, from })
      const changed = conversations.changeEach(workspace, [conversation], decide)
      if (changed.length === 0) throw new Error(`${conversation}: refused to go over`)
      return changed
    })
    for (const one of committed) onCommitted(one)
    return committed.length > 0
  }

  #mayAdopt(workspace: WorkspaceId, { conversation, from, to }: Adoption): boolean {
    if (this.#isErasing.get(workspace, from) !== undefined || this.#isErasing.get(workspace, to) !== undefined)
      return false
    return this.#adoptable.get({ workspace, conversation, from, to }) !== undefined
  }

  /** [HO-45] [I-46] From the first step on all input is refused; the audit keeps that it was done, not what was said. */
  async forget(
    workspace: WorkspaceId,
    id: ContactId,
    close: Propose,
    removeFiles: (files: readonly FileId[]) => Promise<void>,
    by: AuditOrigin,
  ): Promise<{ conversations: ConversationId[]; files: FileId[] }> {
    const { committer, conversations, onCommitted } = this.#parts
    const closed = await committer.decide(() => {
      this.#mark.run(workspace, id)
      const open = this.#conversationsOf.all(workspace, id).filter(({ status }) => status === 'open')
      return conversations.changeEach(
        workspace,
        open.map((row) => asId<'conversation'>(row.id)),
        close,
      )
    })
    for (const one of closed) onCommitted(one)
    // Before the rows that name them: what a crash leaves undone here is found again.
    const isLeft = this.#isErasing.get(workspace, id) !== undefined
    const files = isLeft ? this.#filesOf.all(workspace, id).map((row) => asId<'file'>(row.id)) : []
    await removeFiles(files)
    return committer.do(() => this.#erase(workspace, id, files, by))
  }

  /**
   * Of files only those whose contents are gone: one that came in since is its sender's to take back. Where somebody else
   * who forgot the contact at the same time was done first, what is there now came after.
   */
  #erase(workspace: WorkspaceId, id: ContactId, files: FileId[], by: AuditOrigin) {
    if (this.#isErasing.get(workspace, id) === undefined) return { conversations: [], files: [] }
    const conversations = this.#conversationsOf.all(workspace, id).map((row) => asId<'conversation'>(row.id))
    this.#parts.conversations.indexAll()
    for (const conversation of conversations) for (const trace of this.#traces) trace.run(conversation)
    for (const file of files) this.#deleteFile.run(file)
    this.#delete.run(workspace, id)
    if (conversations.length > 0)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'contact_forgotten',
        object: 'contact',
        after: { conversations },
      })
    return { conversations, files }
  }
}
