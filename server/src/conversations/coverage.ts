import { isCovered } from '@baton/core/handoff'
import type { GroupId, WorkspaceId } from '@baton/core/ids'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Milliseconds: a shorter gap is none; operators reload their desk, and the last free one gets room again. */
const leastGap = 15_000
/** What ends by time alone is found this often. */
const lookEvery = 15_000

/** `group`: its name; null: everybody. */
export type Uncovered = { workspace: WorkspaceId; group: string | null }

type Parts = {
  line: ConversationLine
  clock: Clock
  log: Logger
  /** Told of every change, once on each node. */
  onChange(workspace: WorkspaceId, team: Team, group: GroupId | null, isCovered: boolean): void
}

/** `lostAt`: nobody has room since then, but it is not said yet. */
type State = { isCovered: boolean; lostAt: Instant | null }
type Kept = { states: Map<GroupId | null, State>; names: ReadonlyMap<GroupId, string>; look: () => Promise<void> }

/**
 * [RO-3] Watches which groups somebody covers who is online and has room. What changes is written down once, by whichever
 * node is first, and told to those who are responsible.
 */
export class CoverageWatch {
  readonly #parts: Parts
  readonly #kept = new Map<WorkspaceId, Kept>()
  readonly #loop: { stop(): void }
  readonly #running = new Set<Promise<void>>()
  #isStopped = false

  constructor(parts: Parts) {
    this.#parts = parts
    parts.line.bus.listen(({ kind, ...hint }) => {
      if ((kind === 'presence' || kind === 'queue') && 'workspace' in hint && hint.workspace !== null)
        this.look(hint.workspace)
    })
    this.#loop = every(parts.clock, lookEvery, () => this.lookAtAll())
  }

  /** What is uncovered just now, as far as it was said. */
  uncovered(): Uncovered[] {
    return [...this.#kept].flatMap(([workspace, { states, names }]) =>
      [...states].flatMap(([group, { isCovered }]) =>
        isCovered ? [] : [{ workspace, group: group === null ? null : (names.get(group) ?? 'former group') }],
      ),
    )
  }

  look(workspace: WorkspaceId): void {
    if (this.#isStopped) return
    void this.#run(this.#keptOf(workspace).look())
  }

  /** Every workspace, one after another: also those in which nothing happens. */
  lookAtAll(): Promise<void> {
    return this.#run(this.#lookAtAll())
  }

  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#loop.stop()
    await this.quiet()
  }

  #run(work: Promise<void>): Promise<void> {
    const run = work
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'coverage_not_seen'))
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
    return run
  }

  async #lookAtAll(): Promise<void> {
    for (const { id } of await this.#parts.line.store.workspaces.all()) {
      if (this.#isStopped) return
      await this.#keptOf(id).look()
    }
  }

  #keptOf(workspace: WorkspaceId): Kept {
    const known = this.#kept.get(workspace)
    if (known !== undefined) return known
    const kept: Kept = { states: new Map(), names: new Map(), look: oneAtATime(() => this.#look(workspace)) }
    this.#kept.set(workspace, kept)
    return kept
  }

  async #look(workspace: WorkspaceId): Promise<void> {
    const { line, clock } = this.#parts
    const kept = this.#keptOf(workspace)
    const { states } = kept
    if (states.size === 0)
      for (const { group, isCovered } of await line.store.routings.coverage(workspace))
        states.set(group, { isCovered, lostAt: null })
    const team = await line.store.operators.team(workspace)
    const now = clock.now()
    kept.names = new Map([...team.groups()].map(({ id, name }) => [id, name]))
    const groups = new Set<GroupId | null>([null, ...kept.names.keys()])
    for (const group of states.keys()) if (!groups.has(group)) states.delete(group)
    for (const group of groups) await this.#compare(workspace, team, group, isCovered(group, { team, now }), now)
  }

  async #compare(
    workspace: WorkspaceId,
    team: Team,
    group: GroupId | null,
    isNow: boolean,
    now: Instant,
  ): Promise<void> {
    const { states } = this.#keptOf(workspace)
    const state = states.get(group)
    if (state === undefined) {
      await this.#parts.line.store.routings.setCovered(workspace, group, isNow)
      states.set(group, { isCovered: isNow, lostAt: null })
      return
    }
    if (isNow === state.isCovered) {
      state.lostAt = null
      return
    }
    if (!isNow && state.lostAt === null) {
      state.lostAt = now
      this.#parts.clock.after(leastGap, () => this.look(workspace))
      return
    }
    if (!isNow && state.lostAt !== null && now - state.lostAt < leastGap) return
    const isFirst = await this.#parts.line.store.routings.setCovered(workspace, group, isNow)
    states.set(group, { isCovered: isNow, lostAt: null })
    if (isFirst) this.#parts.log.info({ workspace, group }, isNow ? 'coverage_restored' : 'coverage_lost')
    this.#parts.onChange(workspace, team, group, isNow)
  }
}
