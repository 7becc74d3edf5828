/** Everything of one run that is there before anybody acts: nodes, links, the data, the world outside, and whoever looks on. */
import { type Chance, seededChance } from '@baton/core/chance'
import { idsFrom } from '@baton/core/ids'
import { History } from '../lab/history.ts'
import { StoreUnavailable } from '../server/src/store/store.ts'
import type { Backend, OpenBackend } from './backend.ts'
import { HintNetwork } from './bus.ts'
import { Fate } from './fate.ts'
import { Judge } from './judge.ts'
import type { Entry } from './ledger.ts'
import { Member, nobody } from './member.ts'
import { calm, Link, type Weather } from './network.ts'
import { startNode } from './node.ts'
import { OtherSystems, Post } from './outside.ts'
import type { Plan } from './plan.ts'
import { Scheduler } from './scheduler.ts'
import { replaceSurroundings } from './surroundings.ts'

/** What chance is drawn for: each has a row of its own, so that more of one is not less of another. */
const purposes = ['order', 'links', 'hints', 'systems', 'mail', 'process', 'ids', 'product', 'clients'] as const
type Purpose = (typeof purposes)[number]

const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const lengthOfId = 10
/** Mails out of a thousand that fail, where anything does. */
const mailsFailing = 100
const lookEvery = 1_000
const mostSteps = 4_000_000

export class World {
  readonly scheduler: Scheduler
  readonly history = new History()
  readonly judge = new Judge()
  readonly members: readonly Member[]
  readonly backend: Backend
  readonly fate: Fate
  readonly systems: OtherSystems
  readonly post: Post
  /** Promises that were seen to be broken, beside those of the judge. */
  readonly broken: string[] = []
  readonly #plan: Plan
  readonly #hints: HintNetwork
  /** Between each node and the data, by the name of the node; and between clients and all nodes. */
  readonly #links = new Map<string, Link>()
  readonly #linkChance: Chance
  readonly #surroundings: Disposable
  readonly #onRejection = (error: unknown) => void this.broken.push(`a promise was left alone: ${said(error)}`)

  constructor(plan: Plan, open: OpenBackend, onStep?: (line: string) => void) {
    this.#plan = plan
    this.scheduler = new Scheduler(this.chance('order'), onStep)
    this.#linkChance = this.chance('links')
    const names = Array.from({ length: plan.nodes }, (_, index) => `n${index + 1}`)
    for (const name of names) this.#links.set(name, this.#newLink(calm))
    const hintLink = this.#newLink(plan.weather)
    this.#hints = new HintNetwork(hintLink, this.chance('hints'))
    this.systems = new OtherSystems(this.scheduler, this.chance('systems'))
    this.post = new Post(this.scheduler, this.chance('mail'), plan.weather.lostBefore > 0 ? mailsFailing : 0)
    this.backend = this.#open(open)
    this.#surroundings = replaceSurroundings(this.scheduler, this.chance('process'), this.backend.Pool)
    process.on('unhandledRejection', this.#onRejection)
    this.members = this.#newMembers(names)
    const { scheduler, members, backend } = this
    this.fate = new Fate({ scheduler, members, backend, hints: this.#hints, links: this.#links, hintLink })
  }

  [Symbol.dispose](): void {
    this.#surroundings[Symbol.dispose]()
    process.off('unhandledRejection', this.#onRejection)
  }

  get isWell(): boolean {
    return this.broken.length + this.judge.broken.length === 0
  }

  chance(purpose: Purpose): Chance {
    return seededChance(this.#plan.seed * purposes.length + purposes.indexOf(purpose))
  }

  /** Of all links but that of the hints, which has the plan's from the beginning. */
  setWeather(weather: Weather): void {
    for (const link of [...this.#links.values(), ...this.members.map((member) => member.link)]) link.weather = weather
  }

  leftovers(): Promise<string[]> {
    return this.scheduler.aside(() => this.backend.leftovers())
  }

  /** Lets things happen until it is true, looking now and then; until something is broken, or it takes too long. */
  async until(what: string, isTrue: () => Promise<boolean> | boolean, milliseconds: number): Promise<void> {
    let isSo = false
    const look = async () => {
      isSo = await isTrue()
      if (!isSo) this.scheduler.after(nobody, lookEvery, 'look', look)
    }
    this.scheduler.after(nobody, 0, 'look', look)
    const isReached = await this.scheduler.run(() => isSo || !this.isWell, { milliseconds, steps: mostSteps })
    if (!isReached) this.broken.push(`never came: ${what} (${(await this.leftovers()).join(', ')})`)
  }

  /** Does something of several steps while everything else goes on. */
  async within<T>(work: () => Promise<T>, milliseconds: number): Promise<T> {
    let ended: PromiseSettledResult<T> | null = null
    this.scheduler.after(nobody, 0, 'the run goes on', () => {
      void Promise.allSettled([work()]).then(([result]) => {
        ended = result
      })
    })
    await this.scheduler.run(() => ended !== null, { milliseconds, steps: mostSteps })
    const result = ended as PromiseSettledResult<T> | null
    if (result === null) throw new Error('what was begun never ended')
    if (result.status === 'rejected') throw result.reason
    return result.value
  }

  #newLink(weather: Weather): Link {
    return new Link(this.scheduler, this.#linkChance, weather)
  }

  #open(open: OpenBackend): Backend {
    const { scheduler, judge } = this
    return open({
      scheduler,
      linkOf: (owner) => {
        const link = this.#links.get(owner.name.split('.')[0] ?? '')
        if (link === undefined) throw new Error(`${owner.name} is no node`)
        return link
      },
      told: {
        onCommit: (commit) => {
          for (const entry of commit.entries) scheduler.note(lineOf(entry))
          judge.look(commit)
        },
        onSign: (workspace, sign) => judge.sign(workspace, sign, scheduler.now()),
      },
    })
  }

  #newMembers(names: readonly string[]): Member[] {
    const { scheduler } = this
    const chance = this.chance('product')
    const idChance = this.chance('ids')
    const letter = () => letters[idChance.below(letters.length)]
    const newId = idsFrom(() => Array.from({ length: lengthOfId }, letter).join(''))
    return names.map(
      (name) =>
        new Member({
          name,
          scheduler,
          link: this.#newLink(calm),
          onLogged: (level, event, error) => this.#logged(name, level, event, error),
          onGone: (owner) => {
            this.#hints.leave(owner)
            this.backend.cut(owner)
          },
          start: (owner, onLogged) =>
            startNode({
              clock: {
                now: () => scheduler.now(),
                after: (milliseconds, work) => scheduler.after(owner, milliseconds, 'timer', work),
              },
              chance,
              newId,
              bus: this.#hints.join(owner),
              egress: this.systems.egressOf(owner),
              mailer: this.post.mailerOf(owner),
              onLogged,
              open: (options) => this.backend.open(owner, options),
            }),
        }),
    )
  }

  #logged(node: string, level: string, event: string, error: unknown): void {
    this.scheduler.note(`${node} logs ${event}: ${named(error)}`)
    if (level === 'error' && !(error instanceof StoreUnavailable)) this.broken.push(`${node} ${event}: ${said(error)}`)
  }
}

/** An event of the log, as a line of the trace. */
function lineOf({ conversation, event, turn }: Entry): string {
  const { seq, type, actor, epoch } = event
  const words = event.type === 'message' ? ` "${event.data.text ?? ''}"` : ''
  return `        ${conversation} ${seq} ${type} by ${actor.kind} at epoch ${epoch}${turn === null ? '' : ` in ${turn}`}${words}`
}

function said(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Without where it came from: that has who asked for the run in it. */
function named(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
