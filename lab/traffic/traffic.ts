/** Everybody who takes part, on all nodes at once: contacts, the widget, desks and programs of every place. */
import { type Chance, seededChance } from '@baton/core/chance'
import type { Agent } from 'undici'
import type { History } from '../history.ts'
import type { Word } from '../script.ts'
import { type Actor, type ActorParts, Recent } from './actor.ts'
import { type Front, openAgent } from './caller.ts'
import { contact } from './contact.ts'
import { desk } from './desk.ts'
import type { Place } from './place.ts'
import { program } from './program.ts'
import type { ShownStore } from './shown-store.ts'
import { widgetContact } from './widget-contact.ts'

export type Crowd = { contacts: number; widgets: number; desks: number; programs: number }

export type TrafficPlan = {
  places: readonly Place[]
  /** For each place. */
  crowds: readonly Crowd[]
  fronts: readonly Front[]
  history: History
  seed: number
  words?: readonly Word[]
  pauseMs?: number
}

const usualWords: readonly Word[] = ['say', 'say', 'say', 'say', 'say', 'say', 'work', 'work', 'work', 'person']
const usualPauseMs = 40

export class Traffic {
  readonly actors: readonly Actor[]
  readonly #agent: Agent
  #isOver = false
  /** What everybody waits for between two steps. */
  #gate: Promise<void> = Promise.resolve()
  #openGate = () => {}
  readonly #waiting = new Set<string>()
  #onWaiting = () => {}
  #running: Promise<unknown> = Promise.resolve()

  constructor(plan: TrafficPlan) {
    this.#agent = openAgent()
    this.actors = plan.places.flatMap((place, index) => {
      const crowd = plan.crowds[index]
      return crowd === undefined ? [] : this.#crowd(plan, place, crowd, seededChance(plan.seed * 31 + index))
    })
  }

  get stores(): ShownStore[] {
    return this.actors.flatMap(({ store }) => store ?? [])
  }

  start(): void {
    this.#running = Promise.all(this.actors.map((actor) => this.#act(actor)))
    // What somebody's step throws is told when the traffic ends.
    this.#running.catch(() => {})
  }

  /** Settles when nobody does anything any more; live connections stay. */
  async calm(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    this.#openGate = resolve
    await Promise.race([
      this.#running,
      new Promise<void>((isCalm) => {
        this.#onWaiting = () => this.#waiting.size === this.actors.length && isCalm()
        this.#onWaiting()
      }),
    ])
  }

  goOn(): void {
    this.#openGate()
  }

  /** What is under way is answered, or given up if nothing answers. */
  async end(): Promise<void> {
    this.#isOver = true
    this.goOn()
    try {
      await this.#running
    } finally {
      await Promise.all(this.actors.map(({ line }) => line?.close()))
      await this.#agent.destroy()
    }
  }

  async #act(actor: Actor): Promise<void> {
    while (!this.#isOver) {
      this.#waiting.add(actor.name)
      this.#onWaiting()
      await this.#gate
      this.#waiting.delete(actor.name)
      if (!this.#isOver) await actor.step()
    }
  }

  #crowd(plan: TrafficPlan, place: Place, crowd: Crowd, chance: Chance): Actor[] {
    const { fronts, history, words = usualWords, pauseMs = usualPauseMs } = plan
    const recent = new Recent(crowd.contacts + crowd.widgets)
    const parts = (): ActorParts => ({
      place,
      fronts,
      history,
      recent,
      words,
      pauseMs,
      agent: this.#agent,
      chance: seededChance(chance.below(2 ** 31)),
      isOver: () => this.#isOver,
    })
    const each = (count: number, make: (index: number) => Actor) =>
      Array.from({ length: count }, (_, index) => make(index))
    return [
      ...each(crowd.contacts, (index) => contact(parts(), `c${index}`)),
      ...each(crowd.widgets, (index) => widgetContact(parts(), `w${index}`)),
      ...each(crowd.programs, (index) => program(parts(), `opp${index}`)),
      ...place.operators.slice(0, crowd.desks).map((colleague, index) => desk(parts(), `op${index}`, colleague)),
    ]
  }
}
