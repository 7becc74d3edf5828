import type { Answer } from '@baton/core/flow'
import type { EffectId, WorkspaceId } from '@baton/core/ids'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Egress, EgressMethod } from '../egress/egress.ts'
import { type PendingWork, StoreUnavailable } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'

const atOnce = 64
const atOncePerWorkspace = 32
const lookedAt = 512
const mostTries = 8
const longestSleep = 30_000
/** A store that cannot take the answer is asked again after this; the row is still there. */
const retryAfter = 1_000

type Running = { done: Promise<void>; workspace: WorkspaceId; isCall: boolean }

/**
 * [FL-5] Does what turns wait for, outside any transaction: delays and calls. Each is a row that ends in the transaction
 * that takes its answer, so after a crash it is done again rather than forgotten.
 */
export class Works {
  readonly #line: ConversationLine
  readonly #egress: Egress
  readonly #clock: Clock
  readonly #log: Logger
  readonly #running = new Map<EffectId, Running>()
  /** [D-20] What fails again and again is left alone until the next start. */
  readonly #parked = new Set<EffectId>()
  #sleeping: { cancel(): void } | null = null
  #isStopped = false

  constructor(parts: { line: ConversationLine; egress: Egress; clock: Clock; log: Logger }) {
    this.#line = parts.line
    this.#egress = parts.egress
    this.#clock = parts.clock
    this.#log = parts.log
    this.#line.onWork(() => this.wake())
  }

  /** Looks for what is due; also what was left when the process ended. */
  wake(): void {
    if (this.#isStopped) return
    this.#sleeping?.cancel()
    const { works } = this.#line.store
    for (const work of works.due(this.#clock.now(), lookedAt, new Set(this.#running.keys()))) {
      if (this.#hasRoom(work)) this.#start(work)
    }
    this.#sleep()
  }

  /** Starts nothing more, and waits for what is running. Calls that are under way are given up: they are done again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sleeping?.cancel()
    await this.#egress.close()
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
  }

  /** Delays end at once. Calls may hang: they are bounded in all and per workspace, so that one holds up no other. */
  #hasRoom({ id, workspace, work }: PendingWork): boolean {
    if (this.#parked.has(id)) return false
    if (work.kind === 'delay') return true
    const calls = [...this.#running.values()].filter(({ isCall }) => isCall)
    return calls.length < atOnce && calls.filter((call) => call.workspace === workspace).length < atOncePerWorkspace
  }

  #sleep(): void {
    const next = this.#line.store.works.nextDueAt()
    if (next === null) return
    const now = this.#clock.now()
    // What is due already waits for room, or is parked: whoever ends wakes us.
    const wait = Math.min(next > now ? next - now : retryAfter, longestSleep)
    this.#sleeping = this.#clock.after(wait, () => this.wake())
  }

  #start(work: PendingWork): void {
    const done = this.#finish(work).finally(() => {
      this.#running.delete(work.id)
      this.wake()
    })
    this.#running.set(work.id, { done, workspace: work.workspace, isCall: work.work.kind !== 'delay' })
  }

  /** The call is made once; only the writing of its answer is tried again, until the store takes it. */
  async #finish(work: PendingWork): Promise<void> {
    let answer: Answer | null = null
    for (let tries = 1; !this.#isStopped; tries += 1) {
      try {
        answer ??= await this.#answer(work)
        await this.#tell(work, answer)
        return
      } catch (error) {
        const isPoison = !(error instanceof StoreUnavailable) && tries >= mostTries
        this.#log.error({ err: error, work: work.id, tries }, isPoison ? 'work_parked' : 'work_failed')
        if (isPoison) {
          this.#parked.add(work.id)
          return
        }
        await new Promise<void>((resolve) => void this.#clock.after(retryAfter, resolve))
      }
    }
  }

  async #tell({ id, workspace: owner, conversation, turn, epoch }: PendingWork, answer: Answer): Promise<void> {
    const workspace = this.#line.store.workspaces.find(owner)
    if (workspace === null || this.#isStopped) return
    await this.#line.run(workspace, conversation, { type: 'finish_work', work: { id, turn, epoch }, answer })
  }

  async #answer({ work }: PendingWork): Promise<Answer> {
    if (work.kind === 'delay') return { kind: 'due' }
    const { method, url, headers, body, timeoutMs } = work
    const outcome = await this.#egress.request({
      method: method as EgressMethod,
      url,
      headers,
      ...(body === null ? {} : { body }),
      timeoutMs,
    })
    if (outcome.ok) return { kind: 'http', ok: true, status: outcome.status, body: outcome.body }
    return { kind: 'http', ok: false, reason: outcome.reason }
  }
}
