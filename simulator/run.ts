/** One run: nodes, clients and the data under one scheduler, as a plan says, and everything that was promised checked. */
import { type Chance, seededChance } from '@baton/core/chance'
import { idsFrom } from '@baton/core/ids'
import { History } from '../lab/history.ts'
import { StoreUnavailable } from '../server/src/store/store.ts'
import { type Actor, Agenda, programHeaders, type Stage } from './actor.ts'
import type { Backend, OpenBackend } from './backend.ts'
import { HintNetwork } from './bus.ts'
import { contact, widgetContact } from './contact.ts'
import { desk } from './desk.ts'
import { judgeCalm } from './evidence.ts'
import { Fate } from './fate.ts'
import { Judge } from './judge.ts'
import type { Entry } from './ledger.ts'
import { Member, world } from './member.ts'
import { calm, Link } from './network.ts'
import { startNode } from './node.ts'
import { OtherSystems, Post } from './outside.ts'
import type { Plan } from './plan.ts'
import { program } from './program.ts'
import { Scheduler } from './scheduler.ts'
import { setUp } from './stage.ts'
import { replaceSurroundings } from './surroundings.ts'

export type Report = {
  plan: Plan
  /** Equal for equal runs. */
  fingerprint: string
  /** Things that happened, calls that were made, statements of the database, events written, and virtual time. */
  steps: number
  calls: number
  statements: number
  events: number
  milliseconds: number
  /** Everything that was promised and did not hold; of what is seen as it happens, the first. */
  broken: string[]
}

/** Virtual time that a run may take for what is planned, and to come to rest; milliseconds. */
const longestTraffic = 900_000
const longestRest = 240_000
/** Long enough for every node to have looked, and for every presence that ends to have ended. */
const quiet = 60_000
const mostSteps = 4_000_000
const lookEvery = 1_000
const main = 'alpha'
const beside = 'beta'

/** Runs a plan. `onStep` is told of everything that happens. */
export async function runPlan(plan: Plan, open: OpenBackend, onStep?: (line: string) => void): Promise<Report> {
  const run = new Run(plan, open, onStep)
  try {
    return await run.all()
  } finally {
    run.end()
  }
}

class Run {
  readonly #plan: Plan
  readonly #scheduler: Scheduler
  readonly #judge = new Judge()
  readonly #history = new History()
  readonly #backend: Backend
  readonly #members: Member[]
  readonly #fate: Fate
  readonly #systems: OtherSystems
  readonly #post: Post
  readonly #chance: (purpose: number) => Chance
  readonly #surroundings: Disposable
  readonly #agendas = new Map<string, Agenda>()
  readonly #broken: string[] = []
  readonly #onRejection = (error: unknown) => void this.#broken.push(`a promise was left alone: ${said(error)}`)

  constructor(plan: Plan, open: OpenBackend, onStep?: (line: string) => void) {
    this.#plan = plan
    this.#chance = (purpose) => seededChance(plan.seed * purposes + purpose)
    const scheduler = new Scheduler(this.#chance(0), onStep)
    this.#scheduler = scheduler
    const links = new Map<string, Link>()
    const linkChance = this.#chance(1)
    const names = Array.from({ length: plan.nodes }, (_, index) => `n${index + 1}`)
    for (const name of names) links.set(name, new Link(scheduler, linkChance, calm))
    const hintLink = new Link(scheduler, linkChance, plan.weather)
    const hints = new HintNetwork(hintLink, this.#chance(2))
    this.#systems = new OtherSystems(scheduler, this.#chance(3))
    this.#post = new Post(scheduler, this.#chance(4), plan.weather.lostBefore > 0 ? 100 : 0)
    this.#backend = open({
      scheduler,
      linkOf: (owner) => must(links.get(owner.name.split('.')[0] ?? '')),
      told: {
        onCommit: (commit) => {
          for (const entry of commit.entries) scheduler.note(lineOf(entry))
          this.#judge.look(commit)
        },
        onSign: (workspace, sign) => this.#judge.sign(workspace, sign, scheduler.now()),
      },
    })
    this.#surroundings = replaceSurroundings(scheduler, this.#chance(5), this.#backend.Pool)
    process.on('unhandledRejection', this.#onRejection)
    const idChance = this.#chance(6)
    const newId = idsFrom(() => Array.from({ length: 10 }, () => letters[idChance.below(letters.length)]).join(''))
    const chance = this.#chance(7)
    this.#members = names.map(
      (name) =>
        new Member({
          name,
          scheduler,
          link: new Link(scheduler, linkChance, calm),
          onLogged: (level, event, error) => this.#logged(name, level, event, error),
          onGone: (owner) => {
            hints.leave(owner)
            this.#backend.cut(owner)
          },
          start: (owner, onLogged) =>
            startNode({
              clock: {
                now: () => scheduler.now(),
                after: (milliseconds, work) => scheduler.after(owner, milliseconds, 'timer', work),
              },
              chance,
              newId,
              bus: hints.join(owner),
              egress: this.#systems.egressOf(owner),
              mailer: this.#post.mailerOf(owner),
              onLogged,
              open: (options) => this.#backend.open(owner, options),
            }),
        }),
    )
    this.#fate = new Fate({ scheduler, members: this.#members, backend: this.#backend, hints, links, hintLink })
    this.#links = [...links.values(), ...this.#members.map(({ link }) => link)]
  }

  readonly #links: Link[]

  async all(): Promise<Report> {
    for (const member of this.#members) member.start()
    await this.#until('the nodes are up', () => this.#members.every(({ isUp }) => isUp))
    const stage = await this.#setStage()
    const actors = [...this.#agendas.values()].map(({ actor }) => actor)
    for (const link of this.#links) link.weather = this.#plan.weather
    let left = this.#plan.steps.length
    for (const step of this.#plan.steps)
      this.#scheduler.after(world, step.at, `${step.who}: ${step.what}`, () => {
        left -= 1
        if (step.who === 'fate') this.#fate.strike(step)
        else this.#agendas.get(step.who)?.add(step)
      })
    const isDone = () => left === 0 && [...this.#agendas.values()].every(({ isIdle }) => isIdle)
    await this.#until('everybody has done what they wanted', isDone, longestTraffic)
    if (this.#isWell) await this.#rest(stage, actors)
    return this.#report()
  }

  end(): void {
    this.#surroundings[Symbol.dispose]()
    process.off('unhandledRejection', this.#onRejection)
  }

  get #isWell(): boolean {
    return this.#broken.length + this.#judge.broken.length === 0
  }

  async #setStage(): Promise<Stage> {
    const [first] = this.#members
    const set = (name: string) => first?.askBaton(world, `set up ${name}`, (baton) => setUp(baton, name, this.#plan))
    const places = await this.#within(async () => [await set(main), await set(beside)])
    const [place, other] = places
    if (place == null || other == null) throw new Error('the stage could not be set')
    this.#scheduler.aside(() => {
      for (const { id } of [place, other]) this.#backend.follow(id)
    })
    const stage: Stage = {
      scheduler: this.#scheduler,
      members: this.#members,
      history: this.#history,
      chance: this.#chance(8),
      place,
      recent: [],
      broken: this.#broken,
      settled: { published: 1, forgotten: new Set(), signedOut: new Set(), revoked: new Set() },
      isCalm: this.#plan.climate === 'calm',
    }
    await this.#within(async () => this.#cast(stage))
    return stage
  }

  #cast(stage: Stage): void {
    const { contacts, widgets, desks } = this.#plan
    const add = (actor: Actor) => this.#agendas.set(actor.name, new Agenda(actor))
    for (let index = 0; index < contacts; index += 1) add(contact(stage, `contact ${index}`))
    for (let index = 0; index < widgets; index += 1) add(widgetContact(stage, `widget ${index}`))
    for (let index = 0; index < 3; index += 1) add(program(stage, `program ${index}`))
    for (const [index, colleague] of stage.place.operators.slice(0, desks).entries())
      add(desk(stage, `desk ${index}`, colleague))
  }

  /** Everything is well again; what was under way ends, and then all must be as it should. */
  async #rest(stage: Stage, actors: readonly Actor[]): Promise<void> {
    this.#fate.relent()
    const isAtRest = async () =>
      this.#members.every(({ isUp }) => isUp) &&
      actors.every(({ line, front }) => (line?.isOpen ?? true) && front.underWay === 0) &&
      (await this.#leftovers()).length === 0
    await this.#until('all is at rest', isAtRest, longestRest)
    if (!this.#isWell) return
    await this.#pass(quiet)
    if (!this.#isWell) return
    const { forgotten } = this.#judge
    const found = await this.#within(() => judgeCalm(stage, actors, this.#backend.isForNodes, forgotten))
    this.#broken.push(
      ...found,
      ...this.#judge.owed(),
      ...this.#post.broken,
      ...(await this.#leftovers()),
      ...(await this.#scheduler.aside(() => this.#backend.check(forgotten))),
      ...(await this.#within(() => this.#stillOpen(stage))),
      ...this.#callsTwice(stage),
    )
  }

  /**
   * [S-07] Keys that were revoked and sessions that were ended open nothing, on no node. [I-49] What is live is what was
   * published last. [D-02] The same key of two contacts is two.
   */
  async #stillOpen(stage: Stage): Promise<string[]> {
    const { revoked, signedOut, published } = stage.settled
    const broken: string[] = []
    const opened = new Set<string>()
    for (const member of this.#members) {
      for (const secret of revoked) {
        const headers = { authorization: `Bearer ${secret}` }
        const answer = await member.call(world, { method: 'GET', path: '/workspace', headers })
        if (answer?.status !== 401) broken.push(`[S-07] a revoked key is answered ${answer?.status} by ${member.name}`)
      }
      for (const secret of signedOut) {
        const headers = { cookie: `baton=${secret}` }
        const answer = await member.call(world, { method: 'GET', path: '/session', headers })
        if (answer?.status !== 401) broken.push(`[S-07] an ended session is answered ${answer?.status}`)
      }
      const path = `/bots/${stage.place.bot}/contacts/late${member.name}/messages`
      const body = { text: 'late', clientMessageId: 'late', wait: 0 }
      const answer = await member.call(world, { method: 'POST', path, headers: programHeaders(stage.place), body })
      opened.add(JSON.stringify((answer?.body.conversation as { id: string } | undefined)?.id))
      const version = this.#judge.versions.get(stage.place.id)
      if (stage.isCalm && version !== published)
        broken.push(`[I-49] ${member.name} opens with version ${version}, not ${published}`)
    }
    if (opened.size !== this.#members.length) broken.push('[D-02] contacts who use the same key share a conversation')
    return broken
  }

  /** [FL-5] Where nothing fails, every call is made once. */
  #callsTwice({ isCalm }: Stage): string[] {
    const asked = this.#backend.callsAskedFor()
    return !isCalm || !this.#backend.isForNodes || asked === this.#systems.calls
      ? []
      : [`[FL-5] ${asked} calls were asked for, ${this.#systems.calls} were made`]
  }

  #logged(node: string, level: string, event: string, error: unknown): void {
    this.#scheduler.note(`${node} logs ${event}: ${said(error)}`)
    if (level === 'error' && !(error instanceof StoreUnavailable)) this.#broken.push(`${node} ${event}: ${said(error)}`)
  }

  /** Does something of several steps while everything else goes on. */
  async #within<T>(work: () => Promise<T>): Promise<T> {
    let done: { value: T } | null = null
    let failed: { error: unknown } | null = null
    this.#scheduler.after(world, 0, 'the run goes on', () => {
      work().then(
        (value) => {
          done = { value }
        },
        (error: unknown) => {
          failed = { error }
        },
      )
    })
    await this.#scheduler.run(() => done !== null || failed !== null, { milliseconds: longestRest, steps: mostSteps })
    if (failed !== null) throw (failed as { error: unknown }).error
    if (done === null) throw new Error('what was begun never ended')
    return (done as { value: T }).value
  }

  #leftovers(): Promise<string[]> {
    return this.#scheduler.aside(() => this.#backend.leftovers())
  }

  #pass(milliseconds: number): Promise<void> {
    const until = this.#scheduler.elapsed + milliseconds
    return this.#until('', () => this.#scheduler.elapsed >= until, milliseconds * 2)
  }

  /** Lets things happen until it is true, looking now and then, or until something is broken. */
  async #until(what: string, isTrue: () => Promise<boolean> | boolean, milliseconds = longestRest): Promise<void> {
    let isSo = false
    const look = async () => {
      isSo = await isTrue()
      if (!isSo) this.#scheduler.after(world, lookEvery, 'look', look)
    }
    this.#scheduler.after(world, 0, 'look', look)
    const isReached = await this.#scheduler.run(() => isSo || !this.#isWell, { milliseconds, steps: mostSteps })
    if (isReached) return
    const busy = [...this.#agendas.values()].filter(({ isIdle }) => !isIdle).map(({ actor }) => actor.name)
    this.#broken.push(`never came: ${what} (${[...busy, ...(await this.#leftovers())].join(', ')})`)
  }

  #report(): Report {
    return {
      plan: this.#plan,
      fingerprint: this.#scheduler.fingerprint,
      steps: this.#scheduler.steps,
      calls: this.#history.operations.length,
      statements: this.#backend.statements(),
      events: this.#judge.events,
      milliseconds: this.#scheduler.elapsed,
      broken: [...this.#judge.broken, ...this.#broken],
    }
  }
}

const purposes = 16
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is no such node')
  return value
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
