import type { Chance } from '../chance.ts'
import { exponential, lognormal, streamsOf, unit } from './draws.ts'
import { day, hour, type Length, type Recording, type Simulation } from './plan.ts'

/** A chat as it arrives. Times and durations: milliseconds. */
export type Chat = {
  at: number
  lengthMs: number
  /** Infinity: its contact never leaves. */
  patienceMs: number
  /** What it asks for, as a place in the demand. */
  demand: number
  /** Null: nobody who was here before or comes again. */
  contact: number | null
}

/**
 * Answers the chats of a simulation one after another, each in the same object. Every property is drawn from a generator of
 * its own, so all runs with one seed see the same chats, whatever they do with them.
 */
export function chatsOf(simulation: Simulation): () => Chat {
  const { arrivals, contacts, demand, length, patienceMs, seed } = simulation
  const chance = streamsOf(seed)
  const recording = arrivals.kind === 'recorded' ? arrivals.recording : null
  const nextTime =
    arrivals.kind === 'rates' ? timesByRate(arrivals.perHour, chance.arrivals) : timesOf(arrivals.recording)
  const nextDemand = drawnDemand(demand, chance.demand)
  const chat: Chat = { at: 0, lengthMs: 0, patienceMs: Number.POSITIVE_INFINITY, demand: 0, contact: null }
  let number = 0
  return () => {
    const row = recording === null ? 0 : number % recording.times.length
    chat.at = nextTime()
    chat.lengthMs = drawLength(length, chance.lengths)
    if (patienceMs !== null) chat.patienceMs = patienceMs * exponential(chance.patience)
    chat.demand = recording?.demand?.[row] ?? nextDemand()
    chat.contact = recording?.contacts?.[row] ?? (contacts === null ? null : chance.contacts.below(contacts))
    number += 1
    return chat
  }
}

/** The times of a Poisson process; its rate may change every hour. */
function timesByRate(perHour: readonly number[], chance: Chance): () => number {
  let at = 0
  const [rate = 0] = perHour
  if (perHour.length === 1)
    return () => {
      at += (exponential(chance) / rate) * hour
      return at
    }
  return () => {
    // What is left of an exponential with mean 1 is spent hour by hour, each as fast as its rate.
    for (let left = exponential(chance); ; ) {
      const rateNow = perHour[Math.floor((at % day) / hour)] ?? 0
      const endOfHour = (Math.floor(at / hour) + 1) * hour
      const spent = ((endOfHour - at) / hour) * rateNow
      if (spent >= left) {
        at += (left / rateNow) * hour
        return at
      }
      left -= spent
      at = endOfHour
    }
  }
}

function timesOf({ times, periodMs }: Recording): () => number {
  let number = 0
  return () => {
    const at = (times[number % times.length] ?? 0) + Math.floor(number / times.length) * periodMs
    number += 1
    return at
  }
}

function drawLength(length: Length, chance: Chance): number {
  switch (length.distribution) {
    case 'exponential':
      return length.meanMs * exponential(chance)
    case 'lognormal':
      return length.meanMs * lognormal(chance, length.cv2)
    case 'deterministic':
      return length.meanMs
  }
}

function drawnDemand(demand: Simulation['demand'], chance: Chance): () => number {
  const total = demand.reduce((sum, { share }) => sum + share, 0)
  return () => {
    let left = unit(chance) * total
    const found = demand.findIndex(({ share }) => {
      left -= share
      return left <= 0
    })
    return Math.max(0, found)
  }
}
