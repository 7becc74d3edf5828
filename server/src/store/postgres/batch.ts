import type { Change, SeatChange } from '@baton/core/command'
import { type ConversationRecord, contactVariables, type StateChange, type Variables } from '@baton/core/conversation'
import { outlivingKinds } from '@baton/core/flow'
import { asId, type ConversationId, type GroupId, type NewId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import type { Cursor } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import { reached } from '../../failpoint.ts'
import { type AuditEntry, type AuditHead, auditOf, nextRecord } from '../audit-chain.ts'
import type { CursorRow } from '../routings.ts'
import {
  type ConversationRow,
  changingColumns,
  hasDone,
  lastOwnerIn,
  namesOfChangingColumns,
  recordOf,
} from '../rows.ts'
import type {
  ChangeAnswer,
  Committed,
  Found,
  Idempotency,
  OutboxTopic,
  Propose,
  StoreRefusal,
  Target,
} from '../store.ts'
import { commitStatement, nothingWritten, type Writing } from './commit-statement.ts'
import { MovedOn, type Queryable, type Row, type Statement } from './connections.ts'
import { cursorAsJson, type Head, headColumns, type SeatRow, seatAsJson, type TeamCache } from './team-cache.ts'

/** A command that waits for its turn: what to read for it, and how to decide it. */
export type Wish = { target: Target; decide: Propose; idempotency?: Idempotency | undefined }

export type BatchParts = { workspace: WorkspaceId; team: TeamCache; newId: NewId; now: () => Instant }

type KeyRow = { scope: string; key: string; hash: string; conversation: string; seq: number | null; turns: string }
type ContactRow = { id: string; variables: string; erasing: number }
type Kept = { read: ConversationRecord | null; record: ConversationRecord }

/**
 * Commands of one workspace that share a commit: read together, decided one after another on what the ones before them
 * left, and written with one statement. Nothing is locked in between; what has moved on meanwhile makes the statement
 * take itself back, and all of them are decided again.
 */
export class Batch {
  readonly #parts: BatchParts
  readonly #db: Queryable
  readonly #kept = new Map<ConversationId, Kept>()
  readonly #open = new Map<string, ConversationId>()
  readonly #last = new Map<string, { id: ConversationId; lastOwner: OperatorId | null }>()
  readonly #contacts = new Map<string, ContactRow>()
  readonly #keys = new Map<string, KeyRow>()
  #writing: Writing = nothingWritten()
  readonly #loads = new Map<OperatorId, number>()
  /** [RO-31] Who became an owner, also for a moment. */
  readonly #assigned = new Set<OperatorId>()
  readonly #seats = new Map<OperatorId, SeatChange[]>()
  readonly #cursors = new Map<GroupId | null, Cursor>()
  readonly committed: Committed[] = []
  #head: Head | null = null
  #chain: AuditHead | null = null
  /** Whether something was decided on who is there and how busy they are. */
  #dependsOnTeam = false

  constructor(parts: BatchParts, db: Queryable) {
    this.#parts = parts
    this.#db = db
  }

  /** The head that was read, for whoever keeps things by its revisions. */
  get head(): Head {
    if (this.#head === null) throw new Error('nothing was read yet')
    return this.#head
  }

  /** Reads what these wishes are about, and what has changed in the team, in one round trip. */
  async read(wishes: readonly Pick<Wish, 'target' | 'idempotency'>[]): Promise<void> {
    const { workspace, team, now } = this.#parts
    const ids = wishes.flatMap(({ target }) => ('conversation' in target ? [target.conversation] : []))
    const talks = wishes.flatMap(({ target }) => ('conversation' in target ? [] : [target]))
    const keys = wishes.flatMap(({ idempotency }) => idempotency ?? [])
    const values = [
      workspace,
      ids,
      talks.map(({ bot }) => bot),
      talks.map(({ channel }) => channel),
      talks.map(({ contact }) => contact),
      keys.map(({ scope }) => scope),
      keys.map(({ key }) => key),
      now(),
      team.revision,
      team.toRead(),
      team.circlesToRead(),
    ]
    reached('before begin')
    const [row] = await this.#db.rows<ReadRow>(reading, values)
    reached('after begin')
    if (row === undefined) throw new Error(`workspace ${workspace} is gone`)
    this.#head = await team.follow(this.#db, row, { seats: row.seats ?? [], cursors: row.cursors ?? [] })
    // Records that wait to be written already follow on from it.
    this.#chain ??= { seq: this.#head.audit_seq, hash: this.#head.audit_hash }
    for (const one of row.by_id ?? []) this.#keep(one)
    for (const one of row.of_contact ?? []) this.#keepOfContact(one)
    for (const contact of row.contacts ?? []) this.#contacts.set(contact.id, contact)
    for (const key of row.keys ?? []) this.#keys.set(markOf(key.scope, key.key), key)
  }

  /** Decides one of them; what it throws leaves nothing behind. */
  decide({ target, decide, idempotency }: Wish): ChangeAnswer<unknown> {
    const repeated = idempotency === undefined ? null : this.#repeated(idempotency)
    if (repeated !== null) return repeated
    const found = this.#find(target)
    if ('kind' in found) return { kind: 'refused', refusal: found }
    const decided = decide(found)
    if (!decided.ok) return { kind: 'refused', refusal: decided.refusal }
    const committed = { id: found.id, workspace: this.#parts.workspace, change: decided.value }
    this.#take(found, decided.value)
    if (idempotency !== undefined && hasDone(decided.value)) this.#remember(idempotency, committed)
    this.committed.push(committed)
    return { kind: 'committed', committed }
  }

  /** A record of its own in the audit log, beside those of the changes. */
  audit(entry: AuditEntry): void {
    if (this.#chain === null) throw new Error('nothing was read yet')
    const row = nextRecord(this.#chain, this.#parts.workspace, this.#parts.now(), entry)
    this.#chain = { seq: row.seq, hash: row.hash }
    this.#writing.audit.push(row)
    this.#dependsOnTeam = true
  }

  /** A message of its own for others, beside those of the changes. */
  tell(topic: OutboxTopic, payload: object): void {
    const { outbox } = this.#writing
    outbox.push({ place: outbox.length, topic, payload: JSON.stringify(payload) })
  }

  /** Whose load and seats in memory are as decided here, written or not. */
  get touched(): Iterable<OperatorId> {
    return new Set([...this.#loads.keys(), ...this.#seats.keys()])
  }

  /** Whose circles stand in memory as decided here, written or not. */
  get turned(): Iterable<GroupId | null> {
    return this.#cursors.keys()
  }

  /**
   * Writes all that was decided, and answers the revision of the workspace after it when it is a new one. Rejects with a
   * conflict when it was decided on what is no longer so.
   */
  async write(): Promise<number | null> {
    const writing = this.#rows()
    if (Object.values(writing).every((rows) => rows.length === 0)) return null
    const head = this.head
    const isNews = writing.loads.length > 0 || writing.cursors.length > 0 || writing.audit.length > 0
    const last = writing.audit.length > 0 ? this.#chain : null
    const { statement, values } = commitStatement(writing, {
      workspace: this.#parts.workspace,
      revision: this.#dependsOnTeam ? head.revision : null,
      isNews,
      events: writing.logged.length,
      auditSeq: last?.seq ?? null,
      auditHash: last?.hash ?? null,
      now: this.#parts.now(),
    })
    reached('before commit')
    const [written] = await this.#db.rows<{ is_written: boolean; revision: number }>(statement, values)
    if (written?.is_written !== true) throw new MovedOn()
    reached('after commit')
    this.#written(written.revision)
    return isNews ? written.revision : null
  }

  /** What was written is what is there now: writing again writes only what comes after. */
  #written(revision: number): void {
    this.#head = { ...this.head, revision }
    this.#writing = nothingWritten()
    this.#loads.clear()
    this.#assigned.clear()
    this.#seats.clear()
    this.#cursors.clear()
    for (const [id, { record }] of this.#kept) this.#kept.set(id, { read: record, record })
  }

  #keep(row: ConversationRow): void {
    const record = recordOf(row)
    this.#kept.set(record.conversation.id, { read: record, record })
  }

  #keepOfContact(row: ConversationRow): void {
    const mark = markOf(row.bot, row.channel, row.contact)
    this.#last.set(mark, { id: asId(row.id), lastOwner: lastOwnerIn(row) })
    if (row.status !== 'open') return
    this.#open.set(mark, asId(row.id))
    this.#keep(row)
  }

  #repeated({ scope, key, hash }: Idempotency): ChangeAnswer<never> | null {
    const row = this.#keys.get(markOf(scope, key))
    if (row === undefined) return null
    if (row.hash !== hash) return { kind: 'refused', refusal: { kind: 'key_reused' } }
    return { kind: 'repeated', conversation: asId(row.conversation), seq: row.seq, turns: JSON.parse(row.turns) }
  }

  #find(target: Target): Found | StoreRefusal {
    const { team } = this.#parts.team
    if ('conversation' in target) {
      const kept = this.#kept.get(target.conversation)
      if (kept === undefined) return { kind: 'unknown_conversation' }
      const { id, bot, contact, previous } = kept.record.conversation
      return { id, record: kept.record, bot, contact, contactVariables: {}, previous, lastOwner: null, team }
    }
    const { bot, channel, contact } = target
    const known = this.#contacts.get(contact)
    if (known?.erasing === 1) return { kind: 'erasing' }
    const mark = markOf(bot, channel, contact)
    const open = this.#open.get(mark)
    const kept = open === undefined ? undefined : this.#kept.get(open)
    if (open !== undefined && kept !== undefined) {
      const before = { contactVariables: {}, previous: null, lastOwner: null }
      return { id: open, record: kept.record, bot, contact, ...before, team }
    }
    const contactVariables: Variables = known === undefined ? {} : JSON.parse(known.variables)
    const { id: previous, lastOwner } = this.#last.get(mark) ?? { id: null, lastOwner: null }
    const id = this.#parts.newId('conversation')
    return { id, record: null, bot, contact, contactVariables, previous, lastOwner, team }
  }

  #take(found: Found, change: Change): void {
    const { conversation } = change.record
    const { id, bot, channel, contact } = conversation
    const before = this.#kept.get(id)
    const isChanged = change.events.length > 0 || change.record.flow !== found.record?.flow
    if (found.record === null || isChanged) this.#kept.set(id, { read: before?.read ?? null, record: change.record })
    const mark = markOf(bot, channel, contact)
    this.#last.set(mark, { id, lastOwner: conversation.lastOwner ?? null })
    if (conversation.status === 'open') this.#open.set(mark, id)
    else if (this.#open.get(mark) === id) this.#open.delete(mark)
    for (const drafted of change.events) this.#log(id, drafted)
    for (const [operator, by] of change.loads) {
      this.#loads.set(operator, (this.#loads.get(operator) ?? 0) + by)
      if (by > 0) this.#assigned.add(operator)
    }
    if (change.loads.size > 0) this.#dependsOnTeam = true
    this.#takeSeats(change)
    for (const { id: work, turn, epoch, work: what } of change.works) {
      const dueAt = 'milliseconds' in what ? this.#parts.now() + what.milliseconds : this.#parts.now()
      const begun: Begun = {
        id: work,
        conversation: id,
        turn,
        epoch,
        work: JSON.stringify(what),
        due_at: dueAt,
        outlives: outlivingKinds.includes(what.kind),
      }
      this.#writing.begun.push(begun)
    }
    if (change.finished !== null) this.#writing.finished.push({ id: change.finished, one: 1 })
    if (conversation.status === 'closed' && found.record?.conversation.status !== 'closed')
      this.#writing.dropped.push({ conversation: id, one: 1 })
    this.#keepContact(found, change)
  }

  /** [RO-10] [RO-30] [RO-31] The next decision sees in memory what this one does to operators. */
  #takeSeats({ seats, cursors }: Change): void {
    for (const [operator, seat] of seats) {
      if (seat.isAsked) this.#assigned.add(operator)
      this.#seats.set(operator, [...(this.#seats.get(operator) ?? []), seat])
      this.#parts.team.take(operator, seat)
    }
    for (const [group, cursor] of cursors) this.#cursors.set(group, cursor)
    if (seats.size > 0 || cursors.size > 0) this.#dependsOnTeam = true
  }

  #log(conversation: ConversationId, { event, turn }: Change['events'][number]): void {
    const { seq, id, type, at, epoch, actor, data } = event
    const { logged, outbox } = this.#writing
    logged.push({
      place: logged.length + 1,
      conversation,
      seq,
      id,
      type,
      at,
      epoch,
      turn,
      actor: JSON.stringify(actor),
      data: JSON.stringify(data),
    })
    if (type === 'assignment_skipped') this.#dependsOnTeam = true
    if (!('from' in data && 'to' in data)) return
    this.audit(auditOf(conversation, event, data as StateChange))
    const topic: OutboxTopic = 'control_changed'
    const payload = JSON.stringify({ conversation, event: id, seq, type, epoch })
    outbox.push({ place: outbox.length, topic, payload })
  }

  #remember({ scope, key, hash, expiresAt }: Idempotency, { id, change }: Committed): void {
    const message = change.events.find(({ event, turn }) => event.type === 'message' && turn === null)
    const row = {
      scope,
      key,
      hash,
      conversation: id,
      seq: message?.event.seq ?? null,
      turns: JSON.stringify(change.turns),
    }
    this.#keys.set(markOf(scope, key), row)
    this.#writing.keys.push({ ...row, expires_at: expiresAt })
  }

  /** [HO-8] The contact's own variables outlive the conversation. */
  #keepContact({ record, contact }: Found, { events }: Change): void {
    const own = events.flatMap(({ event }) =>
      event.type === 'variable_set' && (contactVariables as readonly string[]).includes(event.data.variable)
        ? [event.data]
        : [],
    )
    if (record !== null && own.length === 0) return
    const known = this.#contacts.get(contact)
    const variables: Variables = known === undefined ? {} : JSON.parse(known.variables)
    for (const { variable, value } of own) {
      if (value === null) delete variables[variable]
      else variables[variable] = value
    }
    // Also when nothing changes: whoever opens a conversation must meet somebody who forgets the contact just now.
    const row = { id: contact, variables: JSON.stringify(variables), erasing: 0 }
    this.#contacts.set(contact, row)
    this.#writing.contacts = [
      ...this.#writing.contacts.filter((other) => (other as ContactRow).id !== contact),
      { id: row.id, variables: row.variables },
    ]
  }

  /** Conversations that several commands changed are written once, as they are in the end. */
  #rows(): Writing {
    const changed: object[] = []
    const opened: object[] = []
    for (const { read, record } of this.#kept.values()) {
      if (read === record) continue
      if (read === null) opened.push({ ...openingColumns(record), ...stateColumns(record) })
      else
        changed.push({
          id: record.conversation.id,
          was_epoch: read.conversation.epoch,
          was_seq: read.conversation.lastSeq,
          one: 1,
          ...stateColumns(record),
        })
    }
    const loads = [...this.touched].flatMap((operator) => {
      const by = this.#loads.get(operator) ?? 0
      const seats = this.#seats.get(operator)
      const isAssigned = this.#assigned.has(operator)
      if (by === 0 && !isAssigned && seats === undefined) return []
      return [{ operator, by, is_assigned: isAssigned ? 1 : 0, ...seatColumns(seats ?? []), one: 1 }]
    })
    const noted = [...this.#seats].flatMap(([operator, seats]) =>
      seats.some(({ isUnresponsive }) => isUnresponsive !== undefined) ? [{ operator }] : [],
    )
    const cursors = [...this.#cursors].map(([group, cursor]) => ({
      subject: group ?? this.#parts.workspace,
      ...cursor,
    }))
    // What was begun and finished by the same commands has nothing left to do.
    const finished = new Set(this.#writing.finished.map((row) => (row as { id: string }).id))
    const begun = (this.#writing.begun as Begun[]).filter((row) => !finished.has(row.id))
    const dropped = new Set(this.#writing.dropped.map((row) => (row as { conversation: string }).conversation))
    return {
      ...this.#writing,
      changed,
      opened,
      loads,
      noted,
      cursors,
      begun: begun
        .filter((row) => row.outlives || !dropped.has(row.conversation))
        .map(({ outlives: _, ...row }) => row),
    }
  }
}

/** `outlives`: also when its conversation is closed by the same commit. */
type Begun = {
  id: string
  conversation: string
  turn: string
  epoch: number
  work: string
  due_at: number
  outlives: boolean
}

type ReadRow = Row &
  Head & {
    seats: SeatRow[] | null
    cursors: CursorRow[] | null
    by_id: ConversationRow[] | null
    /** The open conversation of each contact, else the last one. */
    of_contact: ConversationRow[] | null
    contacts: ContactRow[] | null
    keys: KeyRow[] | null
  }

/**
 * Each part looks its rows up by key, one by one where it must: `lateral … limit 1` and `is not distinct from` keep the
 * planner, which may know little of young tables, from walking all of a workspace.
 *
 * The scope is set along with it. Which row of `heads` to look for is known only from what `set_config` answers, and the
 * other parts are looked at once that row is there: nothing is seen with the scope before. `offset 0` keeps the planner
 * from beginning with `heads`.
 */
const reading: Statement = {
  name: 'read_batch',
  setsScope: true,
  text: `select h.* from set_config('baton.workspace', $1, false) as scope(workspace) cross join lateral (select ${headColumns},
    (select json_agg(${seatAsJson}) from operators o where o.workspace = $1 and (o.revision > $9 or o.id = any($10))) as seats,
    (select json_agg(${cursorAsJson}) from cursors u where u.workspace = $1 and (u.revision > $9 or u.subject = any($11))) as cursors,
    (select json_agg(c) from conversations c where c.workspace is not distinct from $1 and c.id = any($2)) as by_id,
    (select json_agg(c) from (select distinct t.* from unnest($3::text[], $4::text[], $5::text[]) as t(bot, channel, contact)) t
      cross join lateral (select c.* from conversations c
        where c.workspace = $1 and c.contact = t.contact and c.bot = t.bot and c.channel = t.channel
        order by c.status = 'open' desc, c.opened_at desc, c.id desc limit 1) c) as of_contact,
    (select json_agg(json_build_object('id', p.id, 'variables', p.variables, 'erasing', p.erasing)) from contacts p
      where p.workspace = $1 and p.id = any($5 ||
        array(select c.contact from conversations c where c.workspace is not distinct from $1 and c.id = any($2)))) as contacts,
    (select json_agg(json_build_object('scope', k.scope, 'key', k.key, 'hash', k.hash, 'conversation', k.conversation, 'seq', k.seq, 'turns', k.turns))
      from (select distinct t.* from unnest($6::text[], $7::text[]) as t(scope, key)) t
      cross join lateral (select k.* from idempotency_keys k
        where k.workspace = $1 and k.scope = t.scope and k.key = t.key and k.expires_at > $8 limit 1) k) as keys
    from heads where workspace = scope.workspace offset 0) h`,
}

/** What changes that follow one another come to. `wrap_ups` are those that begin; null: none does. */
function seatColumns(changes: readonly SeatChange[]): object {
  const last = <Value>(values: (Value | undefined)[]) => values.findLast((value) => value !== undefined)
  const wrapUps = changes.flatMap(({ wrapsUpUntil }) => wrapsUpUntil ?? [])
  const isUnresponsive = last(changes.map((change) => change.isUnresponsive))
  return {
    reserved: changes.reduce((total, { reserved }) => total + reserved, 0),
    cools_until: last(changes.map(({ coolsUntil }) => coolsUntil)) ?? null,
    unresponsive: isUnresponsive === undefined ? null : Number(isUnresponsive),
    wrap_ups: wrapUps.length === 0 ? null : wrapUps,
  }
}

function stateColumns(record: ConversationRecord): object {
  return Object.fromEntries(changingColumns(record).map((value, index) => [namesOfChangingColumns[index], value]))
}

function openingColumns({ conversation }: ConversationRecord): object {
  const { id, bot, channel, contact, previous, openedAt } = conversation
  return { id, bot, channel, contact, previous, opened_at: openedAt }
}

function markOf(...parts: string[]): string {
  return parts.join('\n')
}
