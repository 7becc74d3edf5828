import { allVariables } from '../conversation/chat-variables.ts'
import { type Conversation, evolve, type Names, open } from '../conversation/conversation.ts'
import type { Actor, ConversationEvent, Diagnostic, EventBody } from '../conversation/event.ts'
import { groupOf, type Holder, movesEpoch, ownerOf, seatsTakenBy } from '../conversation/holder.ts'
import type { Cause } from '../conversation/message.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import type { Variables } from '../conversation/value.ts'
import type { OutsideWork } from '../flow/action.ts'
import { type Flow, type Position, restingFlow } from '../flow/flow.ts'
import type { HandoffContext, TurnTaken } from '../handoff/set-operator-state.ts'
import type { Happening, Origin } from '../handoff/transition.ts'
import type { ConversationId, EffectId, GroupId, OperatorId, TurnId } from '../ids.ts'
import type { Cursor } from '../routing/pool.ts'
import { after, type Instant } from '../time.ts'
import type { World } from './world.ts'

/** Work outside, to be done once the change is committed. */
export type Work = { id: EffectId; turn: TurnId; epoch: number; work: OutsideWork }

/** An event with the turn that said it: kept beside the log, so that a repeated call gets the same answer. */
export type DraftedEvent = { event: ConversationEvent; turn: TurnId | null }

/**
 * What became of a contact in one interaction: it began to run, control left the chatbot there, or the conversation ended
 * there with the chatbot. For counting only: a conversation and its log know nothing of it.
 */
export type Visit = Position & { kind: 'entered' | 'to_operators' | 'left' }

/** [FL-3] (c) Where a message stands in the log that nothing of the bot answered but perhaps its fallback. */
export type Miss = { seq: number }

/** What a change does to an operator besides their load and the time of their last assignment. */
export type SeatChange = {
  /** [RO-10] How many seats more, or fewer, are taken beside the load. */
  reserved: number
  /** [RO-30] Asked just now: for orders that look at times as good as assigned (RO-31, RO-32). */
  isAsked?: true
  /** [RO-30] Absent: as before. */
  coolsUntil?: Instant
  /** [RO-2] Absent: as before. */
  isUnresponsive?: boolean
  /** [RO-10] A seat stays taken until then. Absent: none does. */
  wrapsUpUntil?: Instant
}

/** A change of one conversation while it is being decided. Nothing outside sees it before it is committed. */
export class Draft {
  flow: Flow
  readonly events: DraftedEvent[] = []
  readonly works: Work[] = []
  readonly visits: Visit[] = []
  readonly misses: Miss[] = []
  readonly world: World
  readonly names: Names
  readonly id: ConversationId
  #conversation: Conversation | null
  #scope: Variables | null = null
  readonly #moves: { operator: OperatorId; by: 1 | -1 }[] = []
  readonly #seats = new Map<OperatorId, SeatChange>()
  readonly #cursors = new Map<GroupId | null, Cursor>()
  /** How to take back what was moved in the team, the first move first. */
  readonly #undoing: (() => void)[] = []

  constructor(id: ConversationId, record: ConversationRecord | null, world: World) {
    this.id = id
    this.world = world
    this.#conversation = record?.conversation ?? null
    this.flow = record?.flow ?? restingFlow
    const { team } = world
    this.names = {
      operator: (operator) => team.operatorRef(operator as OperatorId).name,
      group: (group) => team.groupRef(group as Parameters<typeof team.groupRef>[0]).name,
    }
  }

  get conversation(): Conversation {
    if (this.#conversation === null) throw new Error(`${this.id}: nothing was opened yet`)
    return this.#conversation
  }

  get isNew(): boolean {
    return this.#conversation === null
  }

  get chatbot(): Actor {
    return { kind: 'chatbot', ...this.world.bot }
  }

  /** Numbers and dates the event, gives it the epoch after it, and folds it in. */
  append({ actor, body }: Happening, turn: TurnId | null = null): ConversationEvent {
    const before = this.#conversation
    const stamp = { seq: (before?.lastSeq ?? 0) + 1, id: this.world.newId('event'), at: this.world.now, actor }
    const wrapUp = body.type === 'closed' && before !== null ? this.#wrapUpAfter(before.holder) : null
    const told = body.type === 'closed' && wrapUp !== null ? withWrapUp(body, wrapUp.seconds) : body
    const event: ConversationEvent = { ...told, ...stamp, epoch: before?.epoch ?? 0 }
    const after = before === null ? open(this.id, event) : evolve(before, event)
    if (before !== null && movesEpoch(before.holder, after.holder)) event.epoch = after.epoch = before.epoch + 1
    this.#conversation = after
    this.#scope = null
    this.events.push({ event, turn })
    const from: Holder = before?.holder ?? { state: 'chatbot_controlled' }
    if (before !== null) this.#noteEndOfVisit(before, after)
    this.#moveLoad(ownerOf(from), ownerOf(after.holder))
    this.#moveSeats(from, after.holder)
    if (wrapUp !== null) this.#wrapUp(wrapUp.owner, wrapUp.seconds)
    return event
  }

  /** Takes the next step of the flow: each entering makes a position of its own, also of the same interaction again. */
  goOn(flow: Flow): void {
    if (flow.position !== null && flow.position !== this.flow.position) this.note(flow.position, 'entered')
    this.flow = flow
  }

  /** Before the first interaction the contact stands nowhere. */
  note({ behavior, interaction }: Position, kind: Visit['kind']): void {
    if (interaction !== '') this.visits.push({ behavior, interaction, kind })
  }

  /** Where the chatbot stands; before its first interaction it stands nowhere. */
  stoodAt(): Position | null {
    const at = this.flow.turn?.frames.at(-1) ?? this.flow.position
    return at === null || at.interaction === '' ? null : { behavior: at.behavior, interaction: at.interaction }
  }

  diagnose(diagnostic: Diagnostic): void {
    this.append(
      { actor: { kind: 'system' }, body: { type: 'diagnostic', data: diagnostic } },
      this.flow.turn?.id ?? null,
    )
  }

  origin(cause: Cause): Origin {
    return { actor: this.chatbot, cause }
  }

  /** What the rules of the handoff look at, for whoever asks. */
  asking(origin: Origin): HandoffContext {
    const { team, chance, now } = this.world
    const { channel, lastOwner } = this.conversation
    const units = team.unitsOf(channel)
    return {
      team,
      names: this.names,
      chance,
      now,
      origin,
      ...(units !== 1 && { units }),
      ...(lastOwner !== undefined && { lastOwner }),
    }
  }

  /** [RO-31] Somebody of a group had their turn. */
  keepTurn({ group, cursor }: TurnTaken): void {
    const { team } = this.world
    const before = team.cursor(group)
    this.#undoing.push(() => team.setCursor(group, before))
    team.setCursor(group, cursor)
    this.#cursors.set(group, cursor)
  }

  /** [RO-30] An operator is asked for nothing by itself for so long. */
  cool(operator: OperatorId, milliseconds: number): void {
    const { team, now } = this.world
    const before = team.seat(operator)?.coolsUntil ?? null
    const until = after(now, milliseconds)
    this.#undoing.push(() => team.setCooling(operator, before))
    team.setCooling(operator, until)
    this.#seatOf(operator).coolsUntil = until
  }

  /** [RO-2] An operator has missed an offer, or shown that they are there. */
  setUnresponsive(operator: OperatorId, isUnresponsive: boolean): void {
    this.#seatOf(operator).isUnresponsive = isUnresponsive
    const { team } = this.world
    const seat = team.seat(operator)
    // Who is there again is found by whoever reads the team after the commit; who is not must not be the next at once.
    if (!isUnresponsive || seat?.status !== 'online') return
    const { unresponsive = false } = seat
    this.#undoing.push(() => team.setStatus(operator, 'online', unresponsive))
    team.setStatus(operator, 'away', true)
  }

  /** [HO-19] How the action ended, for the flow to read. */
  keepOutcome({ outcome, reason }: { outcome: string; reason: string | null }): void {
    this.flow = { ...this.flow, outcome: { outcome, reason } }
    this.#scope = null
  }

  /** Variables as a flow sees them now. */
  scope(): Variables {
    const { bot, locale, placeOf } = this.world
    const { id, holder } = this.conversation
    const place = holder.state === 'operator_requested' ? (placeOf?.(id, holder.group) ?? null) : null
    this.#scope ??= allVariables(this.conversation, this.flow.outcome, {
      botName: bot.name,
      locale,
      names: this.names,
      place,
    })
    return this.#scope
  }

  /** Takes back what was moved in the team; the draft is not to be used after it. */
  undo(): void {
    for (const takeBack of this.#undoing.reverse()) takeBack()
  }

  /** How the loads of operators end up, for the store. */
  loads(): Map<OperatorId, number> {
    const net = new Map<OperatorId, number>()
    for (const { operator, by } of this.#moves) net.set(operator, (net.get(operator) ?? 0) + by)
    return net
  }

  /** What else operators end up with, for the store. */
  seats(): ReadonlyMap<OperatorId, SeatChange> {
    return this.#seats
  }

  /** [RO-31] Where circles end up, for the store. */
  cursors(): ReadonlyMap<GroupId | null, Cursor> {
    return this.#cursors
  }

  /** Only what the chatbot had alone can leave it: an operator who comes after a request is no second time. */
  #noteEndOfVisit(before: Conversation, after: Conversation): void {
    if (before.holder.state !== 'chatbot_controlled' || before.status === 'closed') return
    const at = this.stoodAt()
    if (at === null) return
    if (after.status === 'closed') this.note(at, 'left')
    else if (after.holder.state !== 'chatbot_controlled') this.note(at, 'to_operators')
  }

  #moveLoad(from: OperatorId | null, to: OperatorId | null): void {
    if (from === to) return
    if (from !== null) this.#record(from, -1)
    if (to !== null) this.#record(to, 1)
  }

  #record(operator: OperatorId, by: 1 | -1): void {
    const { team, now } = this.world
    const seat = team.seat(operator)
    this.#moves.push({ operator, by })
    if (seat === undefined) return
    const { load, lastAssignedAt = null } = seat
    this.#undoing.push(() => team.setLoad(operator, load))
    team.setLoad(operator, load + by)
    if (by === -1) return
    this.#undoing.push(() => team.setLastAssigned(operator, lastAssignedAt))
    team.setLastAssigned(operator, now)
  }

  /** [RO-10] What is taken beside the load: an offer takes seats although nobody owns it, an owned one perhaps not just one. */
  #moveSeats(from: Holder, to: Holder): void {
    if (from === to) return
    const [before, now] = [reservedBy(from), reservedBy(to)]
    if (before?.operator === now?.operator && before?.units === now?.units) return
    if (before !== null) this.#reserve(before.operator, -before.units)
    if (now !== null) this.#reserve(now.operator, now.units)
    if (now !== null && to.state === 'operator_requested') this.#ask(now.operator)
  }

  #ask(operator: OperatorId): void {
    const { team, now } = this.world
    const before = team.seat(operator)?.lastAssignedAt ?? null
    this.#undoing.push(() => team.setLastAssigned(operator, before))
    team.setLastAssigned(operator, now)
    this.#seatOf(operator).isAsked = true
  }

  #reserve(operator: OperatorId, units: number): void {
    if (units === 0) return
    this.#seatOf(operator).reserved += units
    this.#takeSeats(operator, units)
  }

  #takeSeats(operator: OperatorId, units: number): void {
    const { team } = this.world
    const reserved = team.seat(operator)?.reserved ?? 0
    this.#undoing.push(() => team.setReserved(operator, reserved))
    team.setReserved(operator, reserved + units)
  }

  /** How long the seat of an owner stays taken after the conversation is closed; null: it does not. */
  #wrapUpAfter(held: Holder): { owner: OperatorId; seconds: number } | null {
    const { wrapUp } = this.world.team.routing(groupOf(held)).deadlines ?? {}
    const owner = ownerOf(held)
    return owner === null || wrapUp === undefined ? null : { owner, seconds: wrapUp.afterSeconds }
  }

  /** It ends by time alone: nothing has to give the seat back. */
  #wrapUp(owner: OperatorId, seconds: number): void {
    this.#seatOf(owner).wrapsUpUntil = after(this.world.now, seconds * 1_000)
    this.#takeSeats(owner, 1)
  }

  #seatOf(operator: OperatorId): SeatChange {
    const known = this.#seats.get(operator) ?? { reserved: 0 }
    this.#seats.set(operator, known)
    return known
  }
}

function withWrapUp(body: Extract<EventBody, { type: 'closed' }>, wrapUpSeconds: number): EventBody {
  return { ...body, data: { ...body.data, wrapUpSeconds } }
}

function reservedBy(holder: Holder): { operator: OperatorId; units: number } | null {
  const owner = ownerOf(holder)
  const taken = seatsTakenBy(holder) ?? (owner === null ? null : { operator: owner, units: 0 })
  return taken === null ? null : { operator: taken.operator, units: taken.units - (owner === null ? 0 : 1) }
}
