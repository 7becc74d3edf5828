import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { file } from './action.ts'

test.each([
  ['https://example.com/prices.pdf', 'prices.pdf', 'application/pdf'],
  ['https://example.com/list.xlsx', 'list.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['/tour.mp4', 'tour.mp4', 'video/mp4'],
  ['https://example.com/get?id=7', 'get', 'application/octet-stream'],
])('[FL-11] %s is offered as %s, a %s', (url, name, contentType) => {
  expect(saidBy(file.run({ url }, around()))).toEqual([{ parts: [{ type: 'file', url, name, contentType, size: 0 }] }])
})

test('[FL-2] [FL-9] what must not be opened is neither published nor shown', () => {
  expect(problemsOf(file, { url: 'ftp://example.com/a.pdf' })).toEqual(['url invalid'])
  expect(problemsOf(file, { url: '/a.pdf', name: 'a'.repeat(201) })).toEqual(['name invalid'])
  expect(diagnosticsOf(file.run({ url: 'data:x' }, around()))).toEqual(['address_refused'])
})
