/**
 * One line per conversation: a command is decided on what the store holds and written in the same transaction; it is
 * answered after the commit. What it wants done outside, and who wants to hear of it, comes after that.
 */

import type { Chance } from '@baton/core/chance'
import { type Change, type Command, decide, pendingTurns, type Refusal, type World } from '@baton/core/command'
import type { ConversationRecord, Opening } from '@baton/core/conversation'
import type { BotId, ContactId, ConversationId, NewId, TurnId, WorkspaceId } from '@baton/core/ids'
import { type Result, refuse } from '@baton/core/result'
import type { Clock } from '../clock.ts'
import type { ChangeAnswer, Committed, Found, Idempotency, Propose, Store, Target, Workspace } from '../store/store.ts'
import { type Bus, memoryBus } from './bus.ts'
import { LiveBots } from './live-bots.ts'

export type Refused = Refusal | { kind: 'not_published'; bot: BotId }
export type Answered = ChangeAnswer<Refused>

/** What the contact says, before it is known whether it opens a conversation. */
export type Saying = Omit<Extract<Command, { type: 'contact_says' }>, 'type' | 'opening'>

type Parts = { store: Store; clock: Clock; chance: Chance; newId: NewId; bus?: Bus }

type Waiter = { turns: ReadonlySet<string>; settle: () => void }

export class ConversationLine {
  readonly store: Store
  readonly bots: LiveBots
  readonly bus: Bus
  readonly #parts: Parts
  readonly #waiters = new Map<ConversationId, Set<Waiter>>()
  readonly #onWork = new Set<() => void>()
  #isStopping = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.store = parts.store
    this.bots = new LiveBots(parts.store.bots)
    this.bus = parts.bus ?? memoryBus()
  }

  /** Runs a command on a conversation that exists. */
  run(
    workspace: Workspace,
    conversation: ConversationId,
    command: Command,
    idempotency?: Idempotency,
  ): Promise<Answered> {
    const target: Target = { workspace: workspace.id, conversation }
    return this.store.conversations.change<Refused>(
      target,
      this.#decider(workspace, () => command),
      idempotency,
    )
  }

  /** [HO-8] The contact's open conversation gets it, or a new one is opened by it. */
  say(
    workspace: Workspace,
    to: { bot: BotId; channel: string; contact: ContactId },
    saying: Saying,
    idempotency?: Idempotency,
  ): Promise<Answered> {
    const commandFor = (found: Found): Command => ({ type: 'contact_says', opening: openingFor(found, to), ...saying })
    return this.store.conversations.change<Refused>(
      { workspace: workspace.id, ...to },
      this.#decider(workspace, commandFor),
      idempotency,
    )
  }

  /** For changes of many conversations in one transaction (HO-46, forgetting). */
  proposer(workspace: Workspace, command: Command): Propose {
    return this.#decider(workspace, () => command)
  }

  /** Settles when none of the turns is pending any more, or when the time is over. */
  async whenTurnsEnd(
    workspace: WorkspaceId,
    id: ConversationId,
    turns: readonly TurnId[],
    milliseconds: number,
  ): Promise<void> {
    const record = this.store.conversations.find(workspace, id)
    if (record === null || !isPending(record, turns) || milliseconds <= 0) return
    await this.#wait(id, new Set(turns), milliseconds)
  }

  /** Settles at the next change of a conversation, or when the time is over or the caller gives up. */
  async whenChanged(id: ConversationId, milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.#wait(id, null, milliseconds, signal)
  }

  /** [D-18] Whoever waits is answered with what there is, and nobody waits any more. */
  stopWaiting(): void {
    this.#isStopping = true
    for (const waiters of [...this.#waiters.values()]) for (const waiter of [...waiters]) waiter.settle()
  }

  /** Called after every commit that leaves work to be done outside. */
  onWork(listener: () => void): void {
    this.#onWork.add(listener)
  }

  /** The store tells of every commit here, in order. */
  committed({ id, workspace, change }: Committed): void {
    if (change.works.length > 0) for (const listener of this.#onWork) listener()
    for (const waiter of this.#waiters.get(id) ?? []) {
      if (!isPendingIn(change, waiter.turns)) waiter.settle()
    }
    if (change.events.length > 0)
      this.bus.tell({ workspace, conversation: id, lastSeq: change.record.conversation.lastSeq })
  }

  #wait(
    id: ConversationId,
    turns: ReadonlySet<string> | null,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<void> {
    if (this.#isStopping) return Promise.resolve()
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(id) ?? new Set()
      this.#waiters.set(id, waiters)
      const settle = () => {
        timer.cancel()
        waiters.delete(waiter)
        if (waiters.size === 0) this.#waiters.delete(id)
        signal?.removeEventListener('abort', settle)
        resolve()
      }
      const waiter = { turns: turns ?? new Set<string>(), settle }
      const timer = this.#parts.clock.after(milliseconds, settle)
      waiters.add(waiter)
      signal?.addEventListener('abort', settle)
    })
  }

  #decider(workspace: Workspace, commandFor: (found: Found) => Command) {
    return (found: Found): Result<Change, Refused> => {
      const world = this.#worldFor(workspace, found)
      if (world === null) return refuse({ kind: 'not_published', bot: found.bot })
      return decide(found.id, found.record, commandFor(found), world)
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
    }
  }
}

function openingFor(
  { record, contactVariables, previous }: Found,
  { bot, channel, contact }: { bot: BotId; channel: string; contact: ContactId },
): Opening | null {
  return record === null ? { bot, channel, contact, previous, variables: contactVariables } : null
}

function isPending({ flow }: ConversationRecord, turns: readonly TurnId[]): boolean {
  const pending = pendingTurns(flow)
  return turns.some((turn) => pending.includes(turn))
}

function isPendingIn(change: Change, turns: ReadonlySet<string>): boolean {
  return pendingTurns(change.record.flow).some((turn) => turns.has(turn))
}
