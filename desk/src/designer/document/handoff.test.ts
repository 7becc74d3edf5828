import { describe, expect, test } from 'vitest'
import { en } from '../../texts/en.ts'
import { handoffSentences, markOfMode } from './handoff.ts'

const names = { group: (id: string) => `${id}!`, operator: (id: string) => `${id}?` }
const told = (settings: Record<string, unknown>) => handoffSentences(settings, names).map(({ name }) => name)
const takeover = { mode: 'operator_takeover' }
const request = { mode: 'request_operator' }

describe('[HO-36] what will happen, in words', () => {
  test.each([
    [takeover, ['takeover_random', 'else_request', 'then_stops']],
    [{ ...takeover, onlyOnlineOperators: true }, ['takeover_random_online', 'else_next', 'then_stops']],
    [
      { ...takeover, operatorsGroup: 'g', assignOperator: 'less_busy', onlyOnlineOperators: true },
      ['takeover_less_busy_group_online', 'else_next', 'then_stops'],
    ],
    [
      { ...takeover, assignOperator: 'specific', operator: 'o', onlyOnlineOperators: true },
      ['takeover_specific_online', 'else_next_specific', 'then_stops'],
    ],
    [{ ...takeover, assignOperator: 'specific' }, ['operator_missing']],
    [request, ['request', 'then_goes_on']],
    [
      { ...request, operatorsGroup: 'g', onlyOnlineOperators: true },
      ['request_group_online', 'else_next', 'then_goes_on'],
    ],
    [{ ...request, assignOperator: 'less_busy' }, ['request_less_busy', 'then_goes_on']],
    [{ ...request, assignOperator: 'specific', operator: 'o' }, ['request_specific', 'then_goes_on']],
    [{ mode: 'chatbot_controlled' }, ['chatbot']],
    [{}, []],
  ])('[HO-10] [HO-14] %j', (settings, sentences) => {
    expect(told(settings)).toEqual(sentences)
  })

  test('[HO-36] every sentence has its text, with group and operator by name', () => {
    const picks = [undefined, 'random', 'less_busy', 'specific']
    for (const mode of ['operator_takeover', 'request_operator'])
      for (const assignOperator of picks)
        for (const operatorsGroup of [undefined, 'support'])
          for (const onlyOnlineOperators of [undefined, true])
            for (const sentence of handoffSentences(
              { mode, assignOperator, operatorsGroup, onlyOnlineOperators, operator: 'ana' },
              names,
            )) {
              const text: string = en.designer.handoff[sentence.name]
              expect([sentence.name, text.length > 0]).toEqual([sentence.name, true])
              expect(sentence.group).toBe(operatorsGroup === undefined ? '' : 'support!')
              expect(sentence.operator).toBe('ana?')
            }
  })

  test('each mode has the sign of the state it leads to', () => {
    expect(['operator_takeover', 'request_operator', 'chatbot_controlled', 'x'].map(markOfMode)).toEqual([
      'taken_over',
      'operator_requested',
      'chatbot_controlled',
      null,
    ])
  })
})
