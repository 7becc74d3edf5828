import { describe, expect, test } from 'vitest'
import {
  by,
  claims,
  contactSays,
  opens,
  operator,
  operatorSays,
  program,
  setOperatorStateTo,
  talk,
  world,
} from '../testing.ts'
import { after } from '../time.ts'
import { factsOf, withNextWishes } from './facts.ts'
import { type Handling, humanTimeOf } from './handling.ts'
import { at, factsFrom, logOf } from './testing.ts'

const asked = ['10:00:00 opened', '10:00:00 contact writes', '10:00:00 requested for support']

/** The only handling of a log. */
function handlingOf(lines: string[], besides: Parameters<typeof factsFrom>[1] = {}): Handling {
  const [handling, ...more] = factsFrom(lines, besides).handlings
  if (handling === undefined || more.length > 0) throw new Error(`${more.length} handlings more than one`)
  return handling
}

describe('who is human is told by the actor', () => {
  test.each<[string, string[], string | null]>([
    ['a note is no answer', ['10:00:10 taken by Ana', '10:00:20 Ana notes'], null],
    ['the bot is no answer, whoever started it', ['10:00:10 taken by Ana', '10:00:20 bot writes'], null],
    ['the assignment is no answer', ['10:00:10 taken by Ana'], null],
    ['the first message is', ['10:00:10 taken by Ana', '10:00:20 Ana writes', '10:00:30 Ana writes'], '10:00:20'],
    ['also one of a supervisor', ['10:00:10 taken by Ana', '10:00:20 Sue writes'], '10:00:20'],
  ])('%s', (_, lines, answeredAt) => {
    expect(handlingOf([...asked, ...lines]).answeredAt).toBe(answeredAt === null ? null : at(answeredAt))
  })
})

describe('how a request ends', () => {
  const taken = '10:00:10 taken by Ana'
  test.each<[string, string[], string[], string, string | null]>([
    ['answered', [taken, '10:00:20 Ana writes', '10:05:00 closed by system'], [], 'answered', null],
    ['closed by a program', ['10:00:20 closed by system'], [], 'abandoned', '10:00:20'],
    ['closed by the bot after an owner said nothing', [taken, '10:00:20 closed by bot'], [], 'abandoned', '10:00:20'],
    ['withdrawn by the bot', ['10:00:20 handed over by bot'], [], 'abandoned', '10:00:20'],
    ['handed back by an operator without a word', [taken, '10:00:20 handed over by Ana'], [], 'dismissed', null],
    ['still there', [taken], [], 'open', null],
    ['gone, while nobody came', [], ['10:00:15'], 'abandoned', '10:00:15'],
    ['gone before the answer', [taken, '10:00:20 Ana writes'], ['10:00:15'], 'abandoned', '10:00:15'],
    ['gone after the answer', [taken, '10:00:20 Ana writes'], ['10:00:25'], 'answered', null],
    ['gone and back', ['10:00:17 contact writes', taken, '10:00:20 Ana writes'], ['10:00:15'], 'answered', null],
    ['gone before asking', [taken, '10:00:20 Ana writes'], ['09:59:00'], 'answered', null],
  ])('%s', (_, lines, gone, outcome, leftAt) => {
    const sorted = [...asked, ...lines.toSorted()]
    expect(handlingOf(sorted, { leftAt: gone.map((time) => at(time)) })).toMatchObject({
      outcome,
      leftAt: leftAt === null ? null : at(leftAt),
    })
  })
})

describe('a handling', () => {
  test('begins with the request or the owner, and ends with the bot or the closing', () => {
    const { handlings } = factsFrom([
      ...['10:00:00 opened', '10:01:00 taken by Ana', '10:02:00 handed over by Ana', '10:03:00 requested'],
      ...['10:04:00 assigned to Bo', '10:05:00 closed by Bo'],
    ])
    expect(
      handlings.map(({ startedAt, requestedAt, assignedAt, endedAt }) => [startedAt, requestedAt, assignedAt, endedAt]),
    ).toEqual([
      [at('10:01:00'), null, at('10:01:00'), at('10:02:00')],
      [at('10:03:00'), at('10:03:00'), at('10:04:00'), at('10:05:00')],
    ])
  })

  test('asked for and assigned in one step: r is a', () => {
    expect(handlingOf(['10:00:00 opened', '10:00:05 assigned to Ana'])).toMatchObject({
      requestedAt: at('10:00:05'),
      assignedAt: at('10:00:05'),
    })
  })

  test('human time leaves out the waits between owners; wrap-up comes only where an owned one closes', () => {
    const lines = [
      ...asked,
      ...[
        '10:01:00 taken by Ana',
        '10:03:00 transferred to group sales',
        '10:08:00 taken by Bo',
        '10:09:00 closed by Bo',
      ],
    ]
    const handling = handlingOf(lines, { wrapUpMs: 5_000 })
    expect(humanTimeOf(handling)).toBe(180_000)
    expect(handling).toMatchObject({ transfers: 1, wrapUpMs: 5_000, requestedAt: at('10:00:00') })
    expect(handling.owned.map(({ from, until }) => [from, until])).toEqual([
      [at('10:01:00'), at('10:03:00')],
      [at('10:08:00'), at('10:09:00')],
    ])
    const backToBot = [...asked, '10:01:00 taken by Ana', '10:02:00 handed over by Ana']
    expect(handlingOf(backToBot, { wrapUpMs: 5_000 }).wrapUpMs).toBe(0)
    expect(handlingOf([...asked, '10:01:00 closed by bot'], { wrapUpMs: 5_000 }).wrapUpMs).toBe(0)
    expect(humanTimeOf(handlingOf([...asked, '10:01:00 taken by Ana']))).toBeNull()
  })

  test.each<[string, string[], boolean]>([
    ['Ana, Bo, Ana', ['10:02:00 transferred to Bo', '10:03:00 transferred to Ana'], true],
    ['Ana, Bo, Cleo', ['10:02:00 transferred to Bo', '10:03:00 transferred to Cleo'], false],
    ['Ana, her group, Ana', ['10:02:00 transferred to group support', '10:03:00 taken by Ana'], false],
    ['support, sales', ['10:02:00 transferred to group sales', '10:03:00 taken by Bo'], false],
    [
      'support, sales, support',
      ['10:02:00 transferred to group sales', '10:03:00 taken by Bo', '10:04:00 transferred to group support'],
      true,
    ],
  ])('bounce: %s', (_, lines, bounces) => {
    expect(handlingOf([...asked, '10:01:00 taken by Ana', ...lines]).bounces).toBe(bounces)
  })

  test.each<[string, string[], boolean]>([
    ['within half an hour', ['10:31:00 assigned to Bo'], true],
    ['later', ['10:31:00.001 assigned to Bo'], false],
    [
      'over a request that came to nothing',
      ['10:06:00 requested', '10:07:00 handed over by bot', '10:30:00 taken by Bo'],
      true,
    ],
    ['nobody came the second time', ['10:06:00 requested'], false],
    [
      'within half an hour of the one before, not of the first',
      ['10:40:00 assigned to Bo', '10:50:00 handed over by Bo', '11:05:00 assigned to Ana'],
      true,
    ],
  ])('ping-pong: %s', (_, lines, isPingPong) => {
    const { handlings } = factsFrom([...asked, '10:01:00 taken by Ana', '10:05:00 handed over by Ana', ...lines])
    expect(handlings.map((one) => one.isPingPong)).toEqual([...handlings.slice(1).map(() => false), isPingPong])
  })
})

describe('offers', () => {
  test.each<[string, string[], (string | null)[]]>([
    ['accepted at the last moment', ['10:00:20 taken by Ana'], ['accepted']],
    ['before anybody noticed that its time was over', ['10:00:20.001 taken by Ana'], ['accepted']],
    ['the next is asked before its time is over', ['10:00:10 offered to Bo for 20'], ['declined', null]],
    ['the next is asked after it', ['10:00:21 offered to Bo for 20'], ['missed', null]],
    ['somebody else was quicker', ['10:00:10 taken by Bo'], ['withdrawn']],
    ['another group is asked', ['10:00:10 requested for sales'], ['withdrawn']],
    ['back to all of the group', ['10:00:10 requested for support'], ['withdrawn']],
    ['a no', ['10:00:10 declined by Ana'], ['declined']],
    ['no answer, noticed to the millisecond', ['10:00:20 missed by Ana'], ['missed']],
    ['the contact gave up', ['10:00:10 closed by bot'], ['withdrawn']],
    ['only words since', ['10:00:10 contact writes'], [null]],
    ['words after its time', ['10:00:30 contact writes'], ['missed']],
  ])('%s', (_, lines, outcomes) => {
    const { offers } = factsFrom([...asked, '10:00:00 offered to Ana for 20', ...lines])
    expect(offers.map(({ outcome }) => outcome)).toEqual(outcomes)
  })
})

describe('wishes for a person', () => {
  test('a request, a pick and a search in vain are; an operator who comes is not', () => {
    expect(factsFrom([...asked, '10:00:05 taken by Ana']).wishes).toEqual([at('10:00:00')])
    expect(factsFrom(['10:00:00 opened', '10:00:05 assigned to Ana']).wishes).toEqual([at('10:00:05')])
    expect(factsFrom(['10:00:00 opened', '10:00:05 nobody']).wishes).toEqual([at('10:00:05')])
    expect(factsFrom(['10:00:00 opened', '10:00:05 taken by Ana']).wishes).toEqual([])
  })

  test('the next one is of the same contact, in a later conversation, the earliest', () => {
    const all = [
      factsFrom(['12:00:00 opened', '12:01:00 requested'], { contact: 'kim' }),
      factsFrom(['09:00:00 opened', '09:00:00 contact writes'], { contact: 'kim' }),
      factsFrom(['10:00:00 opened', '10:01:00 requested', '10:02:00 handed over by bot', '10:03:00 requested'], {
        contact: 'kim',
      }),
      factsFrom(['09:00:00 opened', '09:01:00 requested'], { contact: 'lea' }),
    ]
    expect(withNextWishes(all).map(({ nextWishAt }) => nextWishAt)).toEqual([
      null,
      at('10:01:00'),
      at('12:01:00'),
      null,
    ])
  })
})

test('a log that does not begin with an opening is broken', () => {
  expect(() => factsOf([])).toThrow('opening')
  expect(() => factsOf(logOf(['10:00:00 contact writes']))).toThrow('opening')
})

test('events as the rules write them are read as they are meant', () => {
  const [ana, bo] = [operator({ name: 'Ana' }), operator({ name: 'Bo', role: 'supervisor' })]
  const given = world({
    team: [ana, bo],
    interactions: { person: [setOperatorStateTo('request_operator', { operatorsGroup: 'support' })] },
  })
  const start = given.now
  const { does, events } = talk(given)
  const later = (seconds: number) => {
    given.now = after(start, seconds * 1_000)
  }
  does(opens('hello'))
  later(10)
  does(contactSays('person'))
  later(15)
  does(contactSays('anybody?'))
  later(20)
  does(claims(ana))
  later(25)
  does(operatorSays(ana, 'Let me see', true))
  later(30)
  does(operatorSays(ana))
  later(90)
  does({ type: 'transfer', to: { operator: bo.id }, by: by(ana), cause: 'desk' })
  later(150)
  does({ type: 'hand_over', by: by(bo), cause: 'desk' })
  later(200)
  does({
    type: 'set_operator_state',
    settings: { mode: 'operator_takeover', assignOperator: 'specific', operator: ana.email },
    by: program,
    cause: 'api',
  })
  later(260)
  does({ type: 'close', by: program, cause: 'api' })
  const moment = (seconds: number) => after(start, seconds * 1_000)
  expect(factsOf(events)).toMatchObject({
    openedAt: start,
    contactWroteLastAt: moment(15),
    wishes: [moment(10), moment(200)],
    handlings: [
      {
        ...{ requestedAt: moment(10), contactWroteAt: moment(15), assignedAt: moment(20), answeredAt: moment(30) },
        ...{ endedAt: moment(150), outcome: 'answered', transfers: 1, bounces: false },
        owned: [
          { operator: ana.id, from: moment(20), until: moment(90) },
          { operator: bo.id, from: moment(90), until: moment(150) },
        ],
      },
      {
        ...{ requestedAt: moment(200), assignedAt: moment(200), answeredAt: null, leftAt: moment(260) },
        ...{
          outcome: 'abandoned',
          isPingPong: true,
          owned: [{ operator: ana.id, from: moment(200), until: moment(260) }],
        },
      },
    ],
  })
})
