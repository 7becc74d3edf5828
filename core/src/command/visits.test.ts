/** What is counted of a bot's interactions beside the log: who came to them, and what became of them there. */
import { describe, expect, test } from 'vitest'
import {
  bot,
  by,
  claims,
  contactSays,
  end,
  flowOf,
  hold,
  jump,
  offer,
  opens,
  operator,
  operatorSays,
  program,
  say,
  setOperatorStateTo,
  talk,
  tell,
  wait,
  whenSet,
  world,
} from '../testing.ts'
import type { Change } from './decide.ts'

const ana = operator({ name: 'Ana' })
const interactions = {
  slow: [say('Looking …'), wait(), say('Found it.')],
  ask: [say('Your name?'), hold('answer', say('Thanks {{ answer }}'))],
  choose: [offer('Prices', 'prices', [say('12'), jump('slow')]), offer('Nothing', 'nothing', [])],
  person: [say('One moment.'), setOperatorStateTo('operator_takeover'), say('Nobody is in.')],
  request: [setOperatorStateTo('request_operator'), say('Somebody will come.')],
  both: [setOperatorStateTo('request_operator'), setOperatorStateTo('operator_takeover')],
  there: [say('This way.'), jump('person')],
  later: [tell({ kind: 'start', target: { interaction: 'ask' }, milliseconds: 1_000 })],
  bye: [say('Bye.'), end()],
  empty: [],
  fallback: [whenSet('answer', setOperatorStateTo('request_operator')), say('I did not get that.')],
}
const { fallback, ...withoutFallback } = interactions

const begun = (given = interactions as typeof withoutFallback) => {
  const one = talk(world({ team: [ana], interactions: given }))
  one.does(opens())
  return one
}
const visitsOf = ({ visits }: Change) =>
  visits.map(({ kind, behavior, interaction }) => `${kind} ${behavior}/${interaction}`)
const missesOf = ({ misses }: Change) => misses.map(({ seq }) => seq)
const close = { type: 'close', by: program, cause: 'api' } as const
const handOver = { type: 'hand_over', by: program, cause: 'api' } as const

describe('an interaction is entered', () => {
  test('[FL-14] [FL-3] by an opening, and by each keyword, also where the contact is already', () => {
    const one = talk(world({ interactions }))
    expect(visitsOf(one.does(opens('choose')))).toEqual(['entered main/welcome', 'entered main/choose'])
    expect(visitsOf(one.does(contactSays('empty')))).toEqual(['entered main/empty'])
    expect(visitsOf(one.does(contactSays('empty')))).toEqual(['entered main/empty'])
  })

  test('[FL-14] [FL-0] by a jump, each on its way', () => {
    const change = begun().does(contactSays('there'))
    expect(visitsOf(change)).toEqual(['entered main/there', 'entered main/person', 'to_operators main/person'])
  })

  test('[FL-14] [FL-3] by the jump of a click, not by the click itself', () => {
    const one = begun()
    one.does(contactSays('choose'))
    const clicked = contactSays(null, { message: { text: 'Prices', payload: 'prices', parts: [] } })
    expect(visitsOf(one.does(clicked))).toEqual(['entered main/slow'])
  })

  test('[FL-14] [HO-23] when it is started by an operator or a program, and [FL-5] when its time has come', () => {
    const one = begun()
    const start = { type: 'start_interaction', interaction: 'empty', cause: 'desk' } as const
    expect(visitsOf(one.does({ ...start, by: by(ana) }))).toEqual(['entered main/empty'])
    expect(visitsOf(one.does({ ...start, by: program, cause: 'api' }))).toEqual(['entered main/empty'])
    one.does(contactSays('later'))
    expect(visitsOf(one.answers({ kind: 'start', target: { interaction: 'ask' } }))).toEqual(['entered main/ask'])
  })

  test('[FL-14] [FL-5] once, however many steps it takes', () => {
    const one = begun()
    expect(visitsOf(one.does(contactSays('slow')))).toEqual(['entered main/slow'])
    expect(visitsOf(one.answers())).toEqual([])
    one.does(contactSays('ask'))
    expect(visitsOf(one.does(contactSays('Carl')))).toEqual([])
  })
})

describe('what nothing answers', () => {
  test('[FL-15] [FL-3] (c) is missed and enters the fallback, which is no place to stand at', () => {
    const one = begun()
    const change = one.does(contactSays('whatever'))
    expect(visitsOf(change)).toEqual(['entered main/fallback'])
    expect(missesOf(change)).toEqual([change.events[0]?.event.seq])
    expect(visitsOf(one.does(close))).toEqual(['left main/welcome'])
  })

  test('[FL-15] [FL-3] (c) is missed where there is no fallback, too', () => {
    const change = begun(withoutFallback).does(contactSays('whatever'))
    expect(visitsOf(change)).toEqual([])
    expect(missesOf(change)).toEqual([change.events[0]?.event.seq])
  })

  test('[FL-15] [FL-3] is not what a keyword, a waiting input or a click answers, nor what opens the conversation', () => {
    const one = talk(world({ interactions }))
    const clicked = contactSays(null, { message: { text: 'Prices', payload: 'prices', parts: [] } })
    const said = [opens('whatever'), contactSays('ask'), contactSays('Carl'), contactSays('choose'), clicked]
    expect(said.flatMap((command) => missesOf(one.does(command)))).toEqual([])
  })

  test('[FL-15] [FL-3] an unknown payload counts as the text that came with it', () => {
    const one = begun()
    const sent = (text: string | null) =>
      missesOf(one.does(contactSays(null, { message: { text, payload: 'long gone', parts: [] } })))
    expect(sent('Old offer')).toHaveLength(1)
    expect(sent(null)).toEqual([])
    expect(sent('  ')).toEqual([])
  })

  test('[FL-15] [FL-6] is told by its own place in the log, also when it had to wait for its turn', () => {
    const one = begun()
    one.does(contactSays('slow'))
    const queued = one.does(contactSays('whatever'))
    expect(missesOf(queued)).toEqual([])
    expect(missesOf(one.answers())).toEqual([queued.events[0]?.event.seq])
  })

  test('[FL-15] [HO-4] nothing is missed while an operator holds the conversation', () => {
    const one = begun()
    one.does(claims(ana))
    const change = one.does(contactSays('whatever'))
    expect([...visitsOf(change), ...missesOf(change)]).toEqual([])
  })
})

describe('control is handed over', () => {
  test('[FL-14] [HO-14] where the bot requested an operator; the operator who then comes is no second time', () => {
    const one = begun()
    expect(visitsOf(one.does(contactSays('request')))).toEqual(['entered main/request', 'to_operators main/request'])
    expect(visitsOf(one.does(claims(ana)))).toEqual([])
    expect(visitsOf(begun().does(contactSays('both')))).toEqual(['entered main/both', 'to_operators main/both'])
  })

  test('[FL-14] [HO-10] [HO-11] where somebody was assigned; nowhere when nothing changed', () => {
    expect(visitsOf(begun().does(contactSays('person')))).toContain('to_operators main/person')
    const one = talk(
      world({
        team: [],
        interactions: { person: [say('Hi'), setOperatorStateTo('operator_takeover', { onlyOnlineOperators: true })] },
      }),
    )
    one.does(opens())
    expect(visitsOf(one.does(contactSays('person')))).toEqual(['entered main/person'])
  })

  test('[FL-14] [HO-7] [HO-40] where the contact stood when an operator took over by themselves, in the middle of a turn or after it', () => {
    const asked = begun()
    asked.does(contactSays('ask'))
    expect(visitsOf(asked.does(operatorSays(ana)))).toEqual(['to_operators main/ask'])
    const waiting = begun()
    waiting.does(contactSays('slow'))
    expect(visitsOf(waiting.does(claims(ana)))).toEqual(['to_operators main/slow'])
  })

  test('[FL-14] [FL-3] in the fallback that runs, although the contact still stands elsewhere', () => {
    const one = begun()
    one.does(contactSays('ask'))
    one.does(contactSays('Carl'))
    expect(visitsOf(one.does(contactSays('whatever')))).toEqual(['entered main/fallback', 'to_operators main/fallback'])
  })

  test('[FL-14] [HO-42] again after it came back', () => {
    const one = begun()
    one.does(contactSays('request'))
    one.does(handOver)
    expect(visitsOf(one.does(claims(ana)))).toEqual(['to_operators main/request'])
  })
})

describe('the contact has left', () => {
  test('[FL-14] [HO-8] where the conversation ended with the chatbot, by the bot itself or by a person', () => {
    expect(visitsOf(begun().does(contactSays('bye')))).toEqual(['entered main/bye', 'left main/bye'])
    const one = begun()
    one.does(contactSays('ask'))
    expect(visitsOf(one.does({ ...close, by: by(ana) }))).toEqual(['left main/ask'])
  })

  test('[FL-14] [HO-8] not where people were asked or had it', () => {
    const requested = begun()
    requested.does(contactSays('request'))
    expect(visitsOf(requested.does(close))).toEqual([])
    const owned = begun()
    owned.does(claims(ana))
    expect(visitsOf(owned.does(close))).toEqual([])
  })
})

test('[FL-14] [FL-3] a contact who never came to an interaction is counted nowhere', () => {
  const operations = { ...bot(interactions), operations: [wait(), say('Hello')] }
  const startless = { ...operations, behaviors: operations.behaviors.map((one) => ({ ...one, interactions: [] })) }
  const one = talk(world({ team: [ana], flow: flowOf(startless) }))
  const changes = [one.does(opens('hello')), one.does(claims(ana)), one.does(handOver), one.does(close)]
  expect(changes.flatMap(visitsOf)).toEqual([])
})

test('[FL-14] what is counted stands neither in the record nor in the log', () => {
  const one = begun()
  const change = one.does(contactSays('request'))
  expect(JSON.stringify(change.record)).not.toMatch(/visits|misses/)
  expect(change.events.map(({ event }) => event.type)).toEqual(['message', 'operator_requested', 'message'])
})
