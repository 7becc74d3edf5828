import { type Answer, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, resumed, setBy } from '../testing.ts'
import { httpRequest } from './action.ts'
import { pathSteps, readPath } from './answer.ts'

const url = 'https://api.example.com/orders'
const answered = (body: unknown, status = 200): Answer => ({ kind: 'http', ok: true, status, body: String(body) })

test('[FL-5] the request is work outside the turn', () => {
  const work = { kind: 'http' as const, method: 'GET', url, headers: {}, body: null, timeoutMs: 10_000 }
  expect(httpRequest.run({ method: 'GET', url: ` ${url} ` }, around())).toEqual(step({ kind: 'wait', work }))
})

test.each([
  [{ a: 1 }, {}, '{"a":1}', { 'content-type': 'application/json' }],
  [[1], { 'Content-Type': 'text/x' }, '[1]', { 'Content-Type': 'text/x' }],
  ['a=1', {}, 'a=1', {}],
  [null, {}, null, {}],
])('[FL-11] the body %j with headers %j is sent as %j with %j', (body, given, sent, headers) => {
  const { then } = httpRequest.run({ method: 'POST', url, headers: given, body, timeoutSeconds: 2.5 }, around())
  expect(then).toEqual({
    kind: 'wait',
    work: { kind: 'http', method: 'POST', url, headers, body: sent, timeoutMs: 2_500 },
  })
})

test('[FL-9] a header that a template broke over lines is left out, with a diagnostic', () => {
  const headers = { 'x-a': 'one\r\nx-evil: two', 'x-b': 'three' }
  const sent = httpRequest.run({ method: 'GET', url, headers }, around())
  expect(sent.then).toMatchObject({ work: { headers: { 'x-b': 'three' } } })
  expect(diagnosticsOf(sent)).toEqual(['header_invalid'])
})

test('[FL-9] an address that a template made unusable fails without a request', () => {
  const failed = httpRequest.run({ method: 'GET', url: 'file:///etc/passwd' }, around())
  expect(failed.then).toEqual({ kind: 'fire', trigger: 'on_failure' })
  expect(diagnosticsOf(failed)).toEqual(['http_failed'])
})

test('[FL-11] what is asked for is taken out of the answer', () => {
  const map = [
    { path: 'data.items[0].name', variable: 'name' },
    { path: '/data/items/1/a~1b', variable: 'second' },
    { path: '', variable: 'all' },
  ]
  const body = { data: { items: [{ name: 'Ana' }, { 'a/b': 2 }] } }
  const done = resumed(httpRequest, { method: 'GET', url, map }, answered(JSON.stringify(body), 201))
  expect(setBy(done)).toEqual({ name: 'Ana', second: 2, all: body })
  expect(done.then).toEqual({ kind: 'fire', trigger: 'on_success' })
})

test('[FL-11] what the answer does not have empties its variable, with a diagnostic', () => {
  const settings = { method: 'GET', url, map: [{ path: 'a.length', variable: 'a' }] }
  const done = resumed(httpRequest, settings, answered('{"a":"text"}'))
  expect(setBy(done)).toEqual({ a: null })
  expect(diagnosticsOf(done)).toEqual(['not_in_answer'])
  expect(done.then).toEqual({ kind: 'fire', trigger: 'on_success' })
})

test('[FL-11] an answer that is no JSON can be kept as a whole', () => {
  const settings = { method: 'GET', url, map: [{ path: '', variable: 'a' }] }
  expect(setBy(resumed(httpRequest, settings, answered('hello')))).toEqual({ a: 'hello' })
})

test.each<[Answer, string]>([
  [answered('{"a":1}', 404), 'the request was answered with status 404'],
  [answered('', 302), 'the request was answered with status 302'],
  [{ kind: 'http', ok: false, reason: 'timeout' }, 'the request failed: timeout'],
])('[FL-11] after %j on_failure fires and the variables stay', (answer, message) => {
  const failed = resumed(httpRequest, { method: 'GET', url, map: [{ path: 'a', variable: 'a' }] }, answer)
  expect(failed).toEqual(
    step({ kind: 'fire', trigger: 'on_failure' }, [{ kind: 'diagnostic', code: 'http_failed', message }]),
  )
})

test('[FL-11] a path reads only what the answer itself has', () => {
  expect(readPath([1, 2], 'length')).toBeUndefined()
  expect(readPath({ a: 1 }, 'constructor.name')).toBeUndefined()
  expect(readPath({ '': 1 }, '/')).toBe(1)
  expect(pathSteps('a..b')).toBeNull()
  expect(pathSteps('a[x]')).toBeNull()
  expect(pathSteps('[0].a')).toEqual(['0', 'a'])
})

test.each([
  [{ method: 'HEAD', url }, 'method invalid'],
  [{ method: 'GET', url: 'ftp://x.example' }, 'url invalid'],
  [{ method: 'GET', url: 'javascript:{{ x }}' }, 'url invalid'],
  [{ method: 'GET', url, body: 'x' }, 'body not_allowed'],
  [{ method: 'GET', url, headers: { 'x y': 'z' } }, 'headers.x y unknown_setting'],
  [{ method: 'GET', url, headers: { x: 1 } }, 'headers.x wrong_type'],
  [{ method: 'GET', url, timeoutSeconds: 61 }, 'timeoutSeconds invalid'],
  [{ method: 'GET', url, map: [{ path: 'a[', variable: 'a' }] }, 'map[0].path invalid'],
  [{ method: 'GET', url, map: [{ path: 'a', variable: 'chat_state' }] }, 'map[0].variable not_allowed'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(httpRequest, settings)).toEqual([problem])
})

test('[FL-2] an address with a template is published', () => {
  expect(problemsOf(httpRequest, { method: 'GET', url: 'https://x.example/{{ id | url_encode }}' })).toEqual([])
  expect(problemsOf(httpRequest, { method: 'GET', url: '{{ address }}' })).toEqual([])
})
