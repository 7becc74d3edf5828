import { once } from 'node:events'
import { request } from 'node:http'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { must, startTest, type TestData, type TestOptions, testData } from '../src/testing.ts'
import { startTracing } from '../src/tracing.ts'
import { otherSystem } from './other-system.ts'

const log = pino({ enabled: false })
const everything = { url: new URL('http://127.0.0.1:9/'), share: 1, followsCaller: true }
const callersTrace = 'c0ffee00c0ffee00c0ffee00c0ffee00'
const callersSpan = 'c0ffee00c0ffee00'
const caller = { traceparent: `00-${callersTrace}-${callersSpan}-01`, tracestate: 'house=yes' }

let data: TestData
beforeEach(async () => {
  data = await testData()
})
afterEach(() => data.drop())

const start = (more: TestOptions = {}) =>
  startTest({ data, ...more, config: { BATON_EGRESS_ALLOW: '127.0.0.1', BATON_SECRET_KEY: 'x'.repeat(32) } })

/** Traces are on until `spans` is asked for what was collected. */
async function collecting() {
  const collected: ReadableSpan[] = []
  const exporter: SpanExporter = {
    export(spans, done) {
      collected.push(...spans)
      done({ code: 0 })
    },
    shutdown: async () => {},
  }
  const tracing = await startTracing(everything, { version: 'test', log, exporter })
  return {
    async spans() {
      await tracing.stop()
      return collected
    },
    [Symbol.asyncDispose]: () => tracing.stop(),
  }
}

test('[O-08] one message is one trace: the call, its command, the work outside, also after a restart, and what that leads to', async () => {
  await using other = await otherSystem()
  await using traces = await collecting()
  const before = await start()
  const bot = await before.bot([
    { type: 'text', text: 'Let me look' },
    { type: 'http_request', method: 'GET', url: `${other.url}?secret=s3cret`, map: [{ path: 'a', variable: 'a' }] },
    { type: 'text', text: 'It is {{ a }}' },
  ])
  const path = `/bots/${bot.id}/contacts/jane.roe/messages`
  const said = must(await before.post<{ conversation: { id: string } }>(path, { text: 'my IBAN', wait: 0 }, caller))
  await other.called(1)
  await before[Symbol.asyncDispose]()
  other.answer({ a: 'fine' })
  const again = await start()
  await other.called(2)
  const poll = `/conversations/${said.conversation.id}/events?after=3&wait=5`
  must(await again.get(poll))
  await again[Symbol.asyncDispose]()

  const spans = await traces.spans()
  expect(treeOf(spans, callersTrace)).toEqual([
    'POST /api/v1/bots/:bot/contacts/:contact/messages 200',
    '  command contact_says committed',
    '    work http given_up',
    '      HTTP GET aborted',
    '    work http finished',
    '      HTTP GET 200',
    '      command finish_work committed',
  ])
  const [first, second] = spans.filter(({ name }) => name === 'HTTP GET').map((span) => span.spanContext().spanId)
  expect(other.calls.map(({ headers }) => headers.traceparent)).toEqual([
    `00-${callersTrace}-${first}-01`,
    `00-${callersTrace}-${second}-01`,
  ])
  expect(other.calls[1]?.headers.tracestate).toBe('house=yes')
  // Nobody is named, and nothing that was said, asked or answered.
  const told = JSON.stringify(spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]))
  for (const secret of ['jane.roe', 'IBAN', 's3cret', 'fine', 'Let me look']) expect(told).not.toContain(secret)
})

test('[O-08] messages that come at once share commits, and no trace', async () => {
  await using other = await otherSystem()
  await using traces = await collecting()
  const baton = await start()
  other.answer({})
  const bot = await baton.bot([{ type: 'http_request', method: 'GET', url: other.url }])
  const callers = Array.from({ length: 20 }, (_, index) => `${index + 1}`.padStart(32, 'a'))
  await Promise.all(
    callers.map(async (trace) => {
      const headers = { traceparent: `00-${trace}-${callersSpan}-01` }
      must(await baton.post(`/bots/${bot.id}/contacts/${trace}/messages`, {}, headers))
    }),
  )
  await baton[Symbol.asyncDispose]()
  const spans = await traces.spans()
  for (const trace of callers)
    expect(treeOf(spans, trace)).toEqual([
      'POST /api/v1/bots/:bot/contacts/:contact/messages 200',
      '  command contact_says committed',
      '    work http finished',
      '      HTTP GET 200',
      '      command finish_work committed',
    ])
  const told = other.calls.map(({ headers }) => headers.traceparent?.toString().split('-')[1])
  expect(told.toSorted()).toEqual(callers.toSorted())
})

test('[O-08] a body that comes later than its call is of the same trace', async () => {
  await using traces = await collecting()
  const baton = await start()
  const bot = await baton.bot()
  const headers = { ...caller, authorization: `Bearer ${baton.key}`, 'content-type': 'application/json' }
  const url = `${baton.origin}/api/v1/bots/${bot.id}/contacts/jane/messages`
  const call = request(url, { method: 'POST', headers: { ...headers, expect: '100-continue' } })
  call.flushHeaders()
  await once(call, 'continue')
  call.end('{}')
  const [answer] = await once(call, 'response')
  answer.resume()
  await once(answer, 'end')
  await baton[Symbol.asyncDispose]()
  expect(treeOf(await traces.spans(), callersTrace)).toEqual([
    'POST /api/v1/bots/:bot/contacts/:contact/messages 200',
    '  command contact_says committed',
  ])
})

test('[O-08] calls that are refused, lead nowhere or are given up are seen, without their addresses', async () => {
  await using traces = await collecting()
  const baton = await start()
  const chat = await baton.chat(await baton.bot())
  await baton.post('/jane.roe', {}, caller)
  await baton.as(null).send('GET', '/operators', undefined, caller)
  const url = `${baton.origin}/api/v1/conversations/${chat.id}/events?after=100&wait=30`
  const poll = request(url, { headers: { ...caller, authorization: `Bearer ${baton.key}` } })
  poll.on('error', () => {})
  const { line } = baton.baton
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const waiting = line.whenChanged.bind(line)
  line.whenChanged = async (...waits) => {
    begun.resolve()
    await waiting(...waits)
    ended.resolve()
  }
  poll.end()
  await begun.promise
  poll.destroy()
  await ended.promise
  await baton[Symbol.asyncDispose]()
  expect(treeOf(await traces.spans(), callersTrace)).toEqual([
    'POST 404',
    'GET /api/v1/operators 401',
    'GET /api/v1/conversations/:conversation/events aborted',
  ])
})

test('[O-08] what a caller does not want to be traced is not, and the other system is told so', async () => {
  await using other = await otherSystem()
  await using traces = await collecting()
  const baton = await start()
  other.answer({})
  const bot = await baton.bot([{ type: 'http_request', method: 'GET', url: other.url }])
  const unwanted = { traceparent: `00-${callersTrace}-${callersSpan}-00` }
  must(await baton.post(`/bots/${bot.id}/contacts/jane/messages`, {}, unwanted))
  await baton[Symbol.asyncDispose]()
  expect(treeOf(await traces.spans(), callersTrace)).toEqual([])
  expect(other.calls[0]?.headers.traceparent).toMatch(new RegExp(`^00-${callersTrace}-[0-9a-f]{16}-00$`))
})

test('[O-08] a message over a live socket begins a trace of its own', async () => {
  await using traces = await collecting()
  const baton = await start()
  const chat = await baton.chat(await baton.bot())
  const ana = await baton.signIn(await baton.operator())
  const live = await baton.live({ cookie: ana.cookie, origin: baton.origin })
  for (const ref of ['one', 'two']) {
    live.send({ type: 'say', ref, conversation: chat.id, text: 'Hello, Jane', clientMessageId: ref })
    await live.until('ack', (frame) => frame.ref === ref)
  }
  await baton[Symbol.asyncDispose]()
  const spans = await traces.spans()
  const sends = spans.filter(({ name }) => name === 'say').map((span) => span.spanContext().traceId)
  expect(new Set(sends).size).toBe(2)
  for (const trace of sends) expect(treeOf(spans, trace)).toEqual(['say ack', '  command operator_says committed'])
})

test('[O-08] a mail belongs to the trace of the call that asked for it', async () => {
  await using traces = await collecting()
  const sent = Promise.withResolvers<unknown>()
  const mailer = { send: async (mail: unknown) => sent.resolve(mail), close: () => {} }
  const baton = await start({ mailer })
  const { id, email } = await baton.operator()
  must(await baton.post(`/operators/${id}/invitation`, undefined, caller))
  expect(await sent.promise).toMatchObject({ to: email })
  await baton[Symbol.asyncDispose]()
  expect(treeOf(await traces.spans(), callersTrace)).toEqual([
    'POST /api/v1/operators/:operator/invitation 201',
    '  mail',
  ])
})

test('[O-08] what was begun before traces were on is done too, in a trace of its own', async () => {
  await using other = await otherSystem()
  const before = await start()
  const bot = await before.bot([{ type: 'http_request', method: 'GET', url: other.url }])
  must(await before.post(`/bots/${bot.id}/contacts/jane/messages`, { wait: 0 }, caller))
  await other.called(1)
  expect(other.calls[0]?.headers.traceparent).toBeUndefined()
  await before[Symbol.asyncDispose]()
  await using traces = await collecting()
  other.answer({})
  const again = await start()
  await other.called(2)
  await again[Symbol.asyncDispose]()
  const [work] = (await traces.spans()).filter(({ name }) => name === 'work http')
  expect(work?.parentSpanContext).toBeUndefined()
  expect(other.calls[1]?.headers.traceparent).toContain(work?.spanContext().traceId)
})

/** The spans of a trace, children under their parents, in the order of their beginning, with what became of them. */
function treeOf(spans: readonly ReadableSpan[], trace: string): string[] {
  const own = spans
    .filter((span) => span.spanContext().traceId === trace)
    .sort((one, other) => Number(startOf(one) - startOf(other)))
  const ids = new Set(own.map((span) => span.spanContext().spanId))
  const under = (parent: string | undefined, depth: number): string[] =>
    own
      .filter(({ parentSpanContext: above }) =>
        parent === undefined ? !ids.has(above?.spanId ?? '') : above?.spanId === parent,
      )
      .flatMap((span) => [`${'  '.repeat(depth)}${lineOf(span)}`, ...under(span.spanContext().spanId, depth + 1)])
  return under(undefined, 0)
}

function startOf({ startTime: [seconds, nanoseconds] }: ReadableSpan): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
}

function lineOf({ name, attributes }: ReadableSpan): string {
  const outcome = attributes['http.response.status_code'] ?? attributes['error.type'] ?? attributes['baton.outcome']
  return outcome === undefined ? name : `${name} ${outcome}`
}
