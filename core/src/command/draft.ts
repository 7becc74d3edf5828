import { allVariables } from '../conversation/chat-variables.ts'
import { type Conversation, evolve, type Names, open } from '../conversation/conversation.ts'
import type { Actor, ConversationEvent, Diagnostic } from '../conversation/event.ts'
import { movesEpoch, ownerOf } from '../conversation/holder.ts'
import type { Cause } from '../conversation/message.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import type { Variables } from '../conversation/value.ts'
import type { OutsideWork } from '../flow/action.ts'
import { type Flow, restingFlow } from '../flow/flow.ts'
import type { Happening, Origin } from '../handoff/transition.ts'
import type { ConversationId, EffectId, OperatorId, TurnId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { World } from './world.ts'

/** Work outside, to be done once the change is committed. */
export type Work = { id: EffectId; turn: TurnId; epoch: number; work: OutsideWork }

/** An event with the turn that said it: kept beside the log, so that a repeated call gets the same answer. */
export type DraftedEvent = { event: ConversationEvent; turn: TurnId | null }

/** A change of one conversation while it is being decided. Nothing outside sees it before it is committed. */
export class Draft {
  flow: Flow
  readonly events: DraftedEvent[] = []
  readonly works: Work[] = []
  readonly world: World
  readonly names: Names
  readonly id: ConversationId
  #conversation: Conversation | null
  #scope: Variables | null = null
  readonly #moves: { operator: OperatorId; by: 1 | -1; assignedBefore: Instant | null }[] = []

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
    const event: ConversationEvent = { ...body, ...stamp, epoch: before?.epoch ?? 0 }
    const after = before === null ? open(this.id, event) : evolve(before, event)
    if (before !== null && movesEpoch(before.holder, after.holder)) event.epoch = after.epoch = before.epoch + 1
    this.#conversation = after
    this.#scope = null
    this.events.push({ event, turn })
    this.#moveLoad(before === null ? null : ownerOf(before.holder), ownerOf(this.#conversation.holder))
    return event
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

  /** [HO-19] How the action ended, for the flow to read. */
  keepOutcome({ outcome, reason }: { outcome: string; reason: string | null }): void {
    this.flow = { ...this.flow, outcome: { outcome, reason } }
    this.#scope = null
  }

  /** Variables as a flow sees them now. */
  scope(): Variables {
    const { bot, locale } = this.world
    this.#scope ??= allVariables(this.conversation, this.flow.outcome, { botName: bot.name, locale, names: this.names })
    return this.#scope
  }

  /** Takes back what was moved in the team; the draft is not to be used after it. */
  undo(): void {
    for (const { operator, by, assignedBefore } of this.#moves.reverse()) {
      this.#shift(operator, by === 1 ? -1 : 1)
      if (by === 1) this.world.team.setLastAssigned(operator, assignedBefore)
    }
  }

  /** How the loads of operators end up, for the store. */
  loads(): Map<OperatorId, number> {
    const net = new Map<OperatorId, number>()
    for (const { operator, by } of this.#moves) net.set(operator, (net.get(operator) ?? 0) + by)
    return net
  }

  #moveLoad(from: OperatorId | null, to: OperatorId | null): void {
    if (from === to) return
    if (from !== null) this.#record(from, -1)
    if (to !== null) this.#record(to, 1)
  }

  #record(operator: OperatorId, by: 1 | -1): void {
    const { team, now } = this.world
    this.#moves.push({ operator, by, assignedBefore: team.seat(operator)?.lastAssignedAt ?? null })
    this.#shift(operator, by)
    if (by === 1) team.setLastAssigned(operator, now)
  }

  #shift(operator: OperatorId, by: number): void {
    const seat = this.world.team.seat(operator)
    if (seat !== undefined) this.world.team.setLoad(operator, seat.load + by)
  }
}
