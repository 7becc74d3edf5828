import type { Variables } from '@baton/core/conversation'
import { asId, type ContactId, type ConversationId, type FileId, type WorkspaceId } from '@baton/core/ids'
import type { Adoption, AuditOrigin, Contacts, Propose } from '../store.ts'
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

export class PostgresContacts implements Contacts {
  readonly #connections: Connections
  readonly #lanes: Lanes

  constructor({ connections, lanes }: { connections: Connections; lanes: Lanes }) {
    this.#connections = connections
    this.#lanes = lanes
  }

  async find(workspace: WorkspaceId, id: ContactId): Promise<{ id: ContactId; variables: Variables } | null> {
    const [row] = await this.#connections.rows<{ variables: string }>(workspace, finding, [workspace, id])
    return row === undefined ? null : { id, variables: JSON.parse(row.variables) }
  }

  async unfinished(): Promise<{ workspace: WorkspaceId; id: ContactId }[]> {
    const rows = await this.#connections.rows<{ workspace: string; id: string }>(everybody, findingUnfinished, [])
    return rows.map(({ workspace, id }) => ({ workspace: asId(workspace), id: asId(id) }))
  }

  async adopt(workspace: WorkspaceId, adoption: Adoption, decide: Propose): Promise<boolean> {
    const { conversation, from, to, scopes } = adoption
    return this.#lanes.of(workspace).alone(async ({ tx, batch, changeEach }) => {
      const [found] = await tx.rows(findingAdoptable, [workspace, conversation, from, to])
      if (found === undefined) return false
      await tx.rows(takingConversation, [workspace, conversation, to])
      await tx.rows(takingFiles, [workspace, conversation, from, to])
      await tx.rows(takingKeys, [workspace, conversation, scopes.from, scopes.to])
      await tx.rows(meeting, [workspace, to])
      await tx.rows(leaving, [workspace, from])
      await changeEach([{ workspace, conversation }], decide)
      if (batch.committed.length === 0) throw new Error(`${conversation}: refused to go over`)
      return true
    })
  }

  /** [HO-45] [I-46] From the first step on all input is refused; the audit keeps that it was done, not what was said. */
  async forget(
    workspace: WorkspaceId,
    id: ContactId,
    close: Propose,
    removeFiles: (files: readonly FileId[]) => Promise<void>,
    by: AuditOrigin,
  ): Promise<{ conversations: ConversationId[]; files: FileId[] }> {
    const lane = this.#lanes.of(workspace)
    await lane.alone(async ({ tx, changeEach }) => {
      await tx.rows(marking, [workspace, id])
      const open = (await conversationsOf(tx, workspace, id)).filter(({ status }) => status === 'open')
      await changeEach(
        open.map((row) => ({ workspace, conversation: row.id })),
        close,
      )
    })
    // Before the rows that name them: what a crash leaves undone here is found again.
    const files = await filesOf(this.#connections.for(workspace), workspace, id)
    await removeFiles(files)
    return lane.alone(async ({ tx, batch }) => {
      // Where somebody else who forgot the contact at the same time was done first, what is there now came after.
      const isLeft = (await tx.rows(findingErasure, [workspace, id])).length > 0
      if (!isLeft) return { conversations: [], files: [] }
      const conversations = (await conversationsOf(tx, workspace, id)).map((row) => row.id)
      for (const trace of traces) await tx.rows(trace, [workspace, conversations])
      await tx.rows(deletingFiles, [workspace, files])
      await tx.rows(deleting, [workspace, id])
      if (conversations.length > 0)
        batch.audit({ ...by, action: 'contact_forgotten', object: 'contact', after: { conversations } })
      return { conversations, files }
    })
  }
}

async function conversationsOf(
  db: Queryable,
  workspace: WorkspaceId,
  contact: ContactId,
): Promise<{ id: ConversationId; status: string }[]> {
  return db.rows<{ id: ConversationId; status: string }>(findingConversations, [workspace, contact])
}

async function filesOf(db: Queryable, workspace: WorkspaceId, contact: ContactId): Promise<FileId[]> {
  return (await db.rows<{ id: FileId }>(findingFiles, [workspace, contact])).map(({ id }) => id)
}

/** What stands somewhere because of some conversations. */
const traces = [
  ['search', 'conversation'],
  ['activity', 'conversation'],
  ['events', 'conversation'],
  ['works', 'conversation'],
  ['idempotency_keys', 'conversation'],
  ['conversations', 'id'],
  // Last: whoever adds some meanwhile holds the rows of the conversations until these can be seen here.
  ['misses', 'conversation'],
  ['notifications', 'conversation'],
  ['reply_drafts', 'conversation'],
  ['mention_reads', 'conversation'],
  ['read_marks', 'conversation'],
].map(([table, column]) => ({
  name: `forget_${table}`,
  text: `delete from ${table} where workspace = $1 and ${column} = any($2)`,
}))

const finding = {
  name: 'find_contact',
  text: 'select variables from contacts where workspace = $1 and id = $2 and erasing = 0',
}
const findingUnfinished = {
  name: 'find_erasures',
  text: 'select workspace, id from contacts where erasing = 1',
}
const marking = {
  name: 'mark_erasing',
  text: `insert into contacts (workspace, id, variables, erasing) values ($1, $2, '{}', 1)
    on conflict (workspace, id) do update set erasing = 1`,
}
const deleting = { name: 'delete_contact', text: 'delete from contacts where workspace = $1 and id = $2' }
const findingConversations = {
  name: 'find_conversations_of_contact',
  text: 'select id, status from conversations where workspace = $1 and contact = $2',
}
const findingErasure = {
  name: 'find_erasure',
  text: 'select id from contacts where workspace = $1 and id = $2 and erasing = 1',
}
const findingFiles = {
  name: 'find_files_to_forget',
  text: `select f.id from files f join contacts c on c.workspace = f.workspace and c.id = f.contact
    where f.workspace = $1 and f.contact = $2 and c.erasing = 1`,
}
const deletingFiles = {
  name: 'delete_files',
  // Only those whose contents are gone: one that came in since is its sender's to take back.
  text: 'delete from files where workspace = $1 and id = any($2)',
}
const findingAdoptable = {
  name: 'find_adoptable',
  text: `select c.id from conversations c where c.workspace = $1 and c.id = $2 and c.contact = $3 and c.status = 'open'
    and not exists (select 1 from contacts p where p.workspace = $1 and p.id in ($3, $4) and p.erasing = 1)
    and not exists (select 1 from conversations o where o.workspace = $1 and o.bot = c.bot and o.channel = c.channel
      and o.contact = $4 and o.status = 'open')`,
}
const takingConversation = {
  name: 'take_conversation',
  text: 'update conversations set contact = $3 where workspace = $1 and id = $2',
}
// A file does not know its conversation: the message that carries it does.
const takingFiles = {
  name: 'take_files',
  text: `update files f set contact = $4 where f.workspace = $1 and f.contact = $3 and exists (
    select 1 from events e where e.workspace = $1 and e.conversation = $2 and e.data like '%' || f.id || '%')`,
}
const takingKeys = {
  name: 'take_keys',
  text: 'update idempotency_keys set scope = $4 where workspace = $1 and conversation = $2 and scope = $3',
}
const meeting = {
  name: 'meet_contact',
  text: `insert into contacts (workspace, id, variables) values ($1, $2, '{}') on conflict (workspace, id) do nothing`,
}
const leaving = {
  name: 'leave_contact',
  text: `delete from contacts where workspace = $1 and id = $2
    and not exists (select 1 from conversations where workspace = $1 and contact = $2)`,
}
