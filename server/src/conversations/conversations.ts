/**
 * One line per conversation: a command is decided on what the store holds and written in the same transaction; it is
 * answered after the commit. What it wants done outside, and who wants to hear of it, comes after that.
 */

import type { Chance } from '@baton/core/chance'
import { askedBy, type Change, type Command, decide, pendingTurns, type Refusal, type World } from '@baton/core/command'
import type { ConversationRecord, Opening, PlaceInQueue } from '@baton/core/conversation'
import type { BotId, ContactId, ConversationId, GroupId, NewId, TurnId, WorkspaceId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Clock } from '../clock.ts'
import type { ChangeAnswer, Committed, Found, Idempotency, Propose, Store, Target, Workspace } from '../store/store.ts'
import { type TraceContext, traced, traceHere, withTrace } from '../tracing.ts'
import { type Bus, memoryBus } from './bus.ts'
import { LiveBots } from './live-bots.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { Waiting } from './waiting.ts'

export type Refused = Refusal | { kind: 'not_published'; bot: BotId }
export type Answered = ChangeAnswer<Refused>

/** What the contact says, before it is known whether it opens a conversation. */
export type Saying = Omit<Extract<Command, { type: 'contact_says' }>, 'type' | 'opening'>

type Parts = {
  store: Store
  clock: Clock
  chance: Chance
  newId: NewId
  bus?: Bus
  /** Told how long each send took to be in the log. Seconds. */
  onAcknowledged?: (seconds: number) => void
}

type PlaceOf = (workspace: WorkspaceId, conversation: ConversationId, group: GroupId | null) => PlaceInQueue | null

export class ConversationLine {
  readonly store: Store
  readonly bots: LiveBots
  readonly bus: Bus
  readonly #parts: Parts
  readonly #waiting: Waiting
  #placeOf: PlaceOf = () => null
  readonly #onWork = new Set<() => void>()
  readonly #onQueue = new Set<(workspace: WorkspaceId) => void>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.store = parts.store
    this.bots = new LiveBots(parts.store.bots)
    this.bus = parts.bus ?? memoryBus()
    this.#waiting = new Waiting({ store: parts.store, bus: this.bus, clock: parts.clock })
    const refresh = oneAtATime(() => parts.store.refresh())
    this.bus.listen(({ kind }, isOurs) => {
      // Where the store cannot be asked now, whoever asks it regularly finds out.
      if (kind === 'settings' && !isOurs) void refresh().catch(() => {})
    })
  }

  /** Runs a command on a conversation that exists. */
  run(
    workspace: Workspace,
    conversation: ConversationId,
    command: Command,
    idempotency?: Idempotency,
  ): Promise<Answered> {
    const target: Target = { workspace: workspace.id, conversation }
    const answer = () =>
      this.store.conversations.change<Refused>(
        target,
        this.#decider(workspace, () => command),
        idempotency,
      )
    const traced = this.#traced(command.type, command.type === 'operator_says' ? () => this.#timed(answer) : answer)
    return traced.then((answered) => this.#showsUp(workspace, conversation, command, answered))
  }

  /** [HO-8] The contact's open conversation gets it, or a new one is opened by it. */
  say(
    workspace: Workspace,
    to: { bot: BotId; channel: string; contact: ContactId },
    saying: Saying,
    idempotency?: Idempotency,
  ): Promise<Answered> {
    const commandFor = (found: Found): Command => ({ type: 'contact_says', opening: openingFor(found, to), ...saying })
    const target: Target = { workspace: workspace.id, ...to }
    const answer = () =>
      this.store.conversations.change<Refused>(target, this.#decider(workspace, commandFor), idempotency)
    return this.#traced('contact_says', () => this.#timed(answer))
  }

  /** For changes of many conversations in one transaction (HO-46, forgetting). */
  proposer(workspace: Workspace, command: Command): Propose {
    return this.#decider(workspace, () => command)
  }

  /** Settles when none of the turns is pending any more, on whichever node they end, or when the time is over. */
  async whenTurnsEnd(
    workspace: WorkspaceId,
    id: ConversationId,
    turns: readonly TurnId[],
    milliseconds: number,
  ): Promise<void> {
    await this.#waiting.until(workspace, id, (record) => !isPending(record, turns), milliseconds)
  }

  /**
   * Settles when the log of a conversation goes past a position, on whichever node it is written, or when the time is
   * over or the caller gives up.
   */
  async whenChanged(
    workspace: WorkspaceId,
    id: ConversationId,
    after: number,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const hasMoved = ({ conversation }: ConversationRecord) => conversation.lastSeq > after
    await this.#waiting.until(workspace, id, hasMoved, milliseconds, signal)
  }

  /** [D-18] Whoever waits is answered with what there is, and nobody waits any more. */
  stopWaiting(): void {
    this.#waiting.stop()
  }

  /** Called after every commit that leaves work to be done outside. */
  onWork(listener: () => void): void {
    this.#onWork.add(listener)
  }

  /** [RO-21] Called after every commit that makes room at an operator, or raises a request. */
  onQueue(listener: (workspace: WorkspaceId) => void): void {
    this.#onQueue.add(listener)
  }

  /** [RO-23] [RO-24] Who knows where requests stand, for flows that speak of it. */
  askForPlaces(placeOf: PlaceOf): void {
    this.#placeOf = placeOf
  }

  /** The store tells of every commit of this process here, in order. */
  committed({ id, workspace, change }: Committed): void {
    if (change.works.length > 0) for (const listener of this.#onWork) listener()
    if (movesQueue(change)) for (const listener of this.#onQueue) listener(workspace)
    this.#waiting.see(workspace, id, change.record)
    // Also without an event: a turn may have ended that somebody waits for.
    this.bus.tell({ kind: 'moved', workspace, conversation: id, lastSeq: change.record.conversation.lastSeq })
  }

  /** This process has changed what is kept in memory of a workspace (bots, keys, names): every node reads it again. */
  settingsChanged(workspace: WorkspaceId): void {
    this.bots.forgetWorkspace(workspace)
    this.bus.tell({ kind: 'settings', workspace })
  }

  /** Another process has; the store tells it here. Null: anywhere. */
  settingsChangedElsewhere(workspace: WorkspaceId | null): void {
    if (workspace === null) this.bots.forgetAll()
    else this.bots.forgetWorkspace(workspace)
  }

  /** [RO-2] Whoever is refused was there all the same. A refusal writes nothing, so that is a command of its own. */
  async #showsUp(
    workspace: Workspace,
    conversation: ConversationId,
    command: Command,
    answered: Answered,
  ): Promise<Answered> {
    if (answered.kind !== 'refused') return answered
    const operator = askedBy(command)
    if (operator === null) return answered
    const team = await this.store.operators.roster(workspace.id)
    if (team.seat(operator)?.unresponsive)
      await this.run(workspace, conversation, { type: 'show_up', operator, cause: 'desk' })
    return answered
  }

  async #timed(send: () => Promise<Answered>): Promise<Answered> {
    const startedAt = performance.now()
    const answered = await send()
    if (answered.kind !== 'refused') this.#parts.onAcknowledged?.((performance.now() - startedAt) / 1_000)
    return answered
  }

  #traced(type: Command['type'], answer: () => Promise<Answered>): Promise<Answered> {
    return traced(`command ${type}`, { attributes: { 'baton.command': type } }, async (span) => {
      const answered = await answer()
      span.setAttribute('baton.outcome', answered.kind === 'refused' ? answered.refusal.kind : answered.kind)
      return answered
    })
  }

  #decider(workspace: Workspace, commandFor: (found: Found) => Command) {
    // The store asks when it is ready, which may be within somebody else's trace.
    const trace = traceHere()
    return (found: Found): Result<Change, Refused> => {
      const world = this.#worldFor(workspace, found)
      if (world === null) return refuse({ kind: 'not_published', bot: found.bot })
      const decided = decide(found.id, found.record, commandFor(found), world)
      return decided.ok ? ok(inTrace(decided.value, trace)) : decided
    }
  }

  #worldFor(workspace: Workspace, found: Found): World | null {
    const live = this.bots.find(found.bot, workspace)
    if (live === null) return null
    const { clock, chance, newId } = this.#parts
    return {
      now: clock.now(),
      chance,
      newId,
      team: found.team,
      bot: live.bot,
      flow: live.flow,
      locale: workspace.locale,
      placeOf: (conversation, group) => this.#placeOf(workspace.id, conversation, group),
    }
  }
}

/** Room for somebody, a request, or an offer that is over. */
function movesQueue({ events, loads, seats }: Change): boolean {
  if ([...loads.values()].some((by) => by < 0)) return true
  if ([...seats.values()].some(({ reserved, isUnresponsive }) => reserved < 0 || isUnresponsive === false)) return true
  return events.some(({ event }) => 'to' in event.data && event.data.to.chatState === 'operator_requested')
}

function openingFor(
  { record, contactVariables, previous, lastOwner }: Found,
  { bot, channel, contact }: { bot: BotId; channel: string; contact: ContactId },
): Opening | null {
  if (record !== null) return null
  return { bot, channel, contact, previous, variables: contactVariables, ...(lastOwner !== null && { lastOwner }) }
}

/** [O-08] Work outside goes on in the trace of what asked for it, whenever and wherever it is done. */
function inTrace(change: Change, trace: TraceContext): Change {
  if (change.works.length === 0) return change
  return { ...change, works: change.works.map((work) => ({ ...work, work: withTrace(work.work, trace) })) }
}

function isPending({ flow }: ConversationRecord, turns: readonly TurnId[]): boolean {
  const pending = pendingTurns(flow)
  return turns.some((turn) => pending.includes(turn))
}
