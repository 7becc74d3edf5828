import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed, saidBy, setBy } from '../testing.ts'
import { fileInput } from './action.ts'
import { kindOf } from './kind.ts'

const file = (contentType: string, size = 1_000) => ({
  type: 'file' as const,
  url: '/api/v1/files/file_1/x/a',
  name: 'a',
  contentType,
  size,
})
const sent = (...files: ReturnType<typeof file>[]) => ({ kind: 'said' as const, text: '', files })

test('[FL-3] the first run holds until the contact sends something', () => {
  expect(fileInput.run({ variable: 'photo' }, around())).toEqual(step({ kind: 'hold', tries: 0 }))
})

test('[FL-11] a file is kept by what it is and where it lies, and on_input fires', () => {
  const value = { name: 'a', url: '/api/v1/files/file_1/x/a', content_type: 'image/png', size: 1_000 }
  expect(resumed(fileInput, { variable: 'photo' }, sent(file('image/png')))).toEqual(
    step({ kind: 'fire', trigger: 'on_input' }, [{ kind: 'set_variable', variable: 'photo', value }]),
  )
})

test.each([
  ['image/webp', 'image'],
  ['video/mp4', 'video'],
  ['audio/mpeg', 'audio'],
  ['application/pdf', 'document'],
  ['text/plain', 'document'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
  ['application/vnd.oasis.opendocument.text', 'document'],
  ['application/zip', null],
  ['application/octet-stream', null],
  ['application/x-msdownload', null],
] as const)('[FL-11] %s is %j', (contentType, kind) => {
  expect(kindOf(contentType)).toBe(kind)
})

test.each([
  [{ kinds: ['image'] }, file('application/pdf')],
  [{ kinds: ['document', 'image'] }, file('application/zip')],
  [{ maxMegabytes: 0.5 }, file('image/png', 500_001)],
])('[FL-11] with %j, %j is a wrong answer', (limits, given) => {
  const settings = { variable: 'photo', wrongReplies: ['Not this one.'], ...limits }
  const wrong = resumed(fileInput, settings, sent(given))
  expect(wrong.then).toEqual({ kind: 'hold', tries: 1 })
  expect(saidBy(wrong)[0]?.text).toBe('Not this one.')
  expect(setBy(wrong)).toEqual({ failed_inputs: 1 })
})

test('[FL-11] of several files the first that fits is kept', () => {
  const found = resumed(fileInput, { variable: 'a', kinds: ['image'] }, sent(file('text/plain'), file('image/gif')))
  expect(setBy(found)).toMatchObject({ a: { content_type: 'image/gif' } })
})

test('[FL-11] words are no file; after the last try it gives up', () => {
  const words = { kind: 'said' as const, text: 'I have none' }
  expect(resumed(fileInput, { variable: 'a', maxTries: 2 }, words, 0).then).toEqual({ kind: 'hold', tries: 1 })
  expect(resumed(fileInput, { variable: 'a', maxTries: 2 }, words, 1).then).toEqual({
    kind: 'fire',
    trigger: 'on_give_up',
  })
})

test.each([
  [{ variable: 'chat_state' }, 'variable not_allowed'],
  [{ variable: 'a', kinds: ['program'] }, 'kinds[0] invalid'],
  [{ variable: 'a', kinds: [] }, 'kinds invalid'],
  [{ variable: 'a', kinds: ['image', 'image'] }, 'kinds invalid'],
  [{ variable: 'a', maxMegabytes: 11 }, 'maxMegabytes invalid'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(fileInput, settings)).toEqual([problem])
})
