import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { eventsOf, must, startTest, type TestBaton, type TestData, type TestOptions, testData } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let data: TestData
beforeEach(async () => {
  data = await testData()
})
afterEach(() => data.drop())

/** The same database under a new process; keys and secrets are given, so that they stay. */
const start = (more: TestOptions = {}): Promise<TestBaton> =>
  startTest({
    data,
    ...more,
    config: { BATON_EGRESS_ALLOW: '127.0.0.1', BATON_SECRET_KEY: 'x'.repeat(32), ...more.config },
  })

describe('a new start', () => {
  test('[FL-4] [FL-5] a turn that waited for an answer goes on where it stood', async () => {
    await using other = await otherSystem()
    const before = await start()
    const bot = await before.bot([
      { type: 'text', text: 'Let me look' },
      { type: 'http_request', method: 'GET', url: other.url, map: [{ path: 'answer', variable: 'answer' }] },
      { type: 'text', text: 'It is {{ answer }}' },
    ])
    const chat = await before.chat(bot, { wait: 0 })
    await other.called(1)
    await before[Symbol.asyncDispose]()
    other.answer({ answer: 'fine' })
    await using again = await start()
    const poll = await again.get<{ lastSeq: number }>(`/conversations/${chat.id}/events?after=2&wait=5`)
    expect(must(poll)).toMatchObject({
      items: [{ type: 'variable_set' }, { type: 'message', data: { text: 'It is fine' } }],
    })
    expect(other.calls.length).toBe(2)
  })

  test('[HO-5] [FL-4] a turn that an operator ended stays ended', async () => {
    await using other = await otherSystem()
    const before = await start()
    const bot = await before.bot([
      { type: 'http_request', method: 'GET', url: other.url },
      { type: 'text', text: 'Never said' },
    ])
    const chat = await before.chat(bot, { wait: 0 })
    await other.called(1)
    must(await chat.post('claim', { operator: (await before.operator()).id }))
    const { lastSeq } = await chat.view()
    await before[Symbol.asyncDispose]()
    other.answer({})
    await using again = await start()
    const log = must(await again.get<{ items: never[] }>(`/conversations/${chat.id}/events?after=${lastSeq}&wait=5`))
    expect(eventsOf(log.items, 'bot_output_suppressed').length).toBe(1)
    expect(log.items.length).toBe(1)
  })

  test('[RO-2] [D-02] [S-07] a status set by API, sent messages, sessions and widget tokens hold', async () => {
    const clock = handClock()
    const before = await start({ clock })
    const ana = await before.operator()
    must(await before.put(`/operators/${ana.id}/status`, { status: 'online', ttlSeconds: 60 }))
    const session = await before.signIn(ana)
    const chat = await before.chat(await before.bot())
    const said = { text: 'once', clientMessageId: 'one', wait: 0 }
    must(await chat.says(said))
    must(await chat.post('claim', { operator: ana.id }))
    const view = await chat.view()
    const { token } = must(await before.as(null).post<{ token: string }>('/widget/sessions', { bot: chat.bot }))
    await before[Symbol.asyncDispose]()

    await using again = await start({ clock: handClock(clock.now()) })
    expect(must(await again.get(`/operators/${ana.id}`))).toMatchObject({ status: 'online', load: 1 })
    expect(must(await again.get(`/conversations/${chat.id}`))).toEqual(view)
    must(await again.post(`/bots/${chat.bot}/contacts/${chat.contact}/messages`, said))
    expect(must(await again.get(`/conversations/${chat.id}`))).toEqual(view)
    const desk = again.withHeaders({ cookie: session.cookie, 'x-baton': '1' })
    expect(must(await desk.get('/session'))).toMatchObject({ operator: { id: ana.id } })
    expect((await again.as(token).get('/widget/conversation')).status).toBe(200)
  })

  test('[F33] [S-37] what an older secret signed stays good while that is still listed, and no longer', async () => {
    const [older, newer] = ['o'.repeat(32), 'n'.repeat(32)]
    const startWith = (secrets: string) => start({ config: { BATON_SECRET_KEY: secrets } })
    const openSession = async (at: TestBaton, bot: { id: string }) =>
      must(await at.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id })).token
    const before = await startWith(older)
    const bot = await before.bot()
    const first = await openSession(before, bot)
    await before[Symbol.asyncDispose]()
    const between = await startWith(`${newer}, ${older}`)
    expect((await between.as(first).get('/widget/conversation')).status).toBe(200)
    const second = await openSession(between, bot)
    await between[Symbol.asyncDispose]()
    await using later = await startWith(newer)
    expect((await later.as(first).get('/widget/conversation')).status).toBe(401)
    expect((await later.as(second).get('/widget/conversation')).status).toBe(200)
  })
})
