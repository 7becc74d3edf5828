import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { checkSettings, type OperatorStateSettings, operatorStateProperties } from './settings.ts'

const schema = Type.Object(operatorStateProperties, { additionalProperties: false })

test.each<[OperatorStateSettings, string | null]>([
  [{ mode: 'operator_takeover', assignOperator: 'specific', operator: 'op_ana' }, null],
  [{ mode: 'operator_takeover', assignOperator: 'specific' }, 'required'],
  [{ mode: 'operator_takeover', assignOperator: 'random', operator: 'op_ana' }, 'not_allowed'],
  [{ mode: 'request_operator', operator: 'op_ana' }, 'not_allowed'],
  [{ mode: 'chatbot_controlled' }, null],
])('[HO-32] `operator` is needed by `specific` and refused otherwise: %j', (settings, code) => {
  expect(checkSettings(settings).map((problem) => problem.code)).toEqual(code === null ? [] : [code])
})

test.each([
  [{ mode: 'operator_takeover' }, true],
  [
    { mode: 'request_operator', operatorsGroup: 'support', assignOperator: 'less_busy', onlyOnlineOperators: true },
    true,
  ],
  [{}, false],
  [{ mode: 'take_over' }, false],
  [{ mode: 'operator_takeover', assignOperator: 'fastest' }, false],
  [{ mode: 'operator_takeover', onlyOnlineOperators: 'yes' }, false],
  [{ mode: 'operator_takeover', operatorsGroup: '' }, false],
])('[HO-10] the schema knows the settings of section 3 and no others: %j', (settings, isValid) => {
  expect(Check(schema, settings)).toBe(isValid)
})
