import { isDeepStrictEqual } from 'node:util'
import type { Chance } from '@baton/core/chance'
import { type ConversationEvent, type ConversationRecord, fold } from '@baton/core/conversation'
import type { OperatorId } from '@baton/core/ids'
import type { Logger } from 'pino'
import { type Clock, every } from './clock.ts'
import type { Metrics } from './metrics.ts'
import { type Store, StoreUnavailable, type Workspace } from './store/store.ts'

type Parts = {
  store: Store
  clock: Clock
  chance: Chance
  metrics: Pick<Metrics, 'violated'>
  log: Logger
}

/** Looks so often, at so many; a team of a thousand is gone through within a minute. */
const interval = 1_000
const operatorsAtOnce = 20
const conversationsAtOnce = 5
const listed = 50
const longestLog = 500

/**
 * [O-07] A sample of the cheap invariants, all the time, while everything runs: loads and other seats
 * that are taken equal a recount (I-15, RO-10), the record
 * is the fold of its log (I-32) with numbers without gaps (I-28), an owner is one of the team (I-23), and what is closed
 * has none (I-24). What is found is counted and logged, each place once an hour at the most.
 */
export class SelfCheck {
  readonly #parts: Parts
  readonly #loop: { stop(): void }
  readonly #told = new Map<string, number>()
  #workspace = 0
  #operator = 0
  #running: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#loop = every(parts.clock, interval, () => this.run())
  }

  /** One round, over a few operators and conversations of one workspace. */
  run(): Promise<void> {
    this.#running = this.#round().catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) this.#parts.log.error({ err: error }, 'self_check_failed')
    })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#loop.stop()
    await this.#running
  }

  async #round(): Promise<void> {
    const workspaces = await this.#parts.store.workspaces.all()
    const workspace = workspaces[this.#workspace % Math.max(1, workspaces.length)]
    if (workspace === undefined) return
    const operators = await this.#parts.store.operators.list(workspace.id)
    const next = operators.slice(this.#operator, this.#operator + operatorsAtOnce)
    for (const { id } of next) await this.#checkSeats(workspace, id)
    await this.#checkConversations(workspace, new Set(operators.map(({ id }) => id)))
    this.#operator += operatorsAtOnce
    if (this.#operator < operators.length) return
    this.#operator = 0
    this.#workspace += 1
  }

  /** Counted as of one moment, so a difference is none of time. */
  async #checkSeats(workspace: Workspace, operator: OperatorId): Promise<void> {
    const counted = await this.#parts.store.operators.recount(workspace.id, operator)
    if (counted === null) return
    const { load, reserved, owned, units } = counted
    if (load !== owned) this.#tell('I-15', operator, `load and recount: ${load} ${owned}`)
    if (reserved !== units - owned)
      this.#tell('RO-10', operator, `seats beside the load and recount: ${reserved} ${units - owned}`)
  }

  async #checkConversations(workspace: Workspace, team: ReadonlySet<OperatorId>): Promise<void> {
    const { conversations } = this.#parts.store
    const { items } = await conversations.list(workspace.id, { limit: listed })
    for (let count = 0; count < conversationsAtOnce && items.length > 0; count += 1) {
      const [picked] = items.splice(this.#parts.chance.below(items.length), 1)
      if (picked === undefined || picked.conversation.lastSeq > longestLog) continue
      const { id } = picked.conversation
      const log = await conversations.events(workspace.id, id, 0, longestLog + 1)
      const record = await conversations.find(workspace.id, id)
      // Written in between, or forgotten: another time.
      if (record === null || record.conversation.lastSeq !== picked.conversation.lastSeq) continue
      for (const [rule, fault] of faultsOf(record, log, team)) this.#tell(rule, id, fault)
    }
  }

  #tell(rule: string, place: string, fault: string): void {
    const now = this.#parts.clock.now()
    const key = `${rule} ${place}`
    if (now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < anHour) return
    if (this.#told.size >= mostTold) this.#told.clear()
    this.#told.set(key, now)
    this.#parts.metrics.violated(rule)
    this.#parts.log.error({ rule, place, fault }, 'invariant_violated')
  }
}

const anHour = 3_600_000
const mostTold = 10_000

function faultsOf(
  { conversation }: ConversationRecord,
  log: readonly ConversationEvent[],
  team: ReadonlySet<OperatorId>,
): [string, string][] {
  const { id, holder, status } = conversation
  const faults: [string, string][] = []
  const isGapless = log.every(({ seq }, index) => seq === index + 1) && log.length === conversation.lastSeq
  if (!isGapless) faults.push(['I-28', `the log has ${log.length} events, the last is ${conversation.lastSeq}`])
  else if (!isDeepStrictEqual(fold(id, log), conversation))
    faults.push(['I-32', 'the record is not the fold of its log'])
  if (holder.state === 'taken_over' && !team.has(holder.owner)) faults.push(['I-23', 'the owner is not of the team'])
  if (status === 'closed' && holder.state === 'taken_over') faults.push(['I-24', 'closed, and somebody owns it'])
  return faults
}
