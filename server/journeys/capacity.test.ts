import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const conversations = 1_000
const limit = 4

type Spoken = { conversation: { id: string; chatState: string; operator: { id: string } | null } }

describe('limits under load', () => {
  test('[RO-10] [RO-11] [I-14] a thousand conversations at once to operators with room for four: never more than four', async () => {
    const group = await baton.group()
    const operators = await Promise.all(
      Array.from({ length: 50 }, () => baton.operator({ groups: [group.id], capacity: limit, status: 'online' })),
    )
    const bot = await baton.bot([
      {
        type: 'set_chat_operator_state',
        mode: 'operator_takeover',
        operatorsGroup: group.id,
        assignOperator: 'less_busy',
        onlyOnlineOperators: true,
      },
      { type: 'text', text: 'All are busy' },
    ])
    const watcher = await baton.live({ key: baton.key })
    watcher.send({ type: 'follow_inbox', after: null })
    await watcher.until('inbox_caught_up')
    const answers = await Promise.all(
      Array.from({ length: conversations }, (_, index) =>
        baton.post<Spoken>(`/bots/${bot.id}/contacts/crowd-${index}/messages`, {}),
      ),
    )
    const held = answers
      .map((answer) => must(answer).conversation)
      .filter(({ chatState }) => chatState === 'taken_over')
    expect(held.length).toBe(operators.length * limit)
    const loads = new Map<string, number>()
    for (const { operator } of held) loads.set(operator?.id ?? '', (loads.get(operator?.id ?? '') ?? 0) + 1)
    expect([...loads.values()]).toEqual(Array(operators.length).fill(limit))
    for (const { operator, load } of watcher.frames.filter((frame) => frame.type === 'presence'))
      if (operators.some(({ id }) => id === operator.id)) expect(load).toBeLessThanOrEqual(limit)
    const seats = must(await baton.get<{ items: { id: string; load: number }[] }>('/operators?limit=500')).items
    for (const { id, load } of seats) if (operators.some((one) => one.id === id)) expect(load).toBe(limit)
    expect(answers.filter(({ body }) => body.conversation.chatState === 'chatbot_controlled').length).toBe(
      conversations - operators.length * limit,
    )
  })

  test('[RO-11] [HO-47] claims, replies and hand-overs at once never fill an operator beyond the limit', async () => {
    const ana = await baton.operator({ capacity: limit })
    const bot = await baton.bot()
    const chats = await Promise.all(Array.from({ length: 40 }, () => baton.chat(bot)))
    const take = (index: number) =>
      index % 2 === 0
        ? chats[index]?.post('claim', { operator: ana.id })
        : chats[index]?.post('messages', { operator: ana.id, text: 'mine' })
    const first = await Promise.all(chats.map((_, index) => take(index)))
    expect(first.filter((answer) => (answer?.status ?? 500) < 300).length).toBe(limit)
    for (const answer of first)
      if ((answer?.status ?? 500) >= 300)
        expect(answer).toMatchObject({ status: 409, body: { code: 'operator_full', limit, operator: { id: ana.id } } })
    await Promise.all(chats.map((chat, index) => (index % 3 === 0 ? chat.post('handover') : take(index))))
    const load = must(await baton.get<{ load: number }>(`/operators/${ana.id}`)).load
    expect(load).toBeLessThanOrEqual(limit)
    const held = must(await baton.get<{ items: unknown[] }>(`/conversations?operator=${ana.id}`)).items
    expect(held.length).toBe(load)
  })

  test('[RO-10] a limit that was lowered holds from the next on; who is over it keeps what they have', async () => {
    const ana = await baton.operator({ capacity: 3 })
    const bot = await baton.bot()
    const chats = await Promise.all(Array.from({ length: 4 }, () => baton.chat(bot)))
    for (const chat of chats.slice(0, 3)) must(await chat.post('claim', { operator: ana.id }))
    must(await baton.patch(`/operators/${ana.id}`, { capacity: 1 }))
    expect(must(await baton.get(`/operators/${ana.id}`))).toMatchObject({ load: 3, capacity: 1 })
    expect((await chats[3]?.post('claim', { operator: ana.id }))?.status).toBe(409)
    for (const chat of chats.slice(0, 2)) must(await chat.post('close'))
    expect((await chats[3]?.post('claim', { operator: ana.id }))?.status).toBe(409)
    must(await baton.patch(`/operators/${ana.id}`, { capacity: null }))
    expect((await chats[3]?.post('claim', { operator: ana.id }))?.status).toBe(200)
  })
})
