/** One run: the stage is set, everybody does what the plan says while things go wrong, and then all must come to rest. */
import { type Actor, Agenda, programHeaders, type Stage } from './actor.ts'
import type { OpenBackend } from './backend.ts'
import { contact, widgetContact } from './contact.ts'
import { desk } from './desk.ts'
import { judgeCalm } from './evidence.ts'
import { nobody } from './member.ts'
import { type Plan, programs } from './plan.ts'
import { program } from './program.ts'
import { setUp } from './stage.ts'
import { World } from './world.ts'

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

/** Virtual time that a run may take for what is planned, and for anything else; milliseconds. */
const longestTraffic = 900_000
const longestRest = 240_000
/** Long enough for every node to have looked, and for every presence that ends to have ended. */
const quiet = 60_000
const main = 'alpha'
const beside = 'beta'

/** Runs a plan. `onStep` is told of everything that happens. */
export async function runPlan(plan: Plan, open: OpenBackend, onStep?: (line: string) => void): Promise<Report> {
  using world = new World(plan, open, onStep)
  await new Run(plan, world).all()
  return {
    plan,
    fingerprint: world.scheduler.fingerprint,
    steps: world.scheduler.steps,
    calls: world.history.operations.length,
    statements: world.backend.statements(),
    events: world.judge.events,
    milliseconds: world.scheduler.elapsed,
    broken: [...world.judge.broken, ...world.broken],
  }
}

class Run {
  readonly #plan: Plan
  readonly #world: World
  readonly #agendas = new Map<string, Agenda>()

  constructor(plan: Plan, world: World) {
    this.#plan = plan
    this.#world = world
  }

  async all(): Promise<void> {
    const { members } = this.#world
    for (const member of members) member.start()
    await this.#world.until('the nodes are up', () => members.every(({ isUp }) => isUp), longestRest)
    const stage = await this.#setStage()
    const actors = this.#cast(stage)
    this.#world.setWeather(this.#plan.weather)
    await this.#play()
    if (this.#world.isWell) await this.#rest(stage, actors)
  }

  async #setStage(): Promise<Stage> {
    const { scheduler, members, history, backend, broken } = this.#world
    const [first] = members
    const set = (name: string) => first?.askBaton(nobody, `set up ${name}`, (baton) => setUp(baton, name, this.#plan))
    const places = await this.#world.within(async () => [await set(main), await set(beside)], longestRest)
    const [place, other] = places
    if (place == null || other == null) throw new Error(`the stage could not be set: ${broken[0] ?? 'no answer'}`)
    scheduler.aside(() => {
      for (const { id } of [place, other]) backend.follow(id)
    })
    return {
      scheduler,
      members,
      history,
      chance: this.#world.chance('clients'),
      place,
      recent: [],
      broken,
      settled: { published: 1, forgotten: new Set(), signedOut: new Set(), revoked: new Set() },
      isCalm: this.#plan.climate === 'calm',
    }
  }

  #cast(stage: Stage): Actor[] {
    const { contacts, widgets, desks } = this.#plan
    const named = (count: number, kind: string, make: (name: string) => Actor) =>
      Array.from({ length: count }, (_, index) => make(`${kind} ${index}`))
    const team = stage.place.operators.slice(0, desks)
    const actors = [
      ...named(contacts, 'contact', (name) => contact(stage, name)),
      ...named(widgets, 'widget', (name) => widgetContact(stage, name)),
      ...named(programs, 'program', (name) => program(stage, name)),
      ...team.map((colleague, index) => desk(stage, `desk ${index}`, colleague)),
    ]
    for (const actor of actors) this.#agendas.set(actor.name, new Agenda(actor))
    for (const { line } of actors) line?.start()
    return actors
  }

  /** Everybody gets their steps at the planned times, and has done them in the end. */
  async #play(): Promise<void> {
    const { scheduler, fate } = this.#world
    let left = this.#plan.steps.length
    for (const step of this.#plan.steps)
      scheduler.after(nobody, step.at, `${step.who}: ${step.what}`, () => {
        left -= 1
        if (step.who === 'fate') fate.strike(step)
        else this.#agendas.get(step.who)?.add(step)
      })
    const isDone = () => left === 0 && [...this.#agendas.values()].every(({ isIdle }) => isIdle)
    await this.#world.until('everybody has done what they wanted', isDone, longestTraffic)
  }

  /** Everything is well again; what was under way ends, and then all must be as it should. */
  async #rest(stage: Stage, actors: readonly Actor[]): Promise<void> {
    const world = this.#world
    world.fate.relent()
    const isAtRest = async () =>
      world.members.every(({ isUp }) => isUp) &&
      actors.every(({ line, front }) => (line?.isOpen ?? true) && front.underWay === 0) &&
      (await world.leftovers()).length === 0
    await world.until('all is at rest', isAtRest, longestRest)
    const until = world.scheduler.elapsed + quiet
    if (world.isWell) await world.until('', () => world.scheduler.elapsed >= until, longestRest)
    if (!world.isWell) return
    const { forgotten } = world.judge
    world.broken.push(
      ...(await world.within(() => judgeCalm(stage, actors, world.backend.isForNodes, forgotten), longestRest)),
      ...world.judge.owed(),
      ...world.post.broken,
      ...(await world.leftovers()),
      ...(await world.scheduler.aside(() => world.backend.check(forgotten))),
      ...(await world.within(() => this.#whatIsStillOpen(stage), longestRest)),
      ...this.#callsTwice(stage),
    )
  }

  /**
   * [S-07] Keys that were revoked and sessions that were ended open nothing, on no node. [I-49] What is live is what was
   * published last. [D-02] The same key of two contacts is two.
   */
  async #whatIsStillOpen(stage: Stage): Promise<string[]> {
    const { revoked, signedOut, published } = stage.settled
    const { members, judge } = this.#world
    const broken: string[] = []
    const opened = new Set<unknown>()
    const isRefused = async (path: string, headers: Record<string, string>) => {
      for (const member of members) {
        const answer = await member.call(nobody, { method: 'GET', path, headers })
        if (answer?.status !== 401) broken.push(`[S-07] ${member.name} answers ${answer?.status} to what has ended`)
      }
    }
    for (const secret of revoked) await isRefused('/workspace', { authorization: `Bearer ${secret}` })
    for (const secret of signedOut) await isRefused('/session', { cookie: `baton=${secret}` })
    for (const member of members) {
      const path = `/bots/${stage.place.bot}/contacts/late${member.name}/messages`
      const body = { text: 'late', clientMessageId: 'late', wait: 0 }
      const answer = await member.call(nobody, { method: 'POST', path, headers: programHeaders(stage.place), body })
      const { id } = (answer?.body.conversation ?? {}) as { id?: string }
      opened.add(id)
      const version = judge.versions.get(stage.place.id)
      if (stage.isCalm && version !== published)
        broken.push(`[I-49] ${member.name} opens with version ${version}, not ${published}`)
    }
    if (opened.size !== members.length) broken.push('[D-02] contacts who use the same key share a conversation')
    return broken
  }

  /** [FL-5] Where nothing fails, every call is made once. */
  #callsTwice({ isCalm }: Stage): string[] {
    const { backend, systems } = this.#world
    const asked = backend.callsAskedFor()
    return !isCalm || !backend.isForNodes || asked === systems.calls
      ? []
      : [`[FL-5] ${asked} calls were asked for, ${systems.calls} were made`]
  }
}
