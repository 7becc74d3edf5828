import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Answer, type Client, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const password = 'correct horse battery'
const cookieOf = (answer: Answer) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
const tokenOf = (url: unknown) => String(url).split('/').at(-1) ?? ''

/** An operator who chose a password by invitation, and a client with the session that came of it. */
async function member(from: TestBaton = baton, fields: Parameters<Client['operator']>[0] = {}) {
  const operator = await from.operator(fields)
  const { url } = must(await from.post<{ url: string }>(`/operators/${operator.id}/invitation`))
  const answer = await from.as(null).post(`/links/${tokenOf(url)}`, { password })
  must(answer)
  return { operator, cookie: cookieOf(answer), client: deskOf(from, cookieOf(answer)) }
}

function deskOf(from: TestBaton, cookie: string): Client {
  return from.withHeaders({ cookie, 'x-baton': '1' })
}

describe('signing in', () => {
  test('[S-07] e-mail and password give a session in a cookie that pages cannot read', async () => {
    const { operator } = await member()
    const answer = await baton.as(null).post('/session', { email: operator.email.toUpperCase(), password })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        operator: { id: operator.id },
        workspace: { name: 'Main', packages: ['pro_team'] },
        profile: { language: null, picture: null },
        hasPassword: true,
      },
    })
    expect(answer.headers.get('set-cookie')).toMatch(/^baton=[\w-]{40,}; .*HttpOnly.*SameSite=Strict/)
    const desk = deskOf(baton, cookieOf(answer))
    expect(must(await desk.get('/session'))).toEqual(answer.body)
    expect((await desk.delete('/session')).status).toBe(204)
    expect((await desk.get('/session')).status).toBe(401)
    expect(JSON.stringify(answer.body)).not.toMatch(/password["_]?hash|argon/i)
  })

  test('[S-07] over https the cookie is secure and bound to the host', async () => {
    await using secure = await startTest({ config: { BATON_PUBLIC_URL: 'https://desk.example', PORT: '0' } })
    const { url } = must(await secure.post<{ url: string }>(`/operators/${(await secure.operator()).id}/invitation`))
    const answer = await secure.as(null).post(`/links/${tokenOf(url)}`, { password })
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-baton=.*; Path=\/; HttpOnly; Secure; SameSite=Strict/)
  })

  test('[S-08] a wrong password, an unknown address and a disabled operator are refused alike', async () => {
    const { operator } = await member()
    const { operator: disabled } = await member()
    must(await baton.patch(`/operators/${disabled.id}`, { enabled: false }))
    const invited = await baton.operator()
    const anybody = baton.as(null)
    const refused = await Promise.all([
      anybody.post('/session', { email: operator.email, password: 'wrong password' }),
      anybody.post('/session', { email: 'nobody@team.example', password }),
      anybody.post('/session', { email: disabled.email, password }),
      anybody.post('/session', { email: invited.email, password: '' }),
    ])
    const [first, ...others] = refused.map(({ status, body }) => ({ status, code: body.code, detail: body.detail }))
    expect(first).toMatchObject({ status: 401, code: 'sign_in_refused' })
    for (const other of others) expect(other).toEqual(first)
  })

  test('[S-08] [S-12] of many wrong tries at once only the allowed number is checked; the rest waits', async () => {
    await using guarded = await startTest()
    const { operator } = await member(guarded)
    const tries = await Promise.all(
      Array.from({ length: 60 }, () =>
        guarded.as(null).post('/session', { email: operator.email, password: 'wrong password' }),
      ),
    )
    const statuses = tries.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401).length).toBe(10)
    expect(statuses.filter((status) => status === 429).length).toBe(50)
    for (const { status, headers } of tries)
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guarded.get('/workspace')).status).toBe(200)
  })
})

describe('links', () => {
  test('[S-37] the first start prints a link that makes the administrator, once', async () => {
    const token = tokenOf(baton.welcome.signInLink)
    const anybody = baton.as(null)
    expect(must(await anybody.get(`/links/${token}`))).toEqual({
      kind: 'setup',
      operator: null,
      workspace: { name: 'Main' },
      needsPassword: true,
    })
    const me = { name: 'Me', email: 'me@team.example', password }
    for (const field of ['name', 'email', 'password'])
      expect(await anybody.post(`/links/${token}`, { ...me, [field]: undefined })).toMatchObject({
        status: 422,
        body: { errors: [{ path: field }] },
      })
    const used = await Promise.all(Array.from({ length: 5 }, () => anybody.post(`/links/${token}`, me)))
    expect(used.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404])
    expect((await anybody.get(`/links/${token}`)).status).toBe(404)
    const [winner] = used.filter(({ status }) => status === 200)
    if (winner === undefined) throw new Error('nobody came in')
    const desk = deskOf(baton, cookieOf(winner))
    expect(must(await desk.get('/session'))).toMatchObject({
      operator: { name: 'Me', role: 'admin' },
      hasPassword: true,
    })
    expect((await desk.put('/me/password', { current: password, next: 'short' })).status).toBe(422)
  })

  test('[S-37] with the demo the link signs its administrator in without a password, and again only after a new start', async () => {
    await using demo = await startTest({ config: { BATON_DEMO: 'true' } })
    const path = `/links/${tokenOf(demo.welcome.signInLink)}`
    expect(must(await demo.as(null).get(path))).toMatchObject({
      kind: 'setup',
      operator: { name: expect.any(String) },
      needsPassword: false,
    })
    const answer = await demo.as(null).post(path, {})
    expect(answer).toMatchObject({ status: 200, body: { operator: { role: 'admin' }, hasPassword: false } })
    expect((await demo.as(null).post(path, {})).status).toBe(404)
    const desk = deskOf(demo, cookieOf(answer))
    expect((await desk.put('/me/password', { next: password })).status).toBe(204)
  })

  test('[I-48] a link whose use was refused can be used again', async () => {
    const operator = await baton.operator()
    const { url } = must(await baton.post<{ url: string }>(`/operators/${operator.id}/invitation`))
    const path = `/links/${tokenOf(url)}`
    for (const body of [{}, { password: 'short' }, { password, surprise: 1 }, { password: 12345678 }])
      expect((await baton.as(null).post(path, body)).status).toBe(422)
    expect((await baton.as(null).post(path, { password })).status).toBe(200)
    expect((await baton.as(null).post(path, { password })).status).toBe(404)
  })

  test('[I-48] a set-up link that asks for an address somebody has is refused and stays good', async () => {
    await using fresh = await startTest()
    const taken = await fresh.operator()
    const path = `/links/${tokenOf(fresh.welcome.signInLink)}`
    expect(await fresh.as(null).post(path, { name: 'Me', email: taken.email, password })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'email' }] },
    })
    expect(await fresh.as(null).post(path, { name: 'Me', email: 'me@team.example', password })).toMatchObject({
      status: 200,
      body: { operator: { name: 'Me', email: 'me@team.example' } },
    })
  })

  test('[S-07] links end with time, and with their operator', async () => {
    const clock = handClock()
    await using later = await startTest({ clock })
    const operator = await later.operator()
    const invite = async () =>
      tokenOf(must(await later.post<{ url: string }>(`/operators/${operator.id}/invitation`)).url)
    const token = await invite()
    clock.advance(7 * 24 * 3_600_000)
    expect((await later.as(null).get(`/links/${token}`)).status).toBe(404)
    expect((await later.as(null).post(`/links/${token}`, { password })).status).toBe(404)
    const another = await invite()
    must(await later.patch(`/operators/${operator.id}`, { enabled: false }))
    expect((await later.as(null).post(`/links/${another}`, { password })).status).toBe(404)
    expect((await later.as(null).get('/links/made-up')).status).toBe(404)
  })

  test('[S-08] asking for a reset answers alike for everybody, and mails only those there are', async () => {
    const sent: { to: string; text: string }[] = []
    const clock = handClock()
    const mailer = { send: async (mail: { to: string; text: string }) => void sent.push(mail), close: () => {} }
    await using mailing = await startTest({ clock, mailer, config: { BATON_SMTP_URL: 'smtp://mail.example' } })
    const { operator, client } = await member(mailing)
    const anybody = mailing.as(null)
    const { count: before } = await mailing.baton.store.outbox.pending()
    for (const email of [operator.email, 'nobody@team.example'])
      expect(await anybody.post('/password-resets', { email })).toMatchObject({ status: 202, body: {} })
    expect((await mailing.baton.store.outbox.pending()).count).toBe(before + 1)
    const arrived = new Promise<void>((resolve) => {
      mailer.send = async (mail) => {
        sent.push(mail)
        if (/new password/.test(mail.text)) resolve()
      }
    })
    clock.advance(1_000)
    await arrived
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([operator.email]))
    const token = /\/link\/([\w-]+)/.exec(sent.at(-1)?.text ?? '')?.[1]
    expect((await client.get('/session')).status).toBe(200)
    const answer = await anybody.post(`/links/${token}`, { password: 'another password' })
    expect(answer.status).toBe(200)
    expect((await client.get('/session')).status).toBe(401)
    expect((await deskOf(mailing, cookieOf(answer)).get('/session')).status).toBe(200)
    expect((await anybody.post('/session', { email: operator.email, password })).status).toBe(401)
  })
})

describe('sessions', () => {
  test('[S-07] another password ends every other session and their sockets, and keeps this one', async () => {
    const { operator, client, cookie } = await member()
    const other = await baton.as(null).post('/session', { email: operator.email, password })
    const elsewhere = deskOf(baton, cookieOf(other))
    const socket = await baton.live({ cookie: cookieOf(other), origin: baton.origin })
    expect(await client.put('/me/password', { current: 'wrong password', next: 'another password' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'current' }] },
    })
    expect((await elsewhere.get('/session')).status).toBe(200)
    const changed = await client.send(
      'PUT',
      '/me/password',
      JSON.stringify({ current: password, next: 'another password' }),
      { 'content-type': 'application/json' },
    )
    expect(changed.status).toBe(204)
    expect(await socket.closed).toBe(4002)
    expect((await elsewhere.get('/session')).status).toBe(401)
    expect((await deskOf(baton, cookie).get('/session')).status).toBe(401)
    expect((await deskOf(baton, cookieOf(changed)).get('/session')).status).toBe(200)
  })

  test('[S-07] signing out everywhere, disabling and another role end the sessions; enabling does not bring them back', async () => {
    const { operator, client } = await member()
    must(await baton.patch(`/operators/${operator.id}`, { enabled: false }))
    expect((await client.get('/session')).status).toBe(401)
    must(await baton.patch(`/operators/${operator.id}`, { enabled: true }))
    expect((await client.get('/session')).status).toBe(401)
    const second = await baton.signIn(operator)
    must(await baton.patch(`/operators/${operator.id}`, { role: 'supervisor' }))
    expect((await second.get('/session')).status).toBe(401)
    const third = await baton.signIn(operator)
    const fourth = await baton.signIn(operator)
    expect((await third.delete('/sessions')).status).toBe(204)
    for (const one of [third, fourth]) expect((await one.get('/session')).status).toBe(401)
  })

  test('[S-09] a cookie alone changes nothing: the header and our own origin are needed', async () => {
    const operator = await baton.operator()
    const { cookie } = await baton.signIn(operator)
    const body = { name: 'Forged' }
    const forged: Record<string, string>[] = [
      {},
      { 'x-baton': '0' },
      { 'x-baton': '1', origin: 'https://evil.example' },
      { 'x-baton': '1', origin: 'null' },
      { 'x-baton': '1', 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of forged) {
      const client = baton.withHeaders({ cookie, ...headers })
      for (const call of [
        client.patch('/me', body),
        client.post('/live/tickets'),
        client.put('/me/status', { status: 'away' }),
        client.delete('/sessions'),
      ])
        expect((await call).status).toBe(403)
      expect((await client.get('/session')).status).toBe(200)
    }
    const simple = baton.withHeaders({ cookie, 'x-baton': '1' })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      expect((await simple.send('PATCH', '/me', JSON.stringify(body), { 'content-type': type })).status).toBe(415)
    const own = baton.withHeaders({ cookie, 'x-baton': '1', origin: baton.origin, 'sec-fetch-site': 'same-origin' })
    expect(must(await own.patch('/me', { name: 'Own', language: 'de' }))).toMatchObject({
      operator: { name: 'Own' },
      profile: { language: 'de' },
    })
  })

  test('[S-01] what only a person can do is refused to a key; an operator’s session does not administrate', async () => {
    for (const call of [
      baton.get('/session'),
      baton.delete('/session'),
      baton.patch('/me', { name: 'x' }),
      baton.put('/me/password', { next: password }),
      baton.put('/me/status', { status: 'online' }),
    ])
      expect((await call).status).toBe(403)
    const ana = await baton.signIn(await baton.operator())
    const other = await baton.operator()
    for (const call of [
      ana.post('/groups', { name: 'x' }),
      ana.get('/audit'),
      ana.get('/keys'),
      ana.patch(`/operators/${other.id}`, { role: 'admin' }),
      ana.put(`/operators/${other.id}/status`, { status: 'offline' }),
      ana.delete('/contacts/anybody'),
    ])
      expect((await call).status).toBe(403)
    const chat = await baton.chat(await baton.bot())
    expect((await ana.post(`/conversations/${chat.id}/claim`, { operator: other.id })).status).toBe(403)
    expect((await ana.post(`/conversations/${chat.id}/messages`, { operator: other.id, text: 'x' })).status).toBe(403)
    expect((await ana.post(`/conversations/${chat.id}/claim`)).status).toBe(200)
    expect(must(await ana.get('/conversations/counts'))).toMatchObject({ mine: 1 })
  })

  test('[HO-44] [S-01] an operator’s session moves only what is theirs or nobody’s', async () => {
    const [anna, benn] = [await baton.operator({ name: 'Ana' }), await baton.operator()]
    const ben = await baton.signIn(benn)
    const chief = await baton.signIn(await baton.operator({ role: 'supervisor' }))
    const bot = await baton.bot([{ type: 'text', text: 'Hi' }], {
      interactions: [{ name: 'more', actions: [{ type: 'text', text: 'more' }] }],
    })
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: anna.id }))
    const path = `/conversations/${chat.id}`
    const before = await chat.view()
    const owned = { status: 409, body: { owner: { id: anna.id, name: 'Ana' } } }
    for (const call of [
      ben.post(`${path}/claim`),
      ben.post(`${path}/transfer`, { operator: benn.id }),
      ben.post(`${path}/handover`),
      ben.post(`${path}/close`),
      ben.post(`${path}/lock`),
      ben.post(`${path}/messages`, { text: 'x' }),
      ben.put(`${path}/operator-state`, { mode: 'chatbot_controlled' }),
    ])
      expect(await call).toMatchObject(owned)
    expect(await chat.view()).toEqual(before)
    expect((await chief.post(`${path}/transfer`, { operator: benn.id })).status).toBe(200)
    const moved = (await chat.events()).at(-1)
    expect(moved).toMatchObject({ type: 'transferred', data: { cause: 'desk' } })
    expect((await ben.post(`${path}/handover`)).status).toBe(200)
  })

  test('[S-08] hashes and secrets are shown nowhere; a key is shown once', async () => {
    await member()
    const key = must(await baton.post<{ id: string; key: string }>('/keys', { name: 'once', role: 'operator' }))
    const seen = await Promise.all(
      ['/operators?limit=500', '/keys', '/audit?limit=500', '/workspace'].map((path) => baton.get(path)),
    )
    const text = JSON.stringify(seen.map(({ body }) => body))
    expect(text).not.toContain(key.key)
    expect(text).not.toMatch(/argon2|passwordHash|"hash":"\$/)
    expect(must(await baton.get<{ items: object[] }>('/keys')).items).toContainEqual(
      expect.objectContaining({ id: key.id, name: 'once', role: 'operator', lastUsedAt: null }),
    )
  })
})
