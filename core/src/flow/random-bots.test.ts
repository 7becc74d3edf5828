import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ActionDocument, BotDocument } from './bot.ts'
import {
  behaviorOf,
  catalogueForTests,
  click,
  dealing,
  drawing,
  offering,
  open,
  saying,
  talkTo,
  write,
} from './testing.ts'
import { validateBot } from './validate.ts'

const seed = 20_261_122
const name = fc.constantFrom('one', 'two', 'three')
const word = fc.constantFrom('yes', 'go', 'help', 'reply', '', '{{ answer }}', '{{ broken', '👍')
const { list } = fc.letrec<{ list: ActionDocument[]; action: ActionDocument }>((tie) => ({
  list: fc.array(tie('action'), { maxLength: 4, depthIdentifier: 'list' }),
  action: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'list' },
    word.map(saying),
    fc.record({ type: fc.constant('jump'), interaction: name, cancel: fc.boolean() }),
    fc.record({ type: fc.constant('jump'), behavior: fc.constantFrom('main', 'other') }),
    fc.record({ type: fc.constant('jump'), to: fc.constantFrom('start', 'previous', 'bookmark', 'fallback') }),
    fc.record({ type: fc.constant('remember'), variable: fc.constantFrom('answer', 'x'), value: word }),
    fc.constant({ type: 'finish' }),
    fc.constant({ type: 'keep_place' }),
    fc.array(tie('list'), { minLength: 1, maxLength: 3 }).map((ways) => drawing(...ways)),
    fc.record({
      type: fc.constant('when'),
      variable: fc.constant('x'),
      on_condition_met: tie('list'),
      on_else: tie('list'),
    }),
    fc.record({ type: fc.constant('fetch'), on_success: tie('list'), on_failure: tie('list') }),
    fc.record(
      { type: fc.constant('ask'), ok: word, on_input: tie('list'), on_give_up: tie('list') },
      { requiredKeys: ['type', 'ok'] },
    ),
    fc
      .array(fc.record({ label: word, on_click: tie('list') }), { minLength: 1, maxLength: 3 })
      .map((choices) => offering(...choices)),
    fc
      .array(fc.array(fc.record({ label: word, on_click: tie('list') }), { maxLength: 2 }), { maxLength: 3 })
      .map((cards) => dealing(...cards)),
  ),
}))
const top = list.chain((actions) => fc.constantFrom(actions, [...actions, { type: 'hand_over', assigns: true }]))
const interaction = fc.record({ actions: top, keywords: fc.array(fc.constantFrom('go', 'help'), { maxLength: 1 }) })
const behavior = (called: string) =>
  fc
    .tuple(interaction, interaction, interaction, top)
    .map(([one, two, three, actions]) => behaviorOf(called, { one, two, three, sorry: { fallback: true, actions } }))
const bots = fc.tuple(behavior('main'), behavior('other'), list).map(
  ([main, other, operations]): BotDocument => ({
    name: 'Bot',
    startBehavior: 'main',
    operations,
    behaviors: [main, other],
  }),
)
const world = {
  catalogue: catalogueForTests,
  packages: new Set(['teams']),
  hasGroup: () => true,
  hasOperator: () => true,
  channels: [],
}

test('[FL-7][FL-4] whatever a valid bot is told, its turns end within bounds, never throw, and survive being stored at every step', () => {
  const inputs = fc.array(fc.tuple(fc.boolean(), fc.nat(), word), { maxLength: 8 })
  const property = fc.property(bots, inputs, fc.boolean(), (bot, said, works) => {
    expect(validateBot(bot, world).errors).toEqual([])
    const answer = () =>
      works
        ? ({ kind: 'http', ok: true, status: 200, body: 'b' } as const)
        : ({ kind: 'http', ok: false, reason: 'r' } as const)
    const talks = [talkTo(bot, { answer }), talkTo(bot, { answer, store: (flow) => JSON.parse(JSON.stringify(flow)) })]
    const [plain, stored] = talks.map((talk) => {
      open(talk)
      for (const [clicks, which, text] of said) {
        const shown = talk.flow.shown[which % Math.max(talk.flow.shown.length, 1)]
        if (!talk.isClosed) clicks ? click(talk, shown?.payload ?? 'gone') : write(talk, text)
      }
      return [talk.log, talk.diagnostics, talk.flow]
    })
    expect(stored).toEqual(plain)
  })
  fc.assert(property, { seed, numRuns: 200 })
})
