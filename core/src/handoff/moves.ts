import type { Conversation, Names } from '../conversation/conversation.ts'
import { groupOf, type Holder, ownerOf, requestedAtOf, snoozedUntilOf } from '../conversation/holder.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import { isFull, type Role, type Seat, type Team } from '../routing/team.ts'
import { after, type Instant, toRfc3339 } from '../time.ts'
import { type Happening, type Origin, stateEvent } from './transition.ts'

/** Who makes a move: an operator with a role, or a program with an administrator's key (no operator). */
export type Mover = { operator: OperatorId | null; role: Role }

export type MoveRefusal =
  | { kind: 'closed' }
  | { kind: 'owned'; owner: OperatorId }
  | { kind: 'operator_full'; operator: OperatorId; limit: number }
  | { kind: 'unknown_operator'; operator: string }
  | { kind: 'operator_disabled'; operator: OperatorId }
  | { kind: 'owner_differs'; owner: OperatorId | null }
  | { kind: 'no_offer'; operator: OperatorId }
  | { kind: 'not_taken_over' }
  | { kind: 'snooze_out_of_range' }

/** `units`: how many seats the conversation takes of whoever gets it (RO-10); absent: 1. */
export type MoveContext = { team: Team; names: Names; now: Instant; origin: Origin; units?: number }

/** Nothing to write means: it is already so. */
type Move = Result<Happening[], MoveRefusal>

export function mayOverride(mover: Mover): boolean {
  return mover.role !== 'operator'
}

/** [HO-40] An enabled operator below the limit takes a conversation that nobody owns. Never takes from an owner. */
export function claim(conversation: Conversation, operator: OperatorId, context: MoveContext): Move {
  if (conversation.status === 'closed') return refuse({ kind: 'closed' })
  const owner = ownerOf(conversation.holder)
  if (owner === operator) return ok([])
  if (owner !== null) return refuse({ kind: 'owned', owner })
  const seat = seatFor(operator, context.team)
  if (!seat.ok) return seat
  if (!isOfferedTo(operator, conversation.holder) && isFull(seat.value, context.units)) return refuseFull(seat.value)
  return ok([taken(conversation.holder, seat.value, asOffered(conversation.holder, operator, context))])
}

/** [RO-30] Whoever is asked accepts: they own it. Their seat has been kept. Accepting twice is once. */
export function acceptOffer(conversation: Conversation, operator: OperatorId, context: MoveContext): Move {
  const { holder } = conversation
  if (ownerOf(holder) !== null || isOfferedTo(operator, holder)) return claim(conversation, operator, context)
  return refuse(conversation.status === 'closed' ? { kind: 'closed' } : { kind: 'no_offer', operator })
}

/** [RO-30] Nobody is asked alone any more: it was declined, or not answered. The request keeps its age. */
export function endOffer(holder: Holder, reason: 'declined' | 'offer_missed', context: MoveContext): Happening[] {
  if (holder.state !== 'operator_requested' || holder.offer === undefined) return []
  const { group, requestedAt } = holder
  const to: Holder = { state: 'operator_requested', group, operator: null, requestedAt }
  return [stateEvent('operator_requested', holder, to, context.origin, context.names, { reason })]
}

/** [RO-11] Whoever is asked takes the seats that were kept for them, also where a channel weighs more by now. */
function asOffered(holder: Holder, operator: OperatorId, context: MoveContext): MoveContext {
  if (holder.state !== 'operator_requested' || holder.offer === undefined || holder.operator !== operator)
    return context
  const { units: _, ...others } = context
  return holder.offer.units === undefined ? others : { ...others, units: holder.offer.units }
}

export function isOfferedTo(operator: OperatorId, holder: Holder): boolean {
  return holder.state === 'operator_requested' && holder.offer !== undefined && holder.operator === operator
}

/** [HO-41] [HO-47] To an operator, atomically; assigns when nobody owns it. `from` guards against a stale view. */
export function transferToOperator(
  conversation: Conversation,
  to: OperatorId,
  mover: Mover,
  from: OperatorId | undefined,
  context: MoveContext,
): Move {
  const guarded = mayMove(conversation, mover, from, context.now)
  if (!guarded.ok) return guarded
  if (ownerOf(conversation.holder) === to) return ok([])
  const seat = seatFor(to, context.team)
  if (!seat.ok) return seat
  const overLimit = !isOfferedTo(to, conversation.holder) && isFull(seat.value, context.units)
  if (overLimit && !mayOverride(mover)) return refuseFull(seat.value)
  const extras = {
    ...(overLimit && { overLimit }),
    ...(mover.operator !== null && mover.operator !== to && { passedOn: true as const }),
  }
  return ok([taken(conversation.holder, seat.value, asOffered(conversation.holder, to, context), extras)])
}

/** [HO-41] To a group: a request for it that keeps its age. */
export function transferToGroup(
  conversation: Conversation,
  group: GroupId | null,
  mover: Mover,
  from: OperatorId | undefined,
  context: MoveContext,
): Move {
  const guarded = mayMove(conversation, mover, from, context.now)
  // The group may have gone since it was named.
  return guarded.ok ? ok(requestedFor(conversation.holder, knownGroup(group, context.team), context)) : guarded
}

/** [HO-46] What a conversation of an operator who is gone becomes: a request for its group. */
export function release(conversation: Conversation, context: MoveContext): Happening[] {
  return requestedFor(conversation.holder, knownGroup(groupOf(conversation.holder), context.team), released(context))
}

/** A request for a group that is gone asks everybody; nobody is forgotten. */
export function releaseFromGroup(conversation: Conversation, context: MoveContext): Happening[] {
  return requestedFor(conversation.holder, null, released(context))
}

function released(context: MoveContext): MoveContext {
  return { ...context, origin: { ...context.origin, isRelease: true } }
}

function knownGroup(group: GroupId | null, team: Team): GroupId | null {
  return group !== null && team.findGroup(group) !== undefined ? group : null
}

/** [HO-42] Control back to the bot; withdraws a request; nothing to do on a bot's conversation. */
export function handOver(
  conversation: Conversation,
  mover: Mover,
  note: string | undefined,
  context: MoveContext,
): Move {
  if (conversation.status === 'closed') return refuse({ kind: 'closed' })
  const { holder } = conversation
  if (holder.state === 'chatbot_controlled') return ok([])
  const guarded = mayMove(conversation, mover, undefined, context.now)
  if (!guarded.ok) return guarded
  const extras = note === undefined ? {} : { note }
  return ok([stateEvent('handed_over', holder, { state: 'chatbot_controlled' }, context.origin, context.names, extras)])
}

/** [HO-7] [HO-44] Before an operator's message: who may write, and the ownership that a reply brings. */
export function reply(conversation: Conversation, operator: OperatorId, role: Role, context: MoveContext): Move {
  if (conversation.status === 'closed') return refuse({ kind: 'closed' })
  const owner = ownerOf(conversation.holder)
  if (owner === null) return claim(conversation, operator, context)
  const seat = seatFor(operator, context.team)
  if (!seat.ok) return seat
  if (owner !== operator && role === 'operator') return refuse({ kind: 'owned', owner })
  return ok([])
}

/** [HO-8] Ends ownership and request, whatever they are. The owner may, anybody may when nobody owns it, and a supervisor. */
export function close(conversation: Conversation, mover: Mover, context: MoveContext): Move {
  if (conversation.status === 'closed') return ok([])
  const owner = ownerOf(conversation.holder)
  if (owner !== null && owner !== mover.operator && !mayOverride(mover)) return refuse({ kind: 'owned', owner })
  return ok([closing(conversation.holder, context)])
}

/** In milliseconds: a year, also one with a day more. */
const longestSnooze = 366 * 24 * 3_600_000

/** [U-02] Puts aside what an operator holds until a moment ahead, a year at most; null takes it up again. The owner may, and a supervisor. */
export function snooze(conversation: Conversation, until: Instant | null, mover: Mover, context: MoveContext): Move {
  const { holder, status } = conversation
  const { now, origin } = context
  if (status === 'closed') return refuse({ kind: 'closed' })
  if (holder.state !== 'taken_over') return refuse({ kind: 'not_taken_over' })
  if (holder.owner !== mover.operator && !mayOverride(mover)) return refuse({ kind: 'owned', owner: holder.owner })
  if (until !== null && (until <= now || until > after(now, longestSnooze)))
    return refuse({ kind: 'snooze_out_of_range' })
  if (until === snoozedUntilOf(holder, now)) return ok([])
  const data = { until: until === null ? null : toRfc3339(until), cause: origin.cause }
  return ok([{ actor: origin.actor, body: { type: 'snoozed', data } }])
}

export function closing(holder: Holder, context: Pick<MoveContext, 'names' | 'origin'>): Happening {
  return stateEvent('closed', holder, { state: 'chatbot_controlled' }, context.origin, context.names)
}

function mayMove(
  conversation: Conversation,
  mover: Mover,
  from: OperatorId | undefined,
  now: Instant,
): Result<null, MoveRefusal> {
  if (conversation.status === 'closed') return refuse({ kind: 'closed' })
  const owner = ownerOf(conversation.holder)
  if (from !== undefined && from !== owner) return refuse({ kind: 'owner_differs', owner })
  const isBarred = owner !== null && owner !== mover.operator && !mayOverride(mover)
  if (!isBarred || (from !== undefined && mayTakeBack(conversation, mover, now))) return ok(null)
  return refuse({ kind: 'owned', owner })
}

/** In milliseconds: the ten seconds in which a desk offers it, and a slow way there. */
const takingBack = 30_000

/**
 * [U-21] For a moment, and until the new owner has written, whoever passed it on may take it back, or pass it on to others;
 * only by naming the owner whom they take it from.
 */
function mayTakeBack({ holder, answeredAt }: Conversation, { operator }: Mover, now: Instant): boolean {
  if (holder.state !== 'taken_over' || holder.passedOn === undefined || answeredAt !== undefined) return false
  return holder.passedOn.by === operator && now <= after(holder.passedOn.at, takingBack)
}

function taken(
  holder: Holder,
  seat: Seat,
  context: MoveContext,
  extras: { overLimit?: true; passedOn?: true } = {},
): Happening {
  const to: Holder = {
    state: 'taken_over',
    owner: seat.id,
    group: groupOf(holder),
    requestedAt: requestedAtOf(holder),
    takenOverAt: context.now,
    ...(context.units !== undefined && { units: context.units }),
  }
  const type = holder.state === 'taken_over' ? 'transferred' : 'taken_over'
  return stateEvent(type, holder, to, context.origin, context.names, extras)
}

function requestedFor(holder: Holder, group: GroupId | null, context: MoveContext): Happening[] {
  if (holder.state === 'operator_requested' && holder.group === group && holder.operator === null) return []
  const to: Holder = {
    state: 'operator_requested',
    group,
    operator: null,
    requestedAt: requestedAtOf(holder) ?? context.now,
  }
  const type = holder.state === 'taken_over' ? 'transferred' : 'operator_requested'
  return [stateEvent(type, holder, to, context.origin, context.names)]
}

function seatFor(operator: OperatorId, team: Team): Result<Seat, MoveRefusal> {
  const seat = team.seat(operator)
  if (seat === undefined) return refuse({ kind: 'unknown_operator', operator })
  return seat.enabled ? ok(seat) : refuse({ kind: 'operator_disabled', operator })
}

function refuseFull(seat: Seat): Result<never, MoveRefusal> {
  return refuse({ kind: 'operator_full', operator: seat.id, limit: seat.capacity ?? 0 })
}
