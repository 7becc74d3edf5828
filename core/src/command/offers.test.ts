import { describe, expect, test } from 'vitest'
import type { ConversationEvent, StateChange } from '../conversation/event.ts'
import { ownerOf } from '../conversation/holder.ts'
import type { Routing } from '../routing/routing.ts'
import { type Seat, seatsTaken } from '../routing/team.ts'
import {
  claims,
  contactSays,
  group,
  noon,
  opens,
  operator,
  operatorSays,
  program,
  type Talk,
  talk,
  team,
  told,
  world,
} from '../testing.ts'
import { instant } from '../time.ts'

const millisecondsAfter = (count: number) => instant(noon + count)

const support = group('support')
const sales = group('sales')
const ana = operator({ name: 'Ana' })
const ben = operator({ name: 'Ben', load: 1 })
const cleo = operator({ name: 'Cleo', load: 2 })

/** A conversation in which a person of *support* is asked for at noon; the group asks before it assigns. */
function asked(seats: readonly Seat[] = [ana, ben, cleo], routing: Routing = {}): Talk {
  const known = team(seats)
  known.putGroup(support, { automatic: true, offer: {}, ...routing })
  const one = talk(world({ team: known }))
  one.does(opens())
  one.does({
    type: 'set_operator_state',
    settings: { mode: 'request_operator', operatorsGroup: 'support' },
    by: program,
    cause: 'api',
  })
  return one
}

const accepts = (seat: Seat) => ({ type: 'accept_offer', operator: seat.id, cause: 'desk' }) as const
const declines = (seat: Seat) => ({ type: 'decline_offer', operator: seat.id, cause: 'desk' }) as const
const drains = { type: 'assign_waiting' } as const

function secondsLater(one: Talk, seconds: number): string[] {
  const before = one.events.length
  one.world.now = millisecondsAfter(seconds * 1_000)
  for (const { id, epoch, work } of one.works.splice(0)) {
    if (work.kind !== 'deadline') continue
    const { deadline, group, since, milliseconds } = work
    if (since + milliseconds > one.world.now) one.works.push({ id, epoch, work } as Talk['works'][number])
    else one.does({ type: 'meet_deadline', work: { id, epoch }, deadline, group, since })
  }
  return told(one.events.slice(before))
}

const holder = (one: Talk) => one.record.conversation.holder
const offered = (one: Talk) => {
  const held = holder(one)
  return held.state === 'operator_requested' && held.offer !== undefined ? held.operator : null
}
const taken = (one: Talk, seat: Seat) => seatsTaken(one.world.team.seat(seat.id) as Seat)
const offersIn = (events: readonly ConversationEvent[]) =>
  events.flatMap((event) => (event.type === 'operator_offered' ? [event.data.operator.name] : []))

describe('an offer', () => {
  test('[RO-30] the one who is picked is asked, for twenty seconds, and holds a seat meanwhile; the bot still answers', () => {
    const one = asked()
    const epoch = one.record.conversation.epoch
    one.does(drains)
    expect(one.events.at(-1)).toMatchObject({
      type: 'operator_offered',
      data: {
        operator: { name: 'Ana' },
        until: '2026-01-05T12:00:20.000Z',
        cause: 'timer',
        decision: { picked: ana.id },
      },
    })
    expect(one.record.conversation.epoch).toBe(epoch)
    expect(offered(one)).toBe(ana.id)
    expect(taken(one, ana)).toBe(1)
    expect(one.world.team.seat(ana.id)?.load).toBe(0)
    expect(told(one.does(contactSays('fallback')).events)).not.toEqual([])
  })

  test('[RO-30] accepted, it is an assignment; accepting twice is once', () => {
    const one = asked()
    one.does(drains)
    expect(told(one.does(accepts(ana)).events)).toEqual(['taken_over'])
    expect(ownerOf(holder(one))).toBe(ana.id)
    expect([one.world.team.seat(ana.id)?.load, taken(one, ana)]).toEqual([1, 1])
    expect(one.does(accepts(ana)).events).toEqual([])
    expect(secondsLater(one, 60)).toEqual([])
  })

  test('[RO-30] [RO-11] whoever is asked accepts, claims or writes although the offer took their last seat', () => {
    for (const command of [accepts(ana), claims(ana), operatorSays(ana)]) {
      const one = asked([{ ...ana, capacity: 1 }])
      one.does(drains)
      expect(offered(one)).toBe(ana.id)
      one.does(command)
      expect(ownerOf(holder(one))).toBe(ana.id)
      expect(taken(one, ana)).toBe(1)
    }
  })

  test('[RO-30] [RO-20] declined, the next by the same rule is asked at once, with the age kept', () => {
    const one = asked()
    one.does(drains)
    one.world.now = millisecondsAfter(5_000)
    expect(told(one.does(declines(ana)).events)).toEqual(['operator_requested', 'operator_offered'])
    expect(one.events.at(-2)).toMatchObject({
      actor: { kind: 'operator', name: 'Ana' },
      data: { reason: 'declined', to: { operator: null, requestedAt: '2026-01-05T12:00:00.000Z' } },
    })
    expect(offered(one)).toBe(ben.id)
    expect([taken(one, ana), taken(one, ben)]).toEqual([0, 2])
    expect(one.does(declines(ana)).events).toEqual([])
    expect(one.refused(accepts(ana))).toEqual({ kind: 'no_offer', operator: ana.id })
  })

  test('[RO-30] not answered, the next is asked, and who missed it is unresponsive until they do something', () => {
    const one = asked()
    one.does(drains)
    const missed = (seat: Seat) => ({ ...(one.world.team.seat(seat.id) as Seat), unresponsive: true })
    expect(secondsLater(one, 19)).toEqual([])
    const change = (() => {
      one.world.now = millisecondsAfter(20_000)
      const [row] = one.works.splice(0)
      if (row?.work.kind !== 'deadline') throw new Error('the offer has no deadline')
      const { deadline, group, since } = row.work
      return one.does({ type: 'meet_deadline', work: row, deadline, group, since })
    })()
    expect(told(change.events)).toEqual(['operator_requested', 'operator_offered'])
    expect(change.events[0]?.event.data).toMatchObject({ reason: 'offer_missed' })
    expect(change.seats.get(ana.id)).toMatchObject({ isUnresponsive: true, reserved: -1 })
    expect(offered(one)).toBe(ben.id)
    one.world.team.put(missed(ana))
    expect(one.does(operatorSays(ana, 'a note', true)).seats.get(ana.id)).toMatchObject({ isUnresponsive: false })
  })

  test('[RO-30] an offer that was answered does not pass later, and the next one has its own time', () => {
    const one = asked()
    one.does(drains)
    one.world.now = millisecondsAfter(15_000)
    one.does(declines(ana))
    expect(secondsLater(one, 20)).toEqual([])
    expect(offered(one)).toBe(ben.id)
    expect(secondsLater(one, 35)).toEqual(['operator_requested', 'operator_offered'])
    expect(offered(one)).toBe(cleo.id)
  })

  test('[RO-30] who declined cools down, and is asked again after it', () => {
    const one = asked([ana, ben], { offer: { coolDownSeconds: 60, rounds: 10 } })
    one.does(drains)
    one.does(declines(ana))
    one.does(declines(ben))
    expect(offered(one)).toBeNull()
    one.does(drains)
    expect(offered(one)).toBeNull()
    one.world.now = millisecondsAfter(59_999)
    expect(one.does(drains).events).toEqual([])
    one.world.now = millisecondsAfter(60_000)
    one.does(drains)
    expect(offered(one)).toBe(ana.id)
    expect(holder(one)).toMatchObject({ requestedAt: noon, offersMade: 3 })
  })

  test('[RO-30] after so many rounds the request stays open for all', () => {
    const one = asked([ana, ben, cleo], { offer: { rounds: 2 } })
    one.does(drains)
    one.does(declines(ana))
    one.does(declines(ben))
    expect(offersIn(one.events)).toEqual(['Ana', 'Ben'])
    expect(one.does(drains).events).toEqual([])
    one.does(claims(ana))
    expect(ownerOf(holder(one))).toBe(ana.id)
  })

  test('[RO-30] [HO-40] anybody may take what is offered to another; whoever was asked is told it is owned', () => {
    const one = asked()
    one.does(drains)
    one.does(claims(ben))
    expect([taken(one, ana), taken(one, ben)]).toEqual([0, 2])
    expect(one.refused(accepts(ana))).toEqual({ kind: 'owned', owner: ben.id })
    expect(one.does(declines(ana)).events).toEqual([])
  })

  test('[RO-30] [HO-46] it ends with its operator, with the request and with the conversation, and its seat is free', () => {
    for (const command of [
      { type: 'lose_operator', operator: ana.id, by: program, cause: 'api' },
      { type: 'hand_over', by: program, cause: 'api' },
      { type: 'close', by: program, cause: 'api' },
      { type: 'transfer', to: { group: sales.id }, by: program, cause: 'api' },
    ] as const) {
      const one = asked()
      one.does(drains)
      one.does(command)
      expect(offered(one), command.type).toBeNull()
      expect(taken(one, ana), command.type).toBe(0)
      expect(secondsLater(one, 120), command.type).toEqual([])
    }
  })

  test('[RO-30] [HO-16] asking for the same again leaves the offer, asking for another group ends it', () => {
    const one = asked()
    one.does(drains)
    const asks = (operatorsGroup: string) =>
      one.does({
        type: 'set_operator_state',
        settings: { mode: 'request_operator', operatorsGroup },
        by: program,
        cause: 'api',
      })
    expect(asks('support').events).toEqual([])
    expect(offered(one)).toBe(ana.id)
    asks('sales')
    expect(offered(one)).toBeNull()
    expect(taken(one, ana)).toBe(0)
  })

  test('[RO-30] [HO-10] a takeover that a flow wishes is no offer', () => {
    const one = asked()
    one.does({
      type: 'set_operator_state',
      settings: { mode: 'operator_takeover', operatorsGroup: 'support', assignOperator: 'less_busy' },
      by: program,
      cause: 'api',
    })
    expect(ownerOf(holder(one))).toBe(ana.id)
  })

  test('[RO-30] a refused command takes back what it moved in the team', () => {
    const one = asked()
    one.does(drains)
    one.refused({ type: 'start_interaction', interaction: 'nowhere', by: program, cause: 'api' })
    expect(taken(one, ana)).toBe(1)
  })
})

describe('seats', () => {
  test('[RO-10] a conversation of a heavy channel takes as many seats as it says, and needs that much room', () => {
    const known = team([
      { ...ana, capacity: 3 },
      { ...ben, capacity: 3 },
    ])
    known.putWorkspace({ channelWeights: { custom: 2 } })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does(claims(ana))
    expect(known.seat(ana.id)).toMatchObject({ load: 1, reserved: 1 })
    const another = talk(world({ team: known }))
    another.does(opens())
    expect(another.refused(claims(ana))).toMatchObject({ kind: 'operator_full' })
    another.does({
      type: 'set_operator_state',
      settings: { mode: 'operator_takeover', assignOperator: 'random' },
      by: program,
      cause: 'api',
    })
    expect(ownerOf(holder(another))).toBe(ben.id)
    one.does({ type: 'close', by: program, cause: 'api' })
    expect(known.seat(ana.id)).toMatchObject({ load: 0, reserved: 0 })
  })

  test('[RO-10] where waiting for the contact is free, the owner writes and has room until the contact does', () => {
    const known = team([{ ...ana, capacity: 1 }])
    known.putWorkspace({ holdIsFree: true })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does(operatorSays(ana))
    expect([known.seat(ana.id)?.load, taken(one, ana)]).toEqual([1, 0])
    one.does(operatorSays(ana, 'a note', true))
    expect(taken(one, ana)).toBe(0)
    one.does(contactSays('here I am'))
    expect(taken(one, ana)).toBe(1)
    one.does(operatorSays(ana))
    one.does({ type: 'close', by: program, cause: 'api' })
    expect([known.seat(ana.id)?.load, taken(one, ana)]).toEqual([0, 0])
  })

  test('[RO-10] after closing, the seat stays taken for the wrap-up', () => {
    const known = team([{ ...ana, capacity: 1 }])
    known.putWorkspace({ deadlines: { wrapUp: { afterSeconds: 30 } } })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does(claims(ana))
    const change = one.does({ type: 'close', by: program, cause: 'api' })
    expect(change.events[0]?.event.data).toMatchObject({ wrapUpSeconds: 30 })
    expect(change.seats.get(ana.id)).toEqual({ reserved: 0, wrapsUpUntil: millisecondsAfter(30_000) })
    expect([known.seat(ana.id)?.load, taken(one, ana)]).toEqual([0, 1])
  })
})

describe('turns', () => {
  test('[RO-31] everybody in turn: the cursor of the group moves with each pick, by the queue and by a flow', () => {
    const known = team([ana, ben, cleo])
    known.putGroup(support, { automatic: true, pick: 'round_robin' })
    const owners = [0, 1, 2, 3].map((index) => {
      const one = talk(world({ team: known }))
      one.does(opens())
      const mode = index % 2 === 0 ? 'request_operator' : 'operator_takeover'
      one.does({ type: 'set_operator_state', settings: { mode, operatorsGroup: 'support' }, by: program, cause: 'api' })
      const change = index % 2 === 0 ? one.does(drains) : null
      if (change !== null) expect(change.cursors.get(support.id)?.operator).toBe(ownerOf(holder(one)))
      return ownerOf(holder(one))
    })
    expect(owners).toEqual([ana.id, ben.id, cleo.id, ana.id])
  })

  test('[RO-31] the last owner first, also of the conversation before', () => {
    const known = team([ana, ben, cleo])
    known.putWorkspace({ automatic: true, pick: 'sticky' })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does(claims(cleo))
    one.does({ type: 'hand_over', by: program, cause: 'api' })
    one.does({ type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' })
    one.does(drains)
    expect(ownerOf(holder(one))).toBe(cleo.id)
    const next = talk(world({ team: known }))
    next.does({ ...opens(), opening: { ...(opens().opening as never as object), lastOwner: cleo.id } as never })
    next.does({ type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' })
    next.does(drains)
    expect(ownerOf(holder(next))).toBe(cleo.id)
  })

  test('[RO-32] [RO-4] who has just come online gets one in so many seconds while others could take it', () => {
    const known = team([{ ...ana, onlineSince: noon }, ben])
    known.putWorkspace({ automatic: true, ramp: { everySeconds: 60, lastsSeconds: 600 } })
    const next = (seconds: number) => {
      const one = talk(world({ team: known, now: millisecondsAfter(seconds * 1_000) }))
      one.does(opens())
      one.does({ type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' })
      one.does(drains)
      return ownerOf(holder(one))
    }
    expect([next(0), next(1), next(59), next(60)]).toEqual([ana.id, ben.id, ben.id, ana.id])
  })
})

describe('an owner who is gone', () => {
  const gone = (outcome: 'requeue' | 'hand_back') => {
    const known = team([ana, ben])
    known.putGroup(support, { deadlines: { unreachable: { afterSeconds: 120, outcome } } })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does({
      type: 'set_operator_state',
      settings: {
        mode: 'operator_takeover',
        operatorsGroup: 'support',
        assignOperator: 'specific',
        operator: ana.email,
      },
      by: program,
      cause: 'api',
    })
    return one
  }

  test('[RO-1] [RO-20] two minutes after their last sign of life the conversation waits again, or is the bot’s', () => {
    for (const [outcome, type] of [
      ['requeue', 'transferred'],
      ['hand_back', 'handed_over'],
    ] as const) {
      const one = gone(outcome)
      expect(secondsLater(one, 120)).toEqual([])
      one.world.team.put({ ...(one.world.team.seat(ana.id) as Seat), offlineAt: millisecondsAfter(165_000) })
      expect(secondsLater(one, 240)).toEqual([])
      expect(secondsLater(one, 284)).toEqual([])
      expect(secondsLater(one, 285)).toEqual([type])
      expect(one.events.at(-1)?.data as StateChange).toMatchObject({ reason: 'owner_unreachable', cause: 'timer' })
      expect(taken(one, ana)).toBe(0)
    }
  })
})

describe('a conversation that falls silent', () => {
  test('[HO-17] the owner is warned before it goes back, and again when somebody has written in between', () => {
    const known = team([ana])
    known.putWorkspace({ deadlines: { idle: { afterSeconds: 600, outcome: 'hand_back', warnSeconds: 60 } } })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does(claims(ana))
    expect(secondsLater(one, 539)).toEqual([])
    one.does(operatorSays(ana))
    expect(secondsLater(one, 600)).toEqual([])
    expect(secondsLater(one, 1_079)).toEqual(['end_announced'])
    expect(secondsLater(one, 1_139)).toEqual(['handed_over'])
  })
})

describe('while somebody waits', () => {
  test('[RO-24] an interaction of the bot runs again and again until somebody takes the request', () => {
    const known = team([ana])
    known.putGroup(support, { deadlines: { waiting: { afterSeconds: 60, interaction: 'patience' } } })
    const one = talk(
      world({ team: known, interactions: { patience: [{ type: 'say', text: 'Place {{ queue_position }}' }] } }),
    )
    one.world.placeOf = () => ({ position: 3, minutes: null })
    one.does(opens())
    one.does({
      type: 'set_operator_state',
      settings: { mode: 'request_operator', operatorsGroup: 'support' },
      by: program,
      cause: 'api',
    })
    expect(secondsLater(one, 60)).toEqual(['chatbot: Place 3'])
    expect(secondsLater(one, 120)).toEqual(['chatbot: Place 3'])
    one.does(claims(ana))
    expect(secondsLater(one, 180)).toEqual([])
  })

  test('[RO-22] [RO-20] a request that nobody takes is passed on to another group, with its age', () => {
    const known = team([ana])
    known.putGroup(support, {
      deadlines: { unanswered: { afterSeconds: 60, outcome: 'group', group: sales.id } },
    })
    const one = talk(world({ team: known }))
    one.does(opens())
    one.does({
      type: 'set_operator_state',
      settings: { mode: 'request_operator', operatorsGroup: 'support' },
      by: program,
      cause: 'api',
    })
    expect(secondsLater(one, 60)).toEqual(['operator_requested'])
    expect(holder(one)).toMatchObject({ group: sales.id, requestedAt: noon })
  })
})
