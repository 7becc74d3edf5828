import type { WidgetSettings } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton } from '../src/testing.ts'

const clock = handClock()
let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ clock })
  baton.baton.limits.opensSession = async () => {}
  baton.baton.limits.contactSays = async () => {}
})
afterAll(() => baton[Symbol.asyncDispose]())

type Refused = { code: string; errors: { path: string; code: string }[] }
type Session = {
  token: string
  contactToken: string
  widget: {
    title: string
    preChat: { fields: { variable: string }[] } | null
    offline: { text: string; fields: { variable: string }[] } | null
  }
  absence: { because: string; until?: string | null } | null
}
type Answer = { conversation: { id: string; chatState: string }; events: { type: string; data: { text?: string } }[] }

const email = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
const order = { variable: 'order_number', label: 'Order', kind: 'text', isRequired: false }

const settingsOf = (bot: { id: string }) => `/bots/${bot.id}/widget/settings`
const put = (bot: { id: string }, body: object) => baton.put<WidgetSettings & Refused>(settingsOf(bot), body)

async function open(bot: { id: string }, more: object = {}) {
  const session = must(await baton.as(null).post<Session>('/widget/sessions', { bot: bot.id, ...more }))
  return { ...session, client: baton.as(session.token) }
}

describe('the settings of a chat', () => {
  test('[A-09] are as usual where nothing was set, and what is left out is as usual', async () => {
    const bot = await baton.bot()
    const usual = must(await baton.get<WidgetSettings>(settingsOf(bot)))
    expect(usual).toMatchObject({
      theme: { accent: '#27457c', corner: 'end' },
      locale: 'auto',
      preChat: { isOn: false },
    })
    const saved = must(await put(bot, { theme: { accent: '#ffcc00', title: 'Ask us' } }))
    expect(saved).toEqual({ ...usual, theme: { ...usual.theme, accent: '#ffcc00', title: 'Ask us' } })
    expect(must(await baton.get(settingsOf(bot)))).toEqual(saved)
  })

  test('[O-11] are not written over by whoever has read others', async () => {
    const bot = await baton.bot()
    const writer = (match: string) =>
      baton.withHeaders({ authorization: `Bearer ${baton.key}`, 'if-match': match }).put<Refused>(settingsOf(bot), {})
    const tag = (await baton.get(settingsOf(bot))).headers.get('etag') ?? ''
    const first = await writer(tag)
    expect(first.status).toBe(200)
    expect(first.headers.get('etag')).not.toBe(tag)
    expect(await writer(tag)).toMatchObject({ status: 412, body: { code: 'widget_settings_changed' } })
    expect((await writer('rubbish')).status).toBe(412)
    expect((await writer('*')).status).toBe(200)
  })

  test('[O-11] whatever is wrong is said at once, each with its path', async () => {
    const bot = await baton.bot()
    const shape = await put(bot, {
      theme: { accent: 'red', distance: -1, scheme: 'dim' },
      locale: 'tlh',
      texts: { xx: {} },
      preChat: { fields: [{ ...email, kind: 'puzzle' }] },
    })
    expect(shape.status).toBe(422)
    const places = ['theme.accent', 'theme.distance', 'theme.scheme', 'locale', 'texts.xx', 'preChat.fields[0].kind']
    expect(shape.body.errors.map(({ path }) => path)).toEqual(expect.arrayContaining(places))
    const meaning = await put(bot, {
      theme: { picture: 'http://shop.example/logo.png' },
      preChat: {
        isOn: true,
        fields: [email, email, { ...order, variable: 'chat_priority' }, { ...order, variable: 'Order' }],
      },
      offline: {
        group: 'nobody',
        fields: [
          { ...order, kind: 'choice' },
          { ...email, choices: ['a'] },
        ],
      },
    })
    expect(meaning.status).toBe(422)
    expect(meaning.body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'theme.picture invalid',
      'preChat.fields[1].variable duplicate',
      'preChat.fields[2].variable not_allowed',
      'preChat.fields[3].variable invalid',
      'offline.fields[0].choices required',
      'offline.fields[1].choices not_allowed',
      'offline.group unknown_group',
    ])
    expect((await put(bot, { preChat: { isOn: true } })).body.errors).toMatchObject([{ path: 'preChat.fields' }])
  })

  test('[S-01] are read by operators and changed by administrators, of their own workspace', async () => {
    const bot = await baton.bot()
    const operator = await baton.keyFor('operator')
    expect((await operator.get(settingsOf(bot))).status).toBe(200)
    expect((await operator.put(settingsOf(bot), {})).status).toBe(403)
    const stranger = await baton.workspace()
    expect((await stranger.get(settingsOf(bot))).status).toBe(404)
    expect((await stranger.put(settingsOf(bot), {})).status).toBe(404)
  })

  test('[V-01] [A-09] the button is told what it needs, by any site, and nothing where nothing was set', async () => {
    const bot = await baton.bot()
    const ask = (locale: string) => baton.as(null).get<object>(`/widget/launcher?bot=${bot.id}&locale=${locale}`)
    expect(must(await ask('en'))).toEqual({})
    const group = await baton.group()
    must(
      await put(bot, {
        theme: { accent: '#ffcc00', corner: 'start', title: 'Ask us' },
        texts: { de: { title: 'Fragen' } },
        preChat: { isOn: true, fields: [email] },
        offline: { isOn: true, group: group.id },
      }),
    )
    const answered = await ask('de-AT')
    expect(answered.headers.get('access-control-allow-origin')).toBe('*')
    expect(answered.headers.get('cache-control')).toContain('max-age')
    expect(answered.body).toEqual({
      accent: '#ffcc00',
      scheme: 'system',
      corner: 'start',
      distance: 20,
      radius: 16,
      launcher: 'icon',
      title: 'Fragen',
      colors: { fill: '#ffcc00', onFill: '#000000', ring: expect.any(String), rim: expect.any(String) },
    })
    const colored = (color: string) =>
      baton.as(null).get(`/widget/launcher?bot=${bot.id}&color=${encodeURIComponent(color)}`)
    expect(must(await colored('#004488'))).toMatchObject({ accent: '#ffcc00', colors: { fill: '#004488' } })
    expect((await colored('url(x)')).status).toBe(422)
    expect((await baton.as(null).get('/widget/launcher?bot=bot_nobody')).status).toBe(404)
  })
})

describe('a contact of a chat with forms', () => {
  test('[A-14] is not asked for what is known of them, nor twice in one conversation', async () => {
    const bot = await baton.bot()
    must(await put(bot, { preChat: { isOn: true, fields: [email, order] } }))
    const asked = ({ widget }: Session) => widget.preChat?.fields.map(({ variable }) => variable) ?? null
    const first = await open(bot)
    expect(asked(first)).toEqual(['user_email', 'order_number'])
    const variables = { user_email: 'mira@shop.example', order_number: '7' }
    const { conversation } = must(await first.client.post<Answer>('/widget/messages', { variables }))
    const again = await open(bot, { contactToken: first.contactToken })
    expect(asked(again)).toBeNull()
    must(await baton.post(`/conversations/${conversation.id}/close`, {}))
    // Whose number it is stays; which order it is about belonged to that conversation.
    expect(asked(await open(bot, { contactToken: first.contactToken }))).toEqual(['order_number'])
    expect(asked(await open(bot))).toEqual(['user_email', 'order_number'])
  })

  test('[A-14] what was asked is there before the first turn', async () => {
    const bot = await baton.bot([{ type: 'text', text: 'Hello {{ user_name }}, order {{ order_number }}' }])
    const { client } = await open(bot)
    const opened = must(
      await client.post<Answer>('/widget/messages', { variables: { user_name: 'Mira', order_number: '7' } }),
    )
    expect(opened.events.map(({ data }) => data.text)).toContain('Hello Mira, order 7')
  })

  test('[V-09] is told when nobody is there, and when hours begin again', async () => {
    const bot = await baton.bot()
    expect((await open(bot)).absence).toEqual({ because: 'nobody_online' })
    await baton.operator({ status: 'online' })
    const { absence, client } = await open(bot)
    expect(absence).toBeNull()
    const group = await baton.group()
    must(await put(bot, { offline: { isOn: true, group: group.id } }))
    expect(must(await client.get('/widget/absence'))).toEqual({ absence: { because: 'nobody_online' } })
    const weekly = { monday: [{ from: '09:00', to: '10:00' }] }
    const calendar = { name: 'Hours', timeZone: 'UTC', weekly, exceptions: [], holidays: [] }
    must(await baton.put(`/groups/${group.id}/routing`, { calendar }))
    const { absence: closed } = must(await client.get<Session>('/widget/absence'))
    expect(closed).toMatchObject({ because: 'closed', until: expect.stringMatching(/T09:00:00/) })
  })

  test('[V-09] leaves a message: it waits for the group, the bot is silent, and said twice it is there once', async () => {
    const group = await baton.group()
    const bot = await baton.bot([{ type: 'text', text: 'Welcome' }], { fallback: [{ type: 'text', text: 'What?' }] })
    must(await put(bot, { offline: { isOn: true, group: group.name, fields: [email] } }))
    const { client } = await open(bot, { locale: 'de' })
    must(await client.post('/widget/messages', {}))
    const left = { text: 'Please call me', clientMessageId: 'left1', variables: { user_email: 'mira@shop.example' } }
    const first = must(await client.post<Answer>('/widget/left-messages', left))
    const again = must(await client.post<Answer>('/widget/left-messages', left))
    expect(again.conversation).toEqual(first.conversation)
    expect(first.conversation.chatState).toBe('operator_requested')
    const { id } = first.conversation
    const waiting = must(await baton.get<{ group: { id: string }; variables: object }>(`/conversations/${id}`))
    expect(waiting).toMatchObject({
      chatState: 'operator_requested',
      group: { id: group.id },
      variables: { user_email: 'mira@shop.example', locale: 'de' },
    })
    const log = must(await client.get<{ items: Answer['events'] }>(`/widget/conversations/${id}/events`)).items
    const said = log.flatMap(({ type, data }) => (type === 'message' ? data.text : []))
    expect(said).toEqual(['Welcome', 'Please call me'])
    expect(log.filter(({ type }) => type === 'operator_requested')).toHaveLength(1)
    // Who has left something and goes on talking, talks with the bot.
    must(await client.post('/widget/messages', { text: 'And also' }))
    const after = must(await client.get<{ items: Answer['events'] }>(`/widget/conversations/${id}/events`)).items
    expect(after.at(-1)?.data.text).toBe('What?')
  })

  test('[HO-14] a message that is left where people were asked already changes nobody’s place, nor takes it from an owner', async () => {
    const [sales, support] = [await baton.group(), await baton.group()]
    const bot = await baton.bot()
    must(await put(bot, { offline: { isOn: true, group: support.id } }))
    const { client } = await open(bot)
    const { conversation } = must(await client.post<Answer>('/widget/messages', { text: 'hello' }))
    const at = `/conversations/${conversation.id}`
    must(await baton.put(`${at}/operator-state`, { mode: 'request_operator', operatorsGroup: sales.id }))
    must(await client.post('/widget/left-messages', { text: 'Call me' }))
    expect(must(await baton.get(at))).toMatchObject({ chatState: 'operator_requested', group: { id: sales.id } })
    const ana = await baton.operator()
    must(await baton.post(`${at}/claim`, { operator: ana.id }))
    must(await client.post('/widget/left-messages', { text: 'Still there?' }))
    expect(must(await baton.get(at))).toMatchObject({ chatState: 'taken_over', operator: { id: ana.id } })
  })

  test('[V-09] a group that has gone since does not lose the message', async () => {
    const group = await baton.group()
    const bot = await baton.bot()
    must(await put(bot, { offline: { isOn: true, group: group.id } }))
    must(await baton.delete(`/groups/${group.id}`))
    expect(must(await baton.get<WidgetSettings>(settingsOf(bot))).offline.group).toBeNull()
    const { client } = await open(bot)
    const { conversation } = must(await client.post<Answer>('/widget/left-messages', { text: 'Call me' }))
    expect(must(await baton.get(`/conversations/${conversation.id}`))).toMatchObject({
      chatState: 'operator_requested',
      group: null,
    })
  })
})
