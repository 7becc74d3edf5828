import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mail } from '../src/mail.ts'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

const sent: Mail[] = []
let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ mailer: { send: async (mail) => void sent.push(mail), close() {} } })
  baton.baton.limits.opensSession = async () => {}
  baton.baton.limits.contactSays = async () => {}
})
afterAll(() => baton[Symbol.asyncDispose]())

type Answer = { conversation: { id: string; status: string }; events: EventView[] }

/** A contact who has said something to a bot that greets. */
async function contactOf(bot: { id: string }, locale = 'en') {
  const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id, locale }))
  const client = baton.as(session.token)
  const { conversation } = must(await client.post<Answer>('/widget/messages', { text: 'Good morning' }))
  return { client, id: conversation.id, path: `/conversations/${conversation.id}` }
}

const logOf = async (id: string) =>
  must(await baton.get<{ items: EventView[] }>(`/conversations/${id}/events?limit=500`)).items

describe('the end of a chat', () => {
  test('[V-11] the contact ends it, whoever holds it, and ending twice is once', async () => {
    const ana = await baton.operator({ name: 'Ana' })
    const { client, id, path } = await contactOf(await baton.bot())
    must(await baton.post(`${path}/claim`, { operator: ana.id }))
    const ended = must(await client.post<Answer>('/widget/end', {}))
    expect(ended.conversation).toMatchObject({ id, status: 'closed', chatState: 'chatbot_controlled', operator: null })
    must(await client.post('/widget/end', {}))
    const [closed, ...more] = eventsOf(await logOf(id), 'closed')
    expect(closed).toMatchObject({ actor: { kind: 'contact' }, data: { reason: 'contact_ended', cause: 'channel' } })
    expect(more).toEqual([])
    expect((await baton.get(`/operators/${ana.id}`)).body.load).toBe(0)
  })

  test('[V-11] who never began has nothing to end, rate or take along', async () => {
    const bot = await baton.bot()
    const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
    const client = baton.as(session.token)
    const calls = [
      client.post('/widget/end', {}),
      client.post('/widget/rating', { score: 5 }),
      client.get('/widget/transcript'),
      client.post('/widget/transcript', { email: 'me@home.example' }),
    ]
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })
})

describe('the rating', () => {
  test('[V-11] is for what is over, may be changed until something new begins, and stands in the log', async () => {
    const { client, id } = await contactOf(await baton.bot())
    const early = await client.post('/widget/rating', { score: 5 })
    expect([early.status, early.body.code]).toEqual([409, 'still_open'])
    must(await client.post('/widget/end', {}))
    must(await client.post('/widget/rating', { score: 2 }))
    const changed = must(await client.post<Answer>('/widget/rating', { score: 4, comment: '  Quick <b>answer</b> ' }))
    expect(changed.events.at(-1)).toMatchObject({ type: 'rated', data: { score: 4, comment: 'Quick <b>answer</b>' } })
    expect(eventsOf(await logOf(id), 'rated').map(({ data }) => data.score)).toEqual([2, 4])
    must(await client.post('/widget/messages', { text: 'One more thing' }))
    expect((await client.post('/widget/rating', { score: 1 })).status).toBe(409)
    expect(eventsOf(await logOf(id), 'rated')).toHaveLength(2)
  })

  test.each([{ score: 0 }, { score: 6 }, { score: '5' }, { score: 4.5 }, {}, { score: 4, comment: 'x'.repeat(1_001) }])(
    '[V-11] %j is none',
    async (given) => {
      const { client } = await contactOf(await baton.bot())
      must(await client.post('/widget/end', {}))
      expect((await client.post('/widget/rating', given)).status).toBe(422)
    },
  )

  test('[V-11] counts in the figures, the last one of a conversation', async () => {
    const bot = await baton.bot()
    for (const scores of [[1, 5], [4], [2]]) {
      const { client } = await contactOf(bot)
      must(await client.post('/widget/end', {}))
      for (const score of scores) must(await client.post('/widget/rating', { score }))
    }
    type Figures = { figures: { key: string; part: number; whole: number }[] }
    const { figures } = must(await baton.get<Figures>(`/figures?bot=${bot.id}`))
    expect(figures.find(({ key }) => key === 'csat')).toMatchObject({ part: 2, whole: 3 })
  })

  test('[V-11] neither rating nor transcript where they are turned off', async () => {
    const bot = await baton.bot()
    must(await baton.put(`/bots/${bot.id}/widget/settings`, { rating: { isOn: false }, transcript: { isOn: false } }))
    const { client } = await contactOf(bot)
    must(await client.post('/widget/end', {}))
    const calls = [client.post('/widget/rating', { score: 5 }), client.get('/widget/transcript')]
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([403, 403])
  })
})

describe('the transcript', () => {
  const talk = async (locale?: string) => {
    const ana = await baton.operator({ name: 'Ana' })
    const bot = await baton.bot([{ type: 'text', text: 'Hello <img src=x onerror=alert(1)>' }], {
      name: `Juno ${locale}`,
    })
    const contact = await contactOf(bot, locale)
    must(await baton.post(`${contact.path}/claim`, { operator: ana.id }))
    must(await baton.post(`${contact.path}/messages`, { operator: ana.id, text: 'On its\nway' }))
    must(await baton.post(`${contact.path}/messages`, { operator: ana.id, text: 'note-canary', note: true }))
    must(await baton.patch(contact.path, { variables: { secret: 'variable-canary' } }))
    must(await contact.client.post('/widget/end', {}))
    return contact
  }

  test('[V-11] [I-40] is text with what the contact has seen, in their language and their time, and nothing else', async () => {
    const { client } = await talk('de-CH')
    const { body, headers } = await client.get<{ text: string }>('/widget/transcript?zone=Asia/Tokyo')
    expect(headers.get('content-disposition')).toContain('attachment')
    const lines = body.text.split('\n')
    expect(lines.slice(0, 2)).toEqual(['Ihre Unterhaltung mit Juno de-CH', 'Zeitzone: Asia/Tokyo'])
    const said = lines.slice(3).map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, ''))
    expect(said).toEqual([
      ' Sie',
      '    Good morning',
      ' Juno de-CH · Automatische Assistenz',
      '    Hello <img src=x onerror=alert(1)>',
      ' * Ana ist jetzt da.',
      ' Ana',
      '    On its',
      '    way',
      ' * Die Unterhaltung ist beendet.',
      '',
    ])
    expect(body.text).not.toMatch(/canary/)
  })

  test('[S-26] [V-11] is a page on which nothing runs that anybody has written', async () => {
    const { client } = await talk('ar')
    const { body, headers } = await client.get<{ text: string }>('/widget/transcript?format=html')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(body.text).toContain('<html lang="ar" dir="rtl">')
    expect(body.text).toContain('Hello &lt;img src=x onerror=alert(1)&gt;')
    expect(body.text).not.toMatch(/<img|<script|canary/)
  })

  test('[V-11] goes by mail to the one address that was given, and says why; a zone that is none is the workspace’s', async () => {
    const { client } = await talk('en')
    must(await client.post('/widget/transcript', { email: 'me@home.example', zone: 'Nowhere/Land' }))
    await expect.poll(() => sent.length).toBe(1)
    const [mail] = sent
    expect(mail).toMatchObject({ to: 'me@home.example', subject: 'Your conversation with Juno en' })
    expect(mail?.text).toContain('    On its\n    way')
    expect(mail?.text).toMatch(/Time zone: UTC\n[\s\S]*sent to this address\. If that was not you/)
    for (const email of ['a@b.example,c@d.example', 'nobody', 'a@b.example\nBcc: c@d.example'])
      expect((await client.post('/widget/transcript', { email })).status).toBe(422)
  })

  test('[S-12] few mails are sent, whoever asks and to whomever', async () => {
    const statuses: number[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      const { client } = await contactOf(await baton.bot())
      statuses.push((await client.post('/widget/transcript', { email: 'victim@home.example' })).status)
    }
    expect(statuses).toEqual([202, 202, 202, 429, 429])
    const { client } = await contactOf(await baton.bot())
    const others = ['a', 'b', 'c', 'd'].map((name) => client.post('/widget/transcript', { email: `${name}@x.example` }))
    expect((await Promise.all(others)).map(({ status }) => status).sort()).toEqual([202, 202, 202, 429])
  })
})
