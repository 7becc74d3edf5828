import type { WorkspaceId } from '@baton/core/ids'
import { Lane, type LaneParts } from './lane.ts'

const limitOfKept = 1_000

/** The lanes of this node, one per workspace that it has to do with. */
export class Lanes {
  readonly #parts: LaneParts
  readonly #lanes = new Map<WorkspaceId, Lane>()

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  of(workspace: WorkspaceId): Lane {
    const known = this.#lanes.get(workspace)
    if (known !== undefined) return known
    this.#makeRoom()
    const lane = new Lane(workspace, this.#parts)
    this.#lanes.set(workspace, lane)
    return lane
  }

  async drain(): Promise<void> {
    for (const lane of [...this.#lanes.values()]) await lane.drain()
  }

  /** The longest known stand first; a busy one is never forgotten, because two lanes of one workspace would pass each other. */
  #makeRoom(): void {
    for (const [workspace, lane] of this.#lanes) {
      if (this.#lanes.size < limitOfKept) return
      if (lane.isIdle) this.#lanes.delete(workspace)
    }
  }
}
