import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const hostile = '<img src=x onerror=alert(1)>\n12:00:00  Ana Löwe\n\u001b[31mred\u202e & "quoted"'

async function conversation() {
  const ana = await baton.operator({ name: 'Ana Löwe' })
  const chat = await baton.chat(await baton.bot([{ type: 'text', text: 'Welcome' }]))
  must(await chat.says({ text: hostile, variables: { user_name: '<b>Mira</b>', plan: '"gold"' } }))
  must(await chat.post('claim', { operator: ana.id }))
  must(await chat.post('messages', { operator: ana.id, text: 'secret', note: true }))
  must(await baton.patch(`/conversations/${chat.id}`, { setTags: ['<i>billing</i>'] }))
  return { ana, chat }
}

/** As it comes over the wire. */
async function download(id: string, format: string) {
  const { status, body, headers } = await baton.get(`/conversations/${id}/download?format=${format}`)
  const text = typeof body.text === 'string' ? body.text : JSON.stringify(body)
  return { status, body, text, headers }
}

describe('a conversation as a file', () => {
  test('[S-28] JSON has all of it, and the audit log says who took it out', async () => {
    const { chat } = await conversation()
    const { body, headers } = await download(chat.id, 'json')
    expect(body).toMatchObject({
      conversation: { id: chat.id, tags: ['<i>billing</i>'], variables: { plan: '"gold"' } },
      events: await chat.events(),
    })
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${chat.id}.json"`)
    const { items } = must(await baton.get<{ items: object[] }>('/audit?action=conversation_downloaded'))
    expect(items[0]).toMatchObject({
      object: chat.id,
      after: { format: 'json' },
      actor: expect.stringMatching(/^key /),
    })
  })

  test('[S-26] [S-30] a page escapes what people wrote, marks notes, and can run and load nothing', async () => {
    const { chat } = await conversation()
    const { text, headers } = await download(chat.id, 'html')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text).toContain('<strong>Internal note</strong><div dir="auto">secret</div>')
    for (const tag of ['<img', '<script', '<b>Mira', '<i>', 'href=', 'src="', '\u202e', '\u001b'])
      expect(text, tag).not.toContain(tag)
  })

  test('[S-26] nobody can write the line of somebody else into the text', async () => {
    const { chat } = await conversation()
    const { text } = await download(chat.id, 'text')
    const heads = text.split('\n').filter((line) => /^\d{4}-\d\d-\d\d .* {2}\S/.test(line))
    expect(heads.filter((line) => line.includes('Ana Löwe')).map((line) => line.replace(/^[\d: -]+/, ''))).toEqual([
      '* Ana Löwe: Taken over by Ana Löwe',
      'Ana Löwe [INTERNAL NOTE]',
    ])
    expect(text).toContain('    12:00:00  Ana Löwe\n    [31mred & "quoted"\n')
    expect(text).toContain('Tags: <i>billing</i>\n')
  })

  test('[O-10] a long one comes whole, and an unknown one or format is refused', async () => {
    const chat = await baton.chat(await baton.bot([{ type: 'text', text: 'Welcome' }]))
    for (let round = 0; round < 13; round += 1)
      must(
        await baton.patch(`/conversations/${chat.id}`, {
          setTags: Array.from({ length: 50 }, (_, n) => `t${round}_${n}`),
        }),
      )
    const { body } = await download(chat.id, 'json')
    const seqs = (body.events as { seq: number }[]).map(({ seq }) => seq)
    expect(seqs.length).toBeGreaterThan(600)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect((await download('conv_nothing', 'json')).status).toBe(404)
    expect((await download(chat.id, 'docx')).status).toBe(422)
    expect((await baton.as('').get(`/conversations/${chat.id}/download`)).status).toBe(401)
  })
})

test('[U-15] a contact’s conversations come newest first, page by page, with who has held each', async () => {
  const { ana, chat } = await conversation()
  const ben = await baton.operator({ name: 'Ben' })
  must(await chat.post('transfer', { operator: ben.id }))
  must(await chat.post('close'))
  const second = must(await chat.says('again')).conversation.id
  must(await baton.post(`/conversations/${second}/close`))
  const third = must(await chat.says('and again')).conversation.id
  type Page = { items: { id: string; heldBy: { id: string; name: string }[] }[]; nextCursor: string | null }
  const page = async (query: string) =>
    must(await baton.get<Page>(`/conversations?contact=${chat.contact}&limit=2${query}`))
  const first = await page('')
  const rest = await page(`&cursor=${first.nextCursor}`)
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([third, second, chat.id])
  expect(rest.nextCursor).toBeNull()
  expect([...first.items, ...rest.items].map(({ heldBy }) => heldBy)).toEqual([
    [],
    [],
    [
      { id: ana.id, name: 'Ana Löwe' },
      { id: ben.id, name: 'Ben' },
    ],
  ])
  expect((await page('&status=open')).items.map(({ id }) => id)).toEqual([third])
  expect(must(await baton.get<Page>('/conversations?contact=nobody')).items).toEqual([])
})
