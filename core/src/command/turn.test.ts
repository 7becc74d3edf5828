import { describe, expect, test } from 'vitest'
import type { ConversationRecord } from '../conversation/record.ts'
import type { WebhookWork } from '../flow/action.ts'
import type { Input } from '../flow/flow.ts'
import { asId } from '../ids.ts'
import {
  by,
  claims,
  contactSays,
  draw,
  end,
  group,
  hold,
  jump,
  mark,
  offer,
  opened,
  opens,
  operator,
  operatorSays,
  program,
  say,
  setOperatorStateTo,
  type Talk,
  takenOver,
  talk,
  tell,
  told,
  wait,
  whenSet,
  world,
} from '../testing.ts'
import type { Command } from './command.ts'
import { pendingTurns } from './turn.ts'

const ana = operator({ name: 'Ana' })
const bea = operator({ name: 'Bea' })
const interactions = {
  slow: [say('Looking …'), wait(), say('Found it.'), say('Anything else?')],
  ask: [say('Your name?'), hold('answer', say('Thanks {{ answer }}'))],
  person: [say('One moment.'), setOperatorStateTo('operator_takeover'), say('Nobody is in.'), mark('after_takeover')],
  request: [setOperatorStateTo('request_operator'), wait(), say('Somebody will come.')],
  back: [setOperatorStateTo('chatbot_controlled'), say('It is me again.')],
  news: [say('Some news.'), wait(), say('More news.')],
  bye: [say('Bye.'), end(), say('Never said.')],
  fallback: [say('I did not get that.')],
}
const here = () => world({ team: [ana, bea], interactions })
const begun = () => {
  const one = talk(here())
  one.does(opens())
  return one
}
const starts = (interaction: string, cause: 'desk' | 'api' = 'desk'): Command => ({
  type: 'start_interaction',
  interaction,
  by: by(ana),
  cause,
})

describe('while somebody owns the conversation', () => {
  const location = { text: null, payload: null, parts: [{ type: 'location' as const, lat: 1, lon: 2 }] }
  const file = { type: 'file' as const, url: '/f', name: 'a.pdf', contentType: 'application/pdf', size: 1 }

  test.each([
    ['text', contactSays('slow')],
    ['a button', contactSays(null, { message: { text: 'slow', payload: 'slow', parts: [] } })],
    ['a file', contactSays(null, { message: { text: null, payload: null, parts: [file] } })],
    ['a place', contactSays(null, { message: location })],
  ])('[HO-4] what the contact sends is stored and numbered, and starts no bot turn: %s', (_, command) => {
    const one = talk(here(), takenOver())
    const change = one.does(command)
    expect(change.events.map(({ event }) => [event.type, event.seq, event.actor.kind])).toEqual([
      ['message', 3, 'contact'],
    ])
    expect(change.turns).toEqual([])
    expect(change.record.flow).toEqual(takenOver().flow)
  })

  test('[HO-1] while somebody is asked the bot still answers', () => {
    const one = begun()
    one.does(contactSays('request'))
    one.answers()
    expect(one.record.conversation.holder.state).toBe('operator_requested')
    expect(told(one.does(contactSays('ask')).events)).toEqual(['contact: ask', 'chatbot: Your name?'])
  })

  test("[HO-44] an operator's reply that wakes waiting interactions stands in the log before what they do", () => {
    const one = begun()
    one.does(contactSays('slow'))
    one.does(starts('bye'))
    one.does(operatorSays(ana, 'Hello'))
    expect(told(one.events).slice(-4)).toEqual(['taken_over', 'operator: Hello', 'chatbot: Bye.', 'closed'])
  })
})

describe('a turn that was begun before a takeover', () => {
  const ways: [string, Command][] = [
    ['claim', claims(ana)],
    ['reply', operatorSays(ana)],
    ['transfer', { type: 'transfer', to: { operator: bea.id }, by: by(ana), cause: 'desk' }],
    ['assignment by a program', { type: 'claim', operator: bea.id, cause: 'api' }],
    [
      'the action by the API',
      { type: 'set_operator_state', settings: { mode: 'operator_takeover' }, by: program, cause: 'api' },
    ],
  ]

  test.each(ways)('[HO-5] says nothing more after a %s, which is recorded once', (_, command) => {
    const one = begun()
    one.does(contactSays('slow'))
    expect(pendingTurns(one.record.flow)).toHaveLength(1)
    const [work] = one.works
    one.does(command)
    expect(one.record.flow.turn).toBeNull()
    const change = one.answers()
    expect(told(change.events)).toEqual(['bot_output_suppressed'])
    expect(change.events[0]?.event.data).toEqual({ turn: work?.turn, turnEpoch: 0 })
    expect(told(one.events).filter((line) => line === 'bot_output_suppressed')).toHaveLength(1)
    expect(told(one.events)).not.toContain('chatbot: Found it.')
  })

  test.each<[string, Command]>([
    ['a request', { type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' }],
    ['a transfer to a group', { type: 'transfer', to: { group: group().id }, by: program, cause: 'api' }],
  ])('[HO-5] %s by somebody else ends it too: its epoch has passed', (_, command) => {
    const one = begun()
    one.does(contactSays('slow'))
    one.does(command)
    expect(told(one.answers().events)).toEqual(['bot_output_suppressed'])
  })

  test('[HO-5] the epoch is looked at again where the answer comes in, whoever forgot to end the turn', () => {
    const one = begun()
    one.does(contactSays('slow'))
    const { conversation, flow } = one.record
    const [work] = one.works
    if (work === undefined) throw new Error('nothing was asked for')
    const later = talk(here(), { conversation: { ...conversation, epoch: 2 }, flow })
    const { id, turn, epoch } = work
    const answer: Command = { type: 'finish_work', work: { id, turn, epoch }, answer: { kind: 'due' } }
    expect(told(later.does(answer).events)).toEqual(['bot_output_suppressed'])
  })

  test('[HO-5] a change that it makes itself carries it on', () => {
    const one = begun()
    one.does(contactSays('request'))
    expect(one.record.conversation.epoch).toBe(1)
    expect(told(one.answers().events)).toEqual(['chatbot: Somebody will come.'])
  })

  test('[HO-5] a re-addressed request moves no epoch and ends no turn', () => {
    const one = begun()
    one.does(contactSays('request'))
    one.does({ type: 'transfer', to: { group: group().id }, by: program, cause: 'api' })
    expect(told(one.events).at(-1)).toBe('operator_requested')
    expect(told(one.answers().events)).toEqual(['chatbot: Somebody will come.'])
  })

  test('[HO-6] it is dropped and not resumed when control returns, not even by its own answer', () => {
    const one = begun()
    one.does(contactSays('slow'))
    one.does(claims(ana))
    one.does({ type: 'hand_over', by: by(ana), cause: 'desk' })
    expect(told(one.answers().events)).toEqual(['bot_output_suppressed'])
    expect(told(one.does(contactSays('ask')).events)).toEqual(['contact: ask', 'chatbot: Your name?'])
  })

  test('[HO-6] inputs that were queued behind it are dropped, and so is what the contact said to the operator', () => {
    const one = begun()
    one.does(contactSays('slow'))
    one.does(contactSays('ask'))
    expect(one.record.flow.queue).toHaveLength(1)
    one.does(claims(ana))
    one.does(contactSays('ask'))
    expect(one.record.flow.queue).toEqual([])
    expect(told(one.does({ type: 'hand_over', by: by(ana), cause: 'desk' }).events)).toEqual(['handed_over'])
    expect(told(one.does(contactSays('what?')).events)).toEqual(['contact: what?', 'chatbot: I did not get that.'])
  })

  test('[HO-6] an input that was waiting still waits after control returns', () => {
    const one = begun()
    one.does(contactSays('ask'))
    one.does(claims(ana))
    one.does(contactSays('I am Carl'))
    one.does({ type: 'hand_over', by: by(ana), cause: 'desk' })
    expect(told(one.does(contactSays('Carla')).events)).toEqual([
      'contact: Carla',
      'variable_set',
      'chatbot: Thanks Carla',
    ])
  })

  test('[HO-10] the takeover of a turn ends it: what was said before stands before it, nothing after it runs', () => {
    const one = begun()
    const change = one.does(contactSays('person'))
    expect(told(change.events)).toEqual(['contact: person', 'chatbot: One moment.', 'taken_over'])
    expect(new Set(change.events.slice(1).map(({ turn }) => turn))).toEqual(new Set(change.turns))
    expect(change.record.flow).toMatchObject({ turn: null, queue: [] })
    expect(change.loads).toEqual(new Map([[ana.id, 1]]))
  })

  test('[HO-10] a takeover in the start interaction leaves the first message to the operator', () => {
    const one = talk(
      world({ team: [ana], interactions: { ...interactions, welcome: [setOperatorStateTo('operator_takeover')] } }),
    )
    expect(told(one.does(opens('ask')).events)).toEqual(['conversation_opened', 'contact: ask', 'taken_over'])
    expect(one.record.flow.queue).toEqual([])
  })

  test('[HO-10] no operation of the interaction is executed either', () => {
    const one = talk(
      world({
        team: [ana],
        interactions: {
          menu: [offer('A person', 'person', [jump('person'), say('Never said.')]), say('Choose.')],
          person: interactions.person,
        },
      }),
    )
    one.does(opens())
    one.does(contactSays('menu'))
    expect(told(one.does(contactSays('A person')).events)).toEqual([
      'contact: A person',
      'chatbot: One moment.',
      'taken_over',
    ])
  })
})

describe('order', () => {
  test('[FL-6] inputs that arrive during a suspended turn wait their turn, in the order of the log', () => {
    const one = begun()
    one.does(contactSays('slow'))
    expect(told(one.does(contactSays('ask')).events)).toEqual(['contact: ask'])
    expect(told(one.does(starts('bye')).events)).toEqual([])
    expect(pendingTurns(one.record.flow)).toHaveLength(3)
    expect(told(one.answers().events)).toEqual([
      'chatbot: Found it.',
      'chatbot: Anything else?',
      'chatbot: Your name?',
      'chatbot: Bye.',
      'closed',
    ])
    expect(pendingTurns(one.record.flow)).toEqual([])
  })

  test('[FL-5] what was said so far stands before the outside work, the rest follows its answer in the same turn', () => {
    const one = begun()
    const before = one.does(contactSays('slow'))
    expect(told(before.events)).toEqual(['contact: slow', 'chatbot: Looking …'])
    expect(before.works).toMatchObject([{ turn: before.turns[0], epoch: 0, work: { kind: 'delay' } }])
    const after = one.answers()
    expect(after.events.every(({ turn }) => turn === before.turns[0])).toBe(true)
  })
})

describe('an interaction that a person starts', () => {
  test.each(['desk', 'api'] as const)(
    '[HO-23][I-03] its bubbles are delivered while taken over, and say who asked: %s',
    (cause) => {
      const one = talk(here(), takenOver())
      const change = one.does(starts('news', cause))
      expect(told(change.events)).toEqual(['chatbot: Some news.'])
      expect(change.events[0]?.event.data).toMatchObject({ cause })
      expect(told(one.answers().events)).toEqual(['chatbot: More news.'])
      expect(one.record.conversation.holder.state).toBe('taken_over')
    },
  )

  test('[HO-23] it can give control back while somebody owns the conversation, and goes on speaking', () => {
    const one = talk(world({ team: [{ ...ana, load: 1 }], interactions }), takenOver())
    const change = one.does(starts('back'))
    expect(told(change.events)).toEqual(['handed_over', 'chatbot: It is me again.'])
    expect(change.record.conversation).toMatchObject({ epoch: 2, holder: { state: 'chatbot_controlled' } })
    expect(change.loads).toEqual(new Map([[ana.id, -1]]))
    expect(one.world.team.seat(ana.id)?.load).toBe(0)
  })

  test('[HO-23] it waits for a running turn, and then leaves a waiting input behind', () => {
    const one = begun()
    one.does(contactSays('ask'))
    one.does(starts('slow'))
    expect(one.record.flow.waiting).toBeNull()
    const queued = one.does(starts('news'))
    expect([told(queued.events), queued.turns.length]).toEqual([[], 1])
    expect(told(one.answers().events)).toEqual(['chatbot: Found it.', 'chatbot: Anything else?', 'chatbot: Some news.'])
    one.answers()
    expect(told(one.does(contactSays('Carl')).events).at(-1)).toBe('chatbot: I did not get that.')
  })

  test('[HO-23] queued behind a turn that a takeover ends, it begins at the current epoch and speaks', () => {
    const one = begun()
    one.does(contactSays('slow'))
    one.does(starts('news'))
    expect(told(one.does(claims(ana)).events)).toEqual(['taken_over', 'chatbot: Some news.'])
    expect(one.record.flow.turn?.epoch).toBe(1)
  })

  test('[HO-5] a later change of the owner ends it as any other turn', () => {
    const one = talk(world({ team: [{ ...ana, load: 1 }, bea], interactions }), takenOver())
    one.does(starts('news'))
    one.does({ type: 'transfer', to: { operator: bea.id }, by: by(ana), cause: 'desk' })
    expect(told(one.answers().events)).toEqual(['bot_output_suppressed'])
  })

  test('[HO-18] its takeover of an owned conversation keeps the owner and ends the interaction', () => {
    const one = talk(here(), takenOver())
    expect(told(one.does(starts('person')).events)).toEqual(['chatbot: One moment.', 'assignment_skipped'])
    expect(one.record.flow.turn).toBeNull()
  })

  test('[HO-23] one that does not exist is refused, also with a hand over, and nothing changes', () => {
    const one = talk(here(), takenOver())
    const before = structuredClone(one.record)
    const refusal = { kind: 'unknown_interaction', interaction: 'nowhere' }
    expect(one.refused(starts('nowhere'))).toEqual(refusal)
    expect(one.refused({ type: 'hand_over', by: by(ana), interaction: 'nowhere', cause: 'desk' })).toEqual(refusal)
    expect(one.record).toEqual(before)
  })
})

describe('an interaction that nobody asked for (a schedule, a webhook)', () => {
  const queued = (interaction: string): ConversationRecord => {
    const { conversation, flow } = takenOver()
    const position = { behavior: 'main', interaction }
    const turn = asId<'turn'>('turn_scheduled')
    const input: Input = {
      kind: 'interaction',
      turn,
      position,
      actor: { kind: 'system' },
      cause: 'timer',
      speaks: false,
    }
    return { conversation, flow: { ...flow, queue: [input] } }
  }
  const scheduled = {
    twice: [say('One.', 'Two.'), say('Three.'), setOperatorStateTo('chatbot_controlled'), say('Four.')],
  }
  const nudge = contactSays(null)

  test('[HO-23][HO-5] its bubbles are suppressed until control has returned, recorded once per turn', () => {
    const one = talk(world({ team: [{ ...ana, load: 1 }], interactions: scheduled }), queued('twice'))
    expect(told(one.does(nudge).events)).toEqual(['bot_output_suppressed', 'handed_over', 'chatbot: Four.'])
  })
})

describe('closing', () => {
  test('[HO-8][I-24] it ends ownership, turn, queue and what waits', () => {
    const one = talk(world({ team: [{ ...ana, load: 1 }], interactions }), takenOver())
    one.does(starts('ask'))
    one.does(starts('news'))
    one.does(contactSays('hello?'))
    const change = one.does({ type: 'close', by: by(ana), cause: 'desk' })
    expect(told(change.events)).toEqual(['closed'])
    expect(change.record.conversation).toMatchObject({
      status: 'closed',
      holder: { state: 'chatbot_controlled' },
      epoch: 2,
    })
    expect(change.record.flow).toMatchObject({ turn: null, queue: [], waiting: null, shown: [] })
    expect(change.loads).toEqual(new Map([[ana.id, -1]]))
    expect(one.answers().events).toEqual([])
  })

  test('[HO-8] twice is once', () => {
    const one = begun()
    one.does({ type: 'close', by: program, cause: 'api' })
    const before = structuredClone(one.record)
    expect(one.does({ type: 'close', by: program, cause: 'api' }).events).toEqual([])
    expect(one.record).toEqual(before)
  })

  test('[HO-8] the end of the conversation in the start interaction leaves no turn for the first message', () => {
    const one = talk(world({ interactions: { welcome: [say('We are closed.'), end()], ask: interactions.ask } }))
    expect(told(one.does(opens('ask')).events)).toEqual([
      'conversation_opened',
      'contact: ask',
      'chatbot: We are closed.',
      'closed',
    ])
    expect(one.record.flow).toMatchObject({ turn: null, queue: [] })
  })

  test.each<Command>([
    contactSays('hello'),
    operatorSays(ana),
    claims(ana),
    { type: 'transfer', to: { operator: bea.id }, by: by(ana), cause: 'desk' },
    { type: 'hand_over', by: by(ana), cause: 'desk' },
    { type: 'set_operator_state', settings: { mode: 'operator_takeover' }, by: program, cause: 'api' },
    { type: 'start_interaction', interaction: 'ask', by: program, cause: 'api' },
    { type: 'lock', by: program, cause: 'api' },
    { type: 'label', variables: {}, setTags: ['late'], dropTags: [], by: program },
  ])('[HO-8] a closed conversation is closed to $type', (command) => {
    const one = begun()
    one.does({ type: 'close', by: program, cause: 'api' })
    expect(one.refused(command)).toEqual({ kind: 'closed' })
  })

  test('[HO-8] the next conversation begins at epoch 0 and seq 1, names the one before, and runs the start interaction', () => {
    const previous = asId<'conversation'>('conv_0')
    const one = talk(here())
    const { opening } = opens()
    if (opening === null) throw new Error('no opening')
    const change = one.does({ ...opens(), opening: { ...opening, previous, variables: { user_name: 'Carl Carlson' } } })
    expect(told(change.events)).toEqual(['conversation_opened', 'chatbot: Welcome'])
    expect(change.events[0]?.event).toMatchObject({ seq: 1, epoch: 0, data: { previous } })
    expect(change.record.conversation).toMatchObject({
      epoch: 0,
      previous,
      holder: { state: 'chatbot_controlled' },
      variables: { user_name: 'Carl Carlson' },
    })
  })
})

describe('lock', () => {
  const locks: Command = { type: 'lock', by: by(ana), cause: 'desk' }

  test('[HO-45] all input of the contact is ignored: nothing is stored, nothing is answered', () => {
    const one = begun()
    one.does(locks)
    const before = structuredClone(one.record)
    const change = one.does(contactSays('hello', { variables: { user_name: 'Carl' }, tags: ['new'] }))
    expect([change.events, change.turns]).toEqual([[], []])
    expect(one.record).toEqual(before)
    expect(told(one.does({ type: 'unlock', by: by(ana), cause: 'desk' }).events)).toEqual(['unlocked'])
    expect(told(one.does(contactSays('ask')).events)).toEqual(['contact: ask', 'chatbot: Your name?'])
  })

  test('[HO-45] it is none of the other silences: the operator writes, a taken-over conversation stores', () => {
    const one = talk(here(), takenOver())
    expect(told(one.does(contactSays('hello')).events)).toEqual(['contact: hello'])
    one.does(locks)
    expect(told(one.does(operatorSays(ana, 'Enough')).events)).toEqual(['operator: Enough'])
    expect(one.does(locks).events).toEqual([])
    expect(one.refused({ type: 'unlock', by: by(bea), cause: 'desk' })).toEqual({ kind: 'owned', owner: ana.id })
  })
})

describe('work that no turn waits for', () => {
  const webhook: WebhookWork = {
    kind: 'webhook',
    url: 'https://crm.example',
    secret: null,
    event: 'a',
    triggeredAt: '2026-01-05T12:00:00.000Z',
    about: {},
    message: null,
    tries: 0,
    milliseconds: 0,
  }
  const reminder = { kind: 'start', target: { interaction: 'news' }, milliseconds: 60_000 } as const
  const asides = {
    ...interactions,
    hook: [tell(webhook), say('Told them.')],
    farewell: [tell(webhook), say('Bye.'), end()],
    forget: [tell({ kind: 'forget' }), say('Forgotten.'), end()],
    later: [tell(reminder), hold('answer', say('Thanks {{ answer }}'))],
    nowhere: [tell({ ...reminder, target: { interaction: 'gone' } })],
  }
  const talking = (said: string) => {
    const one = talk(world({ team: [ana], interactions: asides }))
    one.does(opens())
    one.does(contactSays(said))
    return one
  }

  test('[FL-5] is begun with the commit, while the turn goes on', () => {
    const one = talking('hook')
    expect(told(one.events).at(-1)).toBe('chatbot: Told them.')
    expect(one.works.map(({ work }) => work)).toEqual([webhook])
    expect(one.record.flow.turn).toBeNull()
    const { events, finished, works } = one.answers({ kind: 'delivered' })
    expect([events, works.length]).toEqual([[], 0])
    expect(finished).not.toBeNull()
  })

  test('[S-24] is tried again by a row of its own, up to ten times, then given up with a diagnostic', () => {
    const one = talking('hook')
    const waits: number[] = []
    for (let tries = 0; tries < 9; tries += 1) {
      const work = { ...webhook, message: 'eff_1', tries }
      const change = one.answers({ kind: 'undelivered', work, reason: 'timeout', isFinal: false })
      expect(told(change.events)).toEqual([])
      waits.push(...change.works.map((row) => ('milliseconds' in row.work ? row.work.milliseconds / 60_000 : 0)))
      expect(change.works).toMatchObject([{ work: { message: 'eff_1', tries: tries + 1 } }])
    }
    expect(waits).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440])
    const last = { ...webhook, message: 'eff_1', tries: 9 }
    const given = one.answers({ kind: 'undelivered', work: last, reason: 'timeout', isFinal: false })
    expect(given.works).toEqual([])
    expect(given.events).toMatchObject([{ event: { type: 'diagnostic', data: { code: 'webhook_failed' } } }])
  })

  test('[FL-5] comes to its end whoever holds the conversation by then', () => {
    const one = talking('hook')
    one.does(claims(ana))
    const change = one.answers({ kind: 'undelivered', work: webhook, reason: 'gone', isFinal: true })
    expect(change.events).toMatchObject([{ event: { type: 'diagnostic' } }])
  })

  test('[HO-8] what was begun before a closing is done all the same, and tried again, but nothing is written behind it', () => {
    const one = talking('farewell')
    expect(one.record.conversation.status).toBe('closed')
    expect(one.works.map(({ work }) => work.kind)).toEqual(['webhook'])
    const undelivered = { kind: 'undelivered', work: webhook, reason: 'busy' } as const
    expect(one.answers({ ...undelivered, isFinal: false }).works.map(({ work }) => work.kind)).toEqual(['webhook'])
    const ended = one.answers({ ...undelivered, isFinal: true })
    expect([ended.events, ended.works]).toEqual([[], []])
  })

  test('[S-31] where the contact is being forgotten the bot closes nothing: its row must stay', () => {
    const one = talking('forget')
    expect(one.record.conversation.status).toBe('open')
    expect(one.record.flow.turn).toBeNull()
    expect(one.works.map(({ work }) => work)).toEqual([{ kind: 'forget' }])
  })

  test('[HO-23] an interaction that is scheduled is found now, and leaves a waiting input behind then', () => {
    const one = talking('later')
    const target = { behavior: 'main', interaction: 'news' }
    expect(one.works.map(({ work }) => work)).toEqual([{ ...reminder, target }])
    expect(told(one.answers({ kind: 'start', target }).events)).toEqual(['chatbot: Some news.'])
    one.answers()
    expect(told(one.does(contactSays('Ana')).events)).not.toContain('chatbot: Thanks Ana')
  })

  test('[HO-23] while an operator holds the conversation it says nothing', () => {
    const one = talking('later')
    one.does(claims(ana))
    const change = one.answers({ kind: 'start', target: { behavior: 'main', interaction: 'news' } })
    expect(told(change.events)).toEqual(['bot_output_suppressed'])
  })

  test('[FL-8] what is not there, now or then, leaves a diagnostic', () => {
    const missing = [{ event: { type: 'diagnostic', data: { code: 'missing_target' } } }]
    const one = talking('nowhere')
    expect(one.works).toEqual([])
    expect(one.events.at(-1)).toMatchObject(missing[0]?.event ?? {})
    const target = { behavior: 'main', interaction: 'gone' }
    expect(talking('later').answers({ kind: 'start', target }).events).toMatchObject(missing)
  })
})

describe('chance and files', () => {
  test('[FL-4] a number is drawn by the chance of the decision, in the same step', () => {
    const chance = { below: (count: number) => count - 3 }
    const one = talk(world({ team: [ana], chance, interactions: { draw: [draw('number'), say('{{ number }}')] } }))
    one.does(opens())
    expect(told(one.does(contactSays('draw')).events)).toContain('chatbot: 7')
  })

  test('[FL-6] the files of a message go with its input, also while it waits for a running turn', () => {
    const file = { type: 'file' as const, url: '/f', name: 'a.pdf', contentType: 'application/pdf', size: 1 }
    const one = begun()
    one.does(contactSays('slow'))
    one.does(contactSays(null, { message: { text: null, payload: null, parts: [file] } }))
    one.does(contactSays('words'))
    expect(one.record.flow.queue).toMatchObject([{ files: [file] }, { text: 'words' }])
    expect(one.record.flow.queue[1]).not.toHaveProperty('files')
  })
})

describe('what a flow sees of the handoff', () => {
  const show = say(
    '{{ chat_state }}|{{ chat_operator_id }}|{{ chat_operator_name }}|{{ chat_operator_group }}|{{ chat_operator_outcome }}|{{ chat_operator_reason }}',
  )
  const shown = (one: Talk, command: Command) => told(one.does(command).events).at(-1)

  test('[HO-19] the variables follow every change, and are empty where there is no value', () => {
    const one = talk(
      world({
        team: [ana, operator({ name: 'Gus', groups: [group('sales')], capacity: 0 })],
        interactions: {
          show: [show],
          ask: [setOperatorStateTo('request_operator', { operatorsGroup: 'support' }), show],
          again: [setOperatorStateTo('request_operator', { operatorsGroup: 'support' }), show],
          back: [setOperatorStateTo('chatbot_controlled'), show],
          none: [setOperatorStateTo('operator_takeover', { operatorsGroup: 'empty', onlyOnlineOperators: true }), show],
          full: [setOperatorStateTo('operator_takeover', { operatorsGroup: 'sales', onlyOnlineOperators: true }), show],
          over: [setOperatorStateTo('operator_takeover', { operatorsGroup: 'support' }), show],
          over_again: [setOperatorStateTo('request_operator'), show],
        },
      }),
    )
    one.does(opens())
    expect(shown(one, contactSays('show'))).toBe('chatbot: chatbot_controlled|||||')
    expect(shown(one, contactSays('none'))).toBe('chatbot: chatbot_controlled||||unchanged|empty_group')
    expect(shown(one, contactSays('ask'))).toBe('chatbot: operator_requested|||support|requested|')
    expect(shown(one, contactSays('again'))).toBe('chatbot: operator_requested|||support|requested|')
    expect(shown(one, contactSays('full'))).toBe('chatbot: operator_requested|||support|unchanged|all_full')
    expect(shown(one, contactSays('back'))).toBe('chatbot: chatbot_controlled||||returned|')
    one.does(contactSays('over'))
    expect(shown(one, starts('show'))).toBe('chatbot: taken_over|op_ana|Ana|support|assigned|')
    expect(shown(one, starts('over_again'))).toBe('chatbot: taken_over|op_ana|Ana|support|unchanged|already_taken_over')
    one.does({ type: 'hand_over', by: by(ana), cause: 'desk' })
    expect(shown(one, contactSays('show'))).toBe('chatbot: chatbot_controlled||||unchanged|already_taken_over')
  })

  test.each<[string, ReturnType<typeof setOperatorStateTo>, string]>([
    ['a bot returned to itself', setOperatorStateTo('chatbot_controlled'), 'returned|'],
    ['a repeated request', setOperatorStateTo('request_operator'), 'requested|'],
  ])('[HO-19] the outcome is readable at once, also of a run that writes no event: %s', (_, action, outcome) => {
    const one = talk(
      world({
        team: [ana],
        interactions: {
          first: [setOperatorStateTo('request_operator')],
          try: [
            setOperatorStateTo('operator_takeover', { operatorsGroup: 'empty', onlyOnlineOperators: true }),
            whenSet('user_name', say('Hi')),
            action,
            say('{{ chat_operator_outcome }}|{{ chat_operator_reason }}'),
          ],
        },
      }),
      opened(),
    )
    if (outcome.startsWith('requested')) one.does(contactSays('first'))
    expect(shown(one, contactSays('try'))).toBe(`chatbot: ${outcome}`)
  })
})
