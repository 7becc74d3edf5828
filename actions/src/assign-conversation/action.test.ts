import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { assignConversation } from './action.ts'

const run = (settings: object) => assignConversation.run(settings, around()).then

test('[HO-24] it hands over by the same settings as the action, with what is said and how long it may wait beside them', () => {
  const settings = {
    mode: 'request_operator',
    operatorsGroup: 'support',
    operators: ['ana'],
    onlyOnlineOperators: true,
  }
  expect(run({ ...settings, message: 'Here comes Ana', timeoutSeconds: 30 })).toEqual({
    kind: 'assign',
    wish: {
      settings,
      message: { text: 'Here comes Ana', parts: [{ type: 'text', text: 'Here comes Ana' }] },
      timeoutMs: 30_000,
    },
  })
  expect(run({ mode: 'operator_takeover', message: '' })).toEqual({
    kind: 'assign',
    wish: { settings: { mode: 'operator_takeover' }, message: null, timeoutMs: null },
  })
})

test.each([
  [{ mode: 'operator_takeover', timeoutSeconds: 5 }, ['timeoutSeconds not_allowed']],
  [{ mode: 'chatbot_controlled' }, ['mode invalid']],
  [{ mode: 'operator_takeover', operators: [] }, ['operators invalid']],
  [{ mode: 'request_operator', timeoutSeconds: 5 }, []],
])('[FL-2] of %j it says %j', (settings, problems) => {
  expect(problemsOf(assignConversation, settings)).toEqual(problems)
})

test('[HO-11] whoever wants only operators who are online is told to say what happens when nobody is', () => {
  const advice = (settings: object, isLast: boolean) =>
    assignConversation.advise?.(settings, { isLast, path: 'a' })?.map(({ code }) => code)
  expect(advice({ mode: 'operator_takeover', onlyOnlineOperators: true }, true)).toEqual(['nobody_branch_missing'])
  expect(advice({ mode: 'operator_takeover', onlyOnlineOperators: true }, false)).toEqual([])
  expect(advice({ mode: 'operator_takeover' }, true)).toEqual([])
})
