import { asId, type OperatorId } from '../ids.ts'
import { type Cursor, onlineSinceAfter, type Picked, type Seat, Team, type Wanted } from '../routing/index.ts'
import { type Instant, instant } from '../time.ts'
import { type Demand, day, type OperatorPlan, type RunPlan } from './plan.ts'

/** A moment of every day at which somebody's shift begins or ends. `at`: when for the first time, in milliseconds. */
export type Turn = { operator: number; isOn: boolean; at: number }

/** The operators of a run as the rules see them, and what the rules must remember between picks. */
export class Floor {
  readonly team = new Team()
  /** In the order of the plan, which is that of the ids too. */
  readonly ids: readonly OperatorId[]
  readonly numbers: ReadonlyMap<OperatorId, number>
  readonly turns: readonly Turn[]
  readonly #plan: RunPlan
  readonly #wishes: readonly Wanted[]
  readonly #cursors = new Map<Wanted['group'], Cursor>()
  readonly #lastOwners = new Map<number, OperatorId>()
  readonly #offlineSince = new Map<OperatorId, Instant>()
  /** Whether a rule looks at when somebody had their last assignment. */
  readonly #looksAtTimes: boolean

  constructor(plan: RunPlan, demand: readonly Demand[]) {
    const { operators, pick, otherwise, ramp } = plan
    this.#plan = plan
    this.ids = operators.map((_, number) => idOf(number))
    this.numbers = new Map(this.ids.map((id, number) => [id, number]))
    this.turns = operators.flatMap(turnsOf)
    this.#wishes = demand.map((one) => wishOf(one, plan))
    this.#looksAtTimes = ramp !== null || pick === 'longest_idle' || (pick === 'sticky' && otherwise === 'longest_idle')
    const groups = [...operators.flatMap((operator) => operator.groups), ...demand.map(({ group }) => group)]
    for (const id of new Set(groups)) if (id !== null) this.team.putGroup({ id, name: id })
    for (const [number, operator] of operators.entries()) this.team.put(seatOf(operator, number))
  }

  seat(number: number): Seat {
    const seat = this.team.seat(this.ids[number] ?? idOf(number))
    if (seat === undefined) throw new RangeError(`there is no operator ${number}`)
    return seat
  }

  /** What the rules are asked for a chat. It is the same object again for the next chat that asks for the same. */
  wish(demand: number, contact: number, at: number): Wanted {
    const wish = this.#wishes[demand]
    if (wish === undefined) throw new RangeError(`there is no demand ${demand}`)
    wish.now = instant(at)
    wish.cursor = this.#cursors.get(wish.group) ?? null
    wish.lastOwner = this.#lastOwners.get(contact) ?? null
    return wish
  }

  /** Writes an assignment down, as a store would. */
  assign({ operator, cursor }: Picked, wish: Wanted, contact: number, at: number): void {
    this.team.setLoad(operator.id, operator.load + 1)
    if (this.#looksAtTimes) this.team.setLastAssigned(operator.id, instant(at))
    if (cursor !== null) this.#cursors.set(wish.group, cursor)
    if (this.#plan.pick === 'sticky' && contact >= 0) this.#lastOwners.set(contact, operator.id)
  }

  /** A conversation ends. */
  release(number: number): void {
    const { id, load } = this.seat(number)
    this.team.setLoad(id, load - 1)
  }

  /** A shift begins or ends. What runs at the end of a shift is finished. */
  shift(number: number, isOn: boolean, at: number): void {
    const seat = this.seat(number)
    const now = instant(at)
    if (!isOn) {
      this.#offlineSince.set(seat.id, now)
      this.team.put({ ...seat, status: 'offline' })
      return
    }
    const before = { onlineSince: seat.onlineSince ?? null, offlineSince: this.#offlineSince.get(seat.id) ?? null }
    const onlineSince = onlineSinceAfter(before, now, this.#plan.ramp?.everyMs ?? 0)
    this.team.put({ ...seat, status: 'online', onlineSince })
  }
}

/** Ids sort as the operators are listed. */
function idOf(number: number): OperatorId {
  return asId(`op_${String(number + 1).padStart(6, '0')}`)
}

function seatOf(plan: OperatorPlan, number: number): Seat {
  const { name, groups, limit, weight, skills, languages } = plan
  const status = isThereAtMidnight(plan) ? 'online' : 'offline'
  const id = idOf(number)
  const who = { id, name, email: `${id}@simulated.example`, role: 'operator' as const, enabled: true }
  return { ...who, groups, status, load: 0, capacity: limit, weight, skills, languages }
}

/** At the first midnight the shifts of the day before go on. */
function isThereAtMidnight({ shifts }: OperatorPlan): boolean {
  return shifts === null || shifts.some(({ to }) => to > day)
}

function turnsOf({ shifts }: OperatorPlan, operator: number): Turn[] {
  return (shifts ?? []).flatMap(({ from, to }) => [
    { operator, isOn: true, at: from },
    { operator, isOn: false, at: to > day ? to - day : to },
  ])
}

function wishOf({ group, required, preferred }: Demand, plan: RunPlan): Wanted {
  const { pick, named, otherwise, ramp } = plan
  return {
    group,
    onlyOnline: true,
    pick,
    operator: named === null ? null : idOf(named),
    otherwise,
    ...(required && { required }),
    ...(preferred && { preferred }),
    ...(ramp && { ramp }),
  }
}
