import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

type Canned = { id: string; shortcut: string; title: string; text: string }
type Items<Item> = { items: Item[] }

const thanks = { shortcut: 'thanks', title: 'Thank you', text: 'Thank you, {{ first_name }}.' }
/** The smallest picture there is. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

function form(file: Blob, name: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', file, name)
  return form
}

const codesOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.errors as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`)

describe('canned replies', () => {
  test('[U-09] [S-01] operators read those of the team, supervisors and keys of administrators write them', async () => {
    const [ana, sue] = await Promise.all([
      baton.signIn(await baton.operator()),
      baton.signIn(await baton.operator({ role: 'supervisor' })),
    ])
    expect((await ana.post('/canned-replies', thanks)).status).toBe(403)
    const added = await sue.post<Canned>('/canned-replies', thanks)
    expect(added).toMatchObject({ status: 201, body: thanks })
    const { id } = added.body
    expect((await ana.patch(`/canned-replies/${id}`, { title: 'x' })).status).toBe(403)
    expect((await ana.delete(`/canned-replies/${id}`)).status).toBe(403)
    expect(must(await baton.patch(`/canned-replies/${id}`, { title: 'Thanks' }))).toEqual({
      id,
      ...thanks,
      title: 'Thanks',
    })
    expect(must(await ana.get<Items<Canned>>('/canned-replies')).items).toMatchObject([{ id, title: 'Thanks' }])
    expect((await sue.delete(`/canned-replies/${id}`)).status).toBe(204)
    expect((await sue.delete(`/canned-replies/${id}`)).status).toBe(404)
    expect((await sue.patch(`/canned-replies/${id}`, { title: 'x' })).status).toBe(404)
  })

  test('[U-09] everybody has their own, which nobody else sees; a program has none', async () => {
    const [ana, ben] = await Promise.all([
      baton.signIn(await baton.operator()),
      baton.signIn(await baton.operator({ role: 'admin' })),
    ])
    const { id } = must(await ana.post<Canned>('/me/canned-replies', thanks))
    expect(must(await ben.get<Items<Canned>>('/me/canned-replies')).items).toEqual([])
    expect((await ben.delete(`/me/canned-replies/${id}`)).status).toBe(404)
    expect((await ben.delete(`/canned-replies/${id}`)).status).toBe(404)
    expect((await baton.get('/me/canned-replies')).status).toBe(403)
    expect(must(await ana.patch(`/me/canned-replies/${id}`, { shortcut: 'ta' }))).toMatchObject({ shortcut: 'ta' })
  })

  test('[U-09] [S-04] shortcuts, texts and variables that do not work are refused, and why', async () => {
    must(await baton.post('/canned-replies', { ...thanks, shortcut: 'Grüße_1' }))
    const refused = async (fields: object) => {
      const answer = await baton.post('/canned-replies', { ...thanks, ...fields })
      expect(answer.status, JSON.stringify(fields)).toBe(422)
      return codesOf(answer)
    }
    expect(await refused({ shortcut: 'gRÜßE_1' })).toEqual(['shortcut shortcut_taken'])
    for (const shortcut of ['two words', 'a/b', '!', '🦆'])
      expect(await refused({ shortcut })).toEqual(['shortcut invalid'])
    expect((await refused({ shortcut: 'x'.repeat(41) }))[0]).toMatch(/^shortcut /)
    expect((await refused({ text: 'x'.repeat(10_001) }))[0]).toMatch(/^text /)
    for (const text of ['{{ first_name', '{{ x | nothing_like_it }}', '{% if x %}y{% endif %}'])
      expect(await refused({ text })).toEqual(['text template_invalid'])
  })

  test('[I-10] an Idempotency-Key adds one, however often it is sent', async () => {
    const once = { 'idempotency-key': 'one reply' }
    const twice = await Promise.all(
      [1, 2].map(() => baton.post<Canned>('/canned-replies', { ...thanks, shortcut: 'once' }, once)),
    )
    expect(twice.map(({ status }) => status)).toEqual([201, 201])
    expect(twice[0]?.body.id).toBe(twice[1]?.body.id)
  })
})

describe('texts not sent yet', () => {
  test('[U-06] [I-40] are the operator’s on every device, and stand in no log, no search and no view of the contact', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const operator = await baton.operator()
    const [phone, laptop, ben] = [
      await baton.signIn(operator),
      await baton.signIn(operator),
      await baton.signIn(await baton.operator({ role: 'admin' })),
    ]
    const before = await chat.events()
    const written = { reply: 'SECRET half', note: 'SECRET note', writtenAt: '2026-03-22T10:00:00.000Z' }
    must(await phone.put(`/me/drafts/${chat.id}`, written))
    expect(must(await laptop.get<Items<object>>('/me/drafts')).items).toMatchObject([
      { conversation: chat.id, ...written },
    ])
    must(await laptop.put(`/me/drafts/${chat.id}`, { reply: 'SECRET whole', writtenAt: '2020-01-01T00:00:00Z' }))
    expect(must(await phone.get<Items<object>>('/me/drafts')).items).toMatchObject([
      { reply: 'SECRET whole', note: '' },
    ])
    for (const client of [ben, baton])
      for (const path of [`/conversations/${chat.id}`, `/conversations/${chat.id}/events`, '/conversations?q=SECRET'])
        expect(JSON.stringify((await client.get(path)).body)).not.toContain('SECRET')
    expect(must(await ben.get<Items<object>>('/me/drafts')).items).toEqual([])
    expect(await chat.events()).toEqual(before)
    expect((await chat.says('and?')).body.messages.map(({ data }) => JSON.stringify(data))).not.toContain('SECRET')
    must(await phone.put(`/me/drafts/${chat.id}`, {}))
    expect(must(await laptop.get<Items<object>>('/me/drafts')).items).toEqual([])
  })

  test('[U-06] [S-04] a text for nowhere, too long a text, a time that is none', async () => {
    const ana = await baton.signIn(await baton.operator())
    const chat = await baton.chat(await baton.bot())
    expect((await ana.put('/me/drafts/conv_nowhere', { reply: 'x' })).status).toBe(404)
    expect((await ana.put(`/me/drafts/${chat.id}`, { reply: 'x'.repeat(10_001) })).status).toBe(422)
    expect(codesOf(await ana.put(`/me/drafts/${chat.id}`, { reply: 'x', writtenAt: 'soon' }))).toEqual([
      'writtenAt invalid',
    ])
    expect((await baton.put(`/me/drafts/${chat.id}`, { reply: 'x' })).status).toBe(403)
  })
})

describe('files of operators', () => {
  const send = (conversation: string, body: FormData, from: Pick<TestBaton, 'send'> = baton) =>
    from.send('POST', `/conversations/${conversation}/files`, body)

  test('[U-17] [HO-7] [A-16] a picture is a reply that takes over, shown with its text; anything else a download', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const operator = await baton.operator({ status: 'online' })
    const ana = await baton.signIn(operator)
    const alt = 'A red square'
    const picture = await send(chat.id, form(new Blob([pixel]), 'a.png', { alt, clientMessageId: 'one' }), ana)
    expect(picture).toMatchObject({
      status: 201,
      body: { type: 'message', actor: { kind: 'operator' }, data: { parts: [{ type: 'image', alt }] } },
    })
    expect((picture.body as unknown as EventView).data).not.toHaveProperty('text')
    expect((await chat.view()).operator?.id).toBe(operator.id)
    // What it is goes by its content, not by its name.
    const named = form(new Blob(['<script>alert(1)</script>'], { type: 'image/png' }), '../../../e\u0000vil.png', {
      operator: operator.id,
      text: 'Here it is',
    })
    const { data } = must(await send(chat.id, named)) as {
      data: { text: string; parts: { name: string; url: string }[] }
    }
    expect(data).toMatchObject({
      text: 'Here it is',
      parts: [
        { type: 'text', text: 'Here it is' },
        { type: 'file', contentType: 'application/octet-stream' },
      ],
    })
    expect(data.parts[1]?.name).not.toMatch(/[\p{Cc}/\\]/u)
    const content = await baton.as(null).send('GET', data.parts[1]?.url ?? '')
    expect(content.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('[U-17] [I-10] however often it is sent it is one message; another file with its key is refused', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const operator = await baton.operator()
    const fields = { operator: operator.id, clientMessageId: 'again' }
    const answers = await Promise.all([1, 2, 3].map(() => send(chat.id, form(new Blob(['one']), 'a.txt', fields))))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect((await send(chat.id, form(new Blob(['two']), 'a.txt', fields))).status).toBe(422)
    const messages = eventsOf(await chat.events(), 'message').filter(({ actor }) => actor.kind === 'operator')
    expect(messages.length).toBe(1)
    const part = messages[0]?.data.parts[0]
    if (part?.type !== 'file') throw new Error('no file')
    expect((await baton.as(null).send('GET', part.url)).status).toBe(200)
  })

  test('[U-17] [HO-44] [HO-47] nobody sends into the conversation of another, nor past their limit; a note needs neither', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const [owner, other, full] = [
      await baton.operator({ name: 'Olga' }),
      await baton.operator(),
      await baton.operator({ capacity: 0 }),
    ]
    const file = (operator: { id: string }, more = {}) =>
      form(new Blob(['x']), 'a.txt', { operator: operator.id, ...more })
    expect(await send(chat.id, file(full))).toMatchObject({ status: 409, body: { code: 'operator_full' } })
    must(await chat.post('claim', { operator: owner.id }))
    expect(await send(chat.id, file(other))).toMatchObject({ status: 409, body: { owner: { name: 'Olga' } } })
    const noted = must(await send(chat.id, file(other, { note: 'true' })))
    expect(noted).toMatchObject({ data: { note: true, parts: [{ type: 'file' }] } })
    expect((await chat.view()).operator?.id).toBe(owner.id)
    expect((await send(chat.id, file(owner, { operator: 'nobody' }))).status).toBe(422)
    expect((await send('conv_nowhere', file(owner))).status).toBe(404)
  })

  test('[S-04] [S-26] what is no file, is empty, too large or oddly named is refused, and why', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const { id: operator } = await baton.operator()
    const file = new Blob(['x'])
    const status = async (body: FormData) => (await send(chat.id, body)).status
    expect(await status(form(new Blob([]), 'a.txt', { operator }))).toBe(422)
    expect(await status(form(file, 'a.txt', { operator, wait: '3' }))).toBe(422)
    expect(await status(form(file, 'a.txt', { operator, note: 'yes' }))).toBe(422)
    expect(await status(form(file, 'a.txt', { operator, alt: 'x'.repeat(1_001) }))).toBe(422)
    expect(await status(form(file, 'a.txt', { operator, clientMessageId: '' }))).toBe(422)
    expect(await status(form(new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]), 'a.bin', { operator }))).toBe(413)
    const json = { 'content-type': 'application/json' }
    expect((await baton.send('POST', `/conversations/${chat.id}/files`, '{}', json)).status).toBe(415)
    expect(eventsOf(await chat.events(), 'message').filter(({ actor }) => actor.kind === 'operator')).toEqual([])
  })

  test('[S-31] [I-46] a file of an operator goes with the contact', async () => {
    const chat = await baton.chat(await baton.bot(), 'hello')
    const { id: operator } = await baton.operator()
    const { data } = must(await send(chat.id, form(new Blob(['x']), 'a.txt', { operator }))) as {
      data: { parts: { url: string }[] }
    }
    must(await baton.delete(`/contacts/${chat.contact}`))
    expect((await baton.as(null).send('GET', data.parts[0]?.url ?? '')).status).toBe(404)
  })
})
