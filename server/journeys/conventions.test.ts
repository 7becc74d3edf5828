import { connect } from 'node:net'
import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { StoreUnavailable } from '../src/store/store.ts'
import { botDocument, eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

type Problem = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: string
  errors?: { path: string }[]
}
const json = { 'content-type': 'application/json' }
const pathsOf = (body: unknown) => (body as Problem).errors?.map(({ path }) => path) ?? []

describe('what cannot be read', () => {
  test('[S-30] every refusal is a problem document, and says nothing of its inside', async () => {
    const refused = [
      [400, await baton.send('POST', '/groups', '{"name":', json)],
      [400, await baton.send('POST', '/groups', new Blob([new Uint8Array([0x22, 0xff, 0x22])]), json)],
      [400, await baton.send('GET', '/conversations/%zz')],
      [401, await baton.as(null).get('/workspace')],
      [401, await baton.as('bk_nobody').get('/workspace')],
      [401, await baton.withHeaders({ authorization: 'Basic YTpi' }).get('/workspace')],
      [403, await (await baton.keyFor('operator')).post('/groups', { name: 'x' })],
      [404, await baton.get('/nowhere')],
      [404, await baton.get('/conversations/conv_nobody')],
      [404, await baton.send('PATCH', '/workspace', '{}', json)],
      [413, await baton.send('POST', '/groups', JSON.stringify({ name: 'x'.repeat(2_200_000) }), json)],
      [415, await baton.send('POST', '/groups', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' })],
      [415, await baton.send('POST', '/groups', 'name', { 'content-type': 'text/plain' })],
      [422, await baton.send('POST', '/groups', '[]', json)],
      [422, await baton.send('POST', '/groups', '"name"', json)],
      [422, await baton.get('/conversations?limit=0')],
      [422, await baton.get(`/conversations/${'x'.repeat(300)}`)],
    ] as const
    for (const [status, answer] of refused) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.body).toMatchObject({
        type: expect.stringMatching(/^urn:baton:problem:/),
        title: expect.any(String),
        status,
        detail: expect.any(String),
        instance: expect.any(String),
        code: expect.any(String),
      })
      expect(answer.status).toBe(status)
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d|at async|SQLITE/)
    }
  })

  test('[S-30] an address too long for a name is refused as every other', async () => {
    const answer = await baton.get(`/conversations/${'x'.repeat(600)}`)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })

  test('[S-04] an upgrade with an address that is none is refused, and the process lives on', async () => {
    const { port } = new URL(baton.origin)
    for (const path of ['//', 'http://', '/api/v1/live?ticket=%', '/api/v1/live', '/elsewhere']) {
      const socket = connect(Number(port), '127.0.0.1')
      const answered = new Promise<string>((resolve) => {
        let heard = ''
        socket.on('data', (chunk) => {
          heard += chunk
        })
        socket.on('close', () => resolve(heard))
      })
      socket.on('error', () => {})
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
      expect(await answered).toMatch(/^HTTP\/1\.1 4\d\d/)
    }
    expect((await baton.get('/workspace')).status).toBe(200)
  })

  test('[S-04] every unknown field is listed, all errors at once', async () => {
    const answer = await baton.post('/operators', {
      name: 1,
      email: 'nobody',
      capacity: -1,
      role: 'king',
      groups: 'x',
      surprise: true,
      other: null,
    })
    expect(answer.status).toBe(422)
    expect([...new Set(pathsOf(answer.body))].sort()).toEqual([
      'capacity',
      'email',
      'groups',
      'name',
      'other',
      'role',
      'surprise',
    ])
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`field_${index}`, 1]))
    expect(pathsOf((await baton.post('/groups', { name: 'x', ...many })).body).length).toBe(300)
    const endless = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field_${index}`, 1]))
    expect((await baton.post('/groups', endless)).status).toBe(422)
    const deep = await baton.post('/bots/none/contacts/none/messages', { location: { lat: 91, lon: 'x', height: 3 } })
    expect(pathsOf(deep.body).sort()).toEqual(['location.height', 'location.lat', 'location.lon'])
  })

  test('[S-04] every unknown field of an address is listed too', async () => {
    const answer = await baton.get('/conversations?limit=abc&colour=red&chatState=asleep')
    expect(answer.status).toBe(422)
    expect(pathsOf(answer.body).sort()).toEqual(['chatState', 'colour', 'limit'])
    expect(pathsOf((await baton.get('/workspace?a=1')).body)).toEqual(['a'])
  })

  test('[S-04] null is no object', async () => {
    expect((await baton.send('POST', '/groups', 'null', json)).status).toBe(422)
    expect((await baton.send('PUT', '/workspace', 'null', json)).status).toBe(422)
  })

  test('[S-12] an empty body is an empty object where every field is optional', async () => {
    const chat = await baton.chat(await baton.bot())
    for (const [method, path] of [
      ['PUT', '/workspace'],
      ['POST', `/conversations/${chat.id}/handover`],
      ['POST', `/bots/${chat.bot}/contacts/${chat.contact}/messages`],
    ] as const) {
      expect((await baton.send(method, path)).status).toBe(200)
      expect((await baton.send(method, path, '', json)).status).toBe(200)
      expect((await baton.send(method, path, '{}', json)).status).toBe(200)
    }
    expect((await baton.send('POST', '/groups')).status).toBe(422)
  })
})

describe('lists', () => {
  test('[S-04] the limit is 1 to 500, 50 when left out', async () => {
    for (const path of ['/conversations', '/operators', '/groups', '/bots', '/keys', '/audit']) {
      for (const limit of ['0', '501', '-1', '1.5', 'x', '', '1e2'])
        expect((await baton.get(`${path}?limit=${limit}`)).status, `${path} ${limit}`).toBe(422)
      for (const limit of ['1', '500']) expect((await baton.get(`${path}?limit=${limit}`)).status).toBe(200)
    }
    const chat = await baton.chat(await baton.bot())
    for (const limit of ['0', '501'])
      expect((await baton.get(`/conversations/${chat.id}/events?limit=${limit}`)).status).toBe(422)
  })

  test('[D-10] pages of conversations go on from a cursor without gap or double, also while new ones come', async () => {
    const bot = await baton.bot()
    const chats = []
    for (let turn = 0; turn < 7; turn += 1) chats.push(await baton.chat(bot))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = must(
        await baton.get(`/conversations?bot=${bot.id}&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`),
      )
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      await baton.chat(bot)
    } while (cursor !== null)
    // Two that open in one millisecond have no order.
    expect(seen.toSorted()).toEqual(chats.map(({ id }) => id).toSorted())
    for (const cursor of ['x', '!!', 'MTIz', 'a'.repeat(501)])
      expect((await baton.get(`/conversations?cursor=${cursor}`)).status).toBe(422)
    expect((await baton.get('/operators?cursor=x')).status).toBe(422)
    expect(must(await baton.get('/operators?cursor=99999'))).toEqual({ items: [], nextCursor: null })
  })

  test('[HO-14] requests are listed longest waiting first, everything else newest activity first', async () => {
    const group = await baton.group()
    const bot = await baton.bot([
      { type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id },
    ])
    const chats = []
    for (let turn = 0; turn < 3; turn += 1) {
      chats.push(await baton.chat(bot))
      // Two in one millisecond would have no order.
      await baton.get('/workspace')
    }
    const [first, second, third] = chats
    must(await baton.post(`/bots/${bot.id}/contacts/${first?.contact}/messages`, { text: 'hello' }))
    const ids = async (query: string) =>
      must(await baton.get<{ items: { id: string }[] }>(`/conversations?${query}&group=${group.name}`)).items.map(
        ({ id }) => id,
      )
    expect(await ids('chatState=operator_requested')).toEqual([first?.id, second?.id, third?.id])
    expect(await ids('status=open')).toEqual([first?.id, third?.id, second?.id])
    must(await baton.post(`/conversations/${second?.id}/close`))
    expect(await ids('status=any')).toEqual([first?.id, third?.id])
    expect(
      must(await baton.get<{ items: { id: string }[] }>(`/conversations?status=closed&bot=${bot.id}`)).items.map(
        ({ id }) => id,
      ),
    ).toEqual([second?.id])
  })
})

describe('names instead of ids', () => {
  test('[HO-24] group, operator and bot may be named wherever an id is asked for', async () => {
    const group = await baton.group('Support team é')
    const ana = await baton.operator({ name: 'Ana', groups: [group.name] })
    expect(ana.groups).toEqual([group])
    const bot = await baton.bot([{ type: 'text', text: 'Hi' }], { name: 'A bot / with a slash' })
    const named = encodeURIComponent(bot.name)
    const { conversation } = must(
      await baton.post<{ conversation: { id: string } }>(`/bots/${named}/contacts/carl%2F1/messages`, {
        text: 'hello',
      }),
    )
    for (const path of [
      `/bots/${named}`,
      `/operators/${ana.email.toUpperCase()}`,
      `/conversations?group=${encodeURIComponent(group.name)}&operator=${ana.email}&bot=${named}`,
    ])
      expect((await baton.get(path)).status).toBe(200)
    expect(
      must(await baton.post(`/conversations/${conversation.id}/claim`, { operator: ana.email.toUpperCase() })),
    ).toMatchObject({ conversation: { operator: { id: ana.id }, contact: 'carl/1' } })
    expect(must(await baton.put(`/operators/${ana.email}/status`, { status: 'busy' }))).toMatchObject({
      status: 'busy',
    })
    expect((await baton.patch(`/groups/${encodeURIComponent(group.name)}`, { name: 'Renamed' })).status).toBe(200)
    for (const path of [
      '/conversations?group=nowhere',
      '/conversations?operator=nobody',
      '/conversations?bot=none',
      '/conversations?channel=pigeon',
    ])
      expect((await baton.get(path)).status).toBe(422)
    for (const path of ['/operators/nobody', '/bots/none']) expect((await baton.get(path)).status).toBe(404)
  })

  test('[S-04] names are unique inside a workspace, and no name is another one’s id', async () => {
    const group = await baton.group('Unique')
    const ana = await baton.operator({ name: 'Ana' })
    expect(await baton.post('/groups', { name: 'Unique' })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'name' }] },
    })
    expect((await baton.post('/groups', { name: group.id })).status).toBe(409)
    expect(await baton.post('/operators', { name: 'B', email: ana.email.toUpperCase() })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'email' }] },
    })
    const bot = await baton.bot()
    expect((await baton.post('/bots', botDocument([], { name: bot.name }))).status).toBe(409)
    expect((await baton.post('/bots', botDocument([], { name: bot.id }))).status).toBe(409)
    const other = await baton.bot()
    expect((await baton.put(`/bots/${other.id}/draft`, botDocument([], { name: bot.name }))).status).toBe(409)
    const neighbour = await baton.workspace()
    expect((await neighbour.post('/groups', { name: 'Unique' })).status).toBe(201)
    const [one, two] = await Promise.all([
      baton.post('/groups', { name: 'At once' }),
      baton.post('/groups', { name: 'At once' }),
    ])
    expect([one.status, two.status].sort()).toEqual([201, 409])
  })
})

describe('calls that create', () => {
  test('[I-10] an Idempotency-Key gives the same answer to the same body, once, also at the same time', async () => {
    const key = { 'idempotency-key': 'create-once' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => baton.post('/groups', { name: 'Once' }, key)))
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body])
    expect(
      must(await baton.get<{ items: { name: string }[] }>('/groups?limit=500')).items.filter(
        ({ name }) => name === 'Once',
      ).length,
    ).toBe(1)
    expect(await baton.post('/groups', { name: 'Other' }, key)).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    })
    expect((await baton.post('/operators', { name: 'x', email: 'once@team.example' }, key)).status).toBe(201)
    expect((await (await baton.workspace()).post('/groups', { name: 'Once' }, key)).status).toBe(201)
    expect((await baton.post('/groups', { name: 'Long' }, { 'idempotency-key': 'x'.repeat(201) })).status).toBe(422)
  })

  test('[I-10] a refused call is not remembered: the key works once the reason is gone', async () => {
    const taken = await baton.group('Taken')
    const key = { 'idempotency-key': 'again' }
    expect((await baton.post('/groups', { name: 'Taken' }, key)).status).toBe(409)
    must(await baton.delete(`/groups/${taken.id}`))
    expect((await baton.post('/groups', { name: 'Taken' }, key)).status).toBe(201)
  })

  test('[I-10] a call that hangs is waited for ten seconds; then the caller is told to ask again, and finds its answer', async () => {
    const clock = handClock()
    await using slow = await startTest({ clock })
    const { groups } = slow.baton.store
    const add = groups.add.bind(groups)
    const begun = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    groups.add = async (...given) => {
      begun.resolve()
      await gate.promise
      return add(...given)
    }
    const create = () => slow.post('/groups', { name: 'Slow' }, { 'idempotency-key': 'slow' })
    const first = create()
    await begun.promise
    const startedAt = clock.now()
    let isAnswered = false
    const second = create().finally(() => {
      isAnswered = true
    })
    while (!isAnswered) {
      clock.advance(100)
      // The store answers in its own time.
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(await second).toMatchObject({ status: 409, body: { code: 'under_way' } })
    expect((await second).headers.get('retry-after')).toBe('2')
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(10_000)
    gate.resolve()
    const { status, body } = await first
    expect(status).toBe(201)
    expect(await create()).toMatchObject({ status: 201, body })
  })

  test('[I-10] an interaction is started once under one key, at the same time and behind a turn that runs', async () => {
    await using other = await otherSystem()
    await using calling = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
    const slow = { type: 'http_request', method: 'GET', url: other.url }
    const bot = await calling.bot([{ type: 'text', text: 'Hello' }, slow], {
      interactions: [{ name: 'offer', actions: [{ type: 'text', text: 'An offer' }] }],
    })
    const chat = await calling.chat(bot, { wait: 0 })
    await other.called(1)
    const start = (way: string, interaction: string) =>
      calling.post<{ messages?: EventView[] }>(
        `/conversations/${chat.id}/${way}`,
        { interaction },
        { 'idempotency-key': 'start' },
      )
    const begun = Array.from({ length: 5 }, () => start('interactions', 'offer'))
    other.answer({})
    const answers = [...(await Promise.all(begun)), await start('interactions', 'offer')]
    for (const { status, body } of answers) expect([status, body.messages]).toEqual([200, answers[0]?.body.messages])
    expect(answers[0]?.body.messages).toMatchObject([{ data: { text: 'An offer' } }])
    expect(await start('interactions', 'welcome')).toMatchObject({ status: 422, body: { code: 'key_reused' } })
    for (const _ of [1, 2]) must(await start('handover', 'offer'))
    const said = eventsOf(await chat.events(), 'message').filter(({ data }) => data.text === 'An offer')
    expect(said.length).toBe(2)
  })

  test('[I-10] [I-48] where the answer cannot be kept the call says so, and its key is free', async () => {
    await using full = await startTest()
    const { access } = full.baton.store
    const save = access.saveAnswer.bind(access)
    access.saveAnswer = async () => {
      access.saveAnswer = save
      throw new StoreUnavailable('no room')
    }
    const create = (name: string) => full.post('/groups', { name }, { 'idempotency-key': 'full' })
    expect((await create('Full')).status).toBe(503)
    expect(await create('Full')).toMatchObject({ status: 409, body: { code: 'name_taken' } })
    expect((await create('Other')).status).toBe(201)
  })
})

describe('set-up', () => {
  test('[HO-21] the workspace: all packages by default; each field alone may change', async () => {
    const fresh = await baton.workspace('Fresh')
    expect(must(await fresh.get('/workspace'))).toMatchObject({
      name: 'Fresh',
      packages: ['pro_team'],
      locale: 'en',
      timeZone: 'UTC',
    })
    expect(must(await fresh.put('/workspace', { packages: [] }))).toMatchObject({ name: 'Fresh', packages: [] })
    expect(must(await fresh.put('/workspace', { timeZone: 'Europe/Berlin', locale: 'de-AT' }))).toMatchObject({
      packages: [],
      timeZone: 'Europe/Berlin',
      locale: 'de-AT',
    })
    for (const body of [
      { packages: ['gold'] },
      { timeZone: 'Mars/Olympus' },
      { locale: 'German, please' },
      { name: '' },
      { name: ' ' },
      { plan: 'x' },
    ])
      expect((await fresh.put('/workspace', body)).status).toBe(422)
    expect(
      (await fresh.put('/workspace', { name: must(await baton.get<{ name: string }>('/workspace')).name })).status,
    ).toBe(409)
  })

  test('[HO-34] an operator has the fields of the contract, may be changed one by one, disabled, enabled and deleted', async () => {
    const group = await baton.group()
    const answer = await baton.post<{ id: string }>('/operators', {
      name: 'Zoe',
      email: 'Zoe@Team.Example',
      groups: [group.name],
      role: 'supervisor',
      capacity: 3,
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^op_/),
      name: 'Zoe',
      email: 'zoe@team.example',
      groups: [group],
      role: 'supervisor',
      capacity: 3,
      status: 'offline',
      load: 0,
      enabled: true,
    })
    const path = `/operators/${answer.body.id}`
    expect(must(await baton.patch(path, { capacity: null }))).toMatchObject({
      capacity: null,
      name: 'Zoe',
      groups: [group],
    })
    expect(must(await baton.patch(path, { groups: [], role: 'operator' }))).toMatchObject({
      groups: [],
      role: 'operator',
    })
    expect(must(await baton.patch(path, { enabled: false }))).toMatchObject({ enabled: false })
    expect(must(await baton.patch(path, { enabled: true, name: 'Zoë' }))).toMatchObject({ enabled: true, name: 'Zoë' })
    expect(must(await baton.patch(path, {}))).toMatchObject({ name: 'Zoë' })
    expect(pathsOf((await baton.patch(path, { groups: [group.id, 'nowhere'] })).body)).toEqual(['groups[1]'])
    for (const body of [{ capacity: 1.5 }, { capacity: '3' }, { enabled: 'no' }, { email: 'a@b.example' }, { load: 0 }])
      expect((await baton.patch(path, body)).status).toBe(422)
    expect((await baton.delete(path)).status).toBe(204)
    expect((await baton.get(path)).status).toBe(404)
    expect((await baton.delete(path)).status).toBe(404)
  })

  test('[FL-1] a bot answers its version, what is live, and its problems; any object with a name is kept', async () => {
    const added = await baton.post('/bots', { name: 'Only a name', anything: { goes: [1, null] } })
    expect(added).toMatchObject({
      status: 201,
      body: {
        version: 1,
        live: null,
        problems: expect.arrayContaining([expect.objectContaining({ path: 'behaviors' })]),
      },
    })
    for (const body of [{}, { name: '' }, { name: 3 }, []]) expect((await baton.post('/bots', body)).status).toBe(422)
    expect((await baton.post(`/bots/${added.body.id}/publish`)).status).toBe(422)
  })

  test('[S-01] what needs a role is refused to keys below it', async () => {
    const [operator, supervisor] = [await baton.keyFor('operator'), await baton.keyFor('supervisor')]
    const chat = await baton.chat(await baton.bot())
    const admins = [
      () => operator.put('/workspace', {}),
      () => operator.post('/groups', { name: 'x' }),
      () => operator.post('/bots', { name: 'x' }),
      () => supervisor.post('/operators', { name: 'x', email: 'x@y.example' }),
      () => supervisor.get('/audit'),
      () => supervisor.get('/keys'),
      () => operator.delete(`/contacts/${chat.contact}`),
    ]
    for (const call of admins) expect((await call()).status).toBe(403)
    const [boss, ana] = [await baton.operator({ role: 'admin' }), await baton.operator()]
    expect((await operator.post(`/conversations/${chat.id}/claim`, { operator: boss.id })).status).toBe(403)
    expect((await operator.post(`/conversations/${chat.id}/claim`, { operator: ana.id })).status).toBe(200)
    expect((await operator.post(`/conversations/${chat.id}/close`)).status).toBe(409)
    expect((await supervisor.post(`/conversations/${chat.id}/close`)).status).toBe(200)
  })
})

describe('running it', () => {
  test('[S-30] liveness, readiness, metrics and the description need no key', async () => {
    const anybody = baton.as(null)
    for (const path of ['/livez', '/readyz', '/metrics', '/api/openapi.json']) {
      const answer = await fetch(`${baton.origin}${path}`)
      expect(answer.status).toBe(200)
      await answer.arrayBuffer()
    }
    const { body } = await anybody.get<{ openapi: string; paths: object }>('/api/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths).length).toBeGreaterThan(40)
  })

  test.each([
    ['post', '/groups', '201'],
    ['post', '/operators', '201'],
    ['delete', '/operators/{operator}', '204'],
    ['post', '/bots', '201'],
    ['put', '/bots/{bot}/draft', '200'],
    ['post', '/bots/{bot}/contacts/{contact}/messages', '200'],
    ['post', '/conversations/{conversation}/messages', '201'],
    ['post', '/conversations/{conversation}/claim', '200'],
  ])('[S-30] the description says of %s %s that it answers %s, or a problem document', async (method, path, status) => {
    type Described = { paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>> }
    const { paths } = must(await baton.get<Described>('/api/openapi.json'))
    const responses = paths[`/api/v1${path}`]?.[method]?.responses ?? {}
    expect(Object.keys(responses)).toEqual([status, 'default'])
    expect(Object.keys(responses.default?.content ?? {})).toEqual(['application/problem+json'])
  })
})
