import type { Change } from '@baton/core/command'
import type { ConversationEvent, ConversationRecord } from '@baton/core/conversation'
import {
  asId,
  type BotId,
  type ContactId,
  type ConversationId,
  type OperatorId,
  type TurnId,
  type WorkspaceId,
} from '@baton/core/ids'
import type { Result } from '@baton/core/result'
import type { Instant } from '@baton/core/time'
import { type ConversationRow, type EventRow, eventOf, recordOf } from '../rows.ts'
import type {
  ChangeAnswer,
  ConversationCounts,
  Conversations,
  Finding,
  Found,
  Glance,
  Idempotency,
  InboxItem,
  ListFilter,
  Moved,
  Page,
  Target,
} from '../store.ts'
import { conversationColumns, eventColumns } from './columns.ts'
import { type Connections, everybody } from './connections.ts'
import type { Lanes } from './lanes.ts'
import { countingWaiting, PostgresLists } from './lists.ts'
import type { PostgresSearch } from './search.ts'

export class PostgresConversations implements Conversations {
  readonly #connections: Connections
  readonly #lanes: Lanes
  readonly #lists: PostgresLists
  readonly #search: PostgresSearch

  constructor(parts: {
    connections: Connections
    listing: Connections
    lanes: Lanes
    search: PostgresSearch
    now: () => Instant
  }) {
    this.#connections = parts.connections
    this.#lanes = parts.lanes
    this.#search = parts.search
    this.#lists = new PostgresLists(parts.listing, parts.search, parts.now)
  }

  change<Refusal>(
    target: Target,
    decide: (found: Found) => Result<Change, Refusal>,
    idempotency?: Idempotency,
  ): Promise<ChangeAnswer<Refusal>> {
    return this.#lanes.of(target.workspace).change<Refusal>({ target, decide, idempotency })
  }

  async find(workspace: WorkspaceId, id: ConversationId): Promise<ConversationRecord | null> {
    const [row] = await this.#connections.rows<ConversationRow>(workspace, finding, [workspace, id])
    return row === undefined ? null : recordOf(row)
  }

  async findOfContact(
    workspace: WorkspaceId,
    bot: BotId,
    channel: string,
    contact: ContactId,
  ): Promise<ConversationRecord | null> {
    const [row] = await this.#connections.rows<ConversationRow>(workspace, findingOfContact, [
      workspace,
      contact,
      bot,
      channel,
    ])
    return row === undefined ? null : recordOf(row)
  }

  list(workspace: WorkspaceId, filter: ListFilter): Promise<Page<ConversationRecord>> {
    return this.#lists.list(workspace, filter)
  }

  glance(workspace: WorkspaceId, filter: ListFilter): Promise<{ items: Glance[]; isMore: boolean }> {
    return this.#lists.glance(workspace, filter)
  }

  several(workspace: WorkspaceId, ids: readonly ConversationId[]): Promise<ConversationRecord[]> {
    return this.#lists.several(workspace, ids)
  }

  count(workspace: WorkspaceId, operator: OperatorId | null): Promise<ConversationCounts> {
    return this.#lists.count(workspace, operator)
  }

  waiting(): Promise<{ group: string | null; count: number }[]> {
    return this.#connections.rows<{ group: string | null; count: number }>(everybody, countingWaiting, [])
  }

  async events(workspace: WorkspaceId, id: ConversationId, after: number, limit: number): Promise<ConversationEvent[]> {
    const rows = await this.#connections.rows<EventRow>(workspace, readingEvents, [workspace, id, after, limit])
    return rows.map(eventOf)
  }

  async saidIn(workspace: WorkspaceId, id: ConversationId, turns: readonly TurnId[]): Promise<ConversationEvent[]> {
    if (turns.length === 0) return []
    const rows = await this.#connections.rows<EventRow>(workspace, readingSaid, [workspace, id, turns])
    return rows.map(eventOf)
  }

  async takings(
    workspace: WorkspaceId,
    conversations: readonly ConversationId[],
  ): Promise<{ conversation: ConversationId; event: ConversationEvent }[]> {
    const rows = await this.#connections.rows<EventRow>(workspace, readingTakings, [workspace, conversations])
    return rows.map((row) => ({ conversation: asId(row.conversation), event: eventOf(row) }))
  }

  findings(workspace: WorkspaceId, conversations: readonly ConversationId[], search: string): Promise<Finding[]> {
    return this.#search.findings(workspace, conversations, search)
  }

  async inbox(workspace: WorkspaceId, after: number, limit: number): Promise<InboxItem[]> {
    const rows = await this.#connections.rows<EventRow>(workspace, readingInbox, [workspace, after, limit])
    return rows.map((row) => ({ position: row.position, conversation: asId(row.conversation), event: eventOf(row) }))
  }

  async lastPosition(workspace: WorkspaceId): Promise<number> {
    const [row] = await this.#connections.rows<{ position: number }>(workspace, readingPosition, [workspace])
    return row?.position ?? 0
  }

  async moved(workspace: WorkspaceId, after: number, limit: number): Promise<Moved> {
    const rows = await this.#connections.rows<{ id: string; seq: number; position: number }>(workspace, readingMoved, [
      workspace,
      after,
      limit,
    ])
    return {
      position: rows.reduce((last, { position }) => Math.max(last, position), after),
      conversations: rows.map(({ id, seq }) => ({ id: asId(id), lastSeq: seq })),
    }
  }

  index(limit: number): Promise<void> {
    return this.#search.index(limit)
  }
}

const finding = {
  name: 'find_conversation',
  text: `select ${conversationColumns} from conversations where workspace = $1 and id = $2`,
}
const findingOfContact = {
  name: 'find_conversation_of_contact',
  text: `select ${conversationColumns} from conversations where workspace = $1 and contact = $2 and bot = $3 and channel = $4
    order by status = 'open' desc, opened_at desc, id desc limit 1`,
}
const readingEvents = {
  name: 'read_events',
  text: `select ${eventColumns} from events where workspace = $1 and conversation = $2 and seq > $3 order by seq limit $4`,
}
const readingTakings = {
  name: 'read_takings',
  text: `select ${eventColumns} from events where workspace = $1 and conversation = any($2) and type in ('taken_over', 'transferred') order by conversation, seq`,
}
const readingSaid = {
  name: 'read_said',
  text: `select ${eventColumns} from events where workspace = $1 and conversation = $2 and turn = any($3) and type = 'message' order by seq`,
}
const readingInbox = {
  name: 'read_inbox',
  text: `select ${eventColumns} from events where workspace = $1 and position > $2 order by position limit $3`,
}
const readingPosition = { name: 'read_position', text: 'select position from heads where workspace = $1' }
const readingMoved = {
  name: 'read_moved',
  text: `select conversation as id, max(seq) as seq, max(position) as position from
    (select conversation, seq, position from events where workspace = $1 and position > $2 order by position limit $3) e group by conversation`,
}
