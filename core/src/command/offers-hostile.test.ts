/** Offers in hostile orders of commands, times and settings. */
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { ownerOf } from '../conversation/holder.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import { readOffers } from '../figures/read-offers.ts'
import { asId, type OperatorId } from '../ids.ts'
import type { Routing } from '../routing/routing.ts'
import { type Seat, seatsTaken, type Team } from '../routing/team.ts'
import { group, noon, opening, operator, program, type Talk, talk, team, told, world } from '../testing.ts'
import { instant } from '../time.ts'
import type { Command } from './command.ts'
import { decide } from './decide.ts'
import type { World } from './world.ts'

const millisecondsAfter = (count: number) => instant(noon + count)
const support = group('support')
const sales = group('sales')
const ana = operator({ name: 'Ana' })
const ben = operator({ name: 'Ben' })
const cleo = operator({ name: 'Cleo' })
const drains = { type: 'assign_waiting' } as const
const accepts = (seat: Seat) => ({ type: 'accept_offer', operator: seat.id, cause: 'desk' }) as const
const declines = (seat: Seat) => ({ type: 'decline_offer', operator: seat.id, cause: 'desk' }) as const
const requests = (operatorsGroup: string, more: object = {}): Command => ({
  type: 'set_operator_state',
  settings: { mode: 'request_operator', operatorsGroup, ...more },
  by: program,
  cause: 'api',
})

function asked(seats: readonly Seat[], routing: Routing = {}): Talk {
  const known = team(seats, [support, sales])
  known.putGroup(support, { automatic: true, offer: {}, ...routing })
  const one = talk(world({ team: known }))
  one.does({ type: 'contact_says', message: null, variables: {}, tags: [], opening: opening() })
  one.does(requests('support'))
  return one
}

const holder = (one: Talk) => one.record.conversation.holder
const offered = (one: Talk) => {
  const held = holder(one)
  return held.state === 'operator_requested' && held.offer !== undefined ? held.operator : null
}

function passesOffer(one: Talk, at: number) {
  one.world.now = millisecondsAfter(at)
  const index = one.works.findIndex(({ work }) => work.kind === 'deadline' && work.deadline === 'offer')
  const [row] = one.works.splice(index, 1)
  if (row?.work.kind !== 'deadline') throw new Error('the offer has no deadline')
  const { deadline, group: of, since } = row.work
  return one.does({ type: 'meet_deadline', work: row, deadline, group: of, since })
}

/** Several conversations of one team. */
function floor(seats: readonly Seat[], routing: Routing) {
  const known: Team = team(seats, [support])
  known.putGroup(support, { automatic: true, ...routing })
  const one: World = world({ team: known, chance: seededChance(1) })
  const records = new Map<string, ConversationRecord>()
  return {
    team: known,
    world: one,
    does(id: string, command: Command) {
      const decided = decide(asId<'conversation'>(id), records.get(id) ?? null, command, one)
      if (!decided.ok) throw new Error(JSON.stringify(decided.refusal))
      records.set(id, decided.value.record)
      return decided.value
    },
    asks(id: string) {
      this.does(id, {
        type: 'contact_says',
        message: null,
        variables: {},
        tags: [],
        opening: opening({ contact: asId(id) }),
      })
      this.does(id, requests('support'))
      this.does(id, drains)
    },
    holder: (id: string) => records.get(id)?.conversation.holder,
    asked(id: string): OperatorId | null {
      const held = records.get(id)?.conversation.holder
      return held?.state === 'operator_requested' && held.offer !== undefined ? held.operator : null
    },
  }
}

describe('who misses an offer', () => {
  test('[RO-30] [RO-2] is not asked again in the same breath, however short the cool-down', () => {
    const one = asked([ana], { offer: { coolDownSeconds: 0 } })
    one.does(drains)
    expect(offered(one)).toBe(ana.id)
    const change = passesOffer(one, 20_000)
    expect(change.seats.get(ana.id)).toMatchObject({ isUnresponsive: true })
    expect(offered(one)).toBeNull()
  })

  test('[RO-30] is not asked before those who are there, however short the cool-down', () => {
    const one = asked([ana, { ...ben, load: 5 }], { offer: { coolDownSeconds: 0 } })
    one.does(drains)
    expect(offered(one)).toBe(ana.id)
    passesOffer(one, 20_000)
    expect(offered(one)).toBe(ben.id)
  })
})

describe('offers and orders that look at times', () => {
  test('[RO-31] longest_idle: three requests at once are not all offered to the same one', () => {
    const seats = [
      { ...ana, lastAssignedAt: millisecondsAfter(-3_000_000) },
      { ...ben, lastAssignedAt: millisecondsAfter(-2_000_000) },
      { ...cleo, lastAssignedAt: millisecondsAfter(-1_000_000) },
    ]
    const one = floor(seats, { pick: 'longest_idle', offer: {} })
    for (const id of ['c1', 'c2', 'c3']) one.asks(id)
    expect(new Set(['c1', 'c2', 'c3'].map((id) => one.asked(id))).size).toBe(3)
  })

  test('[RO-32] a newcomer is offered at most one in that time while anybody else is eligible', () => {
    const since = millisecondsAfter(-1_000)
    const newcomer = { ...ana, onlineSince: since, lastAssignedAt: millisecondsAfter(-3_000_000) }
    const old = {
      ...ben,
      load: 9,
      onlineSince: millisecondsAfter(-9_000_000),
      lastAssignedAt: millisecondsAfter(-9_000),
    }
    const one = floor([newcomer, old], { pick: 'less_busy', ramp: { everySeconds: 60 }, offer: {} })
    one.asks('c1')
    one.asks('c2')
    expect([one.asked('c1'), one.asked('c2')]).toEqual([ana.id, ben.id])
  })
})

describe('settings that change under a live offer', () => {
  test('[RO-11] a channel that weighs more by now is not accepted past the limit', () => {
    const one = asked([{ ...ana, capacity: 2, load: 1 }])
    one.does(drains)
    expect(offered(one)).toBe(ana.id)
    one.world.team.putWorkspace({ channelWeights: { [one.record.conversation.channel]: 5 } })
    const decided = decide(one.record.conversation.id, one.record, accepts(ana), one.world)
    const seat = one.world.team.seat(ana.id) as Seat
    expect(decided.ok ? seatsTaken(seat) : 'refused').not.toBeGreaterThan(2)
  })

  test('[RO-30] the offer turned off, the group gone, the automatic off: the offer still ends in time and gives the seat back', () => {
    for (const change of [
      (known: Team) => known.putGroup(support, { automatic: true }),
      (known: Team) => known.putGroup(support, { automatic: false, offer: {} }),
      (known: Team) => known.putGroup(support, { automatic: true, offer: null }),
      (known: Team) => known.removeGroup(support.id),
    ]) {
      const one = asked([ana])
      one.does(drains)
      change(one.world.team)
      passesOffer(one, 20_000)
      const seat = one.world.team.seat(ana.id) as Seat
      expect(seatsTaken(seat)).toBe(ownerOf(holder(one)) === ana.id ? 1 : 0)
      expect(offered(one)).toBeNull()
    }
  })
})

describe('what figures read out of offers', () => {
  test('[RO-30] accepted after its time, before the row fired: it was accepted', () => {
    const one = asked([ana])
    one.does(drains)
    one.world.now = millisecondsAfter(20_500)
    one.does(accepts(ana))
    expect(told(one.events).at(-1)).toBe('taken_over')
    expect(readOffers(one.events).map(({ outcome }) => outcome)).toEqual(['accepted'])
  })

  test('[RO-30] passed on to another group that asks the same operator first: withdrawn, nobody declined', () => {
    const seat = { ...ana, groups: [support.id, sales.id] }
    const one = asked([seat])
    one.world.team.putGroup(sales, { automatic: true, offer: {} })
    one.does(drains)
    one.does(requests('sales', { assignOperator: 'specific', operator: ana.email }))
    one.does(drains)
    expect(readOffers(one.events).map(({ outcome }) => outcome)).toEqual(['withdrawn', null])
  })
})

describe('turns', () => {
  test('[RO-31] round_robin: whoever declines loses this turn only, and nobody else loses one', () => {
    const one = floor([ana, ben, cleo], { pick: 'round_robin', offer: { coolDownSeconds: 0, rounds: 100 } })
    const order: (string | undefined)[] = []
    for (let index = 0; index < 9; index += 1) {
      const id = `c${index}`
      one.asks(id)
      const first = one.team.seat(one.asked(id) as OperatorId)
      order.push(first?.name)
      if (index % 3 === 1 && first !== undefined) {
        one.does(id, declines(first))
        order.push(one.team.seat(one.asked(id) as OperatorId)?.name)
      }
    }
    const circle = order.slice(0, 3)
    expect(order).toEqual(order.map((_, index) => circle[index % 3]))
  })
})

describe('who missed an offer', () => {
  test('[RO-2] [RO-30] other offers of theirs still hold their seats until they end, and none is lost', () => {
    const one = floor([{ ...ana, capacity: 2 }], { offer: {} })
    one.asks('c1')
    one.asks('c2')
    expect([one.asked('c1'), one.asked('c2')]).toEqual([ana.id, ana.id])
    one.does('c1', declines(ana))
    const seat = () => seatsTaken(one.team.seat(ana.id) as Seat)
    expect(seat()).toBe(1)
    one.does('c2', { type: 'close', by: program, cause: 'api' })
    expect(seat()).toBe(0)
  })
})
