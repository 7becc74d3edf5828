import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
  baton.baton.limits.opensSession = async () => {}
})
afterAll(() => baton[Symbol.asyncDispose]())

type Session = { token: string; contactToken: string; expiresAt: string }
type Said = {
  conversation: { id: string; status: string; lastSeq: number }
  seq: number | null
  events: { type: string; seq: number; data: { text?: string } }[]
}

const echo = () =>
  baton.bot([{ type: 'text', text: 'Welcome' }], {
    fallback: [{ type: 'text', text: 're: {{ last_user_message }} {{ locale }}' }],
  })
const open = (body: Record<string, unknown>) => baton.as(null).post<Session>('/widget/sessions', body)

async function visitor(bot: { id: string }, more: Record<string, unknown> = {}) {
  const session = must(await open({ bot: bot.id, ...more }))
  return { ...session, client: baton.as(session.token) }
}

describe('a contact of the widget', () => {
  test('[S-22] comes, talks, goes, and comes back as the same one by the token its browser kept', async () => {
    const bot = await echo()
    const first = await visitor(bot, { locale: 'de' })
    expect(must(await first.client.get('/widget/conversation'))).toEqual({ conversation: null, events: [] })
    const opened = must(await first.client.post<Said>('/widget/messages', {}))
    expect(opened.events.map(({ data }) => data.text)).toEqual([undefined, 'Welcome'])
    const said = must(await first.client.post<Said>('/widget/messages', { text: 'hello', clientMessageId: 'c1' }))
    expect(said).toMatchObject({ seq: 4, conversation: { id: opened.conversation.id } })
    expect(said.events.map(({ data }) => data.text)).toEqual(['hello', 're: hello de'])
    expect(must(await first.client.post<Said>('/widget/messages', { text: 'hello', clientMessageId: 'c1' })).seq).toBe(
      4,
    )
    const again = await visitor(bot, { contactToken: first.contactToken })
    expect(must(await again.client.get('/widget/conversation'))).toMatchObject({
      conversation: {
        id: opened.conversation.id,
        chatState: 'chatbot_controlled',
        operator: null,
        locked: false,
        status: 'open',
      },
    })
    const stranger = await visitor(bot)
    expect(must(await stranger.client.get('/widget/conversation'))).toMatchObject({ conversation: null })
  })

  test('[I-39] a kept token names a contact of its own bot only, and opens nothing by itself', async () => {
    const [one, two] = [await echo(), await echo()]
    const first = await visitor(one)
    must(await first.client.post('/widget/messages', { text: 'secret' }))
    const elsewhere = await visitor(two, { contactToken: first.contactToken })
    expect(must(await elsewhere.client.get('/widget/conversation'))).toEqual({ conversation: null, events: [] })
    for (const bearer of [first.contactToken, `wt_${first.contactToken}`])
      expect((await baton.as(bearer).get('/widget/conversation')).status).toBe(401)
    expect(must(await open({ bot: one.id, contactToken: 'rubbish' })).contactToken).not.toBe('rubbish')
  })

  test('[S-20] tokens that are altered, unsigned, of another kind or too old are refused', async () => {
    const clock = handClock()
    await using later = await startTest({ clock })
    const bot = await later.bot()
    const { token } = must(await later.as(null).post<Session>('/widget/sessions', { bot: bot.id }))
    const [header = '', payload = '', signature = ''] = token.slice(3).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = [
      `${header}.${encode({ ...claims, sub: 'somebody' })}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS512' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}`,
      '',
      'x'.repeat(3_000),
    ]
    for (const one of forged)
      expect((await later.as(`wt_${one}`).get('/widget/conversation')).status, one.slice(0, 40)).toBe(401)
    expect((await later.as(token).get('/widget/conversation')).status).toBe(200)
    clock.advance(3_600_000)
    expect((await later.as(token).get('/widget/conversation')).status).toBe(401)
  })

  test('[S-15] only listed sites, and our own pages, may show the widget; none listed means every site', async () => {
    const bot = await echo()
    expect((await open({ bot: bot.id, site: 'https://anywhere.example' })).status).toBe(201)
    const listed = must(
      await baton.put(`/bots/${bot.id}/widget`, { allowedSites: ['https://shop.example', 'http://localhost:8080'] }),
    )
    expect(listed).toMatchObject({
      allowedSites: ['https://shop.example', 'http://localhost:8080'],
      snippet: expect.stringContaining(`data-bot="${bot.id}"`),
    })
    for (const site of ['https://shop.example', 'http://localhost:8080', baton.origin])
      expect((await open({ bot: bot.id, site })).status, site).toBe(201)
    for (const site of [
      'https://evil.example',
      'https://shop.example.evil.example',
      'https://shop.example/',
      'http://shop.example',
      'https://SHOP.example',
      'null',
      '',
    ])
      expect((await open({ bot: bot.id, site })).status, site).toBe(403)
    expect((await open({ bot: bot.id })).status).toBe(403)
    for (const site of [
      'shop.example',
      'https://shop.example/path',
      'https://*.example',
      'javascript:alert(1)',
      'https://shop.example; frame-ancestors *',
      '',
    ])
      expect(await baton.put(`/bots/${bot.id}/widget`, { allowedSites: [site] })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'allowedSites[0]' }] },
      })
    expect((await open({ bot: 'nobody' })).status).toBe(404)
  })

  test('[S-12] says at most ten things in ten seconds; a key has no such limit', async () => {
    const bot = await echo()
    const { client } = await visitor(bot)
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => client.post<Said>('/widget/messages', { text: `m${index}` })),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBe(10)
    for (const { status, headers, body } of answers.filter(({ status }) => status !== 200))
      expect([status, Number(headers.get('retry-after')) > 0, body]).toMatchObject([429, true, { code: 'too_many' }])
    const conversation = answers.find(({ status }) => status === 200)?.body.conversation.id
    const log = must(
      await baton.get<{ items: { type: string; actor: { kind: string } }[] }>(
        `/conversations/${conversation}/events?limit=500`,
      ),
    )
    expect(log.items.filter(({ type, actor }) => type === 'message' && actor.kind === 'contact').length).toBe(10)
    const chat = await baton.chat(bot)
    for (const { status } of await Promise.all(Array.from({ length: 30 }, (_, index) => chat.says(`m${index}`))))
      expect(status).toBe(200)
  })

  test('[S-12] a storm of sessions from one address is bounded', async () => {
    await using guarded = await startTest()
    const bot = await guarded.bot()
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => guarded.as(null).post('/widget/sessions', { bot: bot.id })),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBe(20)
    expect(answers.filter(({ status }) => status === 429).length).toBe(20)
  })

  test('[HO-45] a locked widget is answered as ever, and nothing is stored', async () => {
    const { client } = await visitor(await echo())
    const { conversation } = must(await client.post<Said>('/widget/messages', {}))
    must(await baton.post(`/conversations/${conversation.id}/lock`))
    const answer = must(await client.post<Said>('/widget/messages', { text: 'hello' }))
    expect(answer).toMatchObject({ seq: null, conversation: { locked: true, lastSeq: 3 } })
    const form = new FormData()
    form.set('file', new Blob(['x']), 'a.txt')
    expect(await client.send('POST', '/widget/files', form)).toMatchObject({ status: 200, body: { seq: null } })
  })

  test('[D-10] a long poll of the widget answers at what the contact may see, and passes by what it may not', async () => {
    const ana = await baton.operator({ name: 'Ana' })
    const { client } = await visitor(await echo())
    const { conversation } = must(await client.post<Said>('/widget/messages', {}))
    const path = `/widget/conversations/${conversation.id}/events`
    const poll = client.get<{ items: unknown[]; lastSeq: number }>(`${path}?after=2&wait=5`)
    must(
      await baton.post(`/conversations/${conversation.id}/messages`, { operator: ana.id, text: 'only us', note: true }),
    )
    expect(must(await poll)).toEqual({ items: [], lastSeq: 3 })
    const next = client.get<{ items: unknown[]; lastSeq: number }>(`${path}?after=3&wait=5`)
    must(await baton.post(`/conversations/${conversation.id}/messages`, { operator: ana.id, text: 'Ana here' }))
    expect(must(await next)).toMatchObject({
      items: [
        { type: 'taken_over', data: { to: { operator: { name: 'Ana' } } } },
        { type: 'message', actor: { kind: 'operator', name: 'Ana' } },
      ],
      lastSeq: 5,
    })
    expect((await client.get(`${path}?after=-1`)).status).toBe(422)
  })

  test('[HO-22] every kind of part that the channel claims arrives over its calls', async () => {
    const bot = await baton.bot([
      { type: 'image', url: 'https://shop.example/a.png' },
      { type: 'quick_replies', text: 'Well?', replies: [{ label: 'Yes' }] },
      { type: 'buttons', text: 'Where?', buttons: [{ label: 'Shop', url: 'https://shop.example/' }] },
      { type: 'card', title: 'Bike' },
    ])
    const { client } = await visitor(bot)
    must(await client.post('/widget/messages', { location: { lat: 1, lon: 2 } }))
    const form = new FormData()
    form.set('file', new Blob(['x']), 'a.txt')
    must(await client.send('POST', '/widget/files', form))
    const { events } = must(
      await client.get<{ events: { data: { parts?: { type: string }[] } }[] }>('/widget/conversation'),
    )
    const arrived = new Set(events.flatMap(({ data }) => data.parts ?? []).map(({ type }) => type))
    const { items } = must(await baton.get<{ items: { type: string; can: string[] }[] }>('/channels'))
    const claimed = items.find(({ type }) => type === 'web')?.can ?? []
    expect(claimed.length).toBeGreaterThan(1)
    for (const kind of claimed.filter((ability) => ability !== 'push')) expect([...arrived]).toContain(kind)
  })

  test('[S-12] sends at most ten files a minute', async () => {
    const { client } = await visitor(await echo())
    const send = () => {
      const form = new FormData()
      form.set('file', new Blob(['x']), 'a.txt')
      return client.send('POST', '/widget/files', form)
    }
    const statuses = (await Promise.all(Array.from({ length: 12 }, send))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBe(10)
    expect(statuses.filter((status) => status === 429).length).toBe(2)
  })

  test('[I-46] a contact that was forgotten is nobody any more, whatever its browser kept', async () => {
    const bot = await echo()
    const carl = await visitor(bot)
    const { conversation } = must(await carl.client.post<Said>('/widget/messages', { text: 'secret' }))
    const contact = must(await baton.get<{ contact: string }>(`/conversations/${conversation.id}`)).contact
    must(await baton.delete(`/contacts/${contact}`))
    expect(must(await carl.client.get('/widget/conversation'))).toEqual({ conversation: null, events: [] })
    expect((await carl.client.get(`/widget/conversations/${conversation.id}/events`)).status).toBe(404)
    const back = await visitor(bot, { contactToken: carl.contactToken })
    expect(must(await back.client.get('/widget/conversation'))).toEqual({ conversation: null, events: [] })
  })
})
