import { expect, test } from 'vitest'
import { parseDocument, sorted } from './bot-document.ts'

test('what is not JSON is named with its line', () => {
  expect(parseDocument('{\n  "name": "Shop",\n  oops\n}')).toMatchObject({ kind: 'syntax', line: 3 })
  expect(parseDocument('{ "name": ')).toMatchObject({ kind: 'syntax', line: 1 })
})

test('a chatbot is an object with a name', () => {
  expect(parseDocument('[]').kind).toBe('not_object')
  expect(parseDocument('{}').kind).toBe('not_object')
  expect(parseDocument('{"name":"Shop"}')).toEqual({ kind: 'document', document: { name: 'Shop' } })
})

test('YAML is read too, and what is wrong in it is named with its line', () => {
  expect(parseDocument('name: Shop\nbehaviors: []')).toEqual({
    kind: 'document',
    document: { name: 'Shop', behaviors: [] },
  })
  expect(parseDocument('name: Shop\nbehaviors: [')).toMatchObject({ kind: 'syntax' })
  expect(parseDocument('- just\n- a list').kind).toBe('not_object')
})

test('errors and warnings stand apart', () => {
  const of = (level: string | null) => ({ path: '', code: '', message: 'x', level })
  const { errors, warnings } = sorted([of('error'), of('warning'), of(null)])
  expect([errors.length, warnings.length]).toEqual([2, 1])
})
