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
