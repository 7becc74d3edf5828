/** [U-02] An owner puts a conversation aside until a time, over HTTP. */
import type { ConversationSummary, ConversationView } from '@baton/core/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Chat, type Client, eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
const eight = Date.UTC(2026, 0, 5, 8)
beforeEach(async () => {
  clock = handClock(eight)
  baton = await startTest({ clock })
})
afterEach(() => baton[Symbol.asyncDispose]())

const minute = 60_000
const inMinutes = (minutes: number) => new Date(clock.now() + minutes * minute).toISOString()
const snoozed = async (chat: Chat) => eventsOf(await chat.events(), 'snoozed').map(({ data }) => data)
const listed = async (query: string, client: Client = baton) =>
  must(await client.get<{ items: ConversationSummary[] }>(`/conversations?${query}`)).items.map(({ id }) => id)

/** A conversation that an operator owns, and that operator's own client. */
async function owned() {
  const ana = await baton.operator({ status: 'online' })
  const chat = await baton.chat(await baton.bot())
  must(await chat.post('claim', { operator: ana.id }))
  const hers = await baton.signIn(ana, 24 * 60 * minute)
  const snooze = (body: unknown, client: Client = hers) =>
    client.post<{ conversation: ConversationView; code: string; errors: { path: string; code: string }[] }>(
      `/conversations/${chat.id}/snooze`,
      body,
    )
  return { ana, hers, chat, snooze }
}

describe('putting a conversation aside', () => {
  test('[U-02] snooze twice, and many times at once, is one event; the epoch and the load stay', async () => {
    const { ana, chat, snooze } = await owned()
    const { epoch } = await chat.view()
    const until = inMinutes(60)
    const answers = await Promise.all(Array.from({ length: 8 }, () => snooze({ until })))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    // The same moment, said in another zone.
    const elsewhere = `${new Date(Date.parse(until) + 120 * minute).toISOString().slice(0, 19)}+02:00`
    expect(must(await snooze({ until: elsewhere })).conversation).toMatchObject({ snoozedUntil: until, epoch })
    expect(await snoozed(chat)).toEqual([{ until, cause: 'desk' }])
    expect(must(await baton.get<{ load: number }>(`/operators/${ana.id}`)).load).toBe(1)
    for (let times = 0; times < 2; times += 1)
      expect(must(await snooze({ until: null })).conversation.snoozedUntil).toBeNull()
    expect((await snoozed(chat)).length).toBe(2)
  })

  test('[U-02] rubbish is refused with its path, and nothing is written', async () => {
    const { chat, snooze } = await owned()
    const rubbish: [unknown, string][] = [
      [{}, 'until'],
      [{ until: 'tomorrow' }, 'until'],
      [{ until: 5 }, 'until'],
      [{ until: '2026-01-05' }, 'until'],
      [{ until: '2026-01-05T31:00:00Z' }, 'until'],
      [{ until: inMinutes(0) }, 'until'],
      [{ until: inMinutes(-1) }, 'until'],
      [{ until: inMinutes(367 * 24 * 60) }, 'until'],
      [{ until: inMinutes(5), operator: 'nobody' }, 'operator'],
    ]
    for (const [body, path] of rubbish) {
      const answer = await snooze(body)
      expect(answer.status, JSON.stringify(body)).toBe(422)
      expect(answer.body.errors[0]?.path, JSON.stringify(body)).toBe(path)
    }
    expect((await snooze({ until: inMinutes(5), extra: 1 })).status).toBe(422)
    expect(await snoozed(chat)).toEqual([])
  })

  test('[HO-44] another operator may not, a supervisor may, a program may for the owner and not for another', async () => {
    const { ana, chat, snooze } = await owned()
    const ben = await baton.operator()
    const until = inMinutes(5)
    const refused = await snooze({ until }, await baton.signIn(ben))
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'owned', owner: { id: ana.id } }])
    expect((await snooze({ until, operator: ana.id }, await baton.signIn(ben))).status).toBe(403)
    expect((await snooze({ until, operator: ben.id }, baton)).body).toMatchObject({ code: 'owned' })
    must(await snooze({ until, operator: ana.id }, baton))
    const eve = await baton.operator({ role: 'supervisor' })
    must(await snooze({ until: null }, await baton.signIn(eve)))
    expect((await snoozed(chat)).map(({ cause }) => cause)).toEqual(['api', 'desk'])
    const [first] = eventsOf(await chat.events(), 'snoozed')
    expect(first?.actor).toMatchObject({ kind: 'operator', id: ana.id })
  })

  test('[U-02] snooze is refused where nobody owns it, and after close', async () => {
    const { chat, snooze } = await owned()
    must(await chat.post('handover', {}))
    const free = await snooze({ until: inMinutes(5) })
    expect([free.status, free.body.code]).toEqual([409, 'not_taken_over'])
    must(await chat.post('close'))
    const over = await snooze({ until: inMinutes(5) })
    expect([over.status, over.body.code]).toEqual([409, 'closed'])
    expect((await baton.post('/conversations/conv_nobody/snooze', { until: null })).status).toBe(404)
  })

  test('[U-02] the contact’s message, a transfer, handing over and closing end it', async () => {
    const moves: ((chat: Chat) => Promise<unknown>)[] = [
      (chat) => chat.says('here I am'),
      async (chat) => chat.post('transfer', { operator: (await baton.operator()).id }),
      (chat) => chat.post('handover', {}),
      (chat) => chat.post('close'),
    ]
    for (const move of moves) {
      const { ana, chat, snooze } = await owned()
      must(await snooze({ until: inMinutes(60) }))
      must(await chat.post('messages', { operator: ana.id, text: 'I will look into it' }))
      expect((await chat.view()).snoozedUntil).toBe(inMinutes(60))
      await move(chat)
      expect((await chat.view()).snoozedUntil).toBeNull()
      expect(await listed('snoozed=true')).not.toContain(chat.id)
    }
  })

  test('[U-02] lists and counts go by the server’s clock: it comes back by itself', async () => {
    const { ana, hers, chat, snooze } = await owned()
    must(await snooze({ until: inMinutes(60) }))
    const look = async () => ({
      mine: await listed(`operator=${ana.id}&snoozed=false`, hers),
      aside: await listed(`operator=${ana.id}&snoozed=true`, hers),
      all: await listed(`operator=${ana.id}`, hers),
      counts: must(await hers.get('/conversations/counts')),
      until: (await chat.view()).snoozedUntil,
    })
    const [id, until] = [chat.id, inMinutes(60)]
    expect(await look()).toMatchObject({ mine: [], aside: [id], all: [id], counts: { mine: 1, snoozed: 1 }, until })
    clock.advance(60 * minute)
    expect(await look()).toMatchObject({
      mine: [id],
      aside: [],
      all: [id],
      counts: { mine: 1, snoozed: 0 },
      until: null,
    })
    expect((await baton.get('/conversations?snoozed=perhaps')).status).toBe(422)
  })

  test('[HO-17] [U-02] nobody’s silence closes it before the snooze has ended', async () => {
    const group = await baton.group()
    const deadlines = { idle: { afterSeconds: 600, outcome: 'close' } }
    must(await baton.put(`/groups/${group.id}/routing`, { deadlines }))
    const ana = await baton.operator({ status: 'online', groups: [group.id] })
    const takeover = { type: 'set_chat_operator_state', mode: 'operator_takeover', operatorsGroup: group.id }
    const chat = await baton.chat(await baton.bot([takeover]))
    must(await chat.post('snooze', { until: inMinutes(60), operator: ana.id }))
    const status = async () => (await chat.view()).status
    for (let passed = 0; passed < 69; passed += 1) {
      clock.advance(minute)
      await baton.baton.queue.quiet()
      expect([passed, await status()]).toEqual([passed, 'open'])
    }
    await expect.poll(async () => eventsOf(await chat.events(), 'end_announced').length).toBe(1)
    clock.advance(minute)
    await expect.poll(status).toBe('closed')
  })
})

test('[I-40] the contact is told nothing of it', async () => {
  const { chat, snooze } = await owned()
  must(await snooze({ until: inMinutes(60) }))
  const heard = must(await chat.says('hello'))
  expect(JSON.stringify(heard.messages)).not.toContain('snooz')
  expect(heard.messages).toEqual([])
})
