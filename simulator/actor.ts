/** Whoever takes part in a run: does one step after another, each as soon as the one before is done. */
import type { Chance } from '@baton/core/chance'
import type { History } from '../lab/history.ts'
import { markOf } from '../lab/script.ts'
import type { ShownStore } from '../lab/traffic/shown-store.ts'
import { Front } from './front.ts'
import type { LiveLine } from './live-line.ts'
import type { Member } from './member.ts'
import type { Step } from './plan.ts'
import type { Scheduler } from './scheduler.ts'

export type Colleague = { id: string; name: string; session: string }

/** A workspace as it is set up before anybody acts. */
export type Place = {
  name: string
  id: string
  /** An administrator's. */
  key: string
  bot: string
  group: string
  operators: Colleague[]
}

/** What everybody shares. */
export type Stage = {
  scheduler: Scheduler
  members: readonly Member[]
  history: History
  chance: Chance
  place: Place
  /** Conversations that were talked in, the latest first. */
  recent: string[]
  /** Promises that were seen to be broken as it happened. */
  broken: string[]
  /** What was changed for good, to be checked when all is quiet. */
  settled: { published: number; forgotten: Set<string>; signedOut: Set<string>; revoked: Set<string> }
  isCalm: boolean
}

export type Actor = {
  name: string
  act(step: Step): Promise<void>
  store?: ShownStore
  line?: LiveLine
  front: Front
}

/** Gives an actor its steps, one at a time. */
export class Agenda {
  readonly actor: Actor
  readonly #steps: Step[] = []
  #isActing = false

  constructor(actor: Actor) {
    this.actor = actor
  }

  get isIdle(): boolean {
    return !this.#isActing && this.#steps.length === 0
  }

  add(step: Step): void {
    this.#steps.push(step)
    if (!this.#isActing) void this.#go()
  }

  async #go(): Promise<void> {
    this.#isActing = true
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) await this.actor.act(step)
    this.#isActing = false
  }
}

export function frontOf(
  { scheduler, members, history, chance, place }: Stage,
  name: string,
  headers: Record<string, string>,
  mayHear: (who: string) => boolean = () => true,
): Front {
  return new Front({
    scheduler,
    members,
    history,
    chance,
    client: `${place.name}-${name.replaceAll(' ', '')}`,
    workspace: place.name,
    headers,
    mayHear: (workspace, who) => workspace === place.name && mayHear(who),
  })
}

export function programHeaders({ key }: Place): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

/** Notes of the team are nobody else's business; of other contacts nothing is. */
export function mayContactHear(own: string): (who: string) => boolean {
  return (who) => who === own || who === 'bot' || who.startsWith('desk') || who.startsWith('program')
}

export function pick<Item>(items: readonly Item[], die: number | undefined): Item | undefined {
  return items[(die ?? 0) % Math.max(1, items.length)]
}

export function remember({ recent }: Stage, conversation: string | null): void {
  if (conversation === null || recent.includes(conversation)) return
  recent.unshift(conversation)
  recent.splice(mostRecent)
}

const mostRecent = 12

/** Who says it, as it stands in every text: letters and digits only. */
export function marked(stage: Stage, name: string, text: string): string {
  return `${text} ${markOf(stage.place.name, name.replaceAll(' ', ''))}`
}
