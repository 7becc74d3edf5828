import type { Chat } from './chats.ts'

const nobody = -1

/**
 * The chats that wait or talk, each in a place that is used again afterwards: memory follows how many are open at once,
 * not how many there are. The stamp of a place changes whenever its chat moves on; what was planned for it before is void.
 */
export class OpenChats {
  readonly #arrivedAt: number[] = []
  readonly #lengthMs: number[] = []
  readonly #contact: number[] = []
  readonly #demand: number[] = []
  readonly #number: number[] = []
  readonly #operator: number[] = []
  readonly #stamp: number[] = []
  readonly #free: number[] = []

  /** Takes a chat in and answers its place. `number`: its own among all arrivals. */
  open(chat: Chat, number: number): number {
    const place = this.#free.pop() ?? this.#stamp.push(0) - 1
    this.#arrivedAt[place] = chat.at
    this.#lengthMs[place] = chat.lengthMs
    this.#contact[place] = chat.contact ?? nobody
    this.#demand[place] = chat.demand
    this.#number[place] = number
    this.#operator[place] = nobody
    return place
  }

  /** Answers the stamp for what is planned now. */
  assign(place: number, operator: number): number {
    this.#operator[place] = operator
    return this.restamp(place)
  }

  restamp(place: number): number {
    const stamp = (this.stampOf(place) + 1) >>> 0
    this.#stamp[place] = stamp
    return stamp
  }

  close(place: number): void {
    this.restamp(place)
    this.#free.push(place)
  }

  arrivedAtOf(place: number): number {
    return this.#arrivedAt[place] ?? 0
  }

  lengthMsOf(place: number): number {
    return this.#lengthMs[place] ?? 0
  }

  /** -1: nobody who comes again. */
  contactOf(place: number): number {
    return this.#contact[place] ?? nobody
  }

  demandOf(place: number): number {
    return this.#demand[place] ?? 0
  }

  numberOf(place: number): number {
    return this.#number[place] ?? 0
  }

  operatorOf(place: number): number {
    return this.#operator[place] ?? nobody
  }

  stampOf(place: number): number {
    return this.#stamp[place] ?? 0
  }
}
