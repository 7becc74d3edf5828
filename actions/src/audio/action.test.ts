import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { audio } from './action.ts'

test.each([
  ['https://example.com/hello.ogg', 'audio/ogg'],
  ['/hello.m4a#t=3', 'audio/mp4'],
  ['https://example.com/listen/7', 'audio/mpeg'],
  ['https://example.com/talk.mp4', 'audio/mpeg'],
])('[FL-11] %s is one file part, a %s', (url, contentType) => {
  const [bubble] = saidBy(audio.run({ url, name: 'Hello' }, around()))
  expect(bubble).toEqual({ parts: [{ type: 'file', url, name: 'Hello', contentType, size: 0 }] })
})

test('[FL-2] [FL-9] what must not be opened is neither published nor shown', () => {
  expect(problemsOf(audio, { url: 'file:///etc/passwd' })).toEqual(['url invalid'])
  expect(diagnosticsOf(audio.run({ url: '' }, around()))).toEqual(['address_refused'])
})
