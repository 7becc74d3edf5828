import { applyEvent, type ConversationView, type EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LiveClient, lineOf, must, openLive, startTest, type TestBaton } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })
const echo = () => baton.bot([text('Welcome')], { fallback: [text('re: {{ last_user_message }}')] })
const eventsHeard = (live: LiveClient) =>
  live.frames.flatMap((frame) => (frame.type === 'events' ? (frame.events as EventView[]) : []))

/** A contact of the widget with an open conversation. */
async function visitor(bot: { id: string }) {
  const session = must(
    await baton.as(null).post<{ token: string; contactToken: string }>('/widget/sessions', { bot: bot.id }),
  )
  const client = baton.as(session.token)
  const opened = must(await client.post<{ conversation: { id: string } }>('/widget/messages', {}))
  const ticket = async () => must(await client.post<{ ticket: string }>('/widget/tickets')).ticket
  return { ...session, client, id: opened.conversation.id, ticket }
}

describe('following a conversation', () => {
  test('[D-10] [I-30] replays from a position, cuts over without a gap, and streams the numbers of the log', async () => {
    const chat = await baton.chat(await echo(), 'before')
    const live = await baton.live({ key: baton.key })
    expect(await live.until('welcome')).toEqual({
      type: 'welcome',
      protocol: 1,
      as: 'program',
      heartbeatMs: expect.any(Number),
    })
    const saying = Promise.all(Array.from({ length: 10 }, (_, index) => chat.says(`m${index}`)))
    live.send({ type: 'follow', conversation: chat.id, after: 2 })
    await saying
    const all = await chat.events()
    await live.until('events', ({ lastSeq }) => lastSeq === all.length)
    expect(eventsHeard(live)).toEqual(all.slice(2))
    const order = live.frames.map(({ type }) => type)
    expect(order.indexOf('caught_up')).toBeGreaterThan(-1)
  })

  test('[D-10] [D-12] a replay of megabytes reaches a reader that keeps up, whole and in order', async () => {
    const ana = await baton.operator()
    const chat = await baton.chat(await echo())
    const long = 'x'.repeat(9_000)
    for (let round = 0; round < 14; round += 1)
      await Promise.all(
        Array.from({ length: 100 }, () => chat.post('messages', { operator: ana.id, text: long, note: true })),
      )
    const live = await baton.live({ key: baton.key })
    live.send({ type: 'follow', conversation: chat.id, after: 0 })
    const { lastSeq } = await live.until('caught_up')
    expect(lastSeq).toBe(1_402)
    expect(eventsHeard(live).map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1))
  })

  test('[D-09] [I-30] a stale view that applies what it hears equals a fresh one', async () => {
    const ana = await baton.operator()
    const chat = await baton.chat(await echo())
    const stale = await chat.view()
    const live = await baton.live({ key: baton.key })
    live.send({ type: 'follow', conversation: chat.id, after: stale.lastSeq })
    must(await chat.says({ text: 'hello', variables: { user_name: 'Carla', favorite: { color: 'red' } }, tags: ['a'] }))
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.post('messages', { operator: ana.id, text: 'hi', note: true }))
    must(
      await baton.patch(`/conversations/${chat.id}`, {
        dropTags: ['a'],
        setTags: ['b'],
        variables: { 'favorite.color': 'blue' },
      }),
    )
    must(await chat.post('lock'))
    must(await chat.post('close'))
    const fresh = await chat.view()
    await live.until('events', ({ lastSeq }) => lastSeq === fresh.lastSeq)
    const { variables, ...applied } = eventsHeard(live).reduce<ConversationView>(applyEvent, stale)
    const { variables: expected, ...rest } = fresh
    expect(applied).toEqual(rest)
    expect(variables).toMatchObject({ user_name: 'Carla', favorite: { color: 'blue' } })
    expect(expected).toMatchObject({ user_name: 'Carla', favorite: { color: 'blue' } })
  })

  test('[D-10] a position that cannot be is answered with resync_required; so is a conversation that is none of theirs', async () => {
    const chat = await baton.chat(await echo())
    const foreign = await (await baton.workspace()).chat(await echo()).catch(() => null)
    expect(foreign).toBeNull()
    const live = await baton.live({ key: baton.key })
    live.send({ type: 'follow', conversation: chat.id, after: 999 })
    expect(await live.until('resync_required')).toEqual({
      type: 'resync_required',
      conversation: chat.id,
      reason: 'unknown',
    })
    live.send({ type: 'follow', conversation: 'conv_nobody', after: 0 })
    await live.until('resync_required', ({ conversation }) => conversation === 'conv_nobody')
    live.send({ type: 'follow', conversation: chat.id, after: 0 })
    await live.until('caught_up', ({ conversation }) => conversation === chat.id)
    expect(eventsHeard(live).map(lineOf)).toEqual(['conversation_opened', 'chatbot: Welcome'])
    live.send({ type: 'unfollow', conversation: chat.id })
    live.send({ type: 'ping' })
    await live.until('pong')
    must(await chat.says('unheard'))
    live.send({ type: 'follow', conversation: chat.id, after: 2 })
    await live.until('events', ({ events }) => (events as EventView[]).some(({ seq }) => seq === 3))
  })

  test('[S-10] [I-38] a socket follows nothing of another workspace', async () => {
    const chat = await baton.chat(await echo())
    const neighbour = await baton.workspace()
    const live = await baton.live({ key: neighbour.key })
    live.send({ type: 'follow', conversation: chat.id, after: 0 })
    await live.until('resync_required')
    live.send({ type: 'follow_inbox', after: 0 })
    await live.until('inbox_caught_up')
    must(await chat.says('unheard'))
    live.send({ type: 'typing', conversation: chat.id, isTyping: true })
    live.send({ type: 'ping' })
    await live.until('pong')
    expect(live.frames.map(({ type }) => type).sort()).toEqual([
      'inbox_caught_up',
      'pong',
      'resync_required',
      'welcome',
    ])
  })
})

describe('the inbox', () => {
  test('[D-10] [RO-2] rows of everything that happens, from a position, and who is there with what load', async () => {
    const fresh = await baton.workspace()
    const ana = await fresh.operator({ name: 'Ana', status: 'online', capacity: 4 })
    const bot = await fresh.bot([text('Welcome')])
    const first = await fresh.chat(bot)
    const live = await baton.live({ key: fresh.key })
    live.send({ type: 'follow_inbox', after: null })
    const { position } = await live.until('inbox_caught_up')
    expect(await live.until('presence')).toMatchObject({
      operator: { id: ana.id, name: 'Ana' },
      status: 'online',
      load: 0,
      capacity: 4,
    })
    const second = await fresh.chat(bot)
    must(await second.post('claim', { operator: ana.id }))
    const taken = await live.until('inbox', ({ event }) => event.type === 'taken_over')
    expect(taken.conversation).toMatchObject({ id: second.id, chatState: 'taken_over', operator: { id: ana.id } })
    await live.until('presence', ({ load }) => load === 1)

    const late = await baton.live({ key: fresh.key })
    late.send({ type: 'follow_inbox', after: position })
    await late.until('inbox', ({ event }) => event.type === 'taken_over')
    const heard = late.frames.flatMap((frame) =>
      frame.type === 'inbox' ? [[frame.conversation.id, frame.event.seq]] : [],
    )
    expect(heard).toEqual((await second.events()).map(({ seq }) => [second.id, seq]))
    late.send({ type: 'follow_inbox', after: 0 })
    await late.until('inbox', ({ conversation }) => conversation.id === first.id)
    late.send({ type: 'follow_inbox', after: 9_999_999 })
    expect(await late.until('resync_required')).toEqual({
      type: 'resync_required',
      conversation: null,
      reason: 'unknown',
    })
  })
})

describe('saying things over the socket', () => {
  test('[D-01] [D-02] a send is acknowledged with its number once it is in the log; twice is once, also over HTTP', async () => {
    const ana = await baton.signIn(await baton.operator({ name: 'Ana' }))
    const chat = await baton.chat(await echo())
    const live = await baton.live({ cookie: ana.cookie, origin: baton.origin })
    expect(await live.until('welcome')).toMatchObject({ as: 'operator' })
    const say = { type: 'say' as const, ref: 'r1', conversation: chat.id, text: 'Ana here', clientMessageId: 'c1' }
    live.send(say)
    const ack = await live.until('ack')
    expect(ack).toEqual({ type: 'ack', ref: 'r1', conversation: chat.id, seq: 4 })
    live.send({ ...say, ref: 'r2' })
    expect(await live.until('ack', ({ ref }) => ref === 'r2')).toMatchObject({ seq: 4 })
    expect(
      (await ana.post(`/conversations/${chat.id}/messages`, { text: 'Ana here', clientMessageId: 'c1' })).body,
    ).toMatchObject({ seq: 4 })
    live.send({ ...say, ref: 'r3', text: 'other' })
    expect(await live.until('refused', ({ ref }) => ref === 'r3')).toMatchObject({
      problem: { status: 422, title: 'key_reused' },
    })
    live.send({ ...say, ref: 'r4', clientMessageId: 'c2', note: true })
    await live.until('ack', ({ ref }) => ref === 'r4')
    expect((await chat.log()).slice(2)).toEqual(['taken_over', 'operator: Ana here', 'note: Ana here'])
  })

  test('[HO-44] a send that may not be is refused with the owner, and nothing is written', async () => {
    const [ana, ben] = [
      await baton.operator({ name: 'Ana' }),
      await baton.signIn(await baton.operator({ name: 'Ben' })),
    ]
    const chat = await baton.chat(await echo())
    must(await chat.post('claim', { operator: ana.id }))
    const before = await chat.view()
    const live = await baton.live({ cookie: ben.cookie, origin: baton.origin })
    live.send({ type: 'say', ref: 'r1', conversation: chat.id, text: 'mine', clientMessageId: 'c1' })
    expect(await live.until('refused')).toMatchObject({
      ref: 'r1',
      problem: { status: 409, owner: { id: ana.id, name: 'Ana' } },
    })
    live.send({ type: 'say', ref: 'r2', conversation: 'conv_nobody', text: 'x', clientMessageId: 'c2' })
    expect(await live.until('refused', ({ ref }) => ref === 'r2')).toMatchObject({ problem: { status: 404 } })
    live.send({ type: 'say', ref: 'r3', text: 'x', clientMessageId: 'c3' })
    expect(await live.until('refused', ({ ref }) => ref === 'r3')).toMatchObject({ problem: { status: 422 } })
    expect(await chat.view()).toEqual(before)
    const program = await baton.live({ key: baton.key })
    program.send({ type: 'say', ref: 'r4', conversation: chat.id, text: 'x', clientMessageId: 'c4' })
    expect(await program.until('refused')).toMatchObject({ problem: { status: 403 } })
  })

  test('[I-40] a contact says and hears its own conversation, and never a note, a variable or a decision', async () => {
    const ana = await baton.operator({ name: 'Ana' })
    const carl = await visitor(await echo())
    const live = await baton.live({ ticket: await carl.ticket() })
    expect(await live.until('welcome')).toMatchObject({ as: 'contact' })
    live.send({ type: 'follow', conversation: carl.id, after: 0 })
    live.send({ type: 'say', ref: 'r1', text: 'hello', clientMessageId: 'c1' })
    const { seq } = await live.until('ack')
    must(await baton.post(`/conversations/${carl.id}/messages`, { operator: ana.id, text: 'SECRET note', note: true }))
    must(
      await baton.patch(`/conversations/${carl.id}`, { variables: { internal: 'SECRET value' }, setTags: ['SECRET'] }),
    )
    must(
      await baton.put(`/conversations/${carl.id}/operator-state`, {
        mode: 'operator_takeover',
        assignOperator: 'specific',
        operator: ana.id,
      }),
    )
    must(await baton.post(`/conversations/${carl.id}/messages`, { operator: ana.id, text: 'Ana here' }))
    await live.until('events', ({ events }) => JSON.stringify(events).includes('Ana here'))
    expect(JSON.stringify(live.frames)).not.toContain('SECRET')
    expect(JSON.stringify(live.frames)).not.toContain('considered')
    expect(JSON.stringify(live.frames)).not.toContain(ana.id)
    const heard = eventsHeard(live)
    expect(heard.find((event) => event.seq === seq)).toMatchObject({ data: { text: 'hello' } })
    expect(heard.map(({ type }) => type)).toEqual([
      'conversation_opened',
      'message',
      'message',
      'message',
      'taken_over',
      'message',
    ])
    for (const path of [`/widget/conversations/${carl.id}/events`, '/widget/conversation'])
      expect(JSON.stringify((await carl.client.get(path)).body)).not.toContain('SECRET')
    live.send({ type: 'follow_inbox', after: null })
    expect(await live.closed).toBe(4004)
  })

  test('[I-39] a contact follows no conversation of another contact', async () => {
    const bot = await echo()
    const [carl, dora] = [await visitor(bot), await visitor(bot)]
    const live = await baton.live({ ticket: await carl.ticket() })
    live.send({ type: 'follow', conversation: dora.id, after: 0 })
    expect(await live.until('resync_required')).toMatchObject({ conversation: dora.id, reason: 'unknown' })
    live.send({ type: 'say', ref: 'r1', conversation: dora.id, text: 'to dora?', clientMessageId: 'c1' })
    expect(await live.until('ack')).toMatchObject({ conversation: carl.id })
    expect((await carl.client.get(`/widget/conversations/${dora.id}/events`)).status).toBe(404)
  })
})

describe('who is writing', () => {
  test('[HO-5] [HO-4] the bot shows as writing while it waits, and not a moment after a takeover', async () => {
    await using other = await otherSystem()
    const ana = await baton.operator()
    const bot = await baton.bot([text('Hello')], {
      fallback: [{ type: 'http_request', method: 'GET', url: other.url }, text('Never')],
    })
    const carl = await visitor(bot)
    const live = await baton.live({ ticket: await carl.ticket() })
    live.send({ type: 'follow', conversation: carl.id, after: 0 })
    live.send({ type: 'say', ref: 'r1', text: 'look', clientMessageId: 'c1' })
    expect(await live.until('typing')).toEqual({
      type: 'typing',
      conversation: carl.id,
      actor: { kind: 'chatbot' },
      isTyping: true,
    })
    await other.called(1)
    must(await baton.post(`/conversations/${carl.id}/claim`, { operator: ana.id }))
    await live.until('typing', ({ isTyping }) => !isTyping)
    const late = await baton.live({ ticket: await carl.ticket() })
    late.send({ type: 'follow', conversation: carl.id, after: 0 })
    await late.until('caught_up')
    const poll = baton.get(`/conversations/${carl.id}/events?after=4&wait=5`)
    other.answer({})
    await poll
    late.send({ type: 'ping' })
    await late.until('pong')
    expect(late.frames.filter(({ type }) => type === 'typing')).toEqual([])
    expect(live.frames.filter(({ type }) => type === 'typing').length).toBe(2)
  })

  test('[HO-44] the contact sees only the owner writing, colleagues see everybody', async () => {
    const [anna, benn] = [await baton.operator({ name: 'Ana' }), await baton.operator({ name: 'Ben' })]
    const [ana, ben] = [await baton.signIn(anna), await baton.signIn(benn)]
    const carl = await visitor(await echo())
    must(await baton.post(`/conversations/${carl.id}/claim`, { operator: anna.id }))
    const sockets = {
      ana: await baton.live({ cookie: ana.cookie, origin: baton.origin }),
      ben: await baton.live({ cookie: ben.cookie, origin: baton.origin }),
      carl: await baton.live({ ticket: await carl.ticket() }),
    }
    for (const socket of Object.values(sockets)) {
      socket.send({ type: 'follow', conversation: carl.id, after: 0 })
      await socket.until('caught_up')
    }
    sockets.ben.send({ type: 'typing', conversation: carl.id, isTyping: true })
    expect(await sockets.ana.until('typing')).toMatchObject({ actor: { kind: 'operator', name: 'Ben' } })
    sockets.ana.send({ type: 'typing', conversation: carl.id, isTyping: true })
    expect(await sockets.carl.until('typing')).toMatchObject({ actor: { kind: 'operator', name: 'Ana' } })
    sockets.carl.send({ type: 'typing', conversation: carl.id, isTyping: true })
    await sockets.ben.until('typing', ({ actor }) => actor.kind === 'contact')
    expect(sockets.carl.frames.filter(({ type }) => type === 'typing').length).toBe(1)
  })
})

describe('who may open a socket', () => {
  test('[S-10] a ticket opens one socket, once', async () => {
    const { ticket } = must(await baton.post<{ ticket: string }>('/live/tickets'))
    await (await baton.live({ ticket })).until('welcome')
    await expect(baton.live({ ticket })).rejects.toThrow('401')
    await expect(baton.live({ ticket: 'made-up' })).rejects.toThrow('401')
    await expect(baton.live({ ticket: '' })).rejects.toThrow('401')
    const { ticket: contested } = must(await baton.post<{ ticket: string }>('/live/tickets'))
    const opened = await Promise.allSettled(Array.from({ length: 10 }, () => baton.live({ ticket: contested })))
    expect(opened.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  })

  test('[S-10] a ticket is of no use after 30 seconds', async () => {
    const { handClock } = await import('../src/clock.ts')
    const clock = handClock()
    await using later = await startTest({ clock })
    const [first, second] = [
      must(await later.post<{ ticket: string }>('/live/tickets')),
      must(await later.post<{ ticket: string }>('/live/tickets')),
    ]
    clock.advance(29_999)
    await later.live({ ticket: first.ticket })
    clock.advance(1)
    await expect(later.live({ ticket: second.ticket })).rejects.toThrow('401')
  })

  test('[S-10] a ticket whose session or key has ended since opens nothing', async () => {
    const session = await baton.signIn(await baton.operator())
    const { ticket } = must(await session.post<{ ticket: string }>('/live/tickets'))
    must(await session.delete('/session'))
    await expect(baton.live({ ticket })).rejects.toThrow('401')
    const key = must(await baton.post<{ id: string; key: string }>('/keys', { name: 'short', role: 'operator' }))
    const { ticket: ofKey } = must(await baton.as(key.key).post<{ ticket: string }>('/live/tickets'))
    must(await baton.delete(`/keys/${key.id}`))
    await expect(baton.live({ ticket: ofKey })).rejects.toThrow('401')
  })

  test('[S-10] the desk’s cookie opens a socket only from our very own origin', async () => {
    const ana = await baton.signIn(await baton.operator())
    await baton.live({ cookie: ana.cookie, origin: baton.origin })
    const { port } = new URL(baton.origin)
    const foreign = [
      undefined,
      'null',
      'https://evil.example',
      `${baton.origin}.evil.example`,
      `${baton.origin}/`,
      `http://127.0.0.1:${Number(port) + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `http://evil@127.0.0.1:${port}`,
    ]
    for (const origin of foreign)
      await expect(baton.live({ cookie: ana.cookie, ...(origin === undefined ? {} : { origin }) })).rejects.toThrow(
        '403',
      )
    await expect(baton.live({ cookie: 'baton=made-up', origin: baton.origin })).rejects.toThrow('401')
    await expect(baton.live({})).rejects.toThrow('401')
    await expect(baton.live({ key: 'made-up' })).rejects.toThrow('401')
    const carl = await visitor(await echo())
    await expect(baton.live({ key: carl.token })).rejects.toThrow('401')
  })

  test('[S-07] [S-10] a socket ends when its session, its key or its operator ends', async () => {
    const operator = await baton.operator()
    const ends: [string, (session: Awaited<ReturnType<typeof baton.signIn>>) => Promise<unknown>][] = [
      ['signing out', (session) => session.delete('/session')],
      ['signing out everywhere', (session) => session.delete('/sessions')],
      ['another password', (session) => session.put('/me/password', { next: 'correct horse battery' })],
      ['another role', () => baton.patch(`/operators/${operator.id}`, { role: 'supervisor' })],
      ['disabling', () => baton.patch(`/operators/${operator.id}`, { enabled: false })],
    ]
    for (const [what, end] of ends) {
      const session = await baton.signIn(operator)
      const live = await baton.live({ cookie: session.cookie, origin: baton.origin })
      await end(session)
      expect(await live.closed, what).toBe(4002)
    }
    const key = must(await baton.post<{ id: string; key: string }>('/keys', { name: 'short', role: 'operator' }))
    const live = await baton.live({ key: key.key })
    must(await baton.delete(`/keys/${key.id}`))
    expect(await live.closed).toBe(4002)
    expect((await baton.as(key.key).get('/workspace')).status).toBe(401)
  })

  test('[S-07] a session that ended by time ends its socket within seconds', async () => {
    const { handClock } = await import('../src/clock.ts')
    const clock = handClock()
    await using later = await startTest({ clock })
    const session = await later.signIn(await later.operator(), 20_000)
    const live = await later.live({ cookie: session.cookie, origin: later.origin })
    clock.advance(20_000)
    live.send({ type: 'ping' })
    await live.until('pong')
    // The store answers in its own time.
    const moving = setInterval(() => clock.advance(1_000), 5)
    expect(await live.closed).toBe(4002)
    clearInterval(moving)
  })
})

describe('frames', () => {
  test('[S-11] what is no frame of ours ends the connection, and only that one', async () => {
    const bystander = await baton.live({ key: baton.key })
    const rubbish = [
      '',
      'null',
      '[]',
      '{}',
      '{"type":"follow"}',
      '{"type":"follow","conversation":"x","after":-1}',
      '{"type":"follow","conversation":"x","after":0,"more":1}',
      '{"type":"follow_inbox","after":"0"}',
      '{"type":"say","ref":"r","clientMessageId":""}',
      '{"type":"ping"',
      '{"__proto__":{"type":"ping"}}',
      `{"type":"say","ref":"r","clientMessageId":"c","text":"${'x'.repeat(10_001)}"}`,
    ]
    for (const frame of rubbish) {
      const live = await baton.live({ key: baton.key })
      live.sendText(frame)
      expect(await live.closed, frame.slice(0, 60)).toBe(4004)
    }
    const large = await baton.live({ key: baton.key })
    large.sendText('x'.repeat(64 * 1024 + 1))
    expect(await large.closed).toBe(1009)
    bystander.send({ type: 'ping' })
    await bystander.until('pong')
  })

  test('[S-11] a flood of frames ends the connection', async () => {
    const live = await baton.live({ key: baton.key })
    for (let frame = 0; frame < 500; frame += 1) live.send({ type: 'ping' })
    expect(await live.closed).toBe(4005)
    expect((await baton.get('/workspace')).status).toBe(200)
  })

  test('[D-18] stopping does not wait for who waits: long polls and turns are answered with what there is', async () => {
    await using elsewhere = await otherSystem()
    const other = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
    const bot = await other.bot([text('so far'), { type: 'http_request', method: 'GET', url: elsewhere.url }])
    const turn = other.chat(bot, { wait: 60 })
    await elsewhere.called(1)
    const { items } = must(await other.get<{ items: { id: string }[] }>('/conversations'))
    const poll = other.get(`/conversations/${items[0]?.id}/events?after=2&wait=60`)
    await other.get('/livez')
    const startedAt = performance.now()
    await other[Symbol.asyncDispose]()
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    expect((await turn).first).toEqual(['so far'])
    expect(must(await poll)).toMatchObject({ items: [] })
  })

  test('[D-18] stopping tells clients to come back', async () => {
    const other = await startTest()
    const live = await openLive(other.origin, { key: other.key })
    await live.until('welcome')
    const stopped = other[Symbol.asyncDispose]()
    expect(await live.until('bye')).toEqual({ type: 'bye', reason: 'shutting_down', retryAfterMs: expect.any(Number) })
    expect(await live.closed).toBe(4001)
    await stopped
  })
})
