import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton } from '../src/testing.ts'
import { stateOf } from './described-calls.ts'
import { otherSystem } from './other-system.ts'

let folder: string
let baton: TestBaton
let database: Database.Database
const clock = handClock()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-full-'))
  const spy = vi.spyOn(Database.prototype, 'pragma')
  baton = await startTest({
    data: { databasePath: join(folder, 'baton.db'), config: {}, drop: async () => {} },
    clock,
    config: { BATON_EGRESS_ALLOW: '127.0.0.1' },
  })
  database = spy.mock.contexts[0] as Database.Database
  spy.mockRestore()
})
afterAll(async () => {
  await baton[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const fill = () => void database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`)
const free = () => void database.pragma('max_page_count = 1073741823')

test('[I-48] [D-01] with the disk full writes are answered 503, reads go on, and with room everything goes on', async () => {
  const ana = await baton.operator()
  const chat = await baton.chat(
    await baton.bot([{ type: 'text', text: 'Hi' }], { fallback: [{ type: 'text', text: 'x'.repeat(4_000) }] }),
  )
  const live = await baton.live({ key: baton.key })
  live.send({ type: 'follow', conversation: chat.id, after: 0 })
  await live.until('caught_up')
  fill()
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      chat.says({ text: `${index} ${'y'.repeat(9_000)}`, wait: 0, clientMessageId: `m${index}` }),
    ),
  )
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThan(0)
  for (const { status, body, headers } of refused)
    expect([status, headers.get('retry-after'), body]).toMatchObject([
      503,
      '2',
      { code: 'store_unavailable', status: 503 },
    ])
  const full = await stateOf(baton.baton)
  const form = new FormData()
  form.set('file', new Blob(['z'.repeat(9_000)]), 'a.txt')
  const writes = await Promise.all([
    baton.post('/bots', { name: 'large', text: 'z'.repeat(100_000) }),
    baton.send(
      'POST',
      `/bots/${chat.bot}/contacts/${chat.contact}/messages`,
      JSON.stringify({ text: 'z'.repeat(9_999) }),
      { 'content-type': 'application/json' },
    ),
    baton.patch(`/conversations/${chat.id}`, { variables: { large: 'z'.repeat(60_000) } }),
  ])
  for (const { status } of writes) expect(status).toBe(503)
  expect(await stateOf(baton.baton)).toBe(full)
  const upload = await baton.send('POST', `/bots/${chat.bot}/contacts/${chat.contact}/files`, form)
  expect([200, 503]).toContain(upload.status)
  for (const path of [
    '/conversations',
    '/conversations?q=anything',
    '/operators',
    `/conversations/${chat.id}/events?limit=500`,
    '/audit',
    '/livez',
    '/readyz',
    '/metrics',
  ]) {
    const answer = /z$|metrics/.test(path)
      ? await fetch(`${baton.origin}${path}`).then(async (one) => ({ status: one.status, text: await one.text() }))
      : await baton.get(path)
    expect(answer.status, path).toBe(200)
  }
  // Loops of the background meet the full disk too.
  for (let minute = 0; minute < 21; minute += 1) {
    clock.advance(30_000)
    live.send({ type: 'ping' })
    await live.until('pong')
    live.frames.length = 0
  }
  free()
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 503) continue
    expect(
      (await chat.says({ text: `${index} ${'y'.repeat(9_000)}`, wait: 0, clientMessageId: `m${index}` })).status,
    ).toBe(200)
  }
  must(await chat.post('claim', { operator: ana.id }))
  const log = await chat.events()
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const said = log.flatMap((event) =>
    event.type === 'message' && event.actor.kind === 'contact' && event.data.text !== undefined
      ? [event.data.text.split(' ')[0] ?? '']
      : [],
  )
  expect(said.filter((word) => word.length < 3).toSorted()).toEqual(answers.map((_, index) => String(index)).toSorted())
  expect(must(await baton.get<{ items: unknown[] }>('/conversations?q=yyyy')).items.length).toBe(1)
})

test('[I-48] [D-01] with the disk read-only every write is answered 503, every read and search goes on, and the process lives', async () => {
  const chat = await baton.chat(await baton.bot([{ type: 'text', text: 'Hi' }]), 'zebra')
  const ana = await baton.operator()
  const session = await baton.signIn(ana)
  const before = await stateOf(baton.baton)
  database.pragma('query_only = 1')
  try {
    const writes = await Promise.all([
      chat.says('hello'),
      chat.post('claim', { operator: ana.id }),
      chat.post('close'),
      chat.setState({ mode: 'request_operator' }),
      baton.post('/groups', { name: 'x' }),
      baton.post('/groups', { name: 'y' }, { 'idempotency-key': 'k' }),
      baton.patch(`/operators/${ana.id}`, { enabled: false }),
      baton.put(`/operators/${ana.id}/status`, { status: 'online' }),
      baton.delete(`/contacts/${chat.contact}`),
      session.put('/me/status', { status: 'busy' }),
      session.delete('/session'),
    ])
    for (const [index, { status }] of writes.entries()) expect(status, `write ${index}`).toBe(503)
    for (const path of [`/conversations/${chat.id}`, '/conversations?q=zebra', '/operators', '/conversations/counts'])
      expect((await baton.get(path)).status, path).toBe(200)
    expect(await stateOf(baton.baton)).toBe(before)
    const live = await baton.live({ cookie: session.cookie, origin: baton.origin })
    live.send({ type: 'say', ref: 'r', conversation: chat.id, text: 'x', clientMessageId: 'c' })
    expect(await live.until('refused')).toMatchObject({ problem: { status: 503 } })
    for (let minute = 0; minute < 21; minute += 1) {
      clock.advance(30_000)
      live.send({ type: 'ping' })
      await live.until('pong')
      live.frames.length = 0
    }
  } finally {
    database.pragma('query_only = 0')
  }
  expect(await chat.hears('hello')).toEqual([])
  must(await chat.post('claim', { operator: ana.id }))
  expect(must(await baton.get<{ items: unknown[] }>('/conversations?q=zebra')).items.length).toBe(1)
})

test('[FL-5] the answer of a call that could not be written is written later; the call is not made again', async () => {
  await using other = await otherSystem()
  const chat = await baton.chat(
    await baton.bot([
      { type: 'http_request', method: 'POST', url: other.url },
      { type: 'text', text: 'Done' },
    ]),
    { wait: 0 },
  )
  await other.called(1)
  database.pragma('query_only = 1')
  other.answer({})
  await failed(3)
  database.pragma('query_only = 0')
  const poll = baton.get(`/conversations/${chat.id}/events?after=1&wait=5`)
  clock.advance(1_000)
  expect(must(await poll)).toMatchObject({ items: [{ type: 'message', data: { text: 'Done' } }] })
  expect(other.calls.length).toBe(1)
})

/** Moves the clock on until the work was tried so often in vain. */
async function failed(times: number): Promise<void> {
  const errors = vi.spyOn(baton.baton.log, 'error')
  while (errors.mock.calls.filter(([, name]) => name === 'work_failed').length < times) {
    await baton.get('/livez')
    clock.advance(1_000)
  }
  errors.mockRestore()
}
