import { describe, expect, test } from 'vitest'
import type { ActionDocument, BotDocument } from './bot.ts'
import { limitOfJumps } from './flow.ts'
import {
  behaviorOf,
  botOf,
  click,
  dealing,
  drawing,
  going,
  offering,
  open,
  publish,
  saying,
  startInteraction,
  type Talk,
  talkTo,
  write,
} from './testing.ts'

const start = 'behaviors[0].interactions[0].actions'

function opened(bot: BotDocument, options: Parameters<typeof talkTo>[1] = {}): Talk {
  const talk = talkTo(bot, options)
  open(talk)
  return talk
}

const whenSet = (variable: string, met: ActionDocument[], otherwise: ActionDocument[] = []): ActionDocument => ({
  type: 'when',
  variable,
  on_condition_met: met,
  on_else: otherwise,
})

describe('[FL-0] a jump', () => {
  test('[FL-0] ends the list it stands in', () => {
    const talk = talkTo(botOf({ a: [saying('1'), going('b'), saying('not said')], b: [saying('2')] }))
    expect(open(talk)).toEqual(['1', '2'])
  })

  test('[FL-0] under a trigger ends only the operations there', () => {
    const bot = botOf({ a: [whenSet('x', [], [going('b'), saying('not said')]), saying('after')], b: [saying('b')] })
    expect(open(talkTo(bot))).toEqual(['b', 'after'])
  })

  test('[FL-0] can cancel everything that was still to run', () => {
    const jump = { type: 'jump', interaction: 'b', cancel: true }
    expect(open(talkTo(botOf({ a: [whenSet('x', [], [jump]), saying('after')], b: [saying('b')] })))).toEqual(['b'])
  })

  test('[FL-0] goes back to where the contact was before', () => {
    const bot = botOf({
      a: [saying('a')],
      b: { keywords: ['b'], actions: [saying('b'), { type: 'jump', to: 'previous' }] },
    })
    expect(write(opened(bot), 'b')).toEqual(['b', 'a'])
  })

  test('[FL-0] from the fallback, previous is where the contact stands', () => {
    const fallback = { fallback: true, actions: [saying('sorry'), { type: 'jump', to: 'previous' }] }
    const bot = botOf({ a: [saying('a'), going('b')], b: [saying('b')], sorry: fallback })
    expect(write(opened(bot), 'what')).toEqual(['sorry', 'b'])
  })

  test('[FL-0] looks for a name first in the behavior it stands in', () => {
    const main = behaviorOf('main', {
      a: [{ type: 'jump', behavior: 'other' }],
      same: [saying('in main')],
      sorry: { fallback: true, actions: [going('same')] },
    })
    const other = behaviorOf('other', { b: [saying('b')], same: [saying('in other')] })
    const talk = opened({ name: 'Bot', startBehavior: 'main', behaviors: [main, other] })
    expect(talk.flow.position?.behavior).toBe('other')
    expect(write(talk, 'what')).toEqual(['in main'])
  })

  test('[FL-0] to a behavior leads to its start, and to the fallback there', () => {
    const other = behaviorOf('other', {
      b: [saying('b'), { type: 'jump', to: 'fallback' }],
      c: { fallback: true, actions: [saying('c')] },
    })
    const main = behaviorOf('main', { a: [{ type: 'jump', behavior: 'other' }] })
    expect(open(talkTo({ name: 'Bot', startBehavior: 'main', behaviors: [main, other] }))).toEqual(['b', 'c'])
  })
})

describe('[FL-3] what is clicked within cards', () => {
  const bot = botOf({
    a: [
      dealing(
        [{ label: 'One', payload: 'one', on_click: [saying('1')] }],
        [{ label: 'Two', payload: 'two', on_click: [saying('2')] }, { label: 'Mute' }],
      ),
    ],
    sorry: { fallback: true, actions: [saying('sorry')] },
  })

  test('[FL-3] runs its own operations, clicked or typed', () => {
    const talk = opened(bot)
    expect(click(talk, 'two')).toEqual(['2'])
    expect(write(talk, 'one')).toEqual(['1'])
    expect(write(talk, 'mute')).toEqual(['sorry'])
  })

  test('[FL-1] does so when it has scrolled away, too', () => {
    const talk = opened(bot)
    talk.flow = { ...talk.flow, shown: [] }
    expect(click(talk, 'two')).toEqual(['2'])
  })
})

describe('a bookmark', () => {
  const fallback = { fallback: true, actions: [{ type: 'keep_place' }, saying('sorry')] }
  const back = { keywords: ['back'], actions: [{ type: 'jump', to: 'bookmark' }] }

  test('[FL-0] leads back to where the contact was when it was set', () => {
    const bot = botOf({ a: [saying('a'), { type: 'keep_place' }, going('b')], b: [saying('b')], back })
    expect(write(opened(bot), 'back')).toEqual(['a', 'b'])
  })

  test('[FL-0] set in a fallback it means where the contact stands, not the fallback', () => {
    const talk = opened(botOf({ a: [saying('a')], back, sorry: fallback }))
    write(talk, 'what')
    expect(write(talk, 'back')).toEqual(['a'])
  })

  test('[FL-8] that was never set leads nowhere, with a diagnostic', () => {
    const talk = opened(botOf({ a: [], back }))
    expect(write(talk, 'back')).toEqual([])
    expect(talk.diagnostics).toEqual(['behaviors[0].interactions[1].actions[0] missing_target'])
  })
})

describe('chance', () => {
  const bot = botOf({
    a: [drawing([saying('one')], [saying('two'), going('b')], []), saying('after')],
    b: [saying('b')],
  })

  test.each([
    [0, ['one', 'after']],
    [1, ['two', 'b', 'after']],
    [2, ['after']],
  ])('[FL-4] is drawn outside the interpreter: the way %i says %j', (number, said) => {
    expect(open(talkTo(bot, { draw: () => number }))).toEqual(said)
  })

  test('[FL-4] an item without operations runs none', () => {
    const bare = { type: 'draw', ways: [{}] } as unknown as ActionDocument
    expect(open(talkTo(botOf({ a: [bare, saying('after')] })))).toEqual(['after'])
  })
})

describe('[FL-1] a new version', () => {
  const first = botOf({ a: [{ type: 'ask', ok: 'yes' }, saying('one'), going('b')], b: [saying('b of one')] })
  const second = botOf({ a: [{ type: 'ask', ok: 'no' }, saying('two')], b: [saying('b of two')] })

  test('[FL-1] does not touch the interaction a conversation is in; where it goes next is new', () => {
    const talk = opened(first)
    publish(talk, second)
    expect(write(talk, 'yes')).toEqual(['one', 'b of two'])
  })

  test('[FL-1] answers conversations that open after it', () => {
    const talk = talkTo(first)
    publish(talk, second)
    open(talk)
    expect(write(talk, 'no')).toEqual(['two'])
  })

  test('[FL-1] leaves what was shown last working as it was shown', () => {
    const botSaying = (said: string) =>
      botOf({ a: [offering({ label: 'Go', payload: 'go', on_click: [saying(said)] })] })
    const talk = opened(botSaying('old'))
    publish(talk, botSaying('new'))
    expect(click(talk, 'go')).toEqual(['old'])
  })
})

describe('[FL-3] the order in which a message is answered', () => {
  test('[FL-3] operations of the bot come first, then those of the behavior, then the answer', () => {
    const bot = botOf({ a: [], b: { keywords: ['hello'], actions: [saying('answer')] } })
    const [main] = bot.behaviors
    if (main === undefined) throw new Error('no behavior')
    const talk = opened({
      ...bot,
      operations: [saying('bot')],
      behaviors: [{ ...main, operations: [saying('behavior')] }],
    })
    expect(write(talk, 'hello')).toEqual(['bot', 'behavior', 'answer'])
  })

  test('[FL-3] an operation that jumps is the answer', () => {
    const bot = {
      ...botOf({ a: [], b: { keywords: ['hello'], actions: [saying('b')] }, c: [saying('c')] }),
      operations: [going('c')],
    }
    expect(write(opened(bot), 'hello')).toEqual(['c'])
  })

  test('[FL-3] (a) what waits for the input gets it before a keyword', () => {
    const bot = botOf({
      a: [{ type: 'ask', ok: 'hello', on_input: [saying('asked')] }],
      b: { keywords: ['hello'], actions: [saying('keyword')] },
    })
    const talk = opened(bot)
    expect(write(talk, 'hello')).toEqual(['asked'])
    expect(write(talk, 'hello')).toEqual(['keyword'])
  })

  test('[FL-3] (a) what waits goes on below itself, within the list and around it', () => {
    const ask = { type: 'ask', ok: 'yes', on_input: [saying('1')] }
    const talk = opened(botOf({ a: [whenSet('x', [], [ask, saying('2')]), saying('3')] }))
    expect(write(talk, 'yes')).toEqual(['1', '2', '3'])
  })

  test('[FL-3] (a) a wrong answer is counted, and giving up goes on', () => {
    const ask = { type: 'ask', ok: 'yes', wrong: 'no', tries: 3, on_give_up: [saying('enough')] }
    const talk = opened(botOf({ a: [ask, saying('after')] }))
    expect([write(talk, 'x'), write(talk, 'y'), write(talk, 'z')]).toEqual([['no 1'], ['no 2'], ['enough', 'after']])
  })

  const colors = [
    { label: 'Ärger, bitte!', on_click: [saying('red')] },
    { label: 'Blue', payload: 'blue', on_click: [saying('blue')] },
    { label: 'Plain' },
  ]

  test('[FL-3] (a) a click is known by its payload, a typed label by its words', () => {
    const talk = opened(botOf({ a: [offering(...colors)] }))
    expect(click(talk, 'blue')).toEqual(['blue'])
    expect(write(talk, '  arger BITTE')).toEqual(['red'])
  })

  test('[FL-3] (a) a label without operations counts as typed', () => {
    const talk = opened(botOf({ a: [offering(...colors)], b: { keywords: ['plain'], actions: [saying('keyword')] } }))
    const payload = talk.flow.shown.find(({ label }) => label === 'Plain')?.payload
    expect(click(talk, payload ?? '')).toEqual(['keyword'])
  })

  test('[FL-3] (a) a typed label counts only while it was shown last', () => {
    const more = {
      keywords: ['more'],
      actions: [offering({ label: 'Green', on_click: [saying('green')] })],
    }
    const talk = opened(botOf({ a: [offering(...colors)], b: more, c: { fallback: true, actions: [saying('?')] } }))
    write(talk, 'more')
    expect(write(talk, 'Blue')).toEqual(['?'])
    expect(click(talk, 'blue')).toEqual(['blue'])
  })

  test('[FL-3] (a) all that one turn shows can be typed', () => {
    const offer = (label: string) => offering({ label, on_click: [saying(label)] })
    const talk = opened(botOf({ a: [offer('one'), offer('two')] }))
    expect([write(talk, 'one'), write(talk, 'two')]).toEqual([['one'], ['two']])
  })

  test('[FL-3] (a) the same payload under two actions means the one that was shown', () => {
    const offer = (said: string) => offering({ label: 'Yes', payload: 'yes', on_click: [saying(said)] })
    const talk = opened(botOf({ a: [offer('first')], b: { keywords: ['more'], actions: [offer('second')] } }))
    expect(click(talk, 'yes')).toEqual(['first'])
    write(talk, 'more')
    expect(click(talk, 'yes')).toEqual(['second'])
  })

  test('[FL-3] (a) a click leaves what waits waiting', () => {
    const talk = opened(
      botOf({
        a: [offering(...colors), { type: 'ask', ok: 'yes', on_input: [saying('asked')] }],
      }),
    )
    expect(click(talk, 'blue')).toEqual(['blue'])
    expect(write(talk, 'yes')).toEqual(['asked'])
  })

  test('[FL-3] (b) keywords are whole words, without case and accents', () => {
    const bot = botOf({
      a: [],
      b: { keywords: ['Café au lait'], actions: [saying('coffee')] },
      c: { fallback: true, actions: [saying('?')] },
    })
    const talk = opened(bot)
    expect(write(talk, 'One CAFE, au lait please')).toEqual(['coffee'])
    expect(write(talk, 'cafes au lait')).toEqual(['?'])
  })

  test('[FL-3] (b) the current behavior is asked first', () => {
    const keyword = (said: string) => ({ keywords: ['help'], actions: [saying(said)] })
    const main = behaviorOf('main', { a: [{ type: 'jump', behavior: 'other' }], help: keyword('main') })
    const other = behaviorOf('other', { b: [], help: keyword('other') })
    expect(write(opened({ name: 'Bot', startBehavior: 'main', behaviors: [main, other] }), 'help')).toEqual(['other'])
  })

  test('[FL-3] (c) the fallback of the behavior answers, else that of the start behavior', () => {
    const sorry = (said: string) => ({ fallback: true, actions: [saying(said)] })
    const going = [{ type: 'jump', behavior: 'other' }]
    const main = behaviorOf('main', { a: going, sorry: sorry('main') })
    const bot = { name: 'Bot', startBehavior: 'main' }
    const without = { ...bot, behaviors: [main, behaviorOf('other', { b: [] })] }
    const withOwn = { ...bot, behaviors: [main, behaviorOf('other', { b: [], sorry: sorry('other') })] }
    expect([write(opened(without), 'what'), write(opened(withOwn), 'what')]).toEqual([['main'], ['other']])
  })

  test('[FL-3] (c) without a fallback there is silence and a diagnostic', () => {
    const talk = opened(botOf({ a: [saying('a')] }))
    expect(write(talk, 'what')).toEqual([])
    expect(talk.diagnostics).toEqual(['- not_understood'])
  })

  test('[FL-3] (c) the fallback does not move the contact', () => {
    const talk = opened(botOf({ a: [saying('a')], sorry: { fallback: true, actions: [saying('?')] } }))
    write(talk, 'what')
    expect(talk.flow.position).toEqual({ behavior: 'main', interaction: 'a' })
  })

  test('[FL-3] a finished interaction never runs again because a message came', () => {
    const talk = opened(botOf({ a: [saying('welcome')] }))
    expect([write(talk, 'hi'), write(talk, 'hi')]).toEqual([[], []])
  })

  test('[FL-3] the message that opens a conversation has been answered by the start, yet finds keywords', () => {
    const bot = botOf({
      a: [saying('hi')],
      b: { keywords: ['order'], actions: [saying('b')] },
      c: { fallback: true, actions: [saying('?')] },
    })
    expect(write(opened(bot), 'hello', { opening: true })).toEqual([])
    expect(write(opened(bot), 'my order', { opening: true })).toEqual(['b'])
  })

  test('[FL-3] the fallback also runs when what waited said nothing', () => {
    const talk = opened(botOf({ a: [{ type: 'ask', ok: 'yes' }], sorry: { fallback: true, actions: [saying('?')] } }))
    expect(write(talk, 'what')).toEqual(['?'])
    expect(write(talk, 'yes')).toEqual([])
    expect(talk.variables.answer).toBe('yes')
  })

  test('[FL-3] the fallback also runs when a click said nothing and changed no position', () => {
    const silent = offering({ label: 'x', payload: 'x', on_click: [{ type: 'remember', variable: 'v', value: '1' }] })
    const talk = opened(botOf({ a: [silent], sorry: { fallback: true, actions: [saying('?')] } }))
    expect(click(talk, 'x')).toEqual(['?'])
  })

  test('[FL-3] a silent interaction of a keyword has changed the position: no fallback', () => {
    const talk = opened(
      botOf({ a: [], b: { keywords: ['b'], actions: [] }, sorry: { fallback: true, actions: [saying('?')] } }),
    )
    expect(write(talk, 'b')).toEqual([])
  })

  test('[FL-3] what the operations said does not keep the fallback away', () => {
    const bot = { ...botOf({ a: [], sorry: { fallback: true, actions: [saying('?')] } }), operations: [saying('seen')] }
    expect(write(opened(bot), 'what')).toEqual(['seen', '?'])
  })

  test('[FL-3] a turn that assigned has no fallback', () => {
    const silent = { keywords: ['b'], actions: [{ type: 'hand_over', assigns: true }, saying('not said')] }
    const talk = opened(botOf({ a: [], b: silent, sorry: { fallback: true, actions: [saying('?')] } }))
    expect(write(talk, 'b')).toEqual([])
  })

  test('[FL-3] an unknown payload is text that was not understood', () => {
    const talk = opened(botOf({ a: [], sorry: { fallback: true, actions: [saying('?')] } }))
    expect(click(talk, 'gone')).toEqual(['?'])
  })
})

test('[HO-23] an interaction that somebody starts leaves a waiting input behind, and has no fallback', () => {
  const talk = opened(
    botOf({
      a: [{ type: 'ask', ok: 'yes', on_input: [saying('asked')] }],
      b: [],
      sorry: { fallback: true, actions: [saying('?')] },
    }),
  )
  expect(startInteraction(talk, { behavior: 'main', interaction: 'b' })).toEqual([])
  expect(write(talk, 'yes')).toEqual(['?'])
})

test('[HO-10] an assignment ends the turn; [HO-14] a request lets it go on', () => {
  const bot = (assigns: boolean) => botOf({ a: [saying('wait'), { type: 'hand_over', assigns }, saying('after')] })
  expect(open(talkTo(bot(true)))).toEqual(['wait'])
  expect(open(talkTo(bot(false)))).toEqual(['wait', 'after'])
})

test('[HO-8] what closes ends the turn where it stands', () => {
  const talk = talkTo(botOf({ a: [saying('bye'), { type: 'finish' }, saying('not said')] }))
  expect(open(talk)).toEqual(['bye'])
  expect(talk.isClosed).toBe(true)
})

test('[FL-4] the flow is plain data: stored and read at every step, the run is the same', () => {
  const ask = { type: 'ask', ok: 'yes', wrong: 'no', on_input: [{ type: 'fetch', on_success: [saying('{{ body }}')] }] }
  const offer = offering({ label: 'Go', payload: 'go', on_click: [going('b')] })
  const bot = botOf({
    a: [saying('hi'), offer, whenSet('x', [], [ask]), saying('after')],
    b: { keywords: ['b'], actions: [saying('b')] },
  })
  const played = [(flow: Talk['flow']) => flow, (flow: Talk['flow']) => JSON.parse(JSON.stringify(flow))].map(
    (store) => {
      const talk = talkTo(bot, { store })
      return [open(talk), write(talk, 'x'), write(talk, 'yes'), click(talk, 'go'), write(talk, 'b'), talk.flow]
    },
  )
  expect(played[1]).toEqual(played[0])
  expect(played[0]?.slice(0, 4)).toEqual([['hi', '[Go]'], ['no 1'], ['(http)', 'body', 'after'], ['b']])
})

describe('[FL-5] outside work', () => {
  const bot = botOf({
    a: [
      saying('before'),
      { type: 'fetch', on_success: [saying('{{ body }}')], on_failure: [saying('failed')] },
      saying('after'),
    ],
  })

  test('[FL-5] comes after what was said so far, and its answer goes on in the same turn', () => {
    const talk = talkTo(bot)
    expect(open(talk)).toEqual(['before', '(http)', 'body', 'after'])
    expect(talk.turns).toBe(1)
  })

  test('[FL-5] that failed goes on as well', () => {
    const answer = () => ({ kind: 'http' as const, ok: false as const, reason: 'timeout' })
    expect(open(talkTo(bot, { answer }))).toEqual(['before', '(http)', 'failed', 'after'])
  })
})

describe('[FL-5] an action that holds and asks outside for each answer', () => {
  const consulting = (more: Partial<ActionDocument> = {}) =>
    botOf({
      a: [{ type: 'consult', ...more }, saying('after')],
      b: { fallback: true, actions: [saying('?')] },
    })
  const echo = (text: (asked: string) => string): NonNullable<Parameters<typeof talkTo>[1]>['answer'] => {
    return (work) => {
      if (work.kind !== 'model') throw new Error('nothing else is asked')
      const { answers, tokens } = work.spent
      return {
        kind: 'model',
        ok: true,
        text: text(work.instructions),
        calls: [],
        spent: { answers: answers + 1, tokens: tokens + 10 },
      }
    }
  }
  const lost = () => ({ kind: 'model' as const, ok: false as const, reason: 'timeout' })

  test('[FL-4] keeps what it has spent from one message to the next, as plain data', () => {
    const spent: unknown[] = []
    const answer = echo((asked) => (asked === 'stop' ? 'end' : `${asked}!`))
    const talk = opened(consulting(), {
      store: (flow) => JSON.parse(JSON.stringify(flow)),
      answer: (work) => {
        if (work.kind === 'model') spent.push(work.spent)
        return answer?.(work) ?? lost()
      },
    })
    expect(write(talk, 'one')).toEqual(['(model)', 'one!'])
    expect(write(talk, 'two')).toEqual(['(model)', 'two!'])
    expect(write(talk, 'stop')).toEqual(['(model)', 'after'])
    expect(spent).toEqual([
      { answers: 0, tokens: 0 },
      { answers: 1, tokens: 10 },
      { answers: 2, tokens: 20 },
    ])
    expect(talk.flow.waiting).toBeNull()
    expect(write(talk, 'more')).toEqual(['?'])
  })

  test('[HO-6] holds on while its answer is awaited, so that a turn that is dropped leaves it waiting', () => {
    const held: boolean[] = []
    const talk: Talk = opened(consulting(), {
      answer: () => {
        held.push(talk.flow.waiting !== null)
        return lost()
      },
    })
    expect(write(talk, 'one')).toEqual(['(model)', 'sorry', 'after'])
    expect(held).toEqual([true])
    expect(talk.flow.waiting).toBeNull()
  })

  test.each([
    [{}, ['sorry', 'after'], []],
    [{ on_failure: [] }, ['sorry', 'after'], []],
    [{ on_failure: [saying('failed')] }, ['failed', 'after'], []],
    [{ request: true }, ['sorry', 'after'], ['help']],
    [{ request: true, on_failure: [saying('failed')] }, ['failed', 'after'], ['help']],
    [{ request: true, on_failure: [going('b')] }, ['?', 'after'], ['help']],
  ])('[FL-11] what is said otherwise is said only where the author has put nothing: %j', (more, heard, groups) => {
    const talk = opened(consulting(more), { answer: lost })
    expect(write(talk, 'one')).toEqual(['(model)', ...heard])
    expect(talk.groups).toEqual(groups)
  })
})

describe('[FL-7] the loop guard', () => {
  /** A chain of interactions: the first jumps to the second, and so on. */
  const chain = (jumps: number) =>
    botOf(
      Object.fromEntries(
        Array.from({ length: jumps + 1 }, (_, at) => [
          `i${at}`,
          [saying(`${at}`), ...(at < jumps ? [going(`i${at + 1}`)] : [])],
        ]),
      ),
    )

  test('[FL-7] lets 25 jumps through', () => {
    const talk = talkTo(chain(limitOfJumps))
    expect(open(talk)).toHaveLength(26)
    expect(talk.diagnostics).toEqual([])
  })

  test('[FL-7] stops the 26th, and what was said stays', () => {
    const talk = talkTo(chain(limitOfJumps + 1))
    expect(open(talk)).toHaveLength(26)
    expect(talk.diagnostics).toEqual(['behaviors[0].interactions[25].actions[1] too_many_jumps'])
    expect(talk.flow.turn).toBeNull()
  })

  test('[FL-7] ends a bot that goes round in circles, each turn anew', () => {
    const talk = talkTo(botOf({ a: { keywords: ['again'], actions: [saying('a'), going('a')] } }))
    expect(open(talk)).toHaveLength(26)
    expect(write(talk, 'again')).toHaveLength(26)
  })
})

test.each([{ interaction: 'gone' }, { behavior: 'gone' }, { to: 'previous' }, { to: 'bookmark' }, { to: 'fallback' }])(
  '[FL-8] a jump to %j, which is not there, is skipped with a diagnostic',
  (target) => {
    const talk = talkTo(botOf({ a: [{ type: 'jump', ...target }, saying('next')] }))
    expect(open(talk)).toEqual(['next'])
    expect(talk.diagnostics).toEqual([`${start}[0] missing_target`])
  },
)

test('[FL-2] an action that this release does not have is skipped with a diagnostic', () => {
  const talk = talkTo(botOf({ a: [{ type: 'gone', x: 1 }, saying('next')] }))
  expect(open(talk)).toEqual(['next'])
  expect(talk.diagnostics).toEqual([`${start}[0] unknown_action`])
})

describe('[FL-9] templates', () => {
  test('[FL-9] are filled in where the schema says so, at any depth, and nowhere else', () => {
    const offer = offering({ label: 'For {{ name }}' })
    const talk = talkTo(botOf({ a: [{ type: 'say', text: '{{ name }}', raw: '{{ name }}' }, offer] }))
    talk.variables = { name: 'Ana' }
    expect(open(talk)).toEqual(['Ana {{ name }}', '[For Ana]'])
  })

  test('[FL-9] see what the turn has set before', () => {
    const talk = talkTo(botOf({ a: [{ type: 'remember', variable: 'color', value: 'red' }, saying('{{ color }}')] }))
    expect(open(talk)).toEqual(['red'])
  })

  test('[FL-9] that are broken leave an empty field and a diagnostic, and the turn goes on', () => {
    const talk = talkTo(botOf({ a: [saying('{{ name'), saying('{{ 1 | no_such_filter }}'), saying('next')] }))
    expect(open(talk)).toEqual(['', '', 'next'])
    expect(talk.diagnostics).toEqual([`${start}[0].text template_error`, `${start}[1].text template_error`])
  })
})

test('[HO-21] at run time a setting whose package is missing is left out, with a diagnostic', () => {
  const bot = botOf({ a: [{ type: 'hand_over', group: 'support' }, saying('next')] })
  const [having, lacking] = [talkTo(bot), talkTo(bot, { packages: [] })]
  expect([open(having), open(lacking)]).toEqual([['next'], ['next']])
  expect([having.groups, lacking.groups]).toEqual([['support'], [undefined]])
  expect([having.diagnostics, lacking.diagnostics]).toEqual([[], [`${start}[0].group package_missing`]])
})
