import { after, type Instant } from '@baton/core/time'
import type { Asker } from '../access.ts'
import { newSecret } from '../chance.ts'
import type { Clock } from '../clock.ts'

const lifetime = 30_000
const limitOfKept = 100_000

/** [S-10] Opens one socket, once, within 30 s. Kept in memory: a ticket lost in a restart is simply asked for again. */
export class Tickets {
  readonly #clock: Clock
  readonly #kept = new Map<string, { asker: Asker; expiresAt: Instant }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue(asker: Asker): { ticket: string; expiresAt: Instant } {
    this.#sweep()
    const ticket = newSecret()
    const expiresAt = after(this.#clock.now(), lifetime)
    this.#kept.set(ticket, { asker, expiresAt })
    return { ticket, expiresAt }
  }

  use(ticket: string): Asker | null {
    const kept = this.#kept.get(ticket)
    this.#kept.delete(ticket)
    return kept === undefined || kept.expiresAt <= this.#clock.now() ? null : kept.asker
  }

  /** The oldest stand first. */
  #sweep(): void {
    const now = this.#clock.now()
    for (const [ticket, { expiresAt }] of this.#kept) {
      if (expiresAt > now && this.#kept.size < limitOfKept) break
      this.#kept.delete(ticket)
    }
  }
}
