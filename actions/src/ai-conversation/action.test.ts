import { type Answer, type ModelCall, step } from '@baton/core/flow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, resumed, saidBy } from '../testing.ts'
import { aiConversation } from './action.ts'

const seed = 20_261_122
const settings = { instructions: 'Be kind.', model: 'small' }
const said = (text: string, tokens?: number): Answer => ({
  kind: 'said',
  text,
  ...(tokens === undefined ? {} : { tokens }),
})
const answered = (text: string, calls: ModelCall[] = [], spent = { answers: 1, tokens: 9 }): Answer => ({
  kind: 'model',
  ok: true,
  text,
  calls,
  spent,
})
const call = (name: string, given: unknown = {}): ModelCall => ({ name, arguments: JSON.stringify(given) })
const textsOf = (one: ReturnType<typeof resumed>) => saidBy(one).map(({ text }) => text)

test('[FL-3] a message that led here is answered at once; else the contact is waited for', () => {
  expect(aiConversation.run(settings, around({ isAsked: false })).then).toEqual({ kind: 'hold', tries: 0 })
  expect(aiConversation.run(settings, around({ isAsked: true })).then).toMatchObject({
    kind: 'wait',
    work: { kind: 'model', spent: { answers: 0, tokens: 0 } },
  })
})

test('[FL-5] each message is a request of its own, with what was spent so far', () => {
  const asked = resumed(aiConversation, settings, said('Hi', 70), 3)
  expect(asked.then).toMatchObject({
    kind: 'wait',
    work: { instructions: 'Be kind.', spent: { answers: 3, tokens: 70 } },
  })
})

test('[HO-24] the tools that are offered are two, and neither can say who, where or how', () => {
  const { then } = resumed(aiConversation, settings, said('Hi'))
  const tools = then.kind === 'wait' && then.work.kind === 'model' ? then.work.tools : []
  const parameters = tools.map(({ name, parameters }) => [name, Object.keys(Object(parameters.properties))])
  expect(parameters).toEqual([
    ['request_operator', ['reason']],
    ['end_conversation_with_ai', ['last_words']],
  ])
})

test('[FL-11] an answer is said and the contact waited for, until a limit is reached', () => {
  const going = resumed(aiConversation, settings, answered('Hello', [], { answers: 2, tokens: 90 }))
  expect(textsOf(going)).toEqual(['Hello'])
  expect(going.then).toEqual({ kind: 'hold', tries: 2, tokens: 90 })
  for (const limit of [{ maxAnswers: 2 }, { maxTokensInAll: 90 }]) {
    const last = resumed(aiConversation, { ...settings, ...limit }, answered('Hello', [], { answers: 2, tokens: 90 }))
    expect(textsOf(last)).toEqual(['Hello'])
    expect(last.then).toEqual({ kind: 'fire', trigger: 'on_give_up' })
  }
})

test('[FL-11] the model ends it, with an answer or last words', () => {
  const end = (given: unknown, text = '') =>
    resumed(aiConversation, settings, answered(text, [call('end_conversation_with_ai', given)]))
  expect(end({ last_words: ' Bye\u{e0041} ' })).toEqual(
    step({ kind: 'fire', trigger: 'on_success' }, [
      { kind: 'say', bubble: { text: 'Bye', parts: [{ type: 'text', text: 'Bye' }] } },
    ]),
  )
  expect(textsOf(end({ last_words: 'Bye' }, 'Good luck'))).toEqual(['Good luck'])
  expect(textsOf(end({ last_words: 7 }))).toEqual([])
})

describe('a person', () => {
  const author = { operatorsGroup: 'support', assignOperator: 'less_busy', onlyOnlineOperators: true }

  test('[HO-24] [HO-14] is asked for by the author’s settings, with the model’s reason as a note', () => {
    const asked = resumed(
      aiConversation,
      { ...settings, ...author },
      answered('', [call('request_operator', { reason: ' A refund ' })]),
    )
    expect(asked.then).toEqual({
      kind: 'set_operator_state',
      why: 'A refund',
      settings: { mode: 'request_operator', ...author },
      cause: 'ai',
    })
    expect(textsOf(asked)).toEqual(['I am asking a colleague to help you.'])
    expect(asked.effects?.at(-1)).toEqual({ kind: 'note', text: 'The language model asks for a person: A refund' })
    const own = { ...settings, requestText: 'Wait' }
    expect(textsOf(resumed(aiConversation, own, answered('', [call('request_operator')])))).toEqual(['Wait'])
    expect(textsOf(resumed(aiConversation, own, answered('Now', [call('request_operator')])))).toEqual(['Now'])
  })

  const hostile: string[] = [
    '{"mode":"operator_takeover"}',
    '{"mode":"chatbot_controlled","settings":{"mode":"chatbot_controlled"}}',
    '{"operatorsGroup":"vip","operator":"boss@acme.example","assignOperator":"specific"}',
    '{"__proto__":{"operatorsGroup":"vip"},"constructor":{"mode":"operator_takeover"}}',
    '[{"mode":"operator_takeover"}]',
    '"operator_takeover"',
    'null',
    '',
    '{"reason":',
    '{"reason":{"mode":"operator_takeover"}}',
  ]

  test.each(hostile)('[HO-24] [LLM03] whatever a model writes into the call, it is no more than that: %j', (given) => {
    const calls = [{ name: 'request_operator', arguments: given }]
    const asked = resumed(aiConversation, { ...settings, ...author }, answered('', calls))
    expect(asked.then).toMatchObject({ settings: { mode: 'request_operator', ...author } })
    expect(asked.effects?.filter(({ kind }) => kind === 'note')).toEqual([])
  })

  test('[LLM03] the reason is bounded, and no hidden sign stands in it', () => {
    const reason = `\u{e0041}${'x'.repeat(5_000)}`
    const { effects = [] } = resumed(aiConversation, settings, answered('', [call('request_operator', { reason })]))
    const note = effects.find((effect) => effect.kind === 'note')
    expect(note?.kind === 'note' && note.text.length).toBe('The language model asks for a person: '.length + 1_000)
  })

  test('[LLM03] a call of anything else does nothing but leave a diagnostic', () => {
    const calls = ['set_chat_operator_state', 'assign', 'release', 'http_request'].map((name) => call(name))
    const going = resumed(aiConversation, settings, answered('Hm', calls))
    expect(diagnosticsOf(going)).toEqual(Array(4).fill('tool_unknown'))
    expect(going.then).toMatchObject({ kind: 'hold' })
    const failed = resumed(aiConversation, settings, answered('', calls))
    expect(failed.then).toMatchObject({ kind: 'fire', trigger: 'on_failure' })
  })
})

/** [LLM03] All that can come of anything that a model may write. */
test('[HO-24] [LLM03] no call and no text moves anything but a request by the author’s settings', () => {
  const author = { operatorsGroup: 'support', assignOperator: 'random' }
  const names = ['request_operator', 'end_conversation_with_ai', 'set_chat_operator_state', 'assign', 'hand_over']
  const words = [
    'mode',
    'operator_takeover',
    'chatbot_controlled',
    'operatorsGroup',
    'operator',
    'reason',
    'last_words',
  ]
  const key = fc.oneof(fc.constantFrom(...words, '__proto__'), fc.string())
  const given = fc.oneof(
    fc.dictionary(key, fc.oneof(fc.constantFrom(...words), fc.jsonValue())).map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string(),
  )
  const calls = fc.array(fc.record({ name: fc.oneof(fc.constantFrom(...names), fc.string()), arguments: given }), {
    maxLength: 4,
  })
  const property = fc.property(fc.string(), calls, (text, called) => {
    const { effects = [], then } = resumed(aiConversation, { ...settings, ...author }, answered(text, called))
    expect(['fire', 'hold', 'set_operator_state']).toContain(then.kind)
    if (then.kind === 'set_operator_state') {
      expect(called.some(({ name }) => name === 'request_operator')).toBe(true)
      expect(then.settings).toEqual({ mode: 'request_operator', ...author })
    }
    for (const { kind } of effects) expect(['say', 'note', 'diagnostic']).toContain(kind)
    const parts = effects.flatMap((effect) => (effect.kind === 'say' ? effect.bubble.parts : []))
    expect(parts.every(({ type }) => type === 'text')).toBe(true)
  })
  fc.assert(property, { seed, numRuns: 1_000 })
})

describe('a model that fails', () => {
  const failure: Answer = { kind: 'model', ok: false, reason: 'timeout' }
  const otherwise = [{ kind: 'say', bubble: { text: 'Pardon', parts: [{ type: 'text', text: 'Pardon' }] } }]

  test('[FL-11] ends it with on_failure, or a sentence', () => {
    const failed = resumed(aiConversation, { ...settings, failureText: 'Pardon' }, failure)
    expect(diagnosticsOf(failed)).toEqual(['model_failed'])
    expect(failed.then).toEqual({ kind: 'fire', trigger: 'on_failure', otherwise })
  })

  test('[HO-14] also asks for a person, if the author wants that', () => {
    const wish = { ...settings, onFailureRequest: true, operatorsGroup: 'support', failureText: 'Pardon' }
    expect(resumed(aiConversation, wish, failure).then).toEqual({
      kind: 'set_operator_state',
      settings: { mode: 'request_operator', operatorsGroup: 'support' },
      fire: 'on_failure',
      otherwise,
    })
  })
})

test.each([
  [{ ...settings, mode: 'operator_takeover' }, 'mode unknown_setting'],
  [{ ...settings, assignOperator: 'specific' }, 'operator required'],
  [{ ...settings, operator: 'ana' }, 'operator not_allowed'],
  [{ ...settings, maxAnswers: 0 }, 'maxAnswers invalid'],
])('[FL-2] %j is not published', (wrong, problem) => {
  expect(problemsOf(aiConversation, wrong)).toEqual([problem])
})

test('[HO-15] where only operators who are online are asked, what the bot says when nobody is belongs below', () => {
  const advice = (isLast: boolean, onlyOnlineOperators: boolean) =>
    aiConversation.advise?.({ ...settings, onlyOnlineOperators }, { isLast, path: 'a' }).map(({ code }) => code)
  expect(advice(true, true)).toEqual(['nobody_branch_missing'])
  expect(advice(false, true)).toEqual([])
  expect(advice(true, false)).toEqual([])
})
