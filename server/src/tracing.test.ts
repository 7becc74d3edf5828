import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import pino from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { compiledBefore } from '../../lab/processes.ts'
import { parseAllowList } from './egress/allow-list.ts'
import { createEgress } from './egress/egress.ts'
import { startTracing, traced, traceHere, traceIn, withTrace } from './tracing.ts'

const everything = { url: new URL('http://127.0.0.1:9/'), share: 1, followsCaller: true }
const log = pino({ enabled: false })
const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const key = 'key-of-the-tracing-test'
/** Says which packages of OpenTelemetry a process loads. */
const spy = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const loaded = new Set()
  registerHooks({
    load(url, context, next) {
      const name = /node_modules\\/(@opentelemetry\\/[^/]+)/.exec(url)?.[1]
      if (name) loaded.add(name)
      return next(url, context)
    },
  })
  process.on('exit', () => console.log('LOADED ' + [...loaded].sort().join(' ')))
`)}`

const leftovers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const remove of leftovers.splice(0).reverse()) await remove()
})

describe('without traces', () => {
  test('[O-08] nothing is collected, carried or kept, and what fails fails as it is', async () => {
    const kept = { kind: 'delay' }
    await traced('work', { from: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } }, async (span) => {
      expect(span.isRecording()).toBe(false)
      expect(traceHere()).toEqual({})
      expect(withTrace(kept)).toBe(kept)
    })
    const failure = new Error('as it is')
    await expect(traced('work', {}, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  test('[O-08] the process loads no SDK, and tells no other system', async () => {
    const other = await listening((_, response) => response.end('{}'))
    const baton = await startProcess({})
    await baton.talk(other.url)
    expect(await baton.stop()).toBe(0)
    expect(baton.loaded()).toEqual(['@opentelemetry/api'])
    expect(other.requests[0]?.headers.traceparent).toBeUndefined()
  })
})

describe('with traces', () => {
  test('[O-08] they are sent to the endpoint, the last ones before the process ends', async () => {
    const other = await listening((_, response) => response.end('{}'))
    const collector = await listening((_, response) => response.setHeader('content-type', 'application/json').end('{}'))
    const baton = await startProcess({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20t',
      OTEL_SERVICE_NAME: 'chat',
    })
    await baton.talk(other.url)
    expect(await baton.stop()).toBe(0)
    expect(collector.requests.map(({ url }) => url)).toContain('/v1/traces')
    expect(collector.requests[0]?.headers.authorization).toBe('Bearer t')
    const sent = collector.bodies.join('')
    expect(sent).toContain('{"key":"service.name","value":{"stringValue":"chat"}}')
    expect(sent).toContain('"name":"command finish_work"')
    expect(sent).toContain(other.requests[0]?.headers.traceparent?.toString().split('-')[1])
  })

  test('[O-08] an endpoint that never answers delays no message and no end', async () => {
    const other = await listening((_, response) => response.end('{}'))
    const silent = await listening(() => {})
    const baton = await startProcess({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: silent.url })
    await baton.talk(other.url)
    // A process that does not end in time ends itself with 1.
    expect(await baton.stop()).toBe(0)
  })

  test('[O-08] what nobody takes waits in a bounded queue; that it is not taken is logged once, and that it is again', async () => {
    const said: string[] = []
    const taken: number[] = []
    const lines = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) })
    const answers: ((error?: Error) => void)[] = []
    const exporter: SpanExporter = {
      export(spans, done) {
        taken.push(spans.length)
        answers.push((error) => done(error === undefined ? { code: 0 } : { code: 1, error }))
      },
      shutdown: async () => {},
    }
    const tracing = await startTracing(everything, { version: 'test', log: lines, exporter })
    leftovers.push(() => tracing.stop())
    for (let count = 0; count < 10_000; count += 1) await traced('work', {}, async () => {})
    expect(taken).toEqual([512])
    answers[0]?.(new Error('gone'))
    await until(() => taken.length === 2)
    answers[1]?.(new Error('gone'))
    await until(() => taken.length === 3)
    answers[2]?.()
    await until(() => taken.length === 4)
    expect(said).toEqual(['traces_not_sent', 'traces_sent_again'])
    // The last batch is never answered.
    await tracing.stop()
    expect(taken.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(2_048 + 512)
  })

  test('[O-08] what is kept goes on in its trace; what fails says so in one word', async () => {
    const spans = await collected(async () => {
      const kept = await traced('message', {}, async () => withTrace({ kind: 'delay' }))
      const stored: unknown = JSON.parse(JSON.stringify(kept))
      await traced('another message', {}, async () => {
        const late = traced('work', { from: traceIn(stored) }, () => Promise.reject(new TypeError('no such Jane')))
        await expect(late).rejects.toThrow('no such Jane')
      })
    })
    const [message, work] = spans
    expect(spans.map(({ name }) => name)).toEqual(['message', 'work', 'another message'])
    expect(work?.parentSpanContext?.spanId).toBe(message?.spanContext().spanId)
    expect(work?.attributes).toEqual({ 'error.type': 'TypeError' })
    expect(JSON.stringify([work?.status, work?.events])).not.toContain('Jane')
  })

  test('[O-08] [S-25] ours stands in place of an author’s own, and goes to nobody whom a redirect leads to', async () => {
    const third = await listening((_, response) => response.end('{}'))
    const other = await listening((_, response) => response.writeHead(307, { location: third.url }).end())
    const spans = await collected(async () => {
      await using egress = createEgress({ allow: parseAllowList('127.0.0.1') })
      const headers = { Traceparent: 'mine', TraceState: 'mine' }
      const outcome = await egress.request({ method: 'GET', url: `${other.url}/orders/4711`, headers })
      expect(outcome.ok).toBe(true)
    })
    const [call] = spans
    expect(other.requests[0]?.headers.traceparent).toContain(call?.spanContext().spanId)
    expect(third.requests[0]?.headers).not.toHaveProperty('traceparent')
    expect(third.requests[0]?.headers).not.toHaveProperty('tracestate')
    expect(call?.attributes).toEqual({
      'http.request.method': 'GET',
      'server.address': '127.0.0.1',
      'http.response.status_code': 200,
    })
  })

  test.each([
    { share: 0, followsCaller: false, flags: '01', count: 0 },
    { share: 0, followsCaller: true, flags: '01', count: 1 },
    { share: 1, followsCaller: true, flags: '00', count: 0 },
    { share: 1, followsCaller: false, flags: '00', count: 1 },
  ])(
    '[O-08] a share of $share, callers followed: $followsCaller; of a trace marked $flags $count span is kept',
    async ({ flags, count, ...which }) => {
      const from = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}` }
      const spans = await collected(() => traced('work', { from }, async () => {}), which)
      expect(spans.length).toBe(count)
    },
  )
})

/** The spans of what runs meanwhile, in the order of their ends. */
async function collected(work: () => Promise<unknown>, which = {}): Promise<ReadableSpan[]> {
  const spans: ReadableSpan[] = []
  const exporter: SpanExporter = {
    export(more, done) {
      spans.push(...more)
      done({ code: 0 })
    },
    shutdown: async () => {},
  }
  const tracing = await startTracing({ ...everything, ...which }, { version: 'test', log, exporter })
  try {
    await work()
  } finally {
    await tracing.stop()
  }
  return spans
}

/** A server that keeps what it is asked; it goes away after the test. */
async function listening(answer: RequestListener) {
  const requests: IncomingMessage[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    requests.push(request)
    bodies.push(Buffer.concat(chunks).toString())
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  leftovers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, bodies }
}

/** A server process of its own, as `npm start` runs it. */
async function startProcess(environment: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), 'baton-tracing-'))
  leftovers.push(() => rm(directory, { recursive: true, force: true }))
  const child = spawn(process.execPath, ['--import', spy, main, 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PORT: '0',
      BATON_DATA_DIR: directory,
      BATON_API_KEY: key,
      BATON_DEMO: 'false',
      BATON_EGRESS_ALLOW: '127.0.0.1',
      LOG_LEVEL: 'silent',
      ...compiledBefore,
      ...environment,
    },
  })
  const ended = once(child, 'exit')
  leftovers.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const said = await outputOf(child, /Desk +(\S+)\//)
  const call = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const url = `${said.found}/api/v1${path}`
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status).toBeLessThan(300)
    return answer.json() as Promise<{ id: string; messages: { data: { text: string } }[] }>
  }
  return {
    /** A contact says something to a bot that asks another system. */
    async talk(url: string) {
      const actions = [
        { type: 'http_request', method: 'GET', url },
        { type: 'text', text: 'Done' },
      ]
      const behaviors = [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions }] }]
      const { id } = await call('/bots', { name: 'asks', startBehavior: 'main', behaviors })
      await call(`/bots/${id}/publish`, {})
      const { messages } = await call(`/bots/${id}/contacts/jane/messages`, {})
      expect(messages.map(({ data }) => data.text)).toEqual(['Done'])
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
    loaded: () => /LOADED (.*)/.exec(said.text())?.[1]?.split(' '),
  }
}

/** Settles when the output has the pattern, or when it ends. */
async function outputOf({ stdout }: ChildProcess, pattern: RegExp) {
  let text = ''
  const { promise, resolve } = Promise.withResolvers<string>()
  stdout?.on('data', (chunk) => {
    text += chunk
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) resolve(found)
  })
  stdout?.on('end', () => resolve(''))
  return { found: await promise, text: () => text }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
