import { createHash } from 'node:crypto'
import type { ConversationEvent, StateChange } from '@baton/core/conversation'
import { instant } from '@baton/core/time'
import type { AuditOrigin, AuditRecord } from './store.ts'

/** What is to be recorded; the store adds number, time and hash. */
export type AuditEntry = AuditOrigin & {
  action: string
  object: string
  before?: unknown
  after?: unknown
  epoch?: number | null
}

/** A record as both databases keep it. */
export type AuditRow = {
  workspace: string
  seq: number
  at: number
  actor: string
  action: string
  object: string
  before: string | null
  after: string | null
  epoch: number | null
  request: string | null
  hash: string
}

/** Where the chain of a workspace ends. */
export type AuditHead = { seq: number; hash: string }

export const emptyChain: AuditHead = { seq: 0, hash: '' }

/** [I-33] The next record of a chain: its hash covers the one before it, so an edit or a gap shows. */
export function nextRecord(head: AuditHead, workspace: string, at: number, entry: AuditEntry): AuditRow {
  const row = {
    workspace,
    seq: head.seq + 1,
    at,
    actor: entry.actor,
    action: entry.action,
    object: entry.object,
    before: textOf(entry.before),
    after: textOf(entry.after),
    epoch: entry.epoch ?? null,
    request: entry.request,
  }
  return { ...row, hash: hashOf(head.hash, row) }
}

/** [I-32] What a change of who holds a conversation leaves in the audit log. */
export function auditOf(
  conversation: string,
  { actor, type, epoch }: ConversationEvent,
  move: StateChange,
): AuditEntry {
  return {
    actor: 'id' in actor ? `${actor.kind} ${actor.id}` : actor.kind,
    request: null,
    action: type,
    object: conversation,
    before: move.from,
    after: move.to,
    epoch,
  }
}

/** The number of the first record that does not follow from the one before it; the new head when all of them do. */
export function followChain(head: AuditHead, rows: Iterable<AuditRow>): AuditHead | number {
  let last = head
  for (const { hash, ...row } of rows) {
    if (row.seq !== last.seq + 1 || hashOf(last.hash, row) !== hash) return last.seq + 1
    last = { seq: row.seq, hash }
  }
  return last
}

export function auditRecordOf(row: AuditRow): AuditRecord {
  const { workspace: _, ...record } = row
  return { ...record, at: instant(row.at), before: parsed(row.before), after: parsed(row.after) }
}

function hashOf(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const { workspace, seq, at, actor, action, object, before, after, epoch, request } = row
  const content = [workspace, seq, at, actor, action, object, before, after, epoch, request]
  return createHash('sha256').update(previous).update(JSON.stringify(content)).digest('hex')
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
