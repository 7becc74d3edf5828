/** What tests of the simulation share: documents in short form, and what theory says of the simplest of them. */
import { ok, refuse } from '../result.ts'
import type { Figures } from './figures.ts'
import type { Simulation } from './plan.ts'
import { readSimulation } from './read-simulation.ts'
import { type Happening, Run } from './run.ts'
import { simulate } from './simulate.ts'

/** A simulation out of a document; a few chats an hour for two operators where it says nothing. `files`: by name. */
export function simulation(document: Record<string, unknown> = {}, files: Record<string, string> = {}): Simulation {
  const whole = { chats: 100, arrivals: { perHour: 6 }, length: { meanMinutes: 10 }, operators: 2, ...document }
  const read = readSimulation(whole, (name) => {
    const text = files[name]
    return text === undefined ? refuse('cannot be read: there is no such file') : ok(text)
  })
  if (!read.ok) throw new Error(read.refusal.map(({ path, message }) => `${path}: ${message}`).join('; '))
  return read.value
}

/** The figures of every run. */
export function figures(document: Record<string, unknown>, files: Record<string, string> = {}): Figures[] {
  return simulate(simulation(document, files)).runs.map((run) => run.figures)
}

/** The figures of the only run. */
export function figuresOf(document: Record<string, unknown>, files: Record<string, string> = {}): Figures {
  const [first] = figures(document, files)
  if (first === undefined) throw new Error('no run')
  return first
}

/** Everything that happens in one of the runs. */
export function happenings(played: Simulation, index = 0): Happening[] {
  const plan = played.runs[index]
  if (plan === undefined) throw new Error(`no run ${index}`)
  const seen: Happening[] = []
  new Run(played, plan, { onHappening: (happening) => seen.push(happening) }).play()
  return seen
}

/** Erlang B: the share of arrivals that find all of `servers` taken and are lost. `offered`: arrivals × mean length. */
export function erlangB(servers: number, offered: number): number {
  let blocked = 1
  for (let server = 1; server <= servers; server += 1) blocked = (offered * blocked) / (server + offered * blocked)
  return blocked
}

/** Erlang C: the share of arrivals that must wait when nobody leaves. */
export function erlangC(servers: number, offered: number): number {
  const blocked = erlangB(servers, offered)
  return blocked / (1 - (offered / servers) * (1 - blocked))
}

/** The mean wait under Erlang C, over all, in mean lengths. */
export function meanWaitC(servers: number, offered: number): number {
  return erlangC(servers, offered) / (servers - offered)
}

/**
 * Erlang A: exponential patience, `patience` mean lengths long. Shares of arrivals that find no free server and that leave,
 * and the mean wait of those who are answered, in mean lengths.
 */
export function erlangA(servers: number, offered: number, patience: number) {
  const leaving = 1 / patience
  // Probabilities of states against that of `servers` being there with nobody waiting.
  let below = 0
  for (let state = servers - 1, weight = 1; state >= 0; state -= 1) {
    weight *= (state + 1) / offered
    below += weight
  }
  let waiting = 0
  let left = 0
  let answered = 0
  let waited = 0
  let weight = 1
  // Of somebody who finds `ahead` waiting: E[e^(−θW)] is who is still there when it is their turn.
  let stays = 1
  let slope = 0
  for (let ahead = 0; weight > 1e-18; ahead += 1) {
    const rate = servers + ahead * leaving
    stays *= rate / (rate + leaving)
    slope += 1 / (rate + leaving)
    waiting += weight
    left += weight * (1 - stays)
    answered += weight * stays
    waited += weight * stays * slope
    weight *= offered / (rate + leaving)
  }
  const total = below + waiting
  return {
    waitProbability: waiting / total,
    abandonment: left / total,
    meanWait: waited / (below + answered),
  }
}

/** The probability that a Poisson quantity is exactly `count`. */
export function poisson(mean: number, count: number): number {
  let probability = Math.exp(-mean)
  for (let n = 1; n <= count; n += 1) probability *= mean / n
  return probability
}
