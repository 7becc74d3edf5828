import { groupsAsked, nextChanceAt, roomFor } from '@baton/core/handoff'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import { type Queued, StoreUnavailable, type Workspace } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** As many requests are looked at in one reading of the queue. */
const readAtOnce = 500
/** As many are given away side by side: the store decides them in this order, in shared commits. */
const givenAtOnce = 64
/** [RO-21] The safety net, for what was freed by a node that ended before it gave it away. */
const sweepEvery = 30_000
const retryAfter = 1_000

type Kept = { drain: () => Promise<void>; timer: { cancel(): void } | null }

/**
 * [RO-20] [RO-21] [RO-22] Gives requests that wait to operators who have room, whoever is first first. It looks when
 * something makes room or raises a request, when time opens a group or asks the next one, and, to be safe, now and then.
 * Each assignment is decided by the store on what is so then; this only finds out which to try.
 */
export class RequestQueue {
  readonly #line: ConversationLine
  readonly #clock: Clock
  readonly #log: Logger
  readonly #kept = new Map<WorkspaceId, Kept>()
  readonly #sweep: { stop(): void }
  readonly #running = new Set<Promise<void>>()
  #isStopped = false
  /** How many requests only the safety net found somebody for. */
  found = 0

  constructor(parts: { line: ConversationLine; clock: Clock; log: Logger }) {
    this.#line = parts.line
    this.#clock = parts.clock
    this.#log = parts.log
    this.#line.onQueue((workspace) => this.wake(workspace))
    this.#line.bus.listen((hint, isOurs) => {
      if (hint.kind === 'presence' && isOurs) this.wake(hint.workspace)
    })
    this.#sweep = every(this.#clock, sweepEvery, () => this.sweep())
  }

  /** Somebody may have room, or a request may be new. */
  wake(workspace: WorkspaceId): void {
    if (this.#isStopped) return
    const kept = this.#keptOf(workspace)
    const run = kept
      .drain()
      .catch((error: unknown) => {
        this.#log.warn({ err: error, workspace }, 'queue_not_drained')
        this.#wakeAfter(workspace, retryAfter)
      })
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
  }

  /** Settles when nothing is being given away just now. */
  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** As `wake`, later: for what time alone brings. */
  wakeLater(workspace: WorkspaceId, milliseconds: number): void {
    this.#clock.after(milliseconds, () => this.wake(workspace))
  }

  /** Looks at every workspace. */
  async sweep(): Promise<void> {
    if (this.#isStopped) return
    try {
      for (const { id } of await this.#line.store.workspaces.all()) {
        const given = await this.#drain(id)
        this.found += given
        if (given > 0) this.#log.warn({ workspace: id, given }, 'queue_swept')
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      this.#log.warn({ err: error }, 'queue_not_swept')
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sweep.stop()
    for (const { timer } of this.#kept.values()) timer?.cancel()
    await this.quiet()
  }

  #keptOf(workspace: WorkspaceId): Kept {
    const known = this.#kept.get(workspace)
    if (known !== undefined) return known
    const kept: Kept = { drain: oneAtATime(async () => void (await this.#drain(workspace))), timer: null }
    this.#kept.set(workspace, kept)
    return kept
  }

  /** Answers how many requests found somebody. */
  async #drain(id: WorkspaceId): Promise<number> {
    const { store } = this.#line
    // What nobody has turned on costs nothing: this is in memory.
    if (this.#isStopped || !(await store.operators.roster(id)).isAutomatic) return 0
    const workspace = await store.workspaces.find(id)
    let total = 0
    for (;;) {
      if (workspace === null || this.#isStopped) return total
      const queue = await store.routings.queue(id, readAtOnce)
      if (queue.length === 0) return total
      const team = await store.operators.team(id)
      const wanted = worthTrying(queue, team, this.#clock.now())
      const given = await this.#give(workspace, wanted)
      total += given
      if (given > 0) continue
      this.#planNext(id, queue, team)
      return total
    }
  }

  async #give(workspace: Workspace, requests: readonly ConversationId[]): Promise<number> {
    const answers = await Promise.all(requests.map((id) => this.#line.run(workspace, id, { type: 'assign_waiting' })))
    return answers.filter(
      (answer) =>
        answer.kind === 'committed' && answer.committed.change.events.some(({ event }) => event.type === 'taken_over'),
    ).length
  }

  #planNext(id: WorkspaceId, queue: readonly Queued[], team: Team): void {
    const now = this.#clock.now()
    const moments = queue.flatMap((request) => nextChanceAt(request, { team, now }) ?? [])
    if (moments.length > 0) this.#wakeAfter(id, Math.min(...moments) - now)
  }

  #wakeAfter(workspace: WorkspaceId, milliseconds: number): void {
    const kept = this.#keptOf(workspace)
    kept.timer?.cancel()
    kept.timer = this.#clock.after(milliseconds, () => this.wake(workspace))
  }
}

/** Those that may find somebody, in order: of those who ask the same groups as many as there are operators to take one. */
function worthTrying(queue: readonly Queued[], team: Team, now: Instant): ConversationId[] {
  const room = new Map<string, number>()
  const tried: ConversationId[] = []
  for (const request of queue) {
    if (tried.length >= givenAtOnce) break
    const asked = groupsAsked(request, { team, now }).join(' ')
    const left = room.get(asked) ?? roomFor(request, { team, now })
    if (left > 0) tried.push(request.id)
    room.set(asked, Math.max(0, left - 1))
  }
  return tried
}
