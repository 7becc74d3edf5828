import { groupsAsked, hasRoom, nextChanceAt, roomFor, type Waiting } from '@baton/core/handoff'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import { type Queued, StoreUnavailable, type Workspace } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** As many requests are looked at in the first reading of the queue. */
const readAtOnce = 500
/** As many are given away side by side: the store decides them in this order, in shared commits. */
const givenAtOnce = 64
/** [RO-21] The safety net, for what was freed by a node that ended before it gave it away. */
const sweepEvery = 30_000
const retryAfter = 1_000
/** Milliseconds: a timer may end this much before the moment it was set for. */
const roundingOfClocks = 2

type Outcome = 'given' | 'nobody' | 'failed'
type Moment = { team: Team; now: Instant }
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
    this.#clock.after(milliseconds + roundingOfClocks, () => this.wake(workspace))
  }

  /** Looks at every workspace in which requests are assigned by themselves. */
  async sweep(): Promise<void> {
    if (this.#isStopped) return
    const run = this.#sweepAll().finally(() => this.#running.delete(run))
    this.#running.add(run)
    await run
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sweep.stop()
    for (const { timer } of this.#kept.values()) timer?.cancel()
    await this.quiet()
  }

  async #sweepAll(): Promise<void> {
    try {
      for (const id of await this.#line.store.routings.automatic()) await this.#sweepOne(id)
    } catch (error) {
      this.#log.warn({ err: error }, 'queue_not_swept')
    }
  }

  /** What is wrong in one workspace keeps neither the others waiting nor the process from starting. */
  async #sweepOne(workspace: WorkspaceId): Promise<void> {
    try {
      const given = await this.#drain(workspace)
      this.found += given
      if (given > 0) this.#log.warn({ workspace, given }, 'queue_swept')
    } catch (error) {
      this.#log.warn({ err: error, workspace }, 'queue_not_swept')
    }
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
    const passed = new Set<ConversationId>()
    let [total, atOnce] = [0, readAtOnce]
    for (;;) {
      if (workspace === null || this.#isStopped) return total
      const queue = await store.routings.queue(id, atOnce)
      if (queue.length === 0) return total
      const moment = { team: await store.operators.team(id), now: this.#clock.now() }
      const tried = worthTrying(
        queue.filter((request) => !passed.has(request.id)),
        moment,
      )
      if (tried.length > 0) {
        const outcomes = await this.#give(workspace, tried)
        const given = outcomes.filter((outcome) => outcome === 'given').length
        total += given
        for (const [index, request] of tried.entries()) if (outcomes[index] === 'failed') passed.add(request)
        if (given > 0 || outcomes.includes('failed')) continue
      }
      if (tried.length > 0 || queue.length < atOnce || !hasRoom(moment)) {
        this.#planNext(id, queue, moment)
        return total
      }
      // Somebody has room, perhaps for one further back.
      atOnce *= 2
    }
  }

  #give(workspace: Workspace, requests: readonly ConversationId[]): Promise<Outcome[]> {
    return Promise.all(requests.map((id) => this.#assign(workspace, id)))
  }

  /** What is wrong with one request holds up no other: whoever comes behind it has their turn. */
  async #assign(workspace: Workspace, id: ConversationId): Promise<Outcome> {
    try {
      const answer = await this.#line.run(workspace, id, { type: 'assign_waiting' })
      if (answer.kind !== 'committed') return 'failed'
      const isGiven = answer.committed.change.events.some(
        ({ event }) => event.type === 'taken_over' || event.type === 'operator_offered',
      )
      return isGiven ? 'given' : 'nobody'
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      this.#log.error({ err: error, workspace: workspace.id, conversation: id }, 'request_not_assigned')
      return 'failed'
    }
  }

  #planNext(id: WorkspaceId, queue: readonly Queued[], moment: Moment): void {
    const waiting = queue.filter(({ offeredUntil }) => offeredUntil === null)
    const next = nextChanceAt(waiting, moment)
    if (next !== null) this.#wakeAfter(id, next - moment.now)
  }

  #wakeAfter(workspace: WorkspaceId, milliseconds: number): void {
    const kept = this.#keptOf(workspace)
    kept.timer?.cancel()
    kept.timer = this.#clock.after(milliseconds, () => this.wake(workspace))
  }
}

/** Those that may find somebody, in order: of those who ask the same groups as many as there are operators to take one. */
function worthTrying(queue: readonly Queued[], moment: Moment): ConversationId[] {
  const room = new Map<string, number>()
  const tried: ConversationId[] = []
  for (const queued of queue) {
    if (tried.length >= givenAtOnce) break
    const request = waitingOf(queued, moment.team)
    const asked = JSON.stringify([groupsAsked(request, moment), request.units])
    const left = room.get(asked) ?? roomFor(request, moment)
    if (left > 0) tried.push(queued.id)
    room.set(asked, Math.max(0, left - 1))
  }
  return tried
}

function waitingOf({ channel, group, requestedAt, offeredUntil, offersMade }: Queued, team: Team): Waiting {
  return { group, requestedAt, offersMade, units: team.unitsOf(channel), ...(offeredUntil !== null && { offer: true }) }
}
