/**
 * Brings what is kept twice back to what the log says, where the log itself is right: loads, records, and work that
 * belongs to nothing any more. Each in one transaction, with a record `repaired` in the audit log. Nothing else may be
 * changed past the log; all other repairs are commands.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Conversation, type ConversationRecord, fold, seatsTakenBy } from '@baton/core/conversation'
import { type Flow, restingFlow } from '@baton/core/flow'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { type AuditEntry, type AuditHead, type AuditRow, emptyChain, nextRecord } from '../audit-chain.ts'
import { Connections, type Queryable } from '../postgres/connections.ts'
import { type ConversationRow, changingColumns, type EventRow, eventOf, namesOfChangingColumns } from '../rows.ts'
import type { AuditOrigin, Recount } from '../store.ts'
import type { StorePlace } from './move.ts'
import { embedded } from './sqlite-snapshot.ts'
import { quoted, tableOf, type Value } from './tables.ts'

/** It cannot be done, and why: the rest of a sentence for people. */
export class Unmendable extends Error {
  override name = 'Unmendable'
}

/** Each answers whether something was wrong and is right now; false: it was right already. */
export type Mending = {
  /** [I-15] [RO-10] Counts what an operator owns, and which of their seats are taken. */
  recount(workspace: WorkspaceId, operator: OperatorId): Promise<boolean>
  /** [HO-3] Folds the log of a conversation. Throws `Unmendable` when the log itself is not whole. */
  rebuild(workspace: WorkspaceId, conversation: ConversationId): Promise<boolean>
  /** [I-46] Removes work of a conversation that is gone. */
  dropWorks(workspace: WorkspaceId, conversation: ConversationId): Promise<boolean>
  close(): Promise<void>
}

type Parts = { now: () => Instant; by: AuditOrigin }

/** On the embedded store the caller has the lock, and makes the store look again afterwards. */
export function openMending(place: StorePlace, parts: Parts): Mending {
  const transactions = place.kind === 'sqlite' ? sqliteTransactions(place.directory) : postgresTransactions(place.url)
  const mend = (workspace: WorkspaceId, work: (tx: Transaction) => Promise<Mended | null>) =>
    transactions.run(workspace, async (tx) => {
      const mended = await work(tx)
      if (mended === null) return false
      const entry: AuditEntry = { ...parts.by, action: 'repaired', ...mended }
      await tx.record(nextRecord(tx.head, workspace, parts.now(), entry))
      return true
    })
  return {
    recount: (workspace, operator) => mend(workspace, (tx) => recount(tx, workspace, operator)),
    rebuild: (workspace, conversation) => mend(workspace, (tx) => rebuild(tx, workspace, conversation)),
    dropWorks: (workspace, conversation) => mend(workspace, (tx) => dropWorks(tx, workspace, conversation)),
    close: transactions.close,
  }
}

/** What the audit log is told. */
type Mended = { object: string; before: unknown; after: unknown }

type Transaction = {
  /** Where the audit log ends; no other commit of the workspace comes in between. */
  head: AuditHead
  rows<Found>(statement: string, values: readonly Value[]): Promise<Found[]>
  setSeats(operator: OperatorId, load: number, reserved: number): Promise<void>
  /** The record of a conversation is another one now; lists must go by it. */
  moved(conversation: Conversation): Promise<void>
  record(row: AuditRow): Promise<void>
}

async function recount(tx: Transaction, workspace: WorkspaceId, operator: OperatorId): Promise<Mended | null> {
  const [row] = await tx.rows<Recount>(counting, [workspace, operator])
  if (row === undefined) return null
  const reserved = row.units - row.owned
  const [isLoadRight, isRestRight] = [row.load === row.owned, row.reserved === reserved]
  if (isLoadRight && isRestRight) return null
  await tx.setSeats(operator, row.owned, reserved)
  return {
    object: operator,
    before: { ...(isLoadRight ? {} : { load: row.load }), ...(isRestRight ? {} : { reserved: row.reserved }) },
    after: { ...(isLoadRight ? {} : { load: row.owned }), ...(isRestRight ? {} : { reserved }) },
  }
}

async function rebuild(tx: Transaction, workspace: WorkspaceId, id: ConversationId): Promise<Mended | null> {
  const [row] = await tx.rows<ConversationRow>(finding, [workspace, id])
  if (row === undefined) return null
  const record = await foldOf(tx, row)
  const { conversation } = record
  const values = columnsOfRecord(record)
  const wrong = names.filter((name, index) => !isSame(name, row[name], values[index] ?? null))
  if (wrong.length === 0) return null
  await tx.rows(rewriting, [workspace, id, ...values])
  await tx.moved(conversation)
  const owner = conversation.holder.state === 'taken_over' ? conversation.holder.owner : null
  const seated = seatsTakenBy(conversation.holder)?.operator ?? null
  for (const one of new Set([row.owner, row.requested_operator, owner, seated]))
    if (one !== null) await recount(tx, workspace, one as OperatorId)
  // Names of columns, not what stands in them: the audit log keeps nothing that people wrote.
  const before = { chatState: row.chat_state, operator: row.owner }
  return { object: id, before, after: { chatState: conversation.holder.state, operator: owner, columns: wrong } }
}

async function foldOf(tx: Transaction, row: ConversationRow): Promise<ConversationRecord> {
  const log = await tx.rows<EventRow>(readingLog, [row.workspace, row.id])
  if (row.last_seq > log.length)
    throw new Unmendable(`the record knows ${row.last_seq} events, and the log has only ${log.length}`)
  try {
    const conversation = fold(row.id as ConversationId, log.map(eventOf))
    if (conversation === null) throw new Error('it is empty')
    return { conversation, flow: flowFor(conversation, row.flow) }
  } catch (error) {
    throw new Unmendable(`its log cannot be folded: ${error instanceof Error ? error.message : error}`)
  }
}

/** [HO-5] [HO-8] Where the bot stands is in no log: it is kept, but for a turn that may not go on any more. */
function flowFor({ status, epoch }: Conversation, text: string): Flow {
  const flow = readFlow(text)
  if (status === 'closed') return { ...restingFlow, outcome: flow.outcome, position: flow.position }
  return flow.turn !== null && flow.turn.epoch !== epoch ? { ...flow, turn: null } : flow
}

function readFlow(text: string): Flow {
  try {
    return JSON.parse(text)
  } catch {
    return restingFlow
  }
}

async function dropWorks(tx: Transaction, workspace: WorkspaceId, id: ConversationId): Promise<Mended | null> {
  const dropped = await tx.rows<{ id: string }>(dropping, [workspace, id])
  return dropped.length === 0 ? null : { object: id, before: { works: dropped.map((row) => row.id) }, after: null }
}

const counting = `select o.load, o.reserved, owned, coalesce(units, 0) + coalesce((select sum(units) from conversations c
    where c.workspace = o.workspace and c.requested_operator = o.id and c.status = 'open' and c.chat_state = 'operator_requested'
      and c.offer_until is not null), 0) as units
  from operators o left join (select count(*) as owned, sum(units) as units from conversations
    where workspace = $1 and owner = $2 and status = 'open' and chat_state = 'taken_over') n on true
  where o.workspace = $1 and o.id = $2`

/** What the fold says, in the order in which a record comes as columns. */
const names = [
  'bot',
  'channel',
  'contact',
  'previous',
  'opened_at',
  ...namesOfChangingColumns,
] as const satisfies readonly (keyof ConversationRow)[]

const rewriting = `update conversations set ${names.map((name, index) => `${quoted(name)} = $${index + 3}`).join(', ')}
  where workspace = $1 and id = $2`
const finding = `select ${tableOf('conversations')
  .columns.map(({ name }) => quoted(name))
  .join(', ')} from conversations where workspace = $1 and id = $2`
const readingLog = `select position, conversation, seq, id, type, at, epoch, turn, actor, data from events
  where workspace = $1 and conversation = $2 order by seq`
const dropping = `delete from works where workspace = $1 and conversation = $2
  and not exists (select 1 from conversations c where c.id = $2) returning id`
const recording = `insert into audit (workspace, seq, at, actor, action, object, before, after, epoch, request, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

function columnsOfRecord(record: ConversationRecord): Value[] {
  const { bot, channel, contact, previous, openedAt } = record.conversation
  return [bot, channel, contact, previous, openedAt, ...changingColumns(record)]
}

/** Texts of JSON say the same in any order. */
function isSame(name: (typeof names)[number], one: Value, other: Value): boolean {
  if (name !== 'body' && name !== 'flow') return one === other
  try {
    return isDeepStrictEqual(JSON.parse(String(one)), JSON.parse(String(other)))
  } catch {
    return false
  }
}

function valuesOf(row: AuditRow): Value[] {
  const { workspace, seq, at, actor, action, object, before, after, epoch, request, hash } = row
  return [workspace, seq, at, actor, action, object, before, after, epoch, request, hash]
}

type Transactions = {
  run<T>(workspace: WorkspaceId, work: (tx: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Nothing here waits for anything outside, so a transaction ends before any other work of this process goes on. */
function sqliteTransactions(directory: string): Transactions {
  const database = new Database(join(directory, embedded.database), { timeout: 5_000 })
  database.pragma('synchronous = FULL')
  const rows = async <Found>(text: string, values: readonly Value[]) => {
    const statement = database.prepare<unknown[], Found>(text)
    const bound = Object.fromEntries(values.map((value, index) => [index + 1, value]))
    if (statement.reader) return statement.all(bound)
    statement.run(bound)
    return []
  }
  const ending = 'select seq, hash from audit where workspace = $1 order by seq desc limit 1'
  return {
    async run(workspace, work) {
      database.exec('begin immediate')
      try {
        const [head = emptyChain] = await rows<AuditHead>(ending, [workspace])
        const value = await work({
          head,
          rows,
          setSeats: async (operator, load, reserved) =>
            void (await rows(seating, [workspace, operator, load, reserved])),
          moved: async () => {},
          record: async (row) => void (await rows(recording, valuesOf(row))),
        })
        database.exec('commit')
        return value
      } catch (error) {
        if (database.inTransaction) database.exec('rollback')
        throw error
      }
    },
    close: async () => void database.close(),
  }
}

const seating = 'update operators set load = $3, reserved = $4 where workspace = $1 and id = $2'

/**
 * The row of the workspace is held meanwhile, so no node commits to it. What one has decided on what was there before is
 * decided again, because the revision goes up.
 */
function postgresTransactions(url: string): Transactions {
  const connections = new Connections({ url, size: 2 })
  return {
    run: (workspace, work) =>
      connections.transaction(workspace, async (db: Queryable) => {
        const rows = <Found>(text: string, values: readonly Value[]) =>
          db.rows({ text }, values) as Promise<object[]> as Promise<Found[]>
        const [head] = await rows<AuditHead>(holding, [workspace])
        if (head === undefined) throw new Unmendable('its workspace is gone')
        return work({
          head,
          rows,
          setSeats: async (operator, load, reserved) =>
            void (await rows(seatingAnew, [workspace, operator, load, reserved])),
          moved: async ({ id, lastActivityAt }) => void (await rows(listing, [id, workspace, lastActivityAt])),
          async record(row) {
            await rows(recording, valuesOf(row))
            await rows(goingOn, [workspace, row.seq, row.hash])
          },
        })
      }),
    close: () => connections.close(),
  }
}

const holding = 'select audit_seq as seq, audit_hash as hash from heads where workspace = $1 for update'
const seatingAnew = `update operators set load = $3, reserved = $4, revision = (select revision + 1 from heads where workspace = $1)
  where workspace = $1 and id = $2`
const listing = `insert into activity (conversation, workspace, at) values ($1, $2, $3)
  on conflict (conversation) do update set at = excluded.at`
const goingOn = `update heads set revision = revision + 1, audit_seq = $2, audit_hash = $3 where workspace = $1`
