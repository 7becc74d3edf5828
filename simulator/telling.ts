/** Every change of control is told and recorded once, with the commit that makes it. */
import { isDeepStrictEqual } from 'node:util'
import type { AuditEntry, Commit, Entry, Told } from './ledger.ts'

/** [I-32] One record in the audit log, with what was before and after. [I-34] [I-35] One message, in order. */
export function lookAtTelling({ entries, audit, told }: Commit): string[] {
  const moves = entries.filter(({ event }) => 'to' in event.data)
  return [...audited(moves, audit), ...(told === null ? [] : toldOf(moves, told))]
}

function audited(moves: readonly Entry[], audit: readonly AuditEntry[]): string[] {
  const records = audit.filter(({ object }) => moves.some(({ conversation }) => conversation === object))
  const isSame = moves.length === records.length && moves.every((move, index) => isRecordOf(records[index], move))
  return isSame ? [] : [`[I-32] ${moves.length} changes of control, recorded as ${records.length}, or otherwise`]
}

function isRecordOf(record: AuditEntry | undefined, { conversation, event }: Entry): boolean {
  if (record === undefined || !('to' in event.data)) return false
  const { from, to } = event.data
  return isDeepStrictEqual(
    { action: record.action, object: record.object, before: record.before, after: record.after, epoch: record.epoch },
    { action: event.type, object: conversation, before: from, after: to, epoch: event.epoch },
  )
}

function toldOf(moves: readonly Entry[], told: readonly Told[]): string[] {
  const expected = moves.map(({ conversation, event: { id, type, epoch } }) => ({
    event: id,
    conversation,
    type,
    epoch,
  }))
  return isDeepStrictEqual(told, expected) ? [] : [`[I-34] ${moves.length} changes of control, told as ${told.length}`]
}
