/** The one door to a conversation: `decide(record, command) → change | refusal`. Pure but for the loads of `world.team`. */

import { systemVariables, variableOfPriority } from '../conversation/chat-variables.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { Actor } from '../conversation/event.ts'
import {
  announcedEndOf,
  endsAtOf,
  groupOf,
  type Holder,
  ownerOf,
  requestedAtOf,
  snoozeOf,
} from '../conversation/holder.ts'
import type { Cause, MessageData } from '../conversation/message.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import { checkVariable, readVariable, type Variables, withVariable } from '../conversation/value.ts'
import type { AsideWork } from '../flow/action.ts'
import type { Input } from '../flow/flow.ts'
import { findInteraction } from '../flow/places.ts'
import {
  acceptOffer,
  claim,
  close,
  endOffer,
  handOver,
  isOfferedTo,
  type MoveContext,
  type MoveRefusal,
  type Mover,
  mayOverride,
  release,
  releaseFromGroup,
  reply,
  snooze,
  transferToGroup,
  transferToOperator,
} from '../handoff/moves.ts'
import { assignWaiting, offerOf } from '../handoff/queue.ts'
import { type HandoffContext, type OperatorStateResult, setOperatorState } from '../handoff/set-operator-state.ts'
import { type Happening, type Origin, stateEvent } from '../handoff/transition.ts'
import type { ConversationId, EffectId, GroupId, OperatorId, TurnId } from '../ids.ts'
import { ok, type Result, refuse, unreachable } from '../result.ts'
import type { Cursor } from '../routing/pool.ts'
import { type Deadlines, idleTimes, usualOffer } from '../routing/routing.ts'
import { after, type Instant, toRfc3339 } from '../time.ts'
import { askedBy, type Command, type ContactSays, type Refusal } from './command.ts'
import {
  type DeadlineKind,
  deadlinesOf,
  dueOf,
  isSetAnew,
  kindsAfterSnooze,
  passesAt,
  setDeadline,
  setDeadlines,
} from './deadlines.ts'
import { Draft, type DraftedEvent, type Miss, type SeatChange, type Visit, type Work } from './draft.ts'
import { afterControlMoved, announceTakeover, endFlow, enqueue, followUp, resume, runTurns } from './turn.ts'
import type { World } from './world.ts'

/** What a command comes to: all of it is committed in one transaction, or none. */
export type Change = {
  record: ConversationRecord
  events: DraftedEvent[]
  works: Work[]
  /** The outside work whose answer this was: its row ends with the same transaction. */
  finished: EffectId | null
  loads: Map<OperatorId, number>
  /** What else it does to operators (RO-10, RO-30). */
  seats: ReadonlyMap<OperatorId, SeatChange>
  /** [RO-31] Where the circles of groups stand now; null is everybody's. */
  cursors: ReadonlyMap<GroupId | null, Cursor>
  /** What became of the contact where the bot led them, for counting. */
  visits: readonly Visit[]
  /** [FL-3] (c) Messages that nothing but perhaps a fallback answered. */
  misses: readonly Miss[]
  /** The bot's turns that this command asked for; their bubbles are the answer. */
  turns: TurnId[]
  /** Only for `set_operator_state`. */
  result: OperatorStateResult | null
}

/** What happens by itself is done by nobody. */
const nobody: Mover = { operator: null, role: 'admin' }

/** [HO-42] Where a flow finds what the operator wants the bot to know. */
const variableOfNote = 'handover_note'

type Decided = Result<{ turns?: TurnId[]; result?: OperatorStateResult }, Refusal>

/** Whether other deadlines count now: another epoch, or a request that was addressed to another group within it. */
function isHeldAnew(before: Conversation | undefined, after: Conversation): boolean {
  const { epoch, holder } = before ?? { epoch: 0, holder: after.holder }
  return after.epoch !== epoch || groupOf(after.holder) !== groupOf(holder)
}

/** [U-02] Whether it was put aside, until another time, or taken up again before that, while its owner stays. */
function isSnoozedAnew(before: Conversation | undefined, after: Conversation): boolean {
  return before !== undefined && snoozeOf(before.holder) !== snoozeOf(after.holder)
}

/** Decides a command. A refusal, like an exception, leaves everything as it was. */
export function decide(
  id: ConversationId,
  record: ConversationRecord | null,
  command: Command,
  world: World,
): Result<Change, Refusal> {
  const draft = new Draft(id, record, world)
  try {
    const decided = apply(draft, command)
    if (!decided.ok) {
      draft.undo()
      return decided
    }
    if (isHeldAnew(record?.conversation, draft.conversation)) setDeadlines(draft)
    else if (isSnoozedAnew(record?.conversation, draft.conversation)) setDeadlines(draft, kindsAfterSnooze)
    setDeadlineOfOffer(draft, record?.conversation)
    noticeWhoActed(draft, command)
    const { turns = [], result = null } = decided.value
    return ok({
      record: { conversation: draft.conversation, flow: draft.flow },
      events: draft.events,
      works: draft.works,
      finished: command.type === 'finish_work' || command.type === 'meet_deadline' ? command.work.id : null,
      loads: draft.loads(),
      seats: draft.seats(),
      cursors: draft.cursors(),
      visits: draft.visits,
      misses: draft.misses,
      turns,
      result,
    })
  } catch (error) {
    draft.undo()
    throw error
  }
}

/** [RO-30] A new offer has until its end. */
function setDeadlineOfOffer(draft: Draft, before: Conversation | undefined): void {
  const { holder } = draft.conversation
  if (holder.state !== 'operator_requested' || holder.offer === undefined || holder === before?.holder) return
  const { at, until } = holder.offer
  const isKnown = before?.holder.state === 'operator_requested' && before.holder.offer === holder.offer
  if (!isKnown) setDeadline(draft, 'offer', until, at)
}

/** [RO-2] Whoever does something is there. */
function noticeWhoActed(draft: Draft, command: Command): void {
  const operator = askedBy(command)
  if (operator !== null && draft.world.team.seat(operator)?.unresponsive) draft.setUnresponsive(operator, false)
}

function apply(draft: Draft, command: Command): Decided {
  switch (command.type) {
    case 'contact_says':
      return contactSays(draft, command)
    case 'operator_says':
      return operatorSays(draft, command)
    case 'claim':
      return takeClaim(draft, command)
    case 'show_up':
      return ok({})
    case 'accept_offer':
      return moved(
        draft,
        acceptOffer(
          draft.conversation,
          command.operator,
          contextOf(draft, operatorMover(command.operator), command.cause),
        ),
      )
    case 'decline_offer':
      return declineOffer(draft, command.operator, command.cause)
    case 'transfer':
      return transfer(draft, command)
    case 'hand_over':
      return handBack(draft, command)
    case 'set_operator_state':
      return applyOperatorState(draft, command)
    case 'start_interaction':
      return startInteraction(draft, command.interaction, command.by, command.cause)
    case 'lock':
    case 'unlock':
      return lock(draft, command)
    case 'close':
      return closeIt(draft, command)
    case 'snooze':
      return putAside(draft, command)
    case 'label':
      return label(draft, command)
    case 'put_off_end':
      return putOffEnd(draft)
    case 'end_chat':
      return endChat(draft)
    case 'rate':
      return rate(draft, command)
    case 'identify':
      return identify(draft, command)
    case 'finish_work':
      return finishWork(draft, command)
    case 'assign_waiting':
      return assignRequest(draft)
    case 'meet_deadline':
      return meetDeadline(draft, command)
    case 'lose_group':
      return loseGroup(draft, command)
    case 'lose_operator':
      return loseOperator(draft, command)
    default:
      return unreachable(command)
  }
}

/** [HO-4] [HO-45] [FL-3] Stored and numbered whoever holds the conversation; a bot turn only when no operator does. */
function contactSays(draft: Draft, command: ContactSays): Decided {
  if (!draft.isNew && draft.conversation.status === 'closed') return refuse({ kind: 'closed' })
  if (!draft.isNew && draft.conversation.locked) return ok({})
  // [RO-20] Nobody puts themselves first, also not by a part of it.
  if (Object.keys(command.variables).some((name) => name.split('.')[0] === variableOfPriority))
    return refuse({ kind: 'variable_reserved', variable: variableOfPriority })
  const known = draft.isNew ? (command.opening?.variables ?? {}) : draft.conversation.variables
  const refusal = checkVariables(known, command.variables)
  if (refusal !== null) return refuse(refusal)
  const inputs: Input[] = []
  if (draft.isNew) {
    if (command.opening === null) throw new Error(`${draft.id}: a new conversation needs an opening`)
    draft.append({ actor: { kind: 'system' }, body: { type: 'conversation_opened', data: command.opening } })
    inputs.push({ kind: 'opened', turn: draft.world.newId('turn') })
  }
  const actor: Actor = { kind: 'contact', id: draft.conversation.contact }
  setVariables(draft, actor, command.variables)
  for (const tag of command.tags) setTag(draft, actor, tag)
  const { message } = command
  if (message !== null) {
    const data: MessageData = {
      ...(message.text === null ? {} : { text: message.text }),
      parts: message.parts,
      ...(message.payload === null ? {} : { payload: message.payload }),
      ...(command.clientMessageId === undefined ? {} : { clientMessageId: command.clientMessageId }),
    }
    draft.append({ actor, body: { type: 'message', data } })
    if (draft.conversation.holder.state !== 'taken_over' && command.isForPeople !== true)
      inputs.push({
        kind: 'message',
        turn: draft.world.newId('turn'),
        text: message.text ?? '',
        payload: message.payload,
        opening: inputs.length > 0,
      })
  }
  return run(draft, inputs)
}

function run(draft: Draft, inputs: Input[]): Decided {
  enqueue(draft, ...inputs)
  runTurns(draft)
  return ok({ turns: inputs.map(({ turn }) => turn) })
}

/** [HO-7] [HO-44] A reply to a conversation nobody owns takes it over; a note never does. What waited runs after it. */
function operatorSays(draft: Draft, command: Extract<Command, { type: 'operator_says' }>): Decided {
  const seat = draft.world.team.seat(command.operator)
  if (seat === undefined) return refuse({ kind: 'unknown_operator', operator: command.operator })
  if (!seat.enabled) return refuse({ kind: 'operator_disabled', operator: command.operator })
  if (!command.isNote) {
    const context = contextOf(draft, operatorMover(seat.id), command.cause)
    const taken = write(draft, reply(draft.conversation, seat.id, seat.role, context))
    if (!taken.ok) return taken
  }
  const { text, parts, isNote, mentions = [], clientMessageId } = command
  const { holder } = draft.conversation
  // [RO-10] Where waiting for the contact is free, the owner's words begin it.
  const isOnHold = !isNote && ownerOf(holder) === seat.id && draft.world.team.routing(groupOf(holder)).holdIsFree
  const data: MessageData = {
    ...(text === null ? {} : { text }),
    parts,
    ...(isNote ? { note: true as const } : {}),
    ...(isNote && mentions.length > 0 ? { mentions } : {}),
    ...(isOnHold ? { onHold: true as const } : {}),
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
  }
  draft.append({ actor: { kind: 'operator', id: seat.id, name: seat.name }, body: { type: 'message', data } })
  runTurns(draft)
  return ok({})
}

/** [HO-40] Perhaps only for a while: then the end of it is a row. */
function takeClaim(draft: Draft, { operator, until, cause }: Extract<Command, { type: 'claim' }>): Decided {
  const { epoch } = draft.conversation
  const decided = moved(draft, claim(draft.conversation, operator, contextOf(draft, operatorMover(operator), cause)))
  const { newId, now } = draft.world
  if (!decided.ok || until === undefined || draft.conversation.epoch === epoch) return decided
  const work: AsideWork = { kind: 'link_end', milliseconds: Math.max(0, until - now) }
  draft.works.push({ id: newId('effect'), turn: newId('turn'), epoch: draft.conversation.epoch, work })
  return decided
}

function transfer(draft: Draft, command: Extract<Command, { type: 'transfer' }>): Decided {
  const context = contextOf(draft, command.by, command.cause)
  return moved(
    draft,
    'operator' in command.to
      ? transferToOperator(draft.conversation, command.to.operator, command.by, command.from, context)
      : transferToGroup(draft.conversation, command.to.group, command.by, command.from, context),
  )
}

function handBack(draft: Draft, command: Extract<Command, { type: 'hand_over' }>): Decided {
  const { interaction, by, cause, note } = command
  if (
    interaction !== undefined &&
    findInteraction(draft.world.flow.live, { interaction }, draft.flow.position) === null
  )
    return refuse({ kind: 'unknown_interaction', interaction })
  const handed = handOver(draft.conversation, by, note, contextOf(draft, by, cause))
  const written = write(draft, handed)
  if (!written.ok) return written
  if (note !== undefined) setVariables(draft, actorOf(draft, by), { [variableOfNote]: note })
  return interaction === undefined ? run(draft, []) : startInteraction(draft, interaction, by, cause)
}

/** [HO-44] An operator without special rights changes nothing in a conversation that somebody else owns. */
function barredBy(draft: Draft, by: Mover): MoveRefusal | null {
  const owner = ownerOf(draft.conversation.holder)
  return owner === null || owner === by.operator || mayOverride(by) ? null : { kind: 'owned', owner }
}

/** [HO-23] Waits for a running turn; what an operator or program asked for speaks whoever holds the conversation. */
function startInteraction(draft: Draft, interaction: string, by: Mover, cause: Cause): Decided {
  if (draft.conversation.status === 'closed') return refuse({ kind: 'closed' })
  const barred = barredBy(draft, by)
  if (barred !== null) return refuse(barred)
  const found = findInteraction(draft.world.flow.live, { interaction }, draft.flow.position)
  if (found === null) return refuse({ kind: 'unknown_interaction', interaction })
  const position = { behavior: found.behavior, interaction: found.name }
  const actor = actorOf(draft, by)
  return run(draft, [{ kind: 'interaction', turn: draft.world.newId('turn'), position, actor, cause, speaks: true }])
}

/** [HO-24] The action as a call. */
function applyOperatorState(draft: Draft, command: Extract<Command, { type: 'set_operator_state' }>): Decided {
  if (draft.conversation.status === 'closed') return refuse({ kind: 'closed' })
  const barred = barredBy(draft, command.by)
  if (barred !== null) return refuse(barred)
  const result = setOperatorState(draft.conversation, command.settings, contextOf(draft, command.by, command.cause))
  draft.keepOutcome(result)
  if (result.turnTaken !== undefined) draft.keepTurn(result.turnTaken)
  const written = moved(draft, ok(result.happening === null ? [] : [result.happening]))
  return written.ok ? ok({ result }) : written
}

function lock(draft: Draft, command: Extract<Command, { type: 'lock' | 'unlock' | 'close' }>): Decided {
  const { conversation } = draft
  if (conversation.status === 'closed') return refuse({ kind: 'closed' })
  const owner = ownerOf(conversation.holder)
  if (owner !== null && owner !== command.by.operator && !mayOverride(command.by))
    return refuse({ kind: 'owned', owner })
  const type = command.type === 'lock' ? 'locked' : 'unlocked'
  if (conversation.locked !== (type === 'locked'))
    draft.append({ actor: actorOf(draft, command.by), body: { type, data: { cause: command.cause } } })
  return ok({})
}

function closeIt(draft: Draft, command: Extract<Command, { type: 'lock' | 'unlock' | 'close' }>): Decided {
  const closed = close(draft.conversation, command.by, contextOf(draft, command.by, command.cause))
  if (!closed.ok) return closed
  for (const happening of closed.value) draft.append(happening)
  endFlow(draft)
  return ok({})
}

/** [U-02] Neither the bot nor who holds it has to do with it. */
function putAside(draft: Draft, { until, by, cause }: Extract<Command, { type: 'snooze' }>): Decided {
  const snoozed = snooze(draft.conversation, until, by, contextOf(draft, by, cause))
  if (!snoozed.ok) return snoozed
  for (const happening of snoozed.value) draft.append(happening)
  return ok({})
}

function label(draft: Draft, command: Extract<Command, { type: 'label' }>): Decided {
  if (draft.conversation.status === 'closed') return refuse({ kind: 'closed' })
  const refusal = checkVariables(draft.conversation.variables, command.variables)
  if (refusal !== null) return refuse(refusal)
  const actor = actorOf(draft, command.by)
  setVariables(draft, actor, command.variables)
  for (const tag of command.setTags) setTag(draft, actor, tag)
  for (const tag of command.dropTags) {
    if (draft.conversation.tags.includes(tag)) draft.append({ actor, body: { type: 'tag_dropped', data: { tag } } })
  }
  return ok({})
}

/** The contact is still there: a whole idle period begins. Said twice of one announcement is once. */
function putOffEnd(draft: Draft): Decided {
  const { status, holder, contact } = draft.conversation
  if (status === 'closed') return refuse({ kind: 'closed' })
  if (announcedEndOf(holder) === undefined) return refuse({ kind: 'nothing_ends' })
  if (endsAtOf(holder) === null) return ok({})
  draft.append({ actor: { kind: 'contact', id: contact }, body: { type: 'end_put_off', data: { cause: 'channel' } } })
  return ok({})
}

/** [V-11] The contact may always leave, whoever holds the conversation. Leaving twice is once. */
function endChat(draft: Draft): Decided {
  const { status, holder, contact } = draft.conversation
  if (status === 'closed') return ok({})
  const origin: Origin = { actor: { kind: 'contact', id: contact }, cause: 'channel' }
  draft.append(stateEvent('closed', holder, { state: 'chatbot_controlled' }, origin, draft.names, contactEnded))
  endFlow(draft)
  return ok({})
}

const contactEnded = { reason: 'contact_ended' }

function rate(draft: Draft, { score, comment }: Extract<Command, { type: 'rate' }>): Decided {
  const { status, contact } = draft.conversation
  if (status !== 'closed') return refuse({ kind: 'still_open' })
  const data = { score, ...(comment !== undefined && { comment }) }
  draft.append({ actor: { kind: 'contact', id: contact }, body: { type: 'rated', data } })
  return ok({})
}

/** [V-13] The log goes on as that of the contact whom the site has vouched for. */
function identify(draft: Draft, { contact, was, variables }: Extract<Command, { type: 'identify' }>): Decided {
  if (draft.conversation.status === 'closed') return refuse({ kind: 'closed' })
  const actor: Actor = { kind: 'contact', id: contact }
  draft.append({ actor, body: { type: 'identified', data: { contact, was } } })
  for (const [name, value] of Object.entries(variables)) {
    if (checkVariables(draft.conversation.variables, { [name]: value }) === null)
      setVariables(draft, actor, { [name]: value })
  }
  return ok({})
}

function finishWork(draft: Draft, command: Extract<Command, { type: 'finish_work' }>): Decided {
  const { status, epoch, holder } = draft.conversation
  if (status === 'closed' && command.answer.kind !== 'undelivered') return ok({})
  if (command.answer.kind === 'link_ended') {
    const isTheirs = holder.state === 'taken_over' && epoch === command.work.epoch
    return isTheirs ? moved(draft, ok([endOfHolder(draft, 'handed_over', 'link_ended')])) : ok({})
  }
  resume(draft, command.work, command.answer)
  runTurns(draft)
  return ok({})
}

/** [RO-21] The queue moves: a request that waits gets an operator with room, or one is asked (RO-30), if there is one. */
function assignRequest(draft: Draft): Decided {
  if (draft.conversation.status === 'closed') return ok({})
  const given = assignWaiting(draft.conversation, contextOf(draft, nobody, 'timer'))
  if (given?.turnTaken !== undefined) draft.keepTurn(given.turnTaken)
  return moved(draft, ok(given === null ? [] : [given.happening]))
}

/** [RO-30] Whoever is asked says no: they are left alone for a while, and the next one is asked. Declining twice is once. */
function declineOffer(draft: Draft, operator: OperatorId, cause: Cause): Decided {
  const { conversation, world } = draft
  if (world.team.seat(operator) === undefined) return refuse({ kind: 'unknown_operator', operator })
  if (!isOfferedTo(operator, conversation.holder)) return ok({})
  return askNext(draft, operator, 'declined', contextOf(draft, operatorMover(operator), cause))
}

/** [RO-30] By the same rule, and with the age kept. */
function askNext(
  draft: Draft,
  operator: OperatorId,
  reason: 'declined' | 'offer_missed',
  context: MoveContext,
): Decided {
  leaveAlone(draft, operator)
  const ended = write(draft, ok(endOffer(draft.conversation.holder, reason, context)))
  return ended.ok ? assignRequest(draft) : ended
}

/** For a while nothing goes to them by itself: otherwise whoever just gave way would be the next again. */
function leaveAlone(draft: Draft, operator: OperatorId): void {
  const { coolDownSeconds } = offerOf(groupOf(draft.conversation.holder), draft.world.team) ?? usualOffer
  draft.cool(operator, coolDownSeconds * 1_000)
}

/**
 * A deadline has passed, if it still counts: another epoch or group has others, what was put off since is set again, and
 * what was met or turned off is nothing.
 */
function meetDeadline(draft: Draft, command: Extract<Command, { type: 'meet_deadline' }>): Decided {
  const { conversation, world } = draft
  const { since } = command
  if (conversation.status === 'closed' || conversation.epoch !== command.work.epoch) return ok({})
  if (groupOf(conversation.holder) !== command.group) return ok({})
  if (isSetAnew(command.deadline, conversation, since)) return ok({})
  const deadline = dueOf(command.deadline, conversation)
  const at = passesAt(deadline, conversation, since, world)
  if (at === null) return ok({})
  if (at <= world.now) return passDeadline(draft, deadline)
  setDeadline(draft, deadline, at, since)
  return ok({})
}

function passDeadline(draft: Draft, deadline: DeadlineKind): Decided {
  const { conversation, world } = draft
  const deadlines = deadlinesOf(conversation, world.team)
  switch (deadline) {
    case 'unanswered':
      return passUnanswered(draft, deadlines.unanswered)
    case 'waiting': {
      const { afterSeconds, interaction = '' } = deadlines.waiting ?? { afterSeconds: 0 }
      setDeadline(draft, 'waiting', after(world.now, afterSeconds * 1_000), world.now)
      return startIfThere(draft, interaction)
    }
    case 'offer':
      return missOffer(draft)
    case 'first_answer':
      return requeue(draft, 'no_first_answer')
    case 'unreachable':
      return deadlines.unreachable?.outcome === 'hand_back'
        ? moved(draft, ok([endOfHolder(draft, 'handed_over', 'owner_unreachable')]))
        : requeue(draft, 'owner_unreachable')
    case 'idle_warning':
      return announceEnd(draft, deadlines.idle)
    case 'idle':
      if (deadlines.idle?.outcome !== 'close') return moved(draft, ok([endOfHolder(draft, 'handed_over', 'idle')]))
      draft.append(endOfHolder(draft, 'closed', 'idle'))
      endFlow(draft)
      return ok({})
    default:
      return unreachable(deadline)
  }
}

/** The end counts from here: however late a warning comes, there is all of its time to answer it. */
function announceEnd(draft: Draft, set: Deadlines['idle']): Decided {
  if (set === undefined) return ok({})
  const { now } = draft.world
  const until = after(now, idleTimes(set).warnSeconds * 1_000)
  const data = { until: toRfc3339(until), outcome: set.outcome, cause: 'timer' as const }
  draft.append({ actor: { kind: 'system' }, body: { type: 'end_announced', data } })
  setDeadline(draft, 'idle', until, now)
  return ok({})
}

function passUnanswered(draft: Draft, set: Deadlines['unanswered']): Decided {
  if (set?.outcome === 'withdraw') return moved(draft, ok([endOfHolder(draft, 'handed_over', 'unanswered')]))
  if (set?.outcome === 'interaction') return startIfThere(draft, set.interaction ?? '')
  const { holder } = draft.conversation
  const group = set?.group === undefined ? null : (draft.world.team.findGroup(set.group)?.id ?? null)
  if (group === groupOf(holder)) return ok({})
  const requestedAt = requestedAtOf(holder) ?? draft.world.now
  return moved(draft, ok([requestAgain(draft, 'operator_requested', group, requestedAt, 'unanswered')]))
}

/** [RO-2] [RO-30] No answer is a no, and nobody seems to be there. */
function missOffer(draft: Draft): Decided {
  const { holder } = draft.conversation
  if (holder.state !== 'operator_requested' || holder.operator === null) return ok({})
  draft.setUnresponsive(holder.operator, true)
  return askNext(draft, holder.operator, 'offer_missed', contextOf(draft, nobody, 'timer'))
}

/** The owner gives way: the conversation waits for somebody of its group again, with its age. */
function requeue(draft: Draft, reason: 'no_first_answer' | 'owner_unreachable'): Decided {
  const { conversation, world } = draft
  const { holder } = conversation
  const known = groupOf(holder)
  // [HO-46] The group may have gone since; then everybody is asked.
  const group = known !== null && world.team.findGroup(known) !== undefined ? known : null
  const owner = ownerOf(holder)
  if (owner !== null) leaveAlone(draft, owner)
  return moved(draft, ok([requestAgain(draft, 'transferred', group, requestedAtOf(holder) ?? world.now, reason)]))
}

function requestAgain(
  draft: Draft,
  type: 'operator_requested' | 'transferred',
  group: GroupId | null,
  requestedAt: Instant,
  reason: string,
): Happening {
  const { origin, names } = contextOf(draft, nobody, 'timer')
  const to: Holder = { state: 'operator_requested', group, operator: null, requestedAt }
  return stateEvent(type, draft.conversation.holder, to, origin, names, { reason })
}

function endOfHolder(draft: Draft, type: 'handed_over' | 'closed', reason: string): Happening {
  const { origin, names } = contextOf(draft, nobody, 'timer')
  return stateEvent(type, draft.conversation.holder, { state: 'chatbot_controlled' }, origin, names, { reason })
}

/** An interaction that a deadline names may have gone from the bot since. */
function startIfThere(draft: Draft, interaction: string): Decided {
  const started = startInteraction(draft, interaction, nobody, 'timer')
  if (started.ok) return started
  const message = `The interaction "${interaction}", to be started while a request waits, is not in the live bot.`
  draft.diagnose({ code: 'unknown_interaction', message, level: 'warning' })
  return ok({})
}

/** [HO-46] Owned: becomes a request for its group. Addressed first: stays a request, for everybody in its group. */
function loseOperator(draft: Draft, command: Extract<Command, { type: 'lose_operator' }>): Decided {
  const { holder } = draft.conversation
  const isTheirs =
    ownerOf(holder) === command.operator ||
    (holder.state === 'operator_requested' && holder.operator === command.operator)
  return isTheirs ? moved(draft, ok(release(draft.conversation, contextOf(draft, command.by, command.cause)))) : ok({})
}

/** A request for a group that is deleted goes on as one for everybody. */
function loseGroup(draft: Draft, command: Extract<Command, { type: 'lose_group' }>): Decided {
  const { holder } = draft.conversation
  if (holder.state !== 'operator_requested' || holder.group !== command.group) return ok({})
  return moved(draft, ok(releaseFromGroup(draft.conversation, contextOf(draft, command.by, command.cause))))
}

/** Writes what a move came to, and lets the bot's side follow. */
function moved(draft: Draft, move: Result<Happening[], MoveRefusal>): Decided {
  const written = write(draft, move)
  if (!written.ok) return written
  runTurns(draft)
  return ok({})
}

/** Writes what a move came to; what the bot may no longer do is dropped, and what it may still do has not run yet. */
function write(draft: Draft, move: Result<Happening[], MoveRefusal>): Result<null, MoveRefusal> {
  if (!move.ok) return move
  for (const happening of move.value) {
    const isFromOperator = draft.conversation.holder.state === 'taken_over'
    if (happening.body.type === 'taken_over') announceTakeover(draft)
    draft.append(happening)
    if (happening.body.type === 'handed_over') followUp(draft, isFromOperator)
  }
  if (move.value.length > 0) afterControlMoved(draft)
  return ok(null)
}

function checkVariables(known: Variables, wanted: Variables): Refusal | null {
  let variables = known
  for (const [name, value] of Object.entries(wanted)) {
    if (systemVariables.has(name.split('.')[0] ?? '')) return { kind: 'variable_reserved', variable: name }
    const refusal = checkVariable(variables, name, value)
    if (refusal !== null) return refusal
    variables = withVariable(variables, name, value)
  }
  return null
}

function setVariables(draft: Draft, actor: Actor, variables: Variables): void {
  for (const [variable, value] of Object.entries(variables)) {
    const current = readVariable(draft.conversation.variables, variable) ?? null
    if (JSON.stringify(current) !== JSON.stringify(value))
      draft.append({ actor, body: { type: 'variable_set', data: { variable, value } } })
  }
}

function setTag(draft: Draft, actor: Actor, tag: string): void {
  if (!draft.conversation.tags.includes(tag)) draft.append({ actor, body: { type: 'tag_set', data: { tag } } })
}

function operatorMover(operator: OperatorId): Mover {
  return { operator, role: 'operator' }
}

function contextOf(draft: Draft, by: Mover, cause: Cause): HandoffContext {
  const at = draft.stoodAt()
  return draft.asking({ actor: actorOf(draft, by), cause, ...(at !== null && { step: { at } }) })
}

function actorOf(draft: Draft, by: Mover): Actor {
  return by.operator === null ? { kind: 'system' } : { kind: 'operator', ...draft.world.team.operatorRef(by.operator) }
}
