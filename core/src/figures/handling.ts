import type { OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'

/**
 * One time that people were asked for or took part in a conversation: from the moment the bot no longer has it alone until
 * it has it again, or the conversation closes. A conversation has any number of them, one after another.
 */
export type Handling = {
  startedAt: Instant
  /** r: an operator was asked for. Null when one came unasked. */
  requestedAt: Instant | null
  /** a: an operator first became the owner. */
  assignedAt: Instant | null
  /** The contact's first message after r. */
  contactWroteAt: Instant | null
  /** f: the first message a person wrote to the contact. */
  answeredAt: Instant | null
  /** d: the contact was gone, or it ended, before anybody answered. */
  leftAt: Instant | null
  endedAt: Instant | null
  outcome: Outcome
  owned: Owned[]
  transfers: number
  /** It came back to an operator or a group that had had it before another did. */
  bounces: boolean
  /** The operator of an earlier handling came at most `pingPongMs` before this one's. */
  isPingPong: boolean
  /** How long the seat stays taken after the end. */
  wrapUpMs: number
}

/** `dismissed`: an operator ended it without a message. `open`: none of the others, yet. */
export type Outcome = 'answered' | 'abandoned' | 'dismissed' | 'open'

/** A stretch with one owner; `until` is null while it lasts. */
export type Owned = { operator: OperatorId; from: Instant; until: Instant | null }

/** What an operator did with an offer. `withdrawn`: it was over before its time, by nobody's doing. Null: not known yet. */
export type Offer = {
  operator: OperatorId
  offeredAt: Instant
  until: Instant
  outcome: 'accepted' | 'declined' | 'missed' | 'withdrawn' | null
}

/** The time within which bot, human, bot, human is a ping-pong. */
export const pingPongMs = 30 * 60_000

/** Human time: how long operators owned it. Null while it lasts. */
export function humanTimeOf({ owned, endedAt }: Handling): number | null {
  if (endedAt === null) return null
  return owned.reduce((total, { from, until }) => total + Math.max(0, (until ?? endedAt) - from), 0)
}
