/** What the inspection of all rows has found, with what it means and what is done about it. */
import type { OperatorId } from '@baton/core/ids'
import type { Fault } from '../store/moving/checks.ts'
import type { ConversationRowFacts } from '../store/moving/inspect-workspaces.ts'
import type { CheckName } from '../store/moving/report.ts'
import type { Check, Facts, Found, Place } from './finding.ts'
import { called, conversationAt, listed, operatorAt } from './places.ts'

const restore = 'Restore a backup from before it into an empty store, and compare: docs/moving.md.'
const whole = 'Rebuild the record from the log'

export const ownerMissing: Check = {
  id: 'owner_missing',
  means: 'Nobody can open or answer the conversation: the team takes it for taken over, and it belongs to nobody.',
  find: (facts) =>
    rowsOf(facts, 'everythingCanBeRead')
      .filter(isTakenOverByNobody)
      .map((row) => differing(row, 'It is taken over by nobody.')),
}

export const recordUnreadable: Check = {
  id: 'record_unreadable',
  means: 'The conversation cannot be opened, and whatever is said in it is refused.',
  find: (facts) =>
    rowsOf(facts, 'everythingCanBeRead')
      .filter((row) => !isTakenOverByNobody(row))
      .map((row) => differing(row, 'Its record cannot be read.')),
}

export const recordDiffers: Check = {
  id: 'record_differs',
  means: 'Lists and desks show something else than what happened, and the next step is decided on it.',
  find: (facts) =>
    faultsOf(facts, 'recordIsTheFold').flatMap((fault) => {
      const row = facts.rows.get(fault.place)
      if (row === undefined || !isNoFold(fault)) return []
      return [differing(row, `${sentence(fault.says)}`)]
    }),
}

/** A log that others have edited, or that the disk has lost parts of. */
export const logDamaged: Check = {
  id: 'log_damaged',
  means: 'What people have said or done in this conversation may be missing or changed.',
  find: (facts) => {
    const broken = new Map<string, string[]>()
    const add = ({ place, says }: Fault) => {
      const [conversation = place] = place.split(', ')
      broken.set(conversation, [...(broken.get(conversation) ?? []), says])
    }
    for (const check of [
      'logHasNoGaps',
      'epochCountsChanges',
      'changesFollowOneAnother',
      'logIsOfItsWorkspace',
    ] as const)
      for (const fault of faultsOf(facts, check)) if (!isBehind(facts.rows.get(fault.place), fault)) add(fault)
    for (const fault of faultsOf(facts, 'recordIsTheFold')) if (!isNoFold(fault)) add(fault)
    for (const fault of faultsOf(facts, 'everythingCanBeRead')) if (!facts.rows.has(fault.place)) add(fault)
    return [...broken].map(([id, says]) => ({
      places: [conversationAt(id, facts.rows.get(id)?.contact)],
      says: `Its log is not whole: ${listed(says, 3)}.`,
      repair: null,
      advice: restore,
    }))
  },
}

export const ownerDisabled: Check = {
  id: 'owner_disabled',
  means: 'The contact waits for somebody who cannot sign in, and the bot is silent.',
  find: (facts) =>
    ownersAmiss(facts, true).map(({ row, owner }) => released(facts, row, owner, `Its owner is disabled`)),
}

export const ownerGone: Check = {
  id: 'owner_gone',
  means: 'The contact waits for somebody who is not there any more, and the bot is silent.',
  find: (facts) =>
    ownersAmiss(facts, false).map(({ row, owner }) =>
      released(facts, row, owner, 'Its owner is no operator of this workspace'),
    ),
}

export const closedNotAtRest: Check = {
  id: 'closed_not_at_rest',
  means: 'The conversation has ended, and still counts as somebody’s or as waiting.',
  find: (facts) =>
    faultsOf(facts, 'closedIsAtRest').flatMap(({ place, says }) => {
      // Work of what is closed is found on its own, and a record that differs is put right as a whole.
      const isElsewhere =
        says.endsWith('works') || faultsOf(facts, 'recordIsTheFold').some((one) => one.place === place)
      if (isElsewhere) return []
      const places = [conversationAt(place, facts.rows.get(place)?.contact)]
      return [{ places, says: sentence(says), repair: null, advice: restore }]
    }),
}

export const openTwice: Check = {
  id: 'open_twice',
  means: 'What the contact writes may land in either conversation, so that nobody sees all of it.',
  find: ({ twins }) =>
    twins.flatMap(([newest, ...others]) =>
      others.map((other): Found => {
        const isQuiet = other.chatState === 'chatbot_controlled'
        return {
          places: [conversationAt(other.id, other.contact)],
          says: `It is open beside ${newest?.id}, of the same contact on the same bot and channel.`,
          repair: isQuiet
            ? {
                says: 'Close it: the other one moved last, and no operator is in this one.',
                how: { kind: 'close', conversation: other.id, lastSeq: other.lastSeq },
              }
            : null,
          advice:
            'Close one of the two at the desk. The database should not have taken it: look whether its index open_conversations is there.',
        }
      }),
    ),
}

export const loadDiffers: Check = {
  id: 'load_differs',
  means: 'The operator gets too few conversations, or more than the limit.',
  find: (facts) =>
    faultsOf(facts, 'loadsEqualARecount').map(({ place, says }) => ({
      places: [operatorAt(facts, place)],
      says: sentence(says),
      repair: { says: 'Count them again.', how: { kind: 'recount', operator: place as OperatorId } },
      advice: 'Run it again.',
    })),
}

/** [RO-10] */
export const seatsDiffer: Check = {
  id: 'seats_differ',
  means: 'The operator is taken for busier, or less busy, than they are: offers and heavy channels are counted wrong.',
  find: (facts) =>
    faultsOf(facts, 'seatsEqualARecount').map(({ place, says }) => ({
      places: [operatorAt(facts, place)],
      says: sentence(says),
      repair: { says: 'Count them again.', how: { kind: 'recount', operator: place as OperatorId } },
      advice: 'Run it again.',
    })),
}

export const auditBroken: Check = {
  id: 'audit_broken',
  means:
    'Somebody has changed or removed records of who did what, or the disk has lost some: the audit log proves nothing from there on.',
  find: reported(
    'chainHolds',
    'record',
    'Find out who had access to the database. A backup from before it has the log as it was. It is never put right by itself.',
  ),
}

export const auditDiffers: Check = {
  id: 'audit_differs',
  means: 'The audit log does not say what the conversation says about who held it.',
  find: reported('transitionsAreAudited', 'conversation', restore),
}

export const leftOver: Check = {
  id: 'left_over',
  means: 'Something of a conversation is kept that is gone; it may be what a forgotten contact said.',
  find: (facts) =>
    reported(
      'nothingIsLeftOver',
      'conversation',
      'Forget the contact again if you know who it was, or restore a backup.',
    )(
      facts,
      // Works are found on their own.
    ).filter(({ says }) => !says.includes(' works of it ')),
}

export const keyTwice: Check = {
  id: 'key_twice',
  means: 'A message that a program sends again may be taken twice.',
  find: reported('keysOnce', 'other', restore),
}

export const stranger: Check = {
  id: 'stranger',
  means: 'Something refers to another workspace: its people may see what is not theirs.',
  find: reported('staysInItsWorkspace', 'other', 'Find out who had access to the database, and restore a backup.'),
}

export const fileDamaged: Check = {
  id: 'file_damaged',
  means: 'Whoever opens the file gets nothing, or not all of it.',
  find: reported('filesAreWhole', 'other', 'Put the file back from a backup.'),
}

export const databaseDamaged: Check = {
  id: 'database_damaged',
  means: 'The database’s own files are damaged: more may be lost soon.',
  find: reported(
    'databaseIsWhole',
    'other',
    'Take a backup now, look after the disk, and restore into a new directory or database.',
  ),
}

function faultsOf({ faults }: Facts, check: CheckName): Fault[] {
  return faults.filter((fault) => fault.check === check)
}

/** The conversations that faults of a check name as a whole. */
function rowsOf(facts: Facts, check: CheckName): ConversationRowFacts[] {
  return faultsOf(facts, check).flatMap(({ place }) => facts.rows.get(place) ?? [])
}

function isTakenOverByNobody({ chatState, owner }: ConversationRowFacts): boolean {
  return chatState === 'taken_over' && owner === null
}

/** Both have been read, and are not the same. */
function isNoFold({ says }: Fault): boolean {
  return says.startsWith('the record is not the fold')
}

/** The record ends before its log does: then it is the record that is wrong, and is found as that. */
function isBehind(row: ConversationRowFacts | undefined, { says }: Fault): boolean {
  return row !== undefined && says.startsWith('the record ends at') && row.lastSeq < row.events
}

/** The log is right unless it ends before the record does: then it has lost something. */
function differing(row: ConversationRowFacts, says: string): Found {
  const isWhole = row.events === row.lastEvent && row.lastSeq <= row.events
  return {
    places: [conversationAt(row.id, row.contact)],
    says,
    repair: isWhole ? { says: `${whole}.`, how: { kind: 'rebuild', conversation: row.id } } : null,
    advice: restore,
  }
}

function ownersAmiss(facts: Facts, isThere: boolean): { row: ConversationRowFacts; owner: OperatorId }[] {
  return rowsOf(facts, 'ownerIsThere').flatMap((row) => {
    const { owner } = row
    return owner !== null && facts.operators.some(({ id }) => id === owner) === isThere ? [{ row, owner }] : []
  })
}

function released(facts: Facts, row: ConversationRowFacts, owner: OperatorId, says: string): Found {
  const place = operatorAt(facts, owner)
  return {
    places: [conversationAt(row.id, row.contact), place],
    says: `${says}: ${called(place)}.`,
    repair: {
      says: 'Make it a request again, for the group it was asked of, with its age.',
      how: { kind: 'release_operator', conversation: row.id, operator: owner },
    },
    advice: 'Transfer it at the desk to somebody who is there.',
  }
}

/** Faults as they are, for what only people can put right. */
function reported(check: CheckName, kind: Place['kind'], advice: string): Check['find'] {
  return (facts) =>
    faultsOf(facts, check).map(({ place, says }) => ({
      places: [
        kind === 'conversation'
          ? conversationAt(place, facts.rows.get(place)?.contact)
          : { kind, id: place, name: null },
      ],
      says: sentence(says),
      repair: null,
      advice,
    }))
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
