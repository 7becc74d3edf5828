import type { Change } from '@baton/core/command'
import {
  type ConversationEvent,
  type ConversationRecord,
  contactVariables,
  type StateChange,
  type Variables,
} from '@baton/core/conversation'
import {
  asId,
  type BotId,
  type ContactId,
  type ConversationId,
  type GroupId,
  type NewId,
  type OperatorId,
  type TurnId,
  type WorkspaceId,
} from '@baton/core/ids'
import type { Result } from '@baton/core/result'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { auditOf } from '../audit-chain.ts'
import {
  type ConversationRow,
  changingColumns,
  type EventRow,
  endsWithConversation,
  eventOf,
  hasDone,
  isSameControl,
  lastOwnerIn,
  recordOf,
  talkColumns,
} from '../rows.ts'
import type {
  ChangeAnswer,
  Committed,
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
  Propose,
  StoreRefusal,
  Target,
} from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'
import type { Directory } from './directory.ts'
import { ConversationLists } from './lists.ts'
import type { SqliteOutbox } from './outbox.ts'
import { SqliteSearch } from './search.ts'
import { SqliteSeats } from './seats.ts'

export type ConversationParts = {
  database: Database
  committer: Committer
  directory: Directory
  audit: SqliteAudit
  outbox: SqliteOutbox
  newId: NewId
  now: () => Instant
  /** Told after each commit, in order. */
  onCommitted: (committed: Committed) => void
}

type KeyRow = { hash: string; conversation: string; seq: number | null; turns: string }

export class SqliteConversations implements Conversations {
  readonly #parts: ConversationParts
  readonly #search: SqliteSearch
  readonly #lists: ConversationLists
  readonly #seats: SqliteSeats
  readonly #find: Statement<[string, string], ConversationRow>
  readonly #findOpen: Statement<[string, string, string, string], ConversationRow>
  readonly #findLast: Statement<[string, string, string, string], ConversationRow>
  readonly #insert: Statement
  readonly #update: Statement
  readonly #updateTalk: Statement
  readonly #insertEvent: Statement
  readonly #insertWork: Statement
  readonly #endWork: Statement
  readonly #dropWorks: Statement
  readonly #findKey: Statement<[string, string, number], KeyRow>
  readonly #saveKey: Statement
  readonly #contact: Statement<[string, string], { variables: string; erasing: number }>
  readonly #saveContact: Statement
  readonly #events: Statement<[string, string, number, number], EventRow>
  readonly #said: Statement<[string, string, string], EventRow>
  readonly #takings: Statement<[string, string], EventRow>
  readonly #heldBy: Statement<[string, string, string], { id: string }>
  readonly #requestedFor: Statement<[string, string], { id: string }>
  readonly #inbox: Statement<[number, string, number], EventRow>
  readonly #after: Statement<
    [number, number],
    { position: number; workspace: string; conversation: string; seq: number }
  >
  readonly #lastPosition: Statement<[], { position: number | null }>

  constructor(parts: ConversationParts) {
    const { database } = parts
    this.#parts = parts
    this.#search = new SqliteSearch(database)
    this.#lists = new ConversationLists(database, this.#search, parts.now)
    this.#seats = new SqliteSeats(parts)
    this.#find = database.prepare('select * from conversations where workspace = ? and id = ?')
    this.#findOpen = database.prepare(
      "select * from conversations where workspace = ? and bot = ? and channel = ? and contact = ? and status = 'open'",
    )
    this.#findLast = database.prepare(
      'select * from conversations where workspace = ? and contact = ? and bot = ? and channel = ? order by opened_at desc, id desc limit 1',
    )
    this.#insert = database.prepare(
      `insert into conversations (id, workspace, bot, channel, contact, previous, opened_at, status, chat_state, owner, requested_operator,
        "group", requested_at, taken_over_at, units, offer_until, offers_made, snoozed_until, epoch, last_seq, last_activity_at,
        locked, body, flow)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#update = database.prepare(
      `update conversations set status = ?, chat_state = ?, owner = ?, requested_operator = ?, "group" = ?, requested_at = ?, taken_over_at = ?,
        units = ?, offer_until = ?, offers_made = ?, snoozed_until = ?, epoch = ?, last_seq = ?, last_activity_at = ?, locked = ?, body = ?, flow = ? where workspace = ? and id = ? and epoch = ? and last_seq = ?`,
    )
    // Most changes are talk: columns that are not named here leave their indexes alone.
    this.#updateTalk = database.prepare(
      `update conversations set last_seq = ?, last_activity_at = ?, locked = ?, body = ?, flow = ?
       where workspace = ? and id = ? and epoch = ? and last_seq = ?`,
    )
    this.#insertEvent = database.prepare(
      'insert into events (workspace, conversation, seq, id, type, at, epoch, turn, actor, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#insertWork = database.prepare(
      'insert into works (id, workspace, conversation, turn, epoch, work, due_at) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#endWork = database.prepare('delete from works where id = ?')
    this.#dropWorks = database.prepare(`delete from works where conversation = ? and ${endsWithConversation}`)
    this.#findKey = database.prepare(
      'select hash, conversation, seq, turns from idempotency_keys where scope = ? and key = ? and expires_at > ?',
    )
    this.#saveKey = database.prepare(
      `insert into idempotency_keys (scope, key, hash, conversation, seq, turns, expires_at) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (scope, key) do update set hash = excluded.hash, conversation = excluded.conversation, seq = excluded.seq,
         turns = excluded.turns, expires_at = excluded.expires_at`,
    )
    this.#contact = database.prepare('select variables, erasing from contacts where workspace = ? and id = ?')
    this.#saveContact = database.prepare(
      'insert into contacts (workspace, id, variables) values (?, ?, ?) on conflict (workspace, id) do update set variables = excluded.variables',
    )
    this.#events = database.prepare(
      'select * from events where workspace = ? and conversation = ? and seq > ? order by seq limit ?',
    )
    this.#takings = database.prepare(
      "select * from events where workspace = ? and conversation in (select value from json_each(?)) and type in ('taken_over', 'transferred') order by conversation, seq",
    )
    this.#said = database.prepare(
      `select * from events where workspace = ? and conversation = ? and turn in (select value from json_each(?)) and type = 'message' order by seq`,
    )
    this.#heldBy = database.prepare(
      `select id from conversations where workspace = ? and chat_state = 'taken_over' and owner = ?
       union all select id from conversations where chat_state = 'operator_requested' and requested_operator = ?`,
    )
    this.#requestedFor = database.prepare(
      `select id from conversations where workspace = ? and chat_state = 'operator_requested' and requested_at is not null and "group" = ?`,
    )
    this.#inbox = database.prepare(
      'select * from events where position > ? and workspace = ? order by position limit ?',
    )
    this.#after = database.prepare(
      'select position, workspace, conversation, seq from events where position > ? order by position limit ?',
    )
    this.#lastPosition = database.prepare('select max(position) as position from events')
  }

  async change<Refusal>(
    target: Target,
    decide: (found: Found) => Result<Change, Refusal>,
    idempotency?: Idempotency,
  ): Promise<ChangeAnswer<Refusal>> {
    const answer = await this.#parts.committer.decide(() => this.#change(target, decide, idempotency))
    if (answer.kind === 'committed') this.#parts.onCommitted(answer.committed)
    return answer
  }

  #change<Refusal>(
    target: Target,
    decide: (found: Found) => Result<Change, Refusal>,
    idempotency?: Idempotency,
  ): ChangeAnswer<Refusal> {
    const repeated = idempotency === undefined ? null : this.#findRepeated(idempotency)
    if (repeated !== null) return repeated
    const found = this.#read(target)
    if ('kind' in found) return { kind: 'refused', refusal: found }
    const decided = decide(found)
    if (!decided.ok) return { kind: 'refused', refusal: decided.refusal }
    const change = decided.value
    this.#write(target.workspace, found, change)
    if (idempotency !== undefined && hasDone(change)) this.#remember(idempotency, found.id, change)
    return { kind: 'committed', committed: { id: found.id, workspace: target.workspace, change } }
  }

  /** Changes several conversations within a task that is running already; refusals are passed over. Told after the commit. */
  changeEach(workspace: WorkspaceId, ids: readonly ConversationId[], decide: Propose): Committed[] {
    return ids.flatMap((id) => {
      const answer = this.#change({ workspace, conversation: id }, decide)
      return answer.kind === 'committed' ? [answer.committed] : []
    })
  }

  /** [HO-46] What an operator owns or was asked for first. */
  heldBy(workspace: WorkspaceId, operator: OperatorId): ConversationId[] {
    return this.#heldBy.all(workspace, operator, operator).map(({ id }) => asId(id))
  }

  /** Requests that a group was asked for. */
  requestedFor(workspace: WorkspaceId, group: GroupId): ConversationId[] {
    return this.#requestedFor.all(workspace, group).map(({ id }) => asId(id))
  }

  async find(workspace: WorkspaceId, id: ConversationId): Promise<ConversationRecord | null> {
    const row = this.#find.get(workspace, id)
    return row === undefined ? null : recordOf(row)
  }

  async findOfContact(
    workspace: WorkspaceId,
    bot: BotId,
    channel: string,
    contact: ContactId,
  ): Promise<ConversationRecord | null> {
    const row =
      this.#findOpen.get(workspace, bot, channel, contact) ?? this.#findLast.get(workspace, contact, bot, channel)
    return row === undefined ? null : recordOf(row)
  }

  async list(workspace: WorkspaceId, filter: ListFilter): Promise<Page<ConversationRecord>> {
    return this.#lists.list(workspace, filter)
  }

  async glance(workspace: WorkspaceId, filter: ListFilter): Promise<{ items: Glance[]; isMore: boolean }> {
    return this.#lists.glance(workspace, filter)
  }

  async several(workspace: WorkspaceId, ids: readonly ConversationId[]): Promise<ConversationRecord[]> {
    return this.#lists.several(workspace, ids)
  }

  async waiting(): Promise<{ group: string | null; count: number }[]> {
    return this.#lists.waiting()
  }

  async count(workspace: WorkspaceId, operator: OperatorId | null): Promise<ConversationCounts> {
    return this.#lists.count(workspace, operator)
  }

  async events(workspace: WorkspaceId, id: ConversationId, after: number, limit: number): Promise<ConversationEvent[]> {
    return this.#events.all(workspace, id, after, limit).map(eventOf)
  }

  async saidIn(workspace: WorkspaceId, id: ConversationId, turns: readonly TurnId[]): Promise<ConversationEvent[]> {
    if (turns.length === 0) return []
    return this.#said.all(workspace, id, JSON.stringify(turns)).map(eventOf)
  }

  async takings(
    workspace: WorkspaceId,
    conversations: readonly ConversationId[],
  ): Promise<{ conversation: ConversationId; event: ConversationEvent }[]> {
    return this.#takings
      .all(workspace, JSON.stringify(conversations))
      .map((row) => ({ conversation: asId(row.conversation), event: eventOf(row) }))
  }

  async findings(workspace: WorkspaceId, conversations: readonly ConversationId[], search: string): Promise<Finding[]> {
    return this.#search.findings(workspace, conversations, search)
  }

  async inbox(workspace: WorkspaceId, after: number, limit: number): Promise<InboxItem[]> {
    return this.#inbox
      .all(after, workspace, limit)
      .map((row) => ({ position: row.position, conversation: asId(row.conversation), event: eventOf(row) }))
  }

  async index(limit: number): Promise<void> {
    this.#search.indexTail(limit)
  }

  /** The text index with all that was ever said. Only within a task of the committer. */
  indexAll(): void {
    this.#search.indexTail(Number.MAX_SAFE_INTEGER)
  }

  /** All workspaces share one log here: its end is no earlier than that of any of them. */
  async lastPosition(): Promise<number> {
    return this.#lastPosition.get()?.position ?? 0
  }

  async moved(workspace: WorkspaceId, after: number, limit: number): Promise<Moved> {
    const looked = this.#after.all(after, limit)
    const own = looked.filter((row) => row.workspace === workspace)
    const lastSeqs = new Map(own.map(({ conversation, seq }) => [asId<'conversation'>(conversation), seq]))
    return {
      position: looked.at(-1)?.position ?? after,
      conversations: [...lastSeqs].map(([id, lastSeq]) => ({ id, lastSeq })),
    }
  }

  #findRepeated({ scope, key, hash }: Idempotency): ChangeAnswer<never> | null {
    const row = this.#findKey.get(scope, key, this.#parts.now())
    if (row === undefined) return null
    if (row.hash !== hash) return { kind: 'refused', refusal: { kind: 'key_reused' } }
    return { kind: 'repeated', conversation: asId(row.conversation), seq: row.seq, turns: JSON.parse(row.turns) }
  }

  #remember({ scope, key, hash, expiresAt }: Idempotency, id: ConversationId, change: Change): void {
    const message = change.events.find(({ event, turn }) => event.type === 'message' && turn === null)
    this.#saveKey.run(scope, key, hash, id, message?.event.seq ?? null, JSON.stringify(change.turns), expiresAt)
  }

  #read(target: Target): Found | StoreRefusal {
    const { workspace } = target
    const team = this.#parts.directory.team(workspace)
    if ('conversation' in target) {
      const row = this.#find.get(workspace, target.conversation)
      if (row === undefined) return { kind: 'unknown_conversation' }
      const record = recordOf(row)
      const { id, bot, contact, previous } = record.conversation
      return { id, record, bot, contact, contactVariables: {}, previous, lastOwner: null, team }
    }
    const { bot, channel, contact } = target
    const known = this.#contact.get(workspace, contact)
    if (known?.erasing === 1) return { kind: 'erasing' }
    const row = this.#findOpen.get(workspace, bot, channel, contact)
    if (row !== undefined) {
      const before = { contactVariables: {}, previous: null, lastOwner: null }
      return { id: asId(row.id), record: recordOf(row), bot, contact, ...before, team }
    }
    const last = this.#findLast.get(workspace, contact, bot, channel)
    const contactVariables: Variables = known === undefined ? {} : JSON.parse(known.variables)
    const previous = last === undefined ? null : asId<'conversation'>(last.id)
    const lastOwner = last === undefined ? null : lastOwnerIn(last)
    const id = this.#parts.newId('conversation')
    return { id, record: null, bot, contact, contactVariables, previous, lastOwner, team }
  }

  /** [HO-3] Record, log, loads, works, audit and outbox in one transaction; the compare-and-set is in the statement. */
  #write(workspace: WorkspaceId, found: Found, change: Change): void {
    const { conversation } = change.record
    if (found.record === null) {
      const { id, bot, channel, contact, previous, openedAt } = conversation
      this.#insert.run(id, workspace, bot, channel, contact, previous, openedAt, ...changingColumns(change.record))
    } else if (change.events.length > 0 || change.record.flow !== found.record.flow) {
      const { epoch, lastSeq } = found.record.conversation
      const key = [workspace, conversation.id, epoch, lastSeq] as const
      const { changes } = isSameControl(found.record, change.record)
        ? this.#updateTalk.run(...talkColumns(change.record), ...key)
        : this.#update.run(...changingColumns(change.record), ...key)
      if (changes !== 1) throw new Error(`${conversation.id}: the record has moved on`)
    }
    for (const { event, turn } of change.events) this.#append(workspace, conversation.id, event, turn)
    this.#seats.write(workspace, change)
    for (const { id, turn, epoch, work } of change.works) {
      const dueAt = 'milliseconds' in work ? this.#parts.now() + work.milliseconds : this.#parts.now()
      this.#insertWork.run(id, workspace, conversation.id, turn, epoch, JSON.stringify(work), dueAt)
    }
    if (change.finished !== null) this.#endWork.run(change.finished)
    if (conversation.status === 'closed' && found.record?.conversation.status !== 'closed')
      this.#dropWorks.run(conversation.id)
    this.#keepContact(workspace, found, change)
  }

  #append(workspace: WorkspaceId, conversation: ConversationId, event: ConversationEvent, turn: TurnId | null): void {
    const { seq, id, type, at, epoch, actor, data } = event
    this.#insertEvent.run(
      workspace,
      conversation,
      seq,
      id,
      type,
      at,
      epoch,
      turn,
      JSON.stringify(actor),
      JSON.stringify(data),
    )
    if (!('from' in data && 'to' in data)) return
    this.#parts.audit.append(workspace, auditOf(conversation, event, data as StateChange))
    this.#parts.outbox.append(workspace, 'control_changed', { conversation, event: id, seq, type, epoch })
  }

  /** [HO-8] The contact's own variables outlive the conversation. */
  #keepContact(workspace: WorkspaceId, found: Found, change: Change): void {
    const own = change.events.flatMap(({ event }) =>
      event.type === 'variable_set' && (contactVariables as readonly string[]).includes(event.data.variable)
        ? [event.data]
        : [],
    )
    if (found.record !== null && own.length === 0) return
    const known = this.#contact.get(workspace, found.contact)
    const variables: Variables = known === undefined ? {} : JSON.parse(known.variables)
    for (const { variable, value } of own) {
      if (value === null) delete variables[variable]
      else variables[variable] = value
    }
    if (known === undefined || own.length > 0)
      this.#saveContact.run(workspace, found.contact, JSON.stringify(variables))
  }
}
