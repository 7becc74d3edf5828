/** Several conversations, one team, all commands of routing in random order: what must always hold (RO-11, RO-20, RO-21, RO-30). */
import { describe, expect, test } from 'vitest'
import { type Chance, seededChance } from '../chance.ts'
import type { OfferData } from '../conversation/event.ts'
import { ownerOf, requestedAtOf, seatsTakenBy } from '../conversation/holder.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import { roomFor } from '../handoff/queue.ts'
import { asId, type ConversationId, type OperatorId } from '../ids.ts'
import type { Routing } from '../routing/routing.ts'
import { isFull, type Seat, seatsTaken, type Team } from '../routing/team.ts'
import { group, noon, opening, operator, program, team, world } from '../testing.ts'
import { type Instant, instant } from '../time.ts'
import type { Command } from './command.ts'
import { type Change, decide } from './decide.ts'
import type { World } from './world.ts'

const steps = 400
const seeds = Array.from({ length: 12 }, (_, index) => 20_261_122 + index)
const countOfConversations = 12
const [support, sales] = [group('support'), group('sales')]
const members = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil'].map((name, index) =>
  operator({ name, groups: index % 2 === 0 ? [support] : [support, sales], capacity: index === 4 ? null : 2 }),
)

type Work = Change['works'][number] & { at: number }

/** A workspace as a store and a queue would run it: commands in order, the queue drained after each, deadlines in time. */
class Floor {
  readonly team: Team
  readonly world: World
  readonly records = new Map<ConversationId, ConversationRecord>()
  readonly works: (Work & { conversation: ConversationId })[] = []
  readonly fired = new Set<string>()
  readonly #wraps: { operator: OperatorId; until: number }[] = []

  constructor(chance: Chance, routing: Routing) {
    this.team = team(members)
    this.team.putGroup(support, routing)
    this.team.putGroup(sales, { ...routing, fallbacks: [{ group: support.id, afterSeconds: 90 }] })
    this.world = world({ team: this.team, chance })
  }

  run(id: ConversationId, command: Command): Change | null {
    const decided = decide(id, this.records.get(id) ?? null, command, this.world)
    if (!decided.ok) return null
    const change = decided.value
    this.records.set(id, change.record)
    if (change.record.conversation.status === 'closed') {
      for (const [index, work] of [...this.works.entries()].reverse())
        if (work.conversation === id) this.works.splice(index, 1)
    }
    for (const work of change.works) {
      const milliseconds = work.work.kind === 'deadline' ? work.work.milliseconds : 0
      this.works.push({ ...work, conversation: id, at: this.world.now + milliseconds })
    }
    for (const [operator, { isUnresponsive, wrapsUpUntil }] of change.seats) {
      if (isUnresponsive !== undefined) this.#setUnresponsive(operator, isUnresponsive)
      if (wrapsUpUntil !== undefined) this.#wraps.push({ operator, until: wrapsUpUntil })
    }
    return change
  }

  /** Time goes on, deadline by deadline. */
  pass(milliseconds: number): void {
    const until = this.world.now + milliseconds
    for (;;) {
      const next = this.works
        .filter(({ at, work }) => at <= until && work.kind === 'deadline')
        .toSorted((one, other) => one.at - other.at)[0]
      if (next === undefined) break
      this.works.splice(this.works.indexOf(next), 1)
      this.#turnTo(instant(Math.max(this.world.now, next.at)))
      const { work, conversation } = next
      if (work.kind !== 'deadline') continue
      const { deadline, group, since } = work
      this.run(conversation, { type: 'meet_deadline', work: next, deadline, group, since })
      this.drain()
    }
    this.#turnTo(instant(until))
    this.drain()
  }

  /** [RO-20] Whoever is first is first, and is passed over only where nobody can take it. */
  drain(): void {
    for (let isMoving = true; isMoving; ) {
      isMoving = false
      for (const id of this.waiting()) {
        const change = this.run(id, { type: 'assign_waiting' })
        if (change !== null && change.events.length > 0) isMoving = true
        if (isMoving) break
      }
    }
  }

  waiting(): ConversationId[] {
    return [...this.records]
      .filter(([, { conversation }]) => conversation.holder.state === 'operator_requested')
      .toSorted(([one, a], [other, b]) => ageOf(a) - ageOf(b) || (one < other ? -1 : 1))
      .map(([id]) => id)
  }

  holder(id: ConversationId) {
    return this.records.get(id)?.conversation.holder
  }

  /** What a store would make of a look at the clock. */
  #turnTo(now: Instant): void {
    this.world.now = now
    for (const wrap of this.#wraps.filter(({ until }) => until <= now)) {
      this.#wraps.splice(this.#wraps.indexOf(wrap), 1)
      this.team.setReserved(wrap.operator, (this.team.seat(wrap.operator)?.reserved ?? 0) - 1)
    }
  }

  wrapsOf(operator: OperatorId): number {
    return this.#wraps.filter((wrap) => wrap.operator === operator).length
  }

  #setUnresponsive(operator: OperatorId, unresponsive: boolean): void {
    const seat = this.team.seat(operator)
    if (seat === undefined || seat.status === 'offline') return
    this.team.put({ ...seat, unresponsive, status: unresponsive ? 'away' : 'online', capacity: ownLimit(operator) })
  }
}

const ownLimit = (id: OperatorId) => members.find((member) => member.id === id)?.capacity ?? null
const ageOf = ({ conversation }: ConversationRecord) => requestedAtOf(conversation.holder) ?? 0

function stepOf(floor: Floor, chance: Chance): void {
  const one = <Item>(items: readonly Item[]): Item => items[chance.below(items.length)] as Item
  const id = asId<'conversation'>(`conv_${chance.below(countOfConversations)}`)
  const seat = one(members)
  const record = floor.records.get(id)
  const asked = () => {
    const held = floor.holder(id)
    return held?.state === 'operator_requested' && held.operator !== null ? held.operator : seat.id
  }
  if (record === undefined || record.conversation.status === 'closed') {
    floor.records.delete(id)
    const saying = { type: 'contact_says' as const, message: null, variables: {}, tags: [] }
    floor.run(id, { ...saying, opening: opening({ contact: asId(id) }) })
  }
  const request = (operatorsGroup: string): Command => ({
    type: 'set_operator_state',
    settings: { mode: 'request_operator', operatorsGroup },
    by: program,
    cause: 'api',
  })
  const commands: (() => Command | null)[] = [
    () => request(one(['support', 'sales'])),
    () => request(one(['support', 'sales'])),
    () => ({ type: 'accept_offer', operator: asked(), cause: 'desk' }),
    () => ({ type: 'accept_offer', operator: asked(), cause: 'desk' }),
    () => ({ type: 'decline_offer', operator: asked(), cause: 'desk' }),
    () => ({ type: 'claim', operator: seat.id, cause: 'desk' }),
    () => ({ type: 'hand_over', by: program, cause: 'api' }),
    () => ({ type: 'close', by: program, cause: 'api' }),
    () => ({ type: 'transfer', to: { group: one([support, sales]).id }, by: program, cause: 'api' }),
    () => ({ type: 'transfer', to: { operator: seat.id }, by: { operator: null, role: 'operator' }, cause: 'api' }),
    () => ({ type: 'lose_operator', operator: seat.id, by: program, cause: 'api' }),
    () => {
      const known = floor.team.seat(seat.id) as Seat
      const status = known.status === 'offline' ? 'online' : 'offline'
      floor.team.put({ ...known, status, unresponsive: false, capacity: ownLimit(seat.id) })
      return null
    },
    () => {
      floor.pass(one([1_000, 10_000, 30_000, 120_000]))
      return null
    },
  ]
  const command = one(commands)()
  if (command !== null) {
    const before = floor.holder(id)
    const change = floor.run(id, command)
    checkAge(before, change)
  }
  floor.drain()
}

/** [RO-20] A request that stays one keeps its age, through offers, declines and transfers. */
function checkAge(before: ReturnType<Floor['holder']>, change: Change | null): void {
  const after = change?.record.conversation.holder
  if (before === undefined || after === undefined || before.state !== 'operator_requested') return
  if (after.state !== 'chatbot_controlled') expect(requestedAtOf(after)).toBe(before.requestedAt)
}

function check(floor: Floor, note: string): void {
  for (const seat of floor.team.seats()) {
    const held = [...floor.records.values()].flatMap(({ conversation }) => {
      const taken = seatsTakenBy(conversation.holder)
      return taken?.operator === seat.id ? [taken.units] : []
    })
    const owned = [...floor.records.values()].filter(({ conversation }) => ownerOf(conversation.holder) === seat.id)
    expect(seat.load, `${note}: load of ${seat.name}`).toBe(owned.length)
    const units = held.reduce((total, one) => total + one, 0) + floor.wrapsOf(seat.id)
    expect(seatsTaken(seat), `${note}: seats of ${seat.name}`).toBe(units)
    if (seat.capacity !== null)
      expect(seatsTaken(seat), `${note}: limit of ${seat.name}`).toBeLessThanOrEqual(seat.capacity)
  }
  for (const id of floor.waiting()) {
    const held = floor.holder(id)
    if (held?.state !== 'operator_requested') continue
    expect(roomFor(held, floor.world), `${note}: ${id} waits although somebody could take it`).toBe(0)
  }
}

const routings: [string, Routing][] = [
  ['assigned at once', { automatic: true }],
  ['asked first', { automatic: true, offer: { seconds: 20, rounds: 3 } }],
  ['asked in turn, without end', { automatic: true, pick: 'round_robin', offer: { rounds: 100, coolDownSeconds: 10 } }],
  ['with a wrap-up', { automatic: true, pick: 'longest_idle', deadlines: { wrapUp: { afterSeconds: 25 } } }],
]

describe('random steps', () => {
  test.each(routings)(
    '[RO-10] [RO-11] [RO-20] [RO-21] [RO-30] where requests are %s: limits hold, seats equal a recount, ages are kept, nobody waits in vain',
    (name, routing) => {
      for (const seed of seeds) {
        const chance = seededChance(seed)
        const floor = new Floor(chance, routing)
        for (let step = 0; step < steps; step += 1) {
          stepOf(floor, chance)
          check(floor, `${name}, seed ${seed}, step ${step}`)
        }
      }
    },
  )

  test('[RO-30] an offer ends once: accepted, declined, missed or withdrawn, before the next one of its conversation', () => {
    const chance = seededChance(7)
    const floor = new Floor(chance, { automatic: true, offer: { rounds: 100, coolDownSeconds: 5 } })
    const logs = new Map<ConversationId, { live: OfferData | null; begun: number; ended: number }>()
    const run = floor.run.bind(floor)
    floor.run = (id, command) => {
      const change = run(id, command)
      for (const { event } of change?.events ?? []) {
        const log = logs.get(id) ?? { live: null, begun: 0, ended: 0 }
        logs.set(id, log)
        if (event.type === 'conversation_opened') log.live = null
        if (event.type === 'operator_offered') {
          expect(log.live, `${id} is offered twice at once`).toBeNull()
          Object.assign(log, { live: event.data, begun: log.begun + 1 })
        } else if ('from' in event.data && 'to' in event.data && log.live !== null)
          Object.assign(log, { live: null, ended: log.ended + 1 })
      }
      return change
    }
    for (let step = 0; step < 3_000; step += 1) stepOf(floor, chance)
    const begun = [...logs.values()].reduce((total, log) => total + log.begun, 0)
    const ended = [...logs.values()].reduce((total, log) => total + log.ended, 0)
    const live = [...logs.values()].filter((log) => log.live !== null).length
    expect(begun).toBeGreaterThan(300)
    expect(begun).toBe(ended + live)
    expect(noon).toBeLessThan(floor.world.now)
  })

  test('[RO-21] seats are found full where they are', () => {
    expect(isFull({ load: 1, reserved: 1, capacity: 2 })).toBe(true)
    expect(isFull({ load: 2, reserved: -1, capacity: 2 })).toBe(false)
    expect(isFull({ load: 1, capacity: 3 }, 2)).toBe(false)
    expect(isFull({ load: 2, capacity: 3 }, 2)).toBe(true)
  })
})
