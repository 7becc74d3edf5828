import { type Answer, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, resumed, saidBy, setBy } from '../testing.ts'
import { aiReply } from './action.ts'

const settings = { instructions: 'Be kind.', model: ' small ' }
const answered = (text: string): Answer => ({
  kind: 'model',
  ok: true,
  text,
  calls: [],
  spent: { answers: 1, tokens: 9 },
})
const saying = (text: string) => ({ kind: 'say', bubble: { text, parts: [{ type: 'text', text }] } })

test('[FL-5] the model is work outside the turn, with the author’s instructions and no tools', () => {
  const usual = { maxTokens: 500, historyMessages: 20, temperature: null, timeoutMs: 30_000 }
  const rest = { tools: [], spent: { answers: 0, tokens: 0 }, stretch: null }
  const work = { kind: 'model' as const, model: 'small', instructions: 'Be kind.', ...usual, ...rest }
  expect(aiReply.run(settings, around())).toEqual(step({ kind: 'wait', work }))
  const own = { maxTokens: 9, historyMessages: 2, temperature: 0, timeoutSeconds: 1.5 }
  const { timeoutSeconds: _, ...kept } = own
  expect(aiReply.run({ ...settings, ...own }, around()).then).toEqual({
    kind: 'wait',
    work: { ...work, ...kept, timeoutMs: 1_500 },
  })
})

test('[FL-11] the answer is said, or kept in a variable', () => {
  const done = { kind: 'fire', trigger: 'on_success' }
  const said = resumed(aiReply, settings, answered('Hello'))
  expect(saidBy(said)).toEqual([{ text: 'Hello', parts: [{ type: 'text', text: 'Hello' }] }])
  expect(said.then).toEqual(done)
  const kept = resumed(aiReply, { ...settings, variable: 'answer' }, answered('Hello'))
  expect(saidBy(kept)).toEqual([])
  expect(setBy(kept)).toEqual({ answer: 'Hello' })
  expect(kept.then).toEqual(done)
})

test.each<[Answer, string]>([
  [{ kind: 'model', ok: false, reason: 'timeout' }, 'timeout'],
  [answered(''), 'it said nothing'],
  [{ kind: 'due' }, 'nothing came back'],
])('[FL-11] after %j on_failure fires, and where nothing stands there a sentence is said', (answer, reason) => {
  const failed = resumed(aiReply, { ...settings, variable: 'answer' }, answer)
  expect(failed.effects).toEqual([
    { kind: 'diagnostic', code: 'model_failed', message: `the model gave no answer: ${reason}` },
  ])
  const otherwise = [saying('Sorry, I cannot answer that right now.')]
  expect(failed.then).toEqual({ kind: 'fire', trigger: 'on_failure', otherwise })
})

test('[FL-11] the sentence is the author’s own, unless a template has left nothing of it', () => {
  const sentence = (failureText: string) =>
    resumed(aiReply, { ...settings, failureText }, { kind: 'model', ok: false, reason: 'x' }).then
  expect(sentence('Pardon?')).toMatchObject({ otherwise: [saying('Pardon?')] })
  expect(sentence(' ')).toMatchObject({ otherwise: [saying('Sorry, I cannot answer that right now.')] })
})

test('[LLM03] what the model calls for is nothing here: it was offered no tools', () => {
  const calls = [{ name: 'request_operator', arguments: '{}' }]
  const spent = { answers: 1, tokens: 9 }
  const said = resumed(aiReply, settings, { kind: 'model', ok: true, text: 'Hi', calls, spent })
  expect(said.then).toEqual({ kind: 'fire', trigger: 'on_success' })
  expect(diagnosticsOf(said)).toEqual([])
})

test.each([
  [{ model: 'a' }, 'instructions required'],
  [{ instructions: 'a', model: ' ' }, 'model invalid'],
  [{ ...settings, variable: 'chat_state' }, 'variable not_allowed'],
  [{ ...settings, maxTokens: 4_001 }, 'maxTokens invalid'],
  [{ ...settings, temperature: 2.1 }, 'temperature invalid'],
  [{ ...settings, historyMessages: 0 }, 'historyMessages invalid'],
  [{ ...settings, timeoutSeconds: 61 }, 'timeoutSeconds invalid'],
  [{ ...settings, tools: [] }, 'tools unknown_setting'],
])('[FL-2] %j is not published', (wrong, problem) => {
  expect(problemsOf(aiReply, wrong)).toEqual([problem])
})
