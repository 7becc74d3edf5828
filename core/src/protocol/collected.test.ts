import { expect, test } from 'vitest'
import { withVariable } from '../conversation/value.ts'
import { collectedAfter, collectedIn, languageIn } from './collected.ts'

test('[U-15] what was collected last stands first, and neither the system’s nor empty values are told', () => {
  const first = {
    chat_state: 'x',
    user_name: 'Mira',
    chat_priority: 3,
    order: 'A-1',
    size: 'M',
    note: '',
    agreed: false,
  }
  expect(collectedIn(first).map(({ name }) => name)).toEqual(['size', 'order'])
  expect(collectedIn(withVariable(first, 'order', 'A-2'))).toEqual([
    { name: 'order', text: 'A-2' },
    { name: 'size', text: 'M' },
  ])
})

test('[U-15] how to reach somebody stands behind it, and a list has room for three', () => {
  const variables = { user_email: 'm@shop.example', a: 1, b: 2 }
  expect(collectedIn(variables).map(({ name }) => name)).toEqual(['b', 'a', 'user_email'])
  expect(collectedIn({ ...variables, c: { d: 3 } }).map(({ text }) => text)).toEqual(['{"d":3}', '2', '1'])
})

test('[U-15] a row that has no variables takes in what is new and lets go what is cleared', () => {
  const known = [{ name: 'order', text: 'A-1' }]
  expect(collectedAfter(known, 'size', 'L')).toEqual([{ name: 'size', text: 'L' }, ...known])
  expect(collectedAfter(known, 'order', null)).toEqual([])
  expect(collectedAfter(known, 'chat_state', 'x')).toEqual(known)
})

test('[U-15] a language is told only where one is known', () => {
  expect([languageIn({ locale: 'de' }), languageIn({}), languageIn({ locale: '' })]).toEqual(['de', null, null])
})
