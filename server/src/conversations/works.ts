import type { Answer } from '@baton/core/flow'
import type { EffectId } from '@baton/core/ids'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Egress, EgressMethod } from '../egress/egress.ts'
import type { PendingWork } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'

const atOnce = 64
const longestSleep = 30_000
/** A store that cannot take the answer is asked again after this; the row is still there. */
const retryAfter = 1_000

/**
 * [FL-5] Does what turns wait for, outside any transaction: delays and calls. Each is a row that ends in the transaction
 * that takes its answer, so after a crash it is done again rather than forgotten.
 */
export class Works {
  readonly #line: ConversationLine
  readonly #egress: Egress
  readonly #clock: Clock
  readonly #log: Logger
  readonly #running = new Map<EffectId, Promise<void>>()
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
    const due = works.due(this.#clock.now(), atOnce - this.#running.size, new Set(this.#running.keys()))
    for (const work of due) this.#start(work)
    this.#sleep()
  }

  /** Starts nothing more, and waits for what is running. Calls that are under way are given up: they are done again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sleeping?.cancel()
    await this.#egress.close()
    await Promise.allSettled(this.#running.values())
  }

  #sleep(): void {
    const next = this.#line.store.works.nextDueAt()
    if (next === null) return
    const wait = Math.min(Math.max(next - this.#clock.now(), this.#running.size > 0 ? retryAfter : 1), longestSleep)
    this.#sleeping = this.#clock.after(wait, () => this.wake())
  }

  #start(work: PendingWork): void {
    const done = this.#finish(work).finally(() => {
      this.#running.delete(work.id)
      this.wake()
    })
    this.#running.set(work.id, done)
  }

  async #finish(work: PendingWork): Promise<void> {
    try {
      const answer = await this.#answer(work)
      const workspace = this.#line.store.workspaces.find(work.workspace)
      if (workspace === null || this.#isStopped) return
      const { id, turn, epoch } = work
      await this.#line.run(workspace, work.conversation, { type: 'finish_work', work: { id, turn, epoch }, answer })
    } catch (error) {
      this.#log.error({ err: error, work: work.id }, 'work_failed')
      await new Promise<void>((resolve) => void this.#clock.after(retryAfter, resolve))
    }
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
