import type { Change, Command } from '@baton/core/command'
import type { ConversationRecord } from '@baton/core/conversation'
import { asId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { ok, refuse, unreachable } from '@baton/core/result'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { ConversationLine, Refused } from '../conversations/conversations.ts'
import { type Mending, Unmendable } from '../store/moving/inspect-mending.ts'
import type { AuditOrigin, Found as FoundInStore, Store, Workspace } from '../store/store.ts'
import type { Uploads } from '../uploads.ts'
import type { Repair } from './finding.ts'

export type RepairParts = {
  store: Store
  uploads: Uploads
  line: ConversationLine
  mending: Mending
  now: () => Instant
  by: AuditOrigin
}

/** `not_needed`: it was right by the time it was looked at again, in the transaction that would have changed it. */
export type Outcome = { kind: 'made' } | { kind: 'not_needed' } | { kind: 'refused'; reason: string }

const made: Outcome = { kind: 'made' }
const notNeeded: Outcome = { kind: 'not_needed' }

/** No operator does it, and none is asked. */
const mover = { operator: null, role: 'admin' as const }
const cause = 'timer' as const
/** What comes back to a turn whose work is lost: a call has failed; a delay does not look at it. */
const nothingCameBack = { kind: 'http' as const, ok: false as const, reason: 'lost' }

/** The record and the loads are right before anything is decided on them. */
const order: readonly Repair['kind'][] = ['rebuild', 'recount']

export function inOrder<Item extends { how: Repair }>(repairs: readonly Item[]): Item[] {
  const rank = ({ how }: Item) => (order.indexOf(how.kind) + order.length + 1) % (order.length + 1)
  return repairs.toSorted((one, other) => rank(one) - rank(other))
}

/**
 * Makes one repair, the way everything else is changed: by commands and calls of the store, in one transaction each, which
 * look again whether it is still wrong. Rejects only when the store cannot be reached.
 */
export async function makeRepair(parts: RepairParts, workspace: Workspace, how: Repair): Promise<Outcome> {
  const { store, uploads, line, mending, now, by } = parts
  switch (how.kind) {
    case 'rebuild':
      return mended(parts, mending.rebuild(workspace.id, how.conversation))
    case 'recount':
      return mended(parts, mending.recount(workspace.id, how.operator))
    case 'drop_works':
      return mended(parts, mending.dropWorks(workspace.id, how.conversation))
    case 'release_operator':
      return change(parts, workspace, how.conversation, {
        command: { type: 'lose_operator', operator: how.operator, by: mover, cause },
        isWrong: ({ team }) => team.seat(how.operator)?.enabled !== true,
      })
    case 'release_group':
      return change(parts, workspace, how.conversation, {
        command: { type: 'lose_group', group: how.group, by: mover, cause },
        isWrong: ({ team }) => team.findGroup(how.group) === undefined,
      })
    case 'close':
      return change(parts, workspace, how.conversation, {
        command: { type: 'close', by: mover, cause },
        isWrong: ({ record }) => record?.conversation.lastSeq === how.lastSeq && record.conversation.status === 'open',
      })
    case 'end_turn':
      return change(parts, workspace, how.conversation, {
        command: {
          type: 'finish_work',
          work: { id: how.effect, turn: how.turn, epoch: how.epoch },
          answer: nothingCameBack,
        },
        isWrong: ({ record }) =>
          record?.flow.turn?.suspended?.effect === how.effect && record.flow.turn.epoch === record.conversation.epoch,
      })
    case 'time_offer':
      // A deadline that lies ahead is set again, with a row.
      return change(parts, workspace, how.conversation, {
        command: {
          type: 'meet_deadline',
          deadline: 'offer',
          group: how.group,
          since: how.at,
          work: { id: asId('eff_lost'), epoch: how.epoch },
        },
        isWrong: ({ record }) => offeredAt(record) === how.at,
      })
    case 'end_work':
      return change(parts, workspace, how.conversation, {
        command: {
          type: 'finish_work',
          work: { id: how.work, turn: how.turn, epoch: how.epoch },
          answer: nothingCameBack,
        },
        isWrong: ({ record }) => record?.conversation.status === 'closed',
      })
    case 'forget': {
      const close = line.proposer(workspace, { type: 'close', by: mover, cause })
      await store.contacts.forget(workspace.id, how.contact, close, uploads.remove, by)
      return made
    }
    case 'send_again':
      await store.outbox.postpone(how.position, now())
      return made
    default:
      return unreachable(how)
  }
}

async function mended({ store }: RepairParts, mending: Promise<boolean>): Promise<Outcome> {
  try {
    const isMade = await mending
    // Another connection has written: what the store keeps in memory is read again.
    await store.refresh()
    return isMade ? made : notNeeded
  } catch (error) {
    if (error instanceof Unmendable) return { kind: 'refused', reason: error.message }
    throw error
  }
}

type Attempt = { command: Command; isWrong(found: FoundInStore): boolean }

async function change(
  { store, line }: RepairParts,
  workspace: Workspace,
  conversation: ConversationId,
  { command, isWrong }: Attempt,
): Promise<Outcome> {
  const propose = line.proposer(workspace, command)
  const answer = await store.conversations.change<Refused | { kind: 'right' }>(
    { workspace: workspace.id, conversation },
    (found) => {
      if (!isWrong(found)) return refuse({ kind: 'right' as const })
      const decided = propose(found)
      return decided.ok ? ok(withoutStrangers(decided.value, found.team)) : refuse(decided.refusal as Refused)
    },
  )
  if (answer.kind !== 'refused') return made
  const { kind } = answer.refusal
  return kind === 'right' || kind === 'unknown_conversation' ? notNeeded : { kind: 'refused', reason: kind }
}

/** When whoever is asked alone was asked; null: nobody is. */
function offeredAt(record: ConversationRecord | null): Instant | null {
  const holder = record?.conversation.holder
  return holder?.state === 'operator_requested' ? (holder.offer?.at ?? null) : null
}

/** Whoever is not of the team has no row in which anything could be counted. */
function withoutStrangers(change: Change, team: Team): Change {
  const isOfTeam = ([operator]: readonly [OperatorId, unknown]) => team.seat(operator) !== undefined
  const loads = new Map([...change.loads].filter(isOfTeam))
  return { ...change, loads, seats: new Map([...change.seats].filter(isOfTeam)) }
}
