/** The world outside: other systems that are called, and mail that is carried. */
import type { Chance } from '@baton/core/chance'
import type { Egress, EgressOutcome } from '../server/src/egress/egress.ts'
import { fail } from '../server/src/egress/outcome.ts'
import type { Mail, Mailer } from '../server/src/mail.ts'
import type { Owner, Scheduler } from './scheduler.ts'

const [shortestCall, longestCall] = [20, 400]
const answer: EgressOutcome = {
  ok: true,
  status: 200,
  headers: {},
  body: '{"ok":true}',
  contentType: 'application/json',
  truncated: false,
}

/** Other systems: they answer every call, each in its own time. */
export class OtherSystems {
  readonly #scheduler: Scheduler
  readonly #chance: Chance
  /** Calls that were made. */
  calls = 0

  constructor(scheduler: Scheduler, chance: Chance) {
    this.#scheduler = scheduler
    this.#chance = chance
  }

  /** The way out of one node. */
  egressOf(owner: Owner): Egress {
    const underWay = new Set<() => void>()
    const close = async () => {
      for (const abort of underWay) abort()
    }
    return {
      request: () => {
        this.calls += 1
        return new Promise((resolve) => {
          const abort = () => resolve(fail('aborted', 'the client is closed'))
          underWay.add(abort)
          const lasts = shortestCall + this.#chance.below(longestCall)
          this.#scheduler.after(owner, lasts, 'other system answers', () => {
            underWay.delete(abort)
            resolve(answer)
          })
        })
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  }
}

type Carried = { workspace: string; position: number }

/** The mail server: it takes its time, and now and then fails, before or after it has taken the mail. */
export class Post {
  readonly #scheduler: Scheduler
  readonly #chance: Chance
  readonly #failures: number
  readonly #last = new Map<string, number>()
  readonly #subjects = new Map<string, string>()
  readonly #failed = new Set<number>()
  readonly broken: string[] = []
  carried = 0

  /** `failures`: out of a thousand. */
  constructor(scheduler: Scheduler, chance: Chance, failures: number) {
    this.#scheduler = scheduler
    this.#chance = chance
    this.#failures = failures
  }

  mailerOf(owner: Owner): Mailer {
    return {
      send: (mail, id) =>
        new Promise((resolve, reject) => {
          const drawn = this.#chance.below(1_000)
          this.#scheduler.after(owner, 1 + this.#chance.below(200), 'mail', () => {
            const position = Number(id.replace('outbox-', ''))
            if (drawn < this.#failures) this.#failed.add(position)
            if (drawn >= this.#failures / 2) this.#take(mail, { workspace: mail.to, position })
            if (drawn < this.#failures) reject(new Error('the mail server is busy'))
            else resolve()
          })
        }),
      close: () => {},
    }
  }

  /** [D-07] Under one id the same mail. [I-35] In the order of writing, save what had to be tried again. */
  #take({ subject }: Mail, { workspace, position }: Carried): void {
    this.carried += 1
    const known = this.#subjects.get(`${position}`)
    this.#subjects.set(`${position}`, subject)
    if (known !== undefined && known !== subject) this.broken.push(`[D-07] mail ${position} came as two`)
    const last = this.#last.get(workspace) ?? 0
    if (known === undefined && position < last && !this.#failed.has(position))
      this.broken.push(`[I-35] mail ${position} of ${workspace} came after ${last}`)
    this.#last.set(workspace, Math.max(last, position))
  }
}
