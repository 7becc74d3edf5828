import type { Answer } from '@baton/core/flow'
import type { EffectId, WorkspaceId } from '@baton/core/ids'
import { after } from '@baton/core/time'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Egress, EgressMethod } from '../egress/egress.ts'
import { reached } from '../failpoint.ts'
import { type PendingWork, StoreUnavailable } from '../store/store.ts'
import { traced, traceIn } from '../tracing.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

const atOnce = 64
const atOncePerWorkspace = 32
const claimedAtOnce = 512
/** What this node has claimed is done by no other for so long: more than the longest call takes (S-25). */
const leaseOfClaim = 90_000
const mostTries = 8
/** Work of a node that has ended is found as soon as this. */
const longestSleep = 5_000
/** A store that cannot take the answer is asked again after this; the row is still there. */
const retryAfter = 1_000
/** Where more was due than there is room for. */
const crowdedSleep = 250

/** Given up: it is done again, here or elsewhere, after the next start. */
type Outcome = 'finished' | 'given_up' | 'parked'
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
  readonly #look: () => Promise<void>
  #sleeping: { cancel(): void } | null = null
  #isCrowded = false
  #isStopped = false

  constructor(parts: { line: ConversationLine; egress: Egress; clock: Clock; log: Logger }) {
    this.#line = parts.line
    this.#egress = parts.egress
    this.#clock = parts.clock
    this.#log = parts.log
    this.#look = oneAtATime(() => this.#claim())
    this.#line.onWork(() => this.wake())
  }

  /** Looks for what is due; also what was left when this process, or another node, ended. */
  wake(): void {
    // Whoever finds no room comes back by the clock: otherwise each end of a call would claim everything that waits.
    if (this.#isStopped || this.#isCrowded) return
    void this.#look()
  }

  /** Starts nothing more, and waits for what is running. Calls that are under way are given up: they are done again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sleeping?.cancel()
    const left = [...this.#running.keys()]
    await this.#egress.close()
    await this.#look()
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
    await this.#release(left)
  }

  async #claim(): Promise<void> {
    this.#sleeping?.cancel()
    if (this.#isStopped) return
    try {
      const { works } = this.#line.store
      const known = new Set([...this.#running.keys(), ...this.#parked])
      const claimed = await works.claim(claimedAtOnce, known, after(this.#clock.now(), leaseOfClaim))
      if (claimed.length > 0) reached('after work claim')
      const left = claimed.filter((work) => !this.#start(work))
      this.#isCrowded = left.length > 0 && !this.#isStopped
      await this.#release(left.map(({ id }) => id))
      this.#sleep(this.#isCrowded ? crowdedSleep : await this.#untilDue())
    } catch (error) {
      this.#log.warn({ err: error }, 'works_not_claimed')
      this.#sleep(retryAfter)
    }
  }

  /** A claim that cannot be given back lapses. */
  async #release(ids: readonly EffectId[]): Promise<void> {
    if (ids.length === 0) return
    try {
      await this.#line.store.works.release(ids)
    } catch (error) {
      this.#log.warn({ err: error }, 'works_not_released')
    }
  }

  /** Delays end at once. Calls may hang: they are bounded in all and per workspace, so that one holds up no other. */
  #hasRoom({ workspace, work }: PendingWork): boolean {
    if (work.kind !== 'http') return true
    const calls = [...this.#running.values()].filter(({ isCall }) => isCall)
    return calls.length < atOnce && calls.filter((call) => call.workspace === workspace).length < atOncePerWorkspace
  }

  async #untilDue(): Promise<number> {
    const next = await this.#line.store.works.nextDueAt()
    if (next === null) return longestSleep
    const now = this.#clock.now()
    // What is due already was claimed by another node, or came in just now.
    return Math.min(next > now ? next - now : retryAfter, longestSleep)
  }

  #sleep(milliseconds: number): void {
    if (this.#isStopped) return
    this.#sleeping = this.#clock.after(milliseconds, () => {
      this.#isCrowded = false
      this.wake()
    })
  }

  /** False when there is no room for it now. */
  #start(work: PendingWork): boolean {
    if (this.#isStopped || !this.#hasRoom(work)) return false
    const done = this.#traced(work).finally(() => {
      this.#running.delete(work.id)
      this.wake()
    })
    this.#running.set(work.id, { done, workspace: work.workspace, isCall: work.work.kind === 'http' })
    return true
  }

  #traced(work: PendingWork): Promise<void> {
    const { kind } = work.work
    const about = { kind: 'consumer' as const, from: traceIn(work.work), attributes: { 'baton.work': kind } }
    return traced(`work ${kind}`, about, async (span) => {
      span.setAttribute('baton.outcome', await this.#finish(work))
    })
  }

  /** The call is made once; only the writing of its answer is tried again, until the store takes it. */
  async #finish(work: PendingWork): Promise<Outcome> {
    let answer: Answer | null = null
    for (let tries = 1; !this.#isStopped; tries += 1) {
      try {
        answer ??= await this.#answer(work)
        reached('before work done')
        return await this.#tell(work, answer)
      } catch (error) {
        const isPoison = !(error instanceof StoreUnavailable) && tries >= mostTries
        this.#log.error({ err: error, work: work.id, tries }, isPoison ? 'work_parked' : 'work_failed')
        if (isPoison) {
          this.#parked.add(work.id)
          return 'parked'
        }
        await new Promise<void>((resolve) => void this.#clock.after(retryAfter, resolve))
      }
    }
    return 'given_up'
  }

  async #tell(
    { id, workspace: owner, conversation, turn, epoch, work }: PendingWork,
    answer: Answer,
  ): Promise<Outcome> {
    const workspace = await this.#line.store.workspaces.find(owner)
    if (workspace === null || this.#isStopped) return 'given_up'
    await this.#line.run(
      workspace,
      conversation,
      work.kind === 'deadline'
        ? { type: 'meet_deadline', work: { id, epoch }, deadline: work.deadline, group: work.group, since: work.since }
        : { type: 'finish_work', work: { id, turn, epoch }, answer },
    )
    return 'finished'
  }

  async #answer({ work }: PendingWork): Promise<Answer> {
    if (work.kind !== 'http') return { kind: 'due' }
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
