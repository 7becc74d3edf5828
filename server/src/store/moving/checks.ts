/**
 * What must hold of everything a store keeps: pure functions over rows, each of which answers what is wrong, nothing when
 * all is well. They hold for a store, for a backup, and for whatever a test has written down.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  type Conversation,
  type ConversationEvent,
  fold,
  type HolderView,
  type StateChange,
} from '@baton/core/conversation'
import { type AuditHead, type AuditRow, followChain } from '../audit-chain.ts'

/** What is wrong, and where: a conversation, an operator, a record of the audit log. */
export type Fault = { place: string; says: string }

export type Logged = { workspace: string; position: number; event: ConversationEvent }

/** A record of the audit log about a change of who holds a conversation. */
export type Transition = { workspace: string; action: string; epoch: number | null; before: unknown; after: unknown }

/** All there is about one conversation. */
export type ConversationFacts = {
  workspace: string
  /** The record that is kept beside the log. */
  conversation: Conversation
  /** In the order of the numbers. */
  log: readonly Logged[]
  /** In the order of the audit log. */
  transitions: readonly Transition[]
  /** Work that its turns wait for. */
  works: number
  /** The owner that the record names, as they stand in its workspace; null: nobody is named, or nobody is there. */
  owner: { isEnabled: boolean } | null
}

type ConversationCheck = (facts: ConversationFacts) => Fault[]

/** [D-04] [I-28] Numbers count from 1 without gaps, and positions go up with them. */
const logHasNoGaps: ConversationCheck = ({ conversation: { id, lastSeq }, log }) => {
  const faults = log.flatMap(({ event, position }, index) => {
    if (event.seq !== index + 1) return [fault(id, `event ${event.seq} stands where ${index + 1} should`)]
    const before = log[index - 1]
    if (before === undefined || position > before.position) return []
    return [fault(id, `event ${event.seq} stands before event ${before.event.seq} in the log of the workspace`)]
  })
  if (log.length === lastSeq) return faults
  return [...faults, fault(id, `the record ends at event ${lastSeq}, the log at ${log.at(-1)?.event.seq ?? 0}`)]
}

/** [HO-3] The record is the fold of its log. */
const recordIsTheFold: ConversationCheck = ({ conversation, log }) => {
  const { id } = conversation
  try {
    const folded = fold(
      id,
      log.map(({ event }) => event),
    )
    if (folded === null) return [fault(id, 'there is a record and no log')]
    const parts = Object.keys({ ...folded, ...conversation }) as (keyof Conversation)[]
    const different = parts.filter((part) => !isDeepStrictEqual(folded[part], conversation[part]))
    return different.length === 0 ? [] : [fault(id, `the record is not the fold of its log: ${different.join(', ')}`)]
  } catch (error) {
    return [fault(id, `the log cannot be folded: ${error instanceof Error ? error.message : error}`)]
  }
}

/** [I-36] The epoch goes up by one with every change of chat state or owner, and never otherwise. */
const epochCountsChanges: ConversationCheck = ({ conversation: { id }, log }) => {
  let epoch = 0
  return log.flatMap(({ event }) => {
    const change = changeIn(event)
    const expected = change !== null && movesEpoch(change) ? epoch + 1 : epoch
    epoch = event.epoch
    return event.epoch === expected
      ? []
      : [fault(id, `event ${event.seq} has epoch ${event.epoch} instead of ${expected}`)]
  })
}

/** [I-37] Every change begins where the one before it ended. */
const changesFollowOneAnother: ConversationCheck = ({ conversation: { id }, log }) => {
  let holder: Pick<HolderView, 'chatState' | 'operator'> = { chatState: 'chatbot_controlled', operator: null }
  return log.flatMap(({ event }) => {
    const change = changeIn(event)
    if (change === null) return []
    const isSame = change.from.chatState === holder.chatState && ownerOf(change.from) === ownerOf(holder)
    holder = change.to
    return isSame ? [] : [fault(id, `event ${event.seq} changes what was not so before it`)]
  })
}

/** [I-32] Every transition has its one record in the audit log, which says the same. */
const transitionsAreAudited: ConversationCheck = ({ workspace, conversation: { id }, log, transitions }) => {
  const changes = log.flatMap(({ event }) => (changeIn(event) === null ? [] : [event]))
  const faults = changes.flatMap((event, index) => {
    const { from, to } = event.data as StateChange
    const expected: Transition = { workspace, action: event.type, epoch: event.epoch, before: from, after: to }
    if (isDeepStrictEqual(transitions[index], expected)) return []
    return [fault(id, `event ${event.seq} (${event.type}) and the audit log do not say the same`)]
  })
  const more = transitions.length - changes.length
  return more > 0 ? [...faults, fault(id, `the audit log has ${more} transitions more than the log`)] : faults
}

/** [I-16] [I-23] [HO-46] Whoever owns a conversation is there, and enabled. */
const ownerIsThere: ConversationCheck = ({ conversation: { id, holder }, owner }) => {
  if (holder.state !== 'taken_over') return []
  if (owner === null) return [fault(id, `its owner ${holder.owner} is no operator of its workspace`)]
  return owner.isEnabled ? [] : [fault(id, `its owner ${holder.owner} is disabled`)]
}

/** [I-24] What is closed has no owner, nobody is asked for, and nothing is waited for. */
const closedIsAtRest: ConversationCheck = ({ conversation: { id, status, holder }, works }) => {
  if (status === 'open') return []
  const held = holder.state === 'chatbot_controlled' ? [] : [fault(id, `it is closed and ${holder.state}`)]
  return works === 0 ? held : [...held, fault(id, `it is closed and waits for ${works} works`)]
}

/** [I-38] */
const logIsOfItsWorkspace: ConversationCheck = ({ workspace, conversation: { id }, log }) =>
  log.flatMap(({ event, workspace: other }) =>
    other === workspace ? [] : [fault(id, `event ${event.seq} belongs to the workspace ${other}`)],
  )

/** Checks that need all there is about one conversation, and nothing else. */
export const conversationChecks = {
  logHasNoGaps,
  recordIsTheFold,
  epochCountsChanges,
  changesFollowOneAnother,
  transitionsAreAudited,
  ownerIsThere,
  closedIsAtRest,
  logIsOfItsWorkspace,
} as const

/** [I-15] [HO-34] The load of an operator is the number of open conversations they own. */
export function loadsEqualARecount(operators: Iterable<{ operator: string; load: number; owned: number }>): Fault[] {
  return [...operators].flatMap(({ operator, load, owned }) =>
    load === owned ? [] : [fault(operator, `the load is ${load}, and ${owned} open conversations are theirs`)],
  )
}

/** [RO-10] [HO-34] Seats taken beside the load are what offers and conversations take, but for one of each that is owned. */
export function seatsEqualARecount(
  operators: Iterable<{ operator: string; reserved: number; owned: number; units: number }>,
): Fault[] {
  return [...operators].flatMap(({ operator, reserved, owned, units }) =>
    reserved === units - owned
      ? []
      : [fault(operator, `beside the load ${reserved} seats are taken, and ${units - owned} should be`)],
  )
}

/**
 * [I-25] [I-27] Finds what stands twice and may be there once. Rows come sorted by their keys, all at once or page by page:
 * what is answered remembers the key it has seen last.
 */
export function findingDoubles<R>(
  keyOf: (row: R) => string,
  placeOf: (row: R) => string,
): (rows: Iterable<R>) => Fault[] {
  let last: { key: string; place: string } | null = null
  return (rows) =>
    [...rows].flatMap((row) => {
      const before = last
      last = { key: keyOf(row), place: placeOf(row) }
      return before?.key === last.key ? [fault(last.place, `stands twice: ${before.place} is the same`)] : []
    })
}

/** [I-33] Some records of the audit log of a workspace, from where others have ended: the new end, and where it breaks. */
export function chainGoesOn(
  workspace: string,
  head: AuditHead,
  records: Iterable<AuditRow>,
): { head: AuditHead; faults: Fault[] } {
  const end = followChain(head, records)
  if (typeof end !== 'number') return { head: end, faults: [] }
  return { head, faults: [fault(workspace, `audit record ${end} does not follow from the one before it`)] }
}

/** [I-33] The audit log of a workspace goes as far as the workspace says: what is cut off at the end shows, too. */
export function chainIsComplete(workspace: string, head: AuditHead, said: AuditHead): Fault[] {
  if (head.seq === said.seq && head.hash === said.hash) return []
  return [fault(workspace, `the audit log ends at record ${head.seq}, and should end at ${said.seq}`)]
}

/** [I-38] Nothing refers to what belongs to another workspace; `other` is null where it is gone. */
export function staysInItsWorkspace(
  references: Iterable<{ place: string; workspace: string; other: string | null }>,
): Fault[] {
  return [...references].flatMap(({ place, workspace, other }) =>
    other === null || other === workspace
      ? []
      : [fault(place, `belongs to the workspace ${workspace} and refers to something of ${other}`)],
  )
}

/** Contents of files are there, all of them; `found` is their size. */
export function filesAreWhole(files: Iterable<{ id: string; size: number; found: number | null }>): Fault[] {
  return [...files].flatMap(({ id, size, found }) => {
    if (found === size) return []
    return [fault(id, found === null ? 'its contents are not there' : `it has ${found} bytes instead of ${size}`)]
  })
}

function fault(place: string, says: string): Fault {
  return { place, says }
}

function changeIn({ data }: ConversationEvent): StateChange | null {
  return 'from' in data && 'to' in data ? (data as StateChange) : null
}

function movesEpoch({ from, to }: StateChange): boolean {
  return from.chatState !== to.chatState || ownerOf(from) !== ownerOf(to)
}

function ownerOf({ chatState, operator }: Pick<HolderView, 'chatState' | 'operator'>): string | null {
  return chatState === 'taken_over' ? (operator?.id ?? null) : null
}
