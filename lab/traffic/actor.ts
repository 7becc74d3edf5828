import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from '@baton/core/chance'
import type { Agent } from 'undici'
import type { History } from '../history.ts'
import type { Word } from '../script.ts'
import { Caller, type Front } from './caller.ts'
import type { LiveLine } from './live-line.ts'
import type { Place } from './place.ts'
import type { ShownStore } from './shown-store.ts'

/** Somebody who takes part. Does one thing after another until the traffic ends. */
export type Actor = {
  name: string
  /** Whether it asks for something at every step. */
  isSteady: boolean
  step(): Promise<void>
  /** Only of those with a live connection. */
  store?: ShownStore
  line?: LiveLine
}

export type ActorParts = {
  place: Place
  fronts: readonly Front[]
  history: History
  agent: Agent
  chance: Chance
  /** Conversations of the place that were talked in lately. */
  recent: Recent
  /** What contacts say. */
  words: readonly Word[]
  /** Longest pause between two things that somebody does, in milliseconds. */
  pauseMs: number
  isOver(): boolean
}

/** The latest few of the conversations that were talked in. */
export class Recent {
  readonly #ids: string[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(id: string): void {
    if (this.#ids.includes(id)) return
    this.#ids.push(id)
    if (this.#ids.length > this.#most) this.#ids.shift()
  }

  get ids(): readonly string[] {
    return this.#ids
  }

  some(chance: Chance): string | null {
    return this.#ids[chance.below(Math.max(1, this.#ids.length))] ?? null
  }
}

/** Each has an address of its own, as far as a trusted proxy says. */
export function callerFor(
  parts: ActorParts,
  client: string,
  headers: Record<string, string>,
  mayHear: (who: string) => boolean,
): Caller {
  const { place, fronts, history, agent, chance } = parts
  const address = `10.${chance.below(250) + 1}.${chance.below(250) + 1}.${chance.below(250) + 1}`
  return new Caller({
    client,
    workspace: place.name,
    fronts,
    history,
    agent,
    chance,
    headers: { 'x-forwarded-for': address, ...headers },
    mayHear: (workspace, who) => workspace === place.name && mayHear(who),
  })
}

export function programHeaders({ key }: Place): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

/** Notes of the team are nobody else's business; of other contacts nothing is. */
export function mayContactHear(own: string): (who: string) => boolean {
  return (who) => who === own || who === 'bot' || who.startsWith('op')
}

export async function pause({ chance, pauseMs }: ActorParts): Promise<void> {
  await wait(chance.below(pauseMs + 1))
}
