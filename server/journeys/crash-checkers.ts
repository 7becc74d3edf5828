/**
 * What must hold after any crash: pure functions over what the clients were told (`History`) and what the database says
 * (`Snapshot`). Each answers a list of violations, empty when all is well.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Conversation, type ConversationEvent, fold } from '@baton/core/conversation'

/** One message under its `clientMessageId`, with every answer that was ever given to it, retries included. */
export type Sent = {
  /** `<sender>:<number>`; numbers of one sender go up in the order of sending. */
  key: string
  text: string
  answers: Answer[]
}

export type Answer =
  | { kind: 'acknowledged'; conversation: string; seq: number | null; event: string | null; bubbles: string[] }
  | { kind: 'refused'; status: number }
  /** The connection ended before an answer came. */
  | { kind: 'unknown' }

export type History = readonly Sent[]

export type Logged = { position: number; conversation: string; event: ConversationEvent }

export type Snapshot = {
  /** Everything that happened, in the order of commits. */
  log: Logged[]
  conversations: Conversation[]
  operators: { id: string; load: number }[]
  /** The first record of the audit log that does not follow from the one before; null when the chain holds. */
  auditBrokenAt: number | null
  audited: { object: string; action: string; epoch: number | null }[]
}

type Checker = (snapshot: Snapshot, history: History) => string[]

/** [D-01] [I-26] */
export const everyAcknowledgedMessageIsStored: Checker = ({ log }, history) => {
  const stored = byKey(log)
  return history.flatMap(({ key, text, answers }) =>
    answers.flatMap((answer) => {
      if (answer.kind !== 'acknowledged') return []
      const [found] = stored.get(key) ?? []
      if (found === undefined) return [`${key} was acknowledged and is not in the log`]
      const { conversation, event } = found
      if (conversation !== answer.conversation) return [`${key} was acknowledged in another conversation`]
      if (answer.seq !== null && answer.seq !== event.seq)
        return [`${key} was acknowledged as ${answer.seq}, it is ${event.seq}`]
      if (answer.event !== null && answer.event !== event.id) return [`${key} was acknowledged as another event`]
      return textOf(event) === text ? [] : [`${key} is in the log with another text`]
    }),
  )
}

/** [D-02] [I-27] Also what was never acknowledged, or sent many times. */
export const noMessageStandsTwice: Checker = ({ log }) =>
  [...byKey(log)].flatMap(([key, found]) => (found.length === 1 ? [] : [`${key} stands ${found.length} times`]))

/** [I-47] */
export const nothingRefusedIsStored: Checker = ({ log }, history) => {
  const stored = byKey(log)
  return history.flatMap(({ key, answers }) => {
    const isRefused = answers.length > 0 && answers.every(({ kind }) => kind === 'refused')
    return isRefused && stored.has(key) ? [`${key} was refused and is in the log`] : []
  })
}

/** [D-02] A retry is answered as the first time; bubbles may only have become more. */
export const retriesAreAnsweredAlike: Checker = (_, history) =>
  history.flatMap(({ key, answers }) => {
    const given = answers.filter((answer) => answer.kind === 'acknowledged')
    const [first] = given
    if (first === undefined) return []
    return given.flatMap((again) => {
      const isSame = again.conversation === first.conversation && again.seq === first.seq && again.event === first.event
      const isPrefix = first.bubbles.every((id, index) => again.bubbles[index] === id)
      const isOther =
        again.bubbles.length < first.bubbles.length
          ? again.bubbles.every((id, index) => first.bubbles[index] === id)
          : isPrefix
      return isSame && isOther ? [] : [`${key} was answered in two ways`]
    })
  })

/** [D-05] */
export const sendersKeepTheirOrder: Checker = ({ log }) => {
  const last = new Map<string, number>()
  return log.flatMap((logged) => {
    const key = keyOf(logged.event)
    if (key === null) return []
    const [sender = '', number] = key.split(':')
    const before = last.get(sender) ?? -1
    last.set(sender, Number(number))
    return Number(number) > before ? [] : [`${key} stands behind ${sender}:${before}`]
  })
}

/** [D-04] [I-28] */
export const numbersHaveNoGaps: Checker = ({ log, conversations }) => {
  const last = new Map<string, number>()
  const gaps = log.flatMap(({ conversation, event }) => {
    const expected = (last.get(conversation) ?? 0) + 1
    last.set(conversation, event.seq)
    return event.seq === expected ? [] : [`${conversation}: ${event.seq} stands where ${expected} should`]
  })
  const ends = conversations.flatMap(({ id, lastSeq }) =>
    last.get(id) === lastSeq ? [] : [`${id}: the record ends at ${lastSeq}, the log at ${last.get(id)}`],
  )
  return [...gaps, ...ends]
}

/** [HO-34] [I-15] */
export const loadsEqualARecount: Checker = ({ conversations, operators }) =>
  operators.flatMap(({ id, load }) => {
    const owned = conversations.filter(
      ({ status, holder }) => status === 'open' && holder.state === 'taken_over' && holder.owner === id,
    ).length
    return owned === load ? [] : [`${id} owns ${owned}, its load says ${load}`]
  })

/** [I-32] */
export const recordsAreTheFoldOfTheirLogs: Checker = ({ log, conversations }) => {
  const logs = Map.groupBy(log, ({ conversation }) => conversation)
  return conversations.flatMap((record) => {
    try {
      const folded = fold(
        record.id,
        (logs.get(record.id) ?? []).map(({ event }) => event),
      )
      return isDeepStrictEqual(folded, record) ? [] : [`${record.id}: the record is not the fold of its log`]
    } catch (error) {
      return [`${record.id}: ${error instanceof Error ? error.message : error}`]
    }
  })
}

/** [HO-4] [I-03] */
export const theBotIsSilentAfterATakeover: Checker = ({ log }) => {
  const owned = new Set<string>()
  return log.flatMap(({ conversation, event }) => {
    if ('to' in event.data) {
      if (event.data.to.chatState === 'taken_over') owned.add(conversation)
      else owned.delete(conversation)
    }
    const speaks = event.type === 'message' && event.actor.kind === 'chatbot'
    return speaks && owned.has(conversation)
      ? [`${conversation}: the bot speaks at ${event.seq}, after a takeover`]
      : []
  })
}

/** [I-33] [I-32] */
export const theAuditHolds: Checker = ({ log, auditBrokenAt, audited }) => {
  const broken = auditBrokenAt === null ? [] : [`the audit breaks at ${auditBrokenAt}`]
  const records = Map.groupBy(audited, ({ object, action, epoch }) => `${object} ${action} ${epoch}`)
  const changes = log.filter(({ event }) => 'to' in event.data)
  const unaudited = changes.flatMap(({ conversation, event }) => {
    const count = records.get(`${conversation} ${event.type} ${event.epoch}`)?.length ?? 0
    return count === 1 ? [] : [`${conversation}: ${event.type} at ${event.seq} has ${count} audit records`]
  })
  return [...broken, ...unaudited]
}

/** What the bot of the rig says to each kind of message, in order. */
export const script = {
  opening: ['welcome'],
  work: ['begun', 'waited', 'called', 'done'],
  person: ['one moment'],
  say: ['echo'],
} as const

type Talk = { expected: string[]; isOwned: boolean; violations: string[] }

/**
 * [FL-5] [FL-6] [HO-6] The bot says its script in the order of the messages, each word once, until somebody takes over.
 * With `isQuiet` nothing may be outstanding: turns that a crash interrupted have ended.
 */
export const turnsFinishExactlyOnce =
  (isQuiet: boolean): Checker =>
  ({ log }) => {
    return [...talksIn(log)].flatMap(([conversation, { expected, violations }]) => {
      const isOpen = isQuiet && expected.length > 0
      return isOpen ? [...violations, `${conversation}: the bot still owes "${expected.join('", "')}"`] : violations
    })
  }

/** Conversations in which a turn has not ended yet. */
export function owing(snapshot: Pick<Snapshot, 'log'>): string[] {
  return [...talksIn(snapshot.log)]
    .filter(([, { expected }]) => expected.length > 0)
    .map(([conversation]) => conversation)
}

function talksIn(log: readonly Logged[]): Map<string, Talk> {
  const talks = new Map<string, Talk>()
  for (const { conversation, event } of log) {
    const talk = talks.get(conversation) ?? { expected: [...script.opening], isOwned: false, violations: [] }
    talks.set(conversation, talk)
    hear(talk, conversation, event)
  }
  return talks
}

function hear(talk: Talk, conversation: string, event: ConversationEvent): void {
  if ('to' in event.data) {
    talk.isOwned = event.data.to.chatState === 'taken_over'
    if (talk.isOwned || event.type === 'closed') talk.expected = []
  } else if (event.type === 'message' && event.actor.kind === 'contact' && !talk.isOwned) {
    const kind = kindOf(textOf(event))
    // Seq 2 is the message that opened the conversation: the start interaction has answered it (FL-3).
    if (!(kind === 'say' && event.seq === 2)) talk.expected.push(...script[kind])
  } else if (event.type === 'message' && event.actor.kind === 'chatbot') {
    const expected = talk.expected.shift()
    if (expected !== textOf(event))
      talk.violations.push(`${conversation}: the bot says "${textOf(event)}" at ${event.seq} instead of "${expected}"`)
  }
}

function kindOf(text: string): 'work' | 'person' | 'say' {
  if (text.startsWith('work')) return 'work'
  return text.startsWith('person') ? 'person' : 'say'
}

/** All of them, by what they are about. */
export const checkers = {
  everyAcknowledgedMessageIsStored,
  noMessageStandsTwice,
  nothingRefusedIsStored,
  retriesAreAnsweredAlike,
  sendersKeepTheirOrder,
  numbersHaveNoGaps,
  loadsEqualARecount,
  recordsAreTheFoldOfTheirLogs,
  theBotIsSilentAfterATakeover,
  theAuditHolds,
} as const

export function checkAll(snapshot: Snapshot, history: History, isQuiet: boolean): string[] {
  const every: Checker[] = [...Object.values(checkers), turnsFinishExactlyOnce(isQuiet)]
  return every.flatMap((check) => check(snapshot, history))
}

function byKey(log: readonly Logged[]): Map<string, Logged[]> {
  const keyed = log.filter(({ event }) => keyOf(event) !== null)
  return Map.groupBy(keyed, ({ event }) => keyOf(event) ?? '')
}

function keyOf(event: ConversationEvent): string | null {
  return event.type === 'message' ? (event.data.clientMessageId ?? null) : null
}

function textOf(event: ConversationEvent): string {
  return event.type === 'message' ? (event.data.text ?? '') : ''
}
