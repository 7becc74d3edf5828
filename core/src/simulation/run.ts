import type { Chance } from '../chance.ts'
import { type Picked, pickOperator, type Wanted, whyNobody } from '../routing/index.ts'
import { type Chat, chatsOf } from './chats.ts'
import { streamsOf } from './draws.ts'
import { Floor } from './floor.ts'
import { LoadMeter } from './load-meter.ts'
import { OpenChats } from './open-chats.ts'
import { day, minute, type RunPlan, type Simulation } from './plan.ts'
import { TieMeter } from './tie-meter.ts'
import { Timeline } from './timeline.ts'
import { WaitMeter } from './wait-meter.ts'

/** What happens in a run. `at`: milliseconds; `chat`: its number among the arrivals; `operator`: the place in the list. */
export type Happening =
  | { type: 'arrived' | 'left' | 'unchanged'; at: number; chat: number }
  | { type: 'assigned' | 'ended'; at: number; chat: number; operator: number }

export type Watcher = {
  /** How many chats have arrived so far: told now and then. */
  onProgress?: (arrived: number) => void
  /** Everything that happens, for tests: slow. */
  onHappening?: (happening: Happening) => void
}

/** At one moment this comes first; then chats arrive. Who would leave just when somebody gets free is answered. */
const end = 0
const turn = 1
const leave = 2

const progressEvery = 20_000

/** One run through all chats: what happens, and the meters that tell what it came to. */
export class Run {
  arrived = 0
  /** Arrivals that found no free seat. */
  withoutSeat = 0
  /** [HO-11] Arrivals for which nothing changed: nobody had room, and chats are given at once or not at all. */
  unchanged = 0
  left = 0
  /** Left after more than the seconds of the service level. */
  leftLate = 0
  answeredInTime = 0
  readonly waits = new WaitMeter()
  readonly loads: LoadMeter
  readonly ties: TieMeter
  /** How many chats each operator got. */
  readonly assigned: Int32Array
  readonly floor: Floor
  readonly #simulation: Simulation
  readonly #isQueue: boolean
  readonly #watcher: Watcher
  readonly #chance: Chance
  readonly #nextChat: () => Chat
  /** The chat that arrives next. */
  #chat: Chat
  readonly #timeline = new Timeline()
  readonly #open = new OpenChats()
  /** [RO-20] Requests in their order: a line for each kind of demand. */
  readonly #lines: readonly Timeline[]
  #waiting = 0
  #talking = 0
  #lastAssignedAt = 0

  constructor(simulation: Simulation, plan: RunPlan, watcher: Watcher = {}) {
    const { picks, positions } = streamsOf(simulation.seed)
    this.#simulation = simulation
    this.#isQueue = plan.mode === 'queue'
    this.#watcher = watcher
    this.#chance = picks
    this.#nextChat = chatsOf(simulation)
    this.#chat = this.#nextChat()
    this.#lines = simulation.demand.map(() => new Timeline())
    this.floor = new Floor(plan, simulation.demand)
    this.loads = new LoadMeter(plan.operators.length, this.#chat.at)
    this.ties = new TieMeter(this.floor.numbers, positions)
    this.assigned = new Int32Array(plan.operators.length)
  }

  /** Those who are waiting now; after the run, those who never were answered. */
  get waiting(): number {
    return this.#waiting
  }

  /** Lets everything happen: all arrivals, and then what is left of the waiting. */
  play(): void {
    for (const [number, { status }] of [...this.floor.team.seats()].entries())
      if (status === 'online') this.loads.shift(number, true, 0)
    for (const [index, { at }] of this.floor.turns.entries()) this.#timeline.push(at, turn, index, 0)
    while (this.arrived < this.#simulation.chats) {
      while (this.#timeline.at <= this.#chat.at) this.#step()
      this.#arrive()
    }
    this.loads.stop(this.#chat.at)
    while (this.#waiting > 0 && this.#canStillHappen()) this.#step()
  }

  #arrive(): void {
    const chat = this.#chat
    const number = this.arrived
    this.arrived += 1
    this.#tell({ type: 'arrived', at: chat.at, chat: number })
    const place = this.#open.open(chat, number)
    const wish = this.#wishOf(place, chat.at)
    const picked = pickOperator(this.floor.team, wish, this.#chance)
    if (picked === null) this.#findNobody(place, chat)
    else this.#assign(place, picked, wish, chat.at)
    if (this.arrived < this.#simulation.chats) this.#chat = this.#nextChat()
    if (this.arrived % progressEvery === 0) this.#watcher.onProgress?.(this.arrived)
  }

  #findNobody(place: number, { at, demand, patienceMs }: Chat): void {
    this.withoutSeat += 1
    if (!this.#isQueue) {
      this.unchanged += 1
      this.#tell({ type: 'unchanged', at, chat: this.#open.numberOf(place) })
      this.#open.close(place)
      return
    }
    this.#waiting += 1
    const stamp = this.#open.restamp(place)
    const priority = this.#simulation.demand[demand]?.priority ?? 0
    this.#lines[demand]?.push(at - priority * minute, 0, place, stamp)
    if (patienceMs !== Number.POSITIVE_INFINITY) this.#timeline.push(at + patienceMs, leave, place, stamp)
  }

  /** The next thing on the timeline. */
  #step(): void {
    const { at, kind, item, stamp } = this.#timeline
    this.#timeline.drop()
    if (kind === turn) this.#turn(item, at)
    else if (this.#open.stampOf(item) !== stamp) return
    else if (kind === end) this.#end(item, at)
    else this.#leave(item, at)
  }

  #end(place: number, at: number): void {
    const operator = this.#open.operatorOf(place)
    this.floor.release(operator)
    this.loads.change(operator, -1, at)
    this.#talking -= 1
    this.#tell({ type: 'ended', at, chat: this.#open.numberOf(place), operator })
    this.#open.close(place)
    this.#drain(at)
  }

  #leave(place: number, at: number): void {
    const waitedMs = at - this.#open.arrivedAtOf(place)
    this.left += 1
    if (waitedMs > this.#simulation.serviceLevelSeconds * 1_000) this.leftLate += 1
    this.#waiting -= 1
    this.#tell({ type: 'left', at, chat: this.#open.numberOf(place) })
    this.#open.close(place)
  }

  #turn(index: number, at: number): void {
    const found = this.floor.turns[index]
    if (found === undefined) return
    this.#timeline.push(at + day, turn, index, 0)
    this.floor.shift(found.operator, found.isOn, at)
    this.loads.shift(found.operator, found.isOn, at)
    if (found.isOn) this.#drain(at)
  }

  /** [RO-21] Gives requests to whoever has room now, in the order of the requests. */
  #drain(at: number): void {
    while (this.#waiting > 0) {
      const line = this.#firstLine(at)
      if (line === undefined) return
      const place = line.item
      const wish = this.#wishOf(place, at)
      const picked = pickOperator(this.floor.team, wish, this.#chance)
      if (picked === null) return
      line.drop()
      this.#waiting -= 1
      this.#assign(place, picked, wish, at)
    }
  }

  /** The line with the first request that has a candidate. */
  #firstLine(at: number): Timeline | undefined {
    let first: Timeline | undefined
    for (const line of this.#lines) {
      while (line.size > 0 && this.#open.stampOf(line.item) !== line.stamp) line.drop()
      if (line.size === 0 || (first !== undefined && line.at >= first.at)) continue
      if (whyNobody(this.floor.team, this.#wishOf(line.item, at)) === null) first = line
    }
    return first
  }

  #assign(place: number, picked: Picked, wish: Wanted, at: number): void {
    const operator = this.floor.numbers.get(picked.operator.id) ?? 0
    const waitMs = at - this.#open.arrivedAtOf(place)
    this.ties.look(picked.draw)
    this.floor.assign(picked, wish, this.#open.contactOf(place), at)
    this.loads.change(operator, 1, at)
    this.waits.add(waitMs)
    if (waitMs <= this.#simulation.serviceLevelSeconds * 1_000) this.answeredInTime += 1
    this.assigned[operator] = (this.assigned[operator] ?? 0) + 1
    this.#talking += 1
    this.#lastAssignedAt = at
    const stamp = this.#open.assign(place, operator)
    this.#timeline.push(at + this.#open.lengthMsOf(place), end, place, stamp)
    this.#tell({ type: 'assigned', at, chat: this.#open.numberOf(place), operator })
  }

  /** Shifts come back for ever: when nobody talks or leaves, and a day brought no pick, none will come. */
  #canStillHappen(): boolean {
    if (this.#timeline.size === 0) return false
    if (this.#talking > 0 || this.#simulation.patienceMs !== null) return true
    return this.#timeline.at - Math.max(this.#lastAssignedAt, this.#chat.at) <= day
  }

  #wishOf(place: number, at: number): Wanted {
    return this.floor.wish(this.#open.demandOf(place), this.#open.contactOf(place), at)
  }

  #tell(happening: Happening): void {
    this.#watcher.onHappening?.(happening)
  }
}
