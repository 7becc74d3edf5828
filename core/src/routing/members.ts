import type { GroupId, OperatorId } from '../ids.ts'
import { Heap } from './heap.ts'
import { never, Pool } from './pool.ts'
import { type Abilities, heldBackUntil, isFull, lacking, type Ramp, type Seat, seatsTaken } from './seat.ts'

/** What is asked of operators beyond their group. */
export type Narrowing = { required?: Abilities; preferred?: Abilities; ramp?: Ramp }

type Held = { operator: OperatorId; until: number; seat: Seat }

/**
 * The enabled members of a group, or of the whole workspace, who have what is required. Those of them with room stand in
 * pools by how well they suit: by how much they lack of what is preferred, and behind all of these once more the same for
 * the newcomers who are held back.
 */
export class Members {
  enabled = 0
  /** [RO-40] Those who are within their own hours. */
  open = 0
  /** Those of them who are online. */
  online = 0
  /** With room, those who suit best first: never empty, but each of the pools may be. */
  readonly ready: readonly Pool[]
  /** Those of them who are online. */
  readonly readyOnline: readonly Pool[]
  readonly #group: GroupId | null
  readonly #narrowing: Narrowing
  /** How many abilities are preferred, so how many somebody may lack. */
  readonly #mostLacking: number
  /** In which pool somebody is; kept where there is more than one. */
  readonly #levels = new Map<OperatorId, number>()
  readonly #held = new Map<OperatorId, Held>()
  /** Everybody in `#held`, and some who were. */
  readonly #releases = new Heap<Held>(({ until }) => until)
  #now = never

  /** `group`: null for everybody. */
  constructor(group: GroupId | null, narrowing: Narrowing = {}) {
    this.#group = group
    this.#narrowing = narrowing
    const { skills = [], languages = [] } = narrowing.preferred ?? {}
    this.#mostLacking = skills.length + languages.length
    const levels = (this.#mostLacking + 1) * (narrowing.ramp === undefined ? 1 : 2)
    this.ready = Array.from({ length: levels }, () => new Pool())
    this.readyOnline = Array.from({ length: levels }, () => new Pool())
  }

  /** Whether an operator is one of them. */
  has(seat: Seat): boolean {
    if (!seat.enabled) return false
    if (this.#group !== null && !seat.groups.includes(this.#group)) return false
    return this.#narrowing.required === undefined || lacking(seat, this.#narrowing.required) === 0
  }

  join(seat: Seat): void {
    this.#count(seat, 1)
    this.sort(seat)
  }

  leave(seat: Seat): void {
    this.#count(seat, -1)
    const level = this.#levels.get(seat.id) ?? 0
    this.ready[level]?.remove(seat.id)
    this.readyOnline[level]?.remove(seat.id)
    this.#levels.delete(seat.id)
    this.#held.delete(seat.id)
  }

  /** Puts a member where it stands now. */
  sort(seat: Seat): void {
    this.#hold(seat)
    const level = this.levelOf(seat)
    this.#move(seat.id, level)
    place(seat, this.ready[level])
    if (seat.status === 'online') place(seat, this.readyOnline[level])
  }

  /** [RO-32] Lets those go who have been held back long enough. `now`: milliseconds UTC. */
  advance(now: number): void {
    this.#now = Math.max(this.#now, now)
    for (;;) {
      const next = this.#releases.top
      if (next === undefined || next.until > now) return
      this.#releases.pop()
      if (this.#held.get(next.operator) !== next) continue
      this.#held.delete(next.operator)
      this.sort(next.seat)
    }
  }

  /** Which of the pools is an operator's: 0 suits best. */
  levelOf(seat: Seat): number {
    const { preferred } = this.#narrowing
    const missing = preferred === undefined ? 0 : lacking(seat, preferred)
    return this.isHeldBack(seat.id) ? this.firstHeldBack + missing : missing
  }

  /** [RO-32] From this pool on they are of newcomers who are held back. */
  get firstHeldBack(): number {
    return this.#mostLacking + 1
  }

  /** [RO-32] Whether a newcomer comes after all others now. */
  isHeldBack(operator: OperatorId): boolean {
    return this.#held.has(operator)
  }

  #count(seat: Seat, by: 1 | -1): void {
    this.enabled += by
    if (seat.isOff) return
    this.open += by
    if (seat.status === 'online') this.online += by
  }

  #hold(seat: Seat): void {
    const { ramp } = this.#narrowing
    if (ramp === undefined) return
    const until = heldBackUntil(seat, ramp)
    if (until === null || until <= this.#now) {
      this.#held.delete(seat.id)
      return
    }
    const known = this.#held.get(seat.id)
    if (known?.until === until && known.seat === seat) return
    const held = { operator: seat.id, until, seat }
    this.#held.set(seat.id, held)
    this.#releases.push(held)
  }

  #move(operator: OperatorId, level: number): void {
    if (this.ready.length === 1) return
    const before = this.#levels.get(operator)
    if (before === level) return
    this.#levels.set(operator, level)
    if (before === undefined) return
    this.ready[before]?.remove(operator)
    this.readyOnline[before]?.remove(operator)
  }
}

function place(seat: Seat, pool: Pool | undefined): void {
  if (isFull(seat) || seat.isOff) pool?.remove(seat.id)
  else pool?.put(seat.id, seatsTaken(seat), seat.weight ?? 1, seat.lastAssignedAt ?? never)
}
