/** [U-15] What the inbox is told over HTTP: why somebody waits, where they stand, filters by name, and notes for somebody. */
import type { Asked, ConversationSummary } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const asking = { type: 'set_chat_operator_state', mode: 'request_operator' }
type Listed = { items: ConversationSummary[]; nextCursor: string | null }
const listed = async (query: string, client: Client = baton) =>
  must(await client.get<Listed>(`/conversations?${query}`)).items
const rowOf = async (id: string, query = 'chatState=operator_requested&limit=500') =>
  (await listed(query)).find((row) => row.id === id)
type Refused = { code: string; errors?: { path: string; code: string }[] }

describe('a request in the list', () => {
  test('[U-15] says in one call why it waits, after which words, in which language, and what is known already', async () => {
    const bot = await baton.bot([asking])
    const variables = { user_name: 'Mira', locale: 'de-AT', order: 'HB-1', size: 'M' }
    const chat = await baton.chat(bot, { text: 'A person, please', variables })
    const row = await rowOf(chat.id)
    expect(row).toMatchObject({
      language: 'de-AT',
      collected: [
        { name: 'size', text: 'M' },
        { name: 'order', text: 'HB-1' },
      ],
    })
    expect(row?.asked).toMatchObject({ way: 'action', at: { behavior: expect.any(String) } })
    expect((await chat.view()).asked).toEqual(row?.asked)
    const { body } = await baton.get<{ items: { conversation: string; position: number; waiting: number }[] }>(
      '/conversations/places',
    )
    expect(body.items.find(({ conversation }) => conversation === chat.id)).toMatchObject({
      position: body.items.length,
    })
  })

  test('[U-15] whoever passes it on is named, and taking it ends the reason', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ status: 'online', groups: [group.id] })
    const chat = await baton.chat(await baton.bot(), 'Hello')
    must(await chat.post('claim', { operator: ana.id }))
    expect((await chat.view()).asked).toBeNull()
    const hers = await baton.signIn(ana)
    must(await hers.post(`/conversations/${chat.id}/transfer`, { group: group.id }))
    const asked: Asked | null = (await chat.view()).asked
    expect(asked).toMatchObject({ way: 'transferred', name: ana.name })
    must(await chat.post('claim', { operator: ana.id }))
    expect((await chat.view()).asked).toBeNull()
  })
})

describe('filters', () => {
  test('[U-15] by tag and language, together with all else', async () => {
    const bot = await baton.bot()
    const [first, second] = [
      await baton.chat(bot, { text: 'Hi', variables: { locale: 'fi' }, tags: ['gold'] }),
      await baton.chat(bot, { text: 'Hi', variables: { locale: 'fi-FI' } }),
    ]
    const ids = async (query: string) => (await listed(query)).map(({ id }) => id).sort()
    expect(await ids('tag=gold')).toEqual([first.id])
    expect(await ids('language=fi')).toEqual([first.id, second.id].sort())
    expect(await ids(`language=fi&tag=gold&bot=${bot.id}&status=open&q=Hi`)).toEqual([first.id])
    expect(await ids('language=fi&chatState=taken_over')).toEqual([])
    for (const query of ['language=F', 'language=fi%27', 'tag='])
      expect((await baton.get(`/conversations?${query}`)).status).toBe(422)
  })

  test('[U-15] own ones are nobody else’s; the team’s are read by all and written by supervisors', async () => {
    const [ana, lea] = [
      await baton.operator({ name: 'Ana F' }),
      await baton.operator({ name: 'Lea F', role: 'supervisor' }),
    ]
    const [hers, leads] = [await baton.signIn(ana), await baton.signIn(lea)]
    const group = await baton.group('Filtered')
    type Filter = { id: string; name: string; query: Record<string, string> }
    const names = async (client: Client, path: string) =>
      must(await client.get<{ items: Filter[] }>(path)).items.map(({ name }) => name)
    const own = must(await hers.post<Filter>('/me/filters', { name: ' Mine ', query: { group: group.name, tag: 'x' } }))
    expect(own).toMatchObject({ name: 'Mine', query: { group: group.id, tag: 'x' } })
    expect((await hers.post('/filters', { name: 'All', query: {} })).status).toBe(403)
    const shared = must(await leads.post<Filter>('/filters', { name: 'VIPs', query: { tag: 'vip' } }))
    expect([
      await names(hers, '/me/filters'),
      await names(leads, '/me/filters'),
      await names(hers, '/filters'),
    ]).toEqual([['Mine'], [], ['VIPs']])
    expect((await leads.delete(`/me/filters/${own.id}`)).status).toBe(404)
    const twice = await leads.post<Refused>('/filters', { name: 'vips', query: {} })
    expect([twice.status, twice.body.errors?.[0]]).toMatchObject([422, { path: 'name', code: 'name_taken' }])
    const unknown = await hers.post<Refused>('/me/filters', { name: 'No', query: { operator: 'op_nobody' } })
    expect([unknown.status, unknown.body.errors?.[0]?.code]).toEqual([422, 'unknown_operator'])
    expect(must(await leads.patch<Filter>(`/filters/${shared.id}`, { name: 'Gold' })).name).toBe('Gold')
    expect((await leads.delete(`/filters/${shared.id}`)).status).toBe(204)
    expect(await names(hers, '/filters')).toEqual([])
  })
})

describe('notes for somebody', () => {
  test('[U-13] reach those they name, are counted until they are read, and only notes can name anybody', async () => {
    const [ana, ben] = [await baton.operator({ name: 'Ana M' }), await baton.operator({ name: 'Ben M' })]
    const [hers, his] = [await baton.signIn(ana), await baton.signIn(ben)]
    const chat = await baton.chat(await baton.bot(), 'Hello')
    const note = (body: object) =>
      hers.post<Refused & { seq: number; data: { mentions?: string[] } }>(`/conversations/${chat.id}/messages`, body)
    const text = 'Please look, @Ben M'
    const reply = await note({ text, mentions: [ben.id] })
    expect([reply.status, reply.body.errors?.[0]?.code]).toEqual([422, 'note_only'])
    expect((await note({ text, note: true, mentions: ['op_gone'] })).status).toBe(422)
    const key = { clientMessageId: 'note-1' }
    const written = must(await note({ text, note: true, mentions: [ben.id, ben.email], ...key }))
    expect(written.data.mentions).toEqual([ben.id])
    expect(must(await note({ text, note: true, mentions: [ben.id], ...key })).seq).toBe(written.seq)
    type Mentions = {
      unread: number
      items: { seq: number; isRead: boolean; text: string }[]
      conversations: { id: string }[]
    }
    const mine = async () => must(await his.get<Mentions>('/me/mentions'))
    expect(await mine()).toMatchObject({
      unread: 1,
      items: [{ text, isRead: false }],
      conversations: [{ id: chat.id }],
    })
    expect(must(await hers.get<Mentions>('/me/mentions'))).toMatchObject({ unread: 0, items: [] })
    const read = await his.post('/me/mentions/read', { items: [{ conversation: chat.id, seq: written.seq }] })
    expect(read.status).toBe(204)
    expect(await mine()).toMatchObject({ unread: 0, items: [{ isRead: true }] })
  })
})

describe('how far somebody has read', () => {
  test('[U-11] goes forward, whoever asks late, twice or at once; is kept for each operator, and told with the rows', async () => {
    const [ana, ben] = [await baton.operator({ name: 'Ana R' }), await baton.operator({ name: 'Ben R' })]
    const [desk, phone, his] = [await baton.signIn(ana), await baton.signIn(ana), await baton.signIn(ben)]
    const chat = await baton.chat(await baton.bot(), 'Hello')
    const { lastSeq } = await chat.view()
    const path = `/me/read-marks/${chat.id}`
    const readBy = async (client: Client) => {
      const rows = await listed('limit=500', client)
      return rows.find(({ id }) => id === chat.id)?.read
    }
    expect([await readBy(desk), await readBy(baton)]).toEqual([null, undefined])
    const heard = await baton.live({ cookie: phone.cookie, origin: baton.origin })
    await heard.until('welcome')
    const first = { upTo: 2, isMarked: false, revision: 1 }
    expect(must(await desk.put(path, { upTo: 2 }))).toEqual(first)
    expect(await heard.until('read')).toEqual({ type: 'read', conversation: chat.id, read: first })
    for (const upTo of [2, 1, 0]) expect(must(await phone.put(path, { upTo }))).toEqual(first)
    await Promise.all([lastSeq, 3, lastSeq, 2].map((upTo, index) => [desk, phone][index % 2]?.put(path, { upTo })))
    // There is nothing to read beyond the end: whoever says so has read it all.
    expect(must(await phone.put(path, { upTo: 2_000_000_000 }))).toMatchObject({ upTo: lastSeq, isMarked: false })
    expect(await readBy(desk)).toMatchObject({ upTo: lastSeq })
    expect(must(await desk.put(path, { upTo: 1, isMarked: true }))).toMatchObject({ upTo: 1, isMarked: true })
    await heard.until('read', ({ read }) => read.isMarked)
    expect(must(await phone.get<ConversationSummary>(`/conversations/${chat.id}`)).read).toMatchObject({ upTo: 1 })
    expect(await readBy(his)).toBeNull()
    expect((await chat.events()).length).toBe(lastSeq)
  })

  test('[U-11] rubbish, other workspaces and keys get nowhere', async () => {
    const hers = await baton.signIn(await baton.operator())
    const other = await baton.workspace()
    const [{ id }, theirs] = [await baton.chat(await baton.bot(), 'Hi'), await other.chat(await other.bot(), 'Hi')]
    const path = `/me/read-marks/${id}`
    for (const body of [{}, { upTo: -1 }, { upTo: 1.5 }, { upTo: '1' }, { upTo: 2 ** 31 }, { upTo: 1, isMarked: 1 }])
      expect((await hers.put(path, body)).status).toBe(422)
    expect((await baton.put(path, { upTo: 1 })).status).toBe(403)
    for (const unknown of [theirs.id, 'conv_nowhere'])
      expect((await hers.put(`/me/read-marks/${unknown}`, { upTo: 1 })).status).toBe(404)
  })
})

describe('what filters match', () => {
  test('[U-15] is told for own ones and the team’s, as the inbox shows them, with what is unread', async () => {
    const [ana, lea] = [await baton.operator({ status: 'online' }), await baton.operator({ role: 'supervisor' })]
    const [hers, leads] = [await baton.signIn(ana), await baton.signIn(lea)]
    const bot = await baton.bot([asking])
    const chats = [await baton.chat(bot, 'Hi'), await baton.chat(bot, 'Hi'), await baton.chat(bot, 'Hi')]
    const [first, second, third] = chats.map(({ id }) => id)
    for (const chat of chats.slice(0, 2)) must(await chat.post('claim', { operator: ana.id }))
    await baton.patch(`/conversations/${third}`, { setTags: ['match'] })
    must(await hers.put(`/me/read-marks/${second}`, { upTo: 1_000 }))
    const keep = async (client: Client, url: string, name: string, query: object) =>
      must(await client.post<{ id: string }>(url, { name, query })).id
    const [mine, shared, none] = [
      await keep(hers, '/me/filters', 'Mine now', { operator: ana.id }),
      await keep(leads, '/filters', 'Tagged', { tag: 'match', bot: bot.id, q: 'Hi' }),
      await keep(leads, '/filters', 'Closed', { status: 'closed', bot: bot.id }),
    ]
    type Found = { filter: string; conversations: string[]; unread: string[]; isMore: boolean }
    const matches = async (client: Client) => {
      const { items } = must(await client.get<{ items: Found[] }>('/me/filters/matches'))
      return new Map(items.map(({ filter, ...found }) => [filter, found]))
    }
    const found = await matches(hers)
    expect(found.get(mine)).toMatchObject({ unread: [first], isMore: false })
    expect(found.get(mine)?.conversations.toSorted()).toEqual([first, second].toSorted())
    expect(found.get(shared)).toEqual({ conversations: [third], unread: [third], isMore: false })
    expect(found.get(none)).toEqual({ conversations: [], unread: [], isMore: false })
    expect((await matches(leads)).has(mine)).toBe(false)
    const until = new Date(baton.baton.clock.now() + 3_600_000).toISOString()
    must(await hers.post(`/conversations/${first}/snooze`, { until }))
    expect((await matches(hers)).get(mine)).toMatchObject({ conversations: [second], unread: [] })
    await leads.delete(`/filters/${shared}`)
    await leads.delete(`/filters/${none}`)
  })
})
