import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import { oneAtATime } from '../conversations/one-at-a-time.ts'
import type { Store } from '../store/store.ts'
import { writeFrame } from './frames.ts'
import type { LiveSocket } from './socket.ts'

type Parts = {
  workspace: WorkspaceId
  store: Store
  /** The store could not be read; `again` is to be called later. */
  onReadFailed(error: unknown, again: () => void): void
}

/** [RO-2] Who of one workspace is there, with what load: those who look on are told of the difference. */
export class PresenceFeed {
  readonly #parts: Parts
  readonly #watchers = new Set<LiveSocket>()
  readonly #joining = new Set<LiveSocket>()
  readonly #compare = oneAtATime(() => this.#read())
  #shown: ReadonlyMap<OperatorId, string> = new Map()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get isIdle(): boolean {
    return this.#watchers.size === 0 && this.#joining.size === 0
  }

  /** Tells everybody's presence, then what changes. */
  join(socket: LiveSocket): void {
    this.#watchers.delete(socket)
    this.#joining.add(socket)
    this.moved()
  }

  leave(socket: LiveSocket): void {
    this.#watchers.delete(socket)
    this.#joining.delete(socket)
  }

  /** Presence or load of somebody may have changed. Bursts become one look. */
  moved(): void {
    if (!this.isIdle) this.#compare().catch((error: unknown) => this.#parts.onReadFailed(error, () => this.moved()))
  }

  async #read(): Promise<void> {
    const joining = [...this.#joining]
    if (this.isIdle) return
    const team = await this.#parts.store.operators.team(this.#parts.workspace)
    const joined = joining.filter((socket) => this.#joining.delete(socket))
    const shown = new Map<OperatorId, string>()
    for (const { id, name, status, load, capacity, unresponsive = false } of team.seats()) {
      const operator = { id, name }
      const mark = unresponsive ? { unresponsive: true as const } : {}
      const text = writeFrame({ type: 'presence', operator, status, load, capacity, ...mark })
      shown.set(id, text)
      if (this.#shown.get(id) !== text) for (const watcher of this.#watchers) watcher.sendText(text)
      for (const socket of joined) socket.sendText(text)
    }
    this.#shown = shown
    for (const socket of joined) this.#watchers.add(socket)
  }
}
