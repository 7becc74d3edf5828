import { describe, expect, test } from 'vitest'
import type { StateChange } from '../conversation/event.ts'
import { ownerOf } from '../conversation/holder.ts'
import type { OperatorId } from '../ids.ts'
import type { Deadlines } from '../routing/routing.ts'
import type { Seat } from '../routing/team.ts'
import {
  claims,
  contactSays,
  group,
  minutesAfter,
  noon,
  opens,
  operator,
  operatorSays,
  program,
  say,
  type Talk,
  talk,
  team,
  told,
  world,
} from '../testing.ts'

const support = group('support')
const sales = group('sales')
const ana = operator({ name: 'Ana' })
const ben = operator({ name: 'Ben' })

/** A conversation in which a person of *support* was asked for at noon. */
function asked(deadlines: Deadlines, routing = {}): Talk {
  const known = team([ana, ben])
  known.putGroup(support, { deadlines, ...routing })
  const one = talk(world({ team: known, interactions: { sorry: [say('Nobody can take this now')] } }))
  one.does(opens())
  one.does({
    type: 'set_operator_state',
    settings: { mode: 'request_operator', operatorsGroup: 'support' },
    by: program,
    cause: 'api',
  })
  return one
}

/** So many minutes after noon every row that is due by then has done what it does; answers what was written. */
function minutesLater(one: Talk, minutes: number): string[] {
  const before = one.events.length
  one.world.now = minutesAfter(minutes)
  for (const { id, epoch, work } of one.works.splice(0)) {
    if (work.kind !== 'deadline') continue
    const { deadline, group, since } = work
    one.does({ type: 'meet_deadline', work: { id, epoch }, deadline, group, since })
  }
  return told(one.events.slice(before))
}

const last = (one: Talk) => one.events.at(-1)?.data as StateChange

describe('a request that nobody takes', () => {
  const withdraw: Deadlines = { unanswered: { afterSeconds: 60, outcome: 'withdraw' } }

  test('[RO-24] it is withdrawn when its time is over, with the reason, and the bot goes on', () => {
    const one = asked(withdraw)
    expect(one.works.map(({ work }) => work)).toEqual([
      { kind: 'deadline', deadline: 'unanswered', group: support.id, since: noon, milliseconds: 60_000 },
    ])
    expect(minutesLater(one, 1)).toEqual(['handed_over'])
    expect(last(one)).toMatchObject({ reason: 'unanswered', cause: 'timer', to: { chatState: 'chatbot_controlled' } })
  })

  test('[RO-24] an interaction is started once, and the request stays', () => {
    const one = asked({ unanswered: { afterSeconds: 60, outcome: 'interaction', interaction: 'sorry' } })
    expect(minutesLater(one, 1)).toEqual(['chatbot: Nobody can take this now'])
    expect(one.record.conversation.holder.state).toBe('operator_requested')
    expect(minutesLater(one, 9)).toEqual([])
  })

  test('[RO-24] an interaction that the live bot does not have is told as a diagnostic', () => {
    const one = asked({ unanswered: { afterSeconds: 60, outcome: 'interaction', interaction: 'gone' } })
    expect(minutesLater(one, 1)).toEqual(['diagnostic'])
    expect(one.record.conversation.holder.state).toBe('operator_requested')
  })

  test('[RO-20] [RO-24] one that an owner passed on keeps its age, and has its time anew', () => {
    const one = asked(withdraw)
    one.does(claims(ana))
    one.works.splice(0)
    one.world.now = minutesAfter(20)
    one.does({ type: 'transfer', to: { group: support.id }, by: program, cause: 'api' })
    expect(last(one).to.requestedAt).toBe('2026-01-05T12:00:00.000Z')
    expect(one.works.map(({ work }) => work)).toMatchObject([{ deadline: 'unanswered', milliseconds: 60_000 }])
    expect(minutesLater(one, 21)).toEqual(['handed_over'])
  })

  test('[RO-24] one that was taken, withdrawn or closed meanwhile is left alone: another epoch', () => {
    for (const move of [
      claims(ana),
      { type: 'hand_over', by: program, cause: 'api' },
      { type: 'close', by: program, cause: 'api' },
    ] as const) {
      const one = asked(withdraw)
      one.does(move)
      expect(minutesLater(one, 5)).toEqual([])
    }
  })

  test('[RO-24] what was put off or turned off meanwhile counts as it is set now', () => {
    const one = asked(withdraw)
    one.world.team.putGroup(support, { deadlines: { unanswered: { afterSeconds: 180, outcome: 'withdraw' } } })
    expect(minutesLater(one, 1)).toEqual([])
    expect(one.works.map(({ work }) => work)).toEqual([
      { kind: 'deadline', deadline: 'unanswered', group: support.id, since: noon, milliseconds: 120_000 },
    ])
    one.world.team.putGroup(support, {})
    expect(minutesLater(one, 3)).toEqual([])
    expect(one.works).toEqual([])
  })
})

describe('a request that is addressed to another group, which is the same epoch', () => {
  const sorry = (afterSeconds: number): Deadlines => ({
    unanswered: { afterSeconds, outcome: 'interaction', interaction: 'sorry' },
  })
  const moved = (from: Deadlines, to: Deadlines) => {
    const one = asked(from)
    one.world.team.putGroup(sales, { deadlines: to })
    one.does({ type: 'transfer', to: { group: sales.id }, by: program, cause: 'api' })
    return one
  }

  test('[RO-24] the deadline of that group counts, also where the one before had none', () => {
    const one = moved({}, { unanswered: { afterSeconds: 60, outcome: 'withdraw' } })
    expect(minutesLater(one, 1)).toEqual(['handed_over'])
  })

  test('[RO-24] an earlier one passes in its time, and only once', () => {
    const one = moved(sorry(300), sorry(60))
    const [late, early] = one.works.splice(0)
    if (late === undefined || early === undefined) throw new Error('a deadline was not set')
    one.works.push(early)
    expect(minutesLater(one, 1)).toEqual(['chatbot: Nobody can take this now'])
    one.works.push(late)
    expect(minutesLater(one, 5)).toEqual([])
  })

  test('[RO-24] one for a group that is deleted is everybody’s', () => {
    const one = asked({})
    one.world.team.putWorkspace({ deadlines: { unanswered: { afterSeconds: 60, outcome: 'withdraw' } } })
    one.world.team.removeGroup(support.id)
    one.does({ type: 'lose_group', group: support.id, by: program, cause: 'api' })
    expect(minutesLater(one, 1)).toEqual(['handed_over'])
  })
})

describe('an owner who does not answer', () => {
  const deadlines: Deadlines = { firstAnswer: { afterSeconds: 120 } }

  test('[RO-20] it waits for somebody again, with its age', () => {
    const one = asked(deadlines)
    one.world.now = minutesAfter(1)
    one.does(claims(ana))
    one.does(contactSays('anybody there?'))
    expect(minutesLater(one, 3)).toEqual(['transferred'])
    expect(last(one)).toMatchObject({
      reason: 'no_first_answer',
      to: { chatState: 'operator_requested', group: { id: support.id }, requestedAt: '2026-01-05T12:00:00.000Z' },
    })
    expect(one.world.team.seat(ana.id)?.load).toBe(0)
  })

  test('[RO-20] a message to the contact meets it, a note does not, and each owner has a time of their own', () => {
    const one = asked(deadlines)
    one.does(claims(ana))
    one.does(operatorSays(ana, 'look at this', true))
    one.does(operatorSays(ana))
    expect(minutesLater(one, 2)).toEqual([])
    one.does({ type: 'transfer', to: { operator: ben.id }, by: program, cause: 'api' })
    one.does(operatorSays(ben, 'a note', true))
    expect(minutesLater(one, 4)).toEqual(['transferred'])
  })
})

test('[RO-21] where requests are assigned by themselves an owner who does not answer gives way to another, however little they have to do', () => {
  const one = asked({ firstAnswer: { afterSeconds: 120 } }, { automatic: true })
  one.does({ type: 'assign_waiting' })
  const owner = () => ownerOf(one.record.conversation.holder)
  const first = owner()
  const other = first === ana.id ? ben.id : ana.id
  one.world.team.setLoad(other, 3)
  expect(minutesLater(one, 2)).toEqual(['transferred'])
  one.does({ type: 'assign_waiting' })
  expect(owner()).toBe(other)
  one.world.team.put({ ...(one.world.team.seat(first as OperatorId) as Seat), status: 'offline' })
  expect(minutesLater(one, 4)).toEqual(['transferred'])
  one.does({ type: 'assign_waiting' })
  expect(owner()).toBeNull()
  one.world.now = minutesAfter(5)
  one.does({ type: 'assign_waiting' })
  expect(owner()).toBe(other)
})

test('[RO-20] [HO-46] an owner who does not answer gives way to everybody where their group has gone', () => {
  const one = asked({ firstAnswer: { afterSeconds: 120 } })
  one.world.team.putWorkspace({ deadlines: { firstAnswer: { afterSeconds: 120 } } })
  one.does(claims(ana))
  one.world.team.removeGroup(support.id)
  expect(minutesLater(one, 2)).toEqual(['transferred'])
  expect(last(one).to).toMatchObject({ chatState: 'operator_requested', group: null })
})

test('[HO-43] without settings nothing is set, whatever happens', () => {
  const one = asked({})
  one.does(claims(ana))
  one.does(operatorSays(ana))
  one.does({ type: 'hand_over', by: program, cause: 'api' })
  expect(one.works).toEqual([])
})
