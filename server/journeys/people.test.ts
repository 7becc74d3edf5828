/** The actions that know who is there: asked by a flow, answered by the team as it is at that moment. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import type { Mailer } from '../src/mail.ts'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })
const branches = (met: string, unmet: string) => ({ [met]: [text('yes')], [unmet]: [text('no')] })
const allWeek = (from: string, to: string) =>
  Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [{ from, to }]]),
  )

describe('checking operators', () => {
  test('[FL-11] a flow knows who is online and how much they have to do', async () => {
    const group = await baton.group()
    const of = (settings: Record<string, unknown>) =>
      baton.bot([
        { type: 'agent_state_check', group: group.id, ...settings, ...branches('on_condition_met', 'on_else') },
      ])
    const status = await of({ check: 'status' })
    const free = await of({ check: 'conversations', than: 'below', count: 1 })
    const said = async (bot: { id: string }) => (await baton.chat(bot)).first
    expect(await said(status)).toEqual(['no'])
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    expect([await said(status), await said(free)]).toEqual([['yes'], ['yes']])
    must(await (await baton.chat(status)).post('claim', { operator: ana.id }))
    expect([await said(status), await said(free)]).toEqual([['yes'], ['no']])
  })
})

describe('checking opening hours', () => {
  test('[RO-40] a flow knows whether it is open, and how many could take a conversation', async () => {
    const [open, closed] = [await baton.group(), await baton.group()]
    const calendar = (weekly: object) => ({
      calendar: { name: 'Hours', timeZone: 'UTC', weekly, exceptions: [], holidays: [] },
    })
    must(await baton.put(`/groups/${open.id}/routing`, calendar(allWeek('00:00', '24:00'))))
    must(await baton.put(`/groups/${closed.id}/routing`, calendar({})))
    for (const group of [open, closed]) {
      await baton.operator({ groups: [group.id], status: 'online' })
      await baton.operator({ groups: [group.id], status: 'online', capacity: 0 })
      await baton.operator({ groups: [group.id] })
    }
    const said = async ({ id }: { id: string }) => {
      const check = { type: 'calendar_check', group: id, ...branches('on_date_available', 'on_else') }
      return (await baton.chat(await baton.bot([check, text('{{ available_operators_count }}')]))).first
    }
    expect([await said(open), await said(closed)]).toEqual([
      ['yes', '1'],
      ['no', '0'],
    ])
  })
})

describe('assigning a conversation', () => {
  test('[HO-10] [HO-17] given to one of several, with a word before, and gone on when it is handed back', async () => {
    const [ana, ben] = [await baton.operator({ status: 'online' }), await baton.operator({ status: 'online' })]
    const chat = await baton.chat(
      await baton.bot([
        {
          type: 'assign_conversation',
          mode: 'operator_takeover',
          operators: [ben.id],
          onlyOnlineOperators: true,
          message: 'Hello {{ user_name | default: "there" }}',
          on_handed_over: [text('Welcome back')],
        },
        text('never said'),
      ]),
    )
    expect(chat.first).toEqual(['Hello there'])
    expect((await chat.view()).operator?.id).toBe(ben.id)
    expect(must(await baton.get<{ load: number }>(`/operators/${ana.id}`)).load).toBe(0)
    must(await chat.post('handover'))
    expect((await chat.log()).at(-1)).toContain('Welcome back')
  })

  test('[HO-14] [RO-24] asked for: nobody comes in time, then somebody does', async () => {
    const ana = await baton.operator()
    const chat = await baton.chat(
      await baton.bot([
        {
          type: 'assign_conversation',
          mode: 'request_operator',
          message: 'Here is Ana',
          timeoutSeconds: 1,
          on_timeout: [text('It takes a little longer')],
        },
      ]),
    )
    for (let after = 0; ; ) {
      const { items, lastSeq } = must(
        await baton.get<{ items: { type: string; data: { text?: string } }[]; lastSeq: number }>(
          `/conversations/${chat.id}/events?after=${after}&wait=25`,
        ),
      )
      if (items.some(({ data }) => data.text === 'It takes a little longer')) break
      after = lastSeq
    }
    must(await chat.post('messages', { operator: ana.id, text: 'Hello' }))
    const log = await chat.log()
    expect(log.slice(-3).map((line) => line.split(': ').at(-1))).toEqual(['Here is Ana', 'taken_over', 'Hello'])
  })

  test('[FL-2] whom it names must be there when it is published', async () => {
    const action = { type: 'assign_conversation', mode: 'operator_takeover', operators: ['nobody@team.example'] }
    const bot = must(
      await baton.post<{ id: string }>('/bots', {
        name: 'Assigning nobody',
        startBehavior: 'main',
        behaviors: [{ name: 'main', interactions: [{ name: 'a', start: true, actions: [action] }] }],
      }),
    )
    const answer = await baton.post<{ errors: { path: string; code: string }[] }>(`/bots/${bot.id}/publish`)
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([
      { path: 'behaviors[0].interactions[0].actions[0].operators[0]', code: 'unknown_operator' },
    ])
  })
})

describe('a link to a conversation', () => {
  const linking = async (settings: object) => {
    const chat = await baton.chat(
      await baton.bot([{ type: 'create_conversation_url', ...settings }, text('{{ conversation_share_url }}')]),
    )
    const address = new URL(chat.first[0] ?? '')
    return { chat, address, token: address.searchParams.get('shared') ?? '' }
  }

  test('[HO-40] it shows the conversation to an operator who signs in, and takes it where it says so, once', async () => {
    const { chat, address, token } = await linking({ takesOver: true })
    expect(address.pathname).toBe(`/inbox/${chat.id}`)
    const [ana, ben] = [await baton.operator(), await baton.operator()]
    const open = async (operator: { id: string }, used = token) =>
      (await baton.signIn(operator)).post<{ conversation: { operator: { id: string } | null } }>('/me/shared-links', {
        token: used,
      })
    expect(must(await open(ana)).conversation.operator?.id).toBe(ana.id)
    expect(must(await open(ben)).conversation.operator?.id).toBe(ana.id)
    const other = await linking({})
    expect(must(await open(ben, other.token)).conversation.operator).toBeNull()
  })

  test('[S-01] it is of no use changed, to another workspace, or to somebody who is not signed in', async () => {
    const { token } = await linking({ takesOver: true })
    const ana = await baton.signIn(await baton.operator())
    const changed = `${token.slice(0, -4)}${token.endsWith('aaaa') ? 'bbbb' : 'aaaa'}`
    expect((await ana.post('/me/shared-links', { token: changed })).status).toBe(404)
    expect((await ana.post('/me/shared-links', { token: '' })).status).toBe(422)
    expect((await baton.as(null).post('/me/shared-links', { token })).status).toBe(401)
    expect((await baton.post('/me/shared-links', { token })).status).toBe(403)
    expect(must(await ana.post('/me/shared-links', { token }))).toMatchObject({ conversation: {} })
  })

  test('[HO-17] at its end the bot has it again, if that operator still has it', async () => {
    const clock = handClock()
    await using later = await startTest({ clock })
    const bot = await later.bot([
      { type: 'create_conversation_url', hours: 1, takesOver: true, handsOver: true },
      text('{{ conversation_share_url }}'),
    ])
    const [kept, passed] = [await later.chat(bot), await later.chat(bot)]
    const ana = await later.operator()
    const session = await later.signIn(ana, 10 * 3_600_000)
    for (const { first } of [kept, passed]) {
      const token = new URL(first[0] ?? '').searchParams.get('shared')
      must(await session.post('/me/shared-links', { token }))
    }
    must(await passed.post('transfer', { operator: (await later.operator()).id }))
    clock.advance(3_600_000)
    for (let turn = 0; (await kept.view()).chatState === 'taken_over' && turn < 200; turn += 1) clock.advance(10)
    expect((await kept.view()).chatState).toBe('chatbot_controlled')
    expect((await passed.view()).chatState).toBe('taken_over')
    const token = new URL(kept.first[0] ?? '').searchParams.get('shared')
    expect((await session.post('/me/shared-links', { token })).status).toBe(404)
  })
})

describe('notifying operators', () => {
  test('[I-40] they are named in a note that the contact never sees, and written to one by one', async () => {
    const sent: { to: string; subject: string; text: string }[] = []
    const mailer: Mailer = {
      async send({ to, subject, text }) {
        sent.push({ to: String(to), subject, text })
      },
      close() {},
    }
    await using other = await startTest({ mailer })
    const group = await other.group()
    const [ana, ben] = [
      await other.operator({ groups: [group.id] }),
      await other.operator({ groups: [group.id], name: 'Ben' }),
    ]
    await other.operator()
    const chat = await other.chat(
      await other.bot([
        { type: 'notify_operators', group: group.id, text: 'Look at {{ user_id }}', byMail: true },
        text('ok'),
      ]),
    )
    expect(chat.first).toEqual(['ok'])
    const note = eventsOf(await chat.events(), 'message').find(({ data }) => data.note)
    expect(note?.data).toMatchObject({ text: `Look at ${chat.contact}` })
    expect(note?.data.mentions?.toSorted()).toEqual([ana.id, ben.id].toSorted())
    for (let turn = 0; sent.length < 2 && turn < 200; turn += 1) await other.get('/workspace')
    expect(sent).toHaveLength(2)
    expect(sent.map(({ to }) => to).every((to) => !to.includes(','))).toBe(true)
    expect(sent[0]?.text).toContain(`/inbox/${chat.id}`)
  })
})
