/** Offers, seats and the queue under attack: who is woken by what, what a contact learns, and what nobody may do. */
import type { ConversationView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chat, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const request = { type: 'set_chat_operator_state', mode: 'request_operator' }
const askingBot = (group?: string, at: TestBaton = baton) =>
  at.bot([{ ...request, ...(group === undefined ? {} : { operatorsGroup: group }) }])
const set = (group: { id: string }, routing: Record<string, unknown>) =>
  baton.put(`/groups/${group.id}/routing`, { automatic: true, ...routing })

async function becomes(chat: Chat, isSo: (view: ConversationView) => boolean, at: TestBaton = baton) {
  for (let looks = 0; looks < 8; looks += 1) {
    const view = await chat.view()
    if (isSo(view)) return view
    must(await at.get(`/conversations/${chat.id}/events?after=${view.lastSeq}&wait=1`))
  }
  throw new Error(`it never became so: ${JSON.stringify(await chat.view())}`)
}
const isOffered = ({ offeredUntil }: ConversationView) => offeredUntil !== null
const isOwned = ({ chatState }: ConversationView) => chatState === 'taken_over'
const offeredTo = (id: string) => (view: ConversationView) => isOffered(view) && view.requestedOperator?.id === id
const accept = (chat: Chat, { id }: { id: string }) => chat.post('offer/accept', { operator: id })
const decline = (chat: Chat, { id }: { id: string }) => chat.post('offer/decline', { operator: id })

describe('requests of several kinds side by side', () => {
  test('[RO-21] [RO-30] a request for everybody is offered although another one for everybody is being offered', async () => {
    await using other = await startTest()
    must(await other.put('/workspace/routing', { automatic: true, offer: {} }))
    await other.operator({ status: 'online' })
    await other.operator({ status: 'online' })
    const bot = await askingBot(undefined, other)
    const first = await other.chat(bot)
    await becomes(first, isOffered, other)
    const second = await other.chat(bot)
    await becomes(second, isOffered, other)
  })

  test('[RO-21] a request for everybody is assigned although an older one of a group that is not automatic waits', async () => {
    await using other = await startTest()
    must(await other.put('/workspace/routing', { automatic: true }))
    const byHand = await other.group()
    must(await other.put(`/groups/${byHand.id}/routing`, { automatic: false }))
    await other.chat(await askingBot(byHand.id, other))
    await other.operator({ status: 'online' })
    const chat = await other.chat(await askingBot(undefined, other))
    await becomes(chat, isOwned, other)
  })
})

describe('room that comes free wakes the queue', () => {
  type Parts = { group: { id: string }; ana: { id: string }; busy: Chat; bot: { id: string } }
  const wakes: [string, Record<string, unknown>, (parts: Parts) => Promise<unknown>][] = [
    ['an offer is withdrawn by handing over', { offer: {} }, ({ busy }) => busy.post('handover')],
    ['an offer is closed', { offer: {} }, ({ busy }) => busy.post('close')],
    [
      'what was offered is claimed by another',
      { offer: {} },
      async ({ busy }) => busy.post('claim', { operator: (await baton.operator()).id }),
    ],
    [
      'what was offered is sent to another group',
      { offer: {} },
      async ({ busy }) => busy.post('transfer', { group: (await baton.group()).id }),
    ],
    [
      'a cool-down of one second ends',
      { offer: { coolDownSeconds: 1, rounds: 1 } },
      ({ busy, ana }) => decline(busy, ana),
    ],
    ['a wrap-up of one second ends', { deadlines: { wrapUp: { afterSeconds: 1 } } }, ({ busy }) => busy.post('close')],
    [
      'the owner waits for the contact',
      { holdIsFree: true },
      ({ busy, ana }) => busy.post('messages', { operator: ana.id, text: 'Which order?' }),
    ],
    [
      'somebody who missed an offer writes a note',
      { offer: { seconds: 1, coolDownSeconds: 0, rounds: 1 } },
      async ({ busy, ana }) => {
        await becomes(busy, (view) => !isOffered(view))
        return busy.post('messages', { operator: ana.id, text: 'back', note: true })
      },
    ],
    [
      'somebody who missed an offer is set online',
      { offer: { seconds: 1, coolDownSeconds: 0, rounds: 1 } },
      async ({ busy, ana }) => {
        await becomes(busy, (view) => !isOffered(view))
        return baton.put(`/operators/${ana.id}/status`, { status: 'online' })
      },
    ],
    [
      'the only one gets the ability that is asked for',
      { required: { skills: ['ships'] } },
      async ({ busy, ana }) => {
        must(await busy.post('close'))
        return baton.put(`/operators/${ana.id}/abilities`, { skills: ['ships'] })
      },
    ],
    [
      'the operator leaves a conversation to another by offer',
      { offer: {} },
      async ({ busy, ana }) => {
        must(await accept(busy, ana))
        return busy.post('transfer', { operator: (await baton.operator()).id })
      },
    ],
  ]

  test.each(wakes)('[RO-21] %s', async (what, routing, frees) => {
    const group = await baton.group()
    const { required, ...before } = routing as { required?: object }
    must(await set(group, { limit: 1, ...before }))
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const bot = await askingBot(group.id)
    const busy = await baton.chat(bot)
    await becomes(busy, (view) => isOwned(view) || isOffered(view))
    const waits = await baton.chat(bot)
    if (required !== undefined) must(await set(group, { limit: 1, required }))
    await baton.baton.queue.quiet()
    const found = baton.baton.queue.found
    must((await frees({ group, ana, busy, bot })) as never)
    await becomes(waits, (view) => isOwned(view) || isOffered(view))
    expect(baton.baton.queue.found, what).toBe(found)
  })

  test('[RO-10] [RO-21] weights that fall make room', async () => {
    await using other = await startTest()
    must(await other.put('/workspace/routing', { automatic: true, channelWeights: { custom: 2 } }))
    await other.operator({ status: 'online', capacity: 3 })
    const bot = await askingBot(undefined, other)
    const one = await other.chat(bot)
    await becomes(one, isOwned, other)
    const { channel } = await one.view()
    must(await other.put('/workspace/routing', { automatic: true, channelWeights: { [channel]: 3 } }))
    const two = await other.chat(bot)
    await other.baton.queue.quiet()
    must(await other.put('/workspace/routing', { automatic: true }))
    await becomes(two, isOwned, other)
    expect(other.baton.queue.found).toBe(0)
  })
})

describe('what a contact learns', () => {
  test('[I-40] [RO-30] nothing of who was asked, declined, did not answer, wraps up or waits, nor of others', async () => {
    const group = await baton.group()
    must(
      await set(group, {
        offer: { coolDownSeconds: 0 },
        holdIsFree: true,
        deadlines: { wrapUp: { afterSeconds: 60 } },
      }),
    )
    const ana = await baton.operator({ name: 'Secretina', groups: [group.id], status: 'online' })
    const bot = await askingBot(group.id)
    const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
    const contact = baton.as(session.token)
    const { conversation } = must(await contact.post<{ conversation: { id: string } }>('/widget/messages', {}))
    const { ticket } = must(await contact.post<{ ticket: string }>('/widget/tickets'))
    const live = await baton.live({ ticket })
    live.send({ type: 'follow', conversation: conversation.id as never, after: 0 })
    await live.until('place')
    const post = (call: string, body: unknown) => baton.post(`/conversations/${conversation.id}/${call}`, body)
    const chat = {
      id: conversation.id,
      view: async () => must(await baton.get<ConversationView>(`/conversations/${conversation.id}`)),
    }
    for (let times = 0; times < 2; times += 1) {
      await becomes(chat as Chat, isOffered)
      must(await post('offer/decline', { operator: ana.id }))
    }
    const ben = await baton.operator()
    must(await post('claim', { operator: ben.id }))
    await live.until('events', ({ events }) => events.some(({ type }) => type === 'taken_over'))
    const heard = JSON.stringify(live.frames)
    expect(heard).not.toContain(ana.id)
    expect(heard).not.toContain('Secretina')
    expect(heard).not.toMatch(/declined|offer|decision|until|units|wrapUp|onHold/)
  })

  test('[S-01] a contact accepts, declines and asks nothing of the team', async () => {
    const group = await baton.group()
    must(await set(group, { offer: {} }))
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const bot = await askingBot(group.id)
    const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
    const contact = baton.as(session.token)
    const { conversation } = must(await contact.post<{ conversation: { id: string } }>('/widget/messages', {}))
    for (const call of ['offer/accept', 'offer/decline'])
      for (const client of [contact, baton.as(null)])
        expect((await client.post(`/conversations/${conversation.id}/${call}`, { operator: ana.id })).status).toBeOneOf(
          [401, 403],
        )
    for (const path of ['why', 'place'])
      expect((await contact.get(`/conversations/${conversation.id}/${path}`)).status).toBeOneOf([401, 403])
    for (const path of ['/coverage', '/abilities']) expect((await contact.get(path)).status).toBeOneOf([401, 403])
  })

  test.each([
    'queue_position',
    'queue_wait_minutes',
    'chat_state',
    'chat_operator_id',
    'chat_priority',
    'chat_priority.x',
    'queue_position.x',
  ])('[RO-20] [FL-10] a contact cannot set %s', async (name) => {
    const bot = await askingBot()
    const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
    const answer = await baton.as(session.token).post('/widget/messages', { variables: { [name]: 1 } })
    expect(answer.status).toBe(422)
  })
})

describe('what nobody may do', () => {
  test('[S-01] an operator does not answer for a colleague, and not in another workspace', async () => {
    const group = await baton.group()
    must(await set(group, { offer: {} }))
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const ben = await baton.operator({})
    const chat = await baton.chat(await askingBot(group.id))
    await becomes(chat, offeredTo(ana.id))
    const session = await baton.signIn(ben)
    expect((await session.post(`/conversations/${chat.id}/offer/decline`, { operator: ana.id })).status).toBe(403)
    expect((await session.post(`/conversations/${chat.id}/offer/accept`, { operator: ana.id })).status).toBe(403)
    expect((await session.post(`/conversations/${chat.id}/offer/accept`, {})).status).toBe(409)
    must(await session.post(`/conversations/${chat.id}/offer/decline`, {}))
    const stranger = await baton.workspace()
    for (const path of ['offer/accept', 'offer/decline'])
      expect((await stranger.post(`/conversations/${chat.id}/${path}`, { operator: ana.id })).status).toBeOneOf([
        404, 422,
      ])
    expect((await stranger.get(`/conversations/${chat.id}/why?operator=${ana.id}`)).status).toBeOneOf([404, 422])
    expect((await stranger.get(`/conversations/${chat.id}/place`)).status).toBe(404)
    await becomes(chat, offeredTo(ana.id))
  })

  test.each([
    ['a list', '[]'],
    ['rubbish', '{'],
    ['null', 'null'],
    ['a number', '{"operator":1}'],
    ['too long', JSON.stringify({ operator: 'x'.repeat(100_000) })],
    ['more than is asked', '{"operator":"x","units":-5,"until":"2099-01-01"}'],
    ['a prototype', '{"__proto__":{"operator":"x"},"constructor":1}'],
    ['bytes', '{"operator":"\\u0000\\ud800"}'],
  ])('[S-02] %s sent to an offer is refused', async (_, sent) => {
    const chat = await baton.chat(await askingBot())
    for (const call of ['accept', 'decline']) {
      const answer = await baton.send('POST', `/conversations/${chat.id}/offer/${call}`, sent, {
        'content-type': 'application/json',
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    }
  })

  test('[RO-30] accepted, declined, claimed, handed over, closed and missed at once: one outcome, and every seat is free after it', async () => {
    const group = await baton.group()
    must(await set(group, { offer: { coolDownSeconds: 0, rounds: 100 } }))
    const team = await Promise.all(
      [0, 1].map(() => baton.operator({ groups: [group.id], status: 'online', capacity: 2 })),
    )
    const bot = await askingBot(group.id)
    for (let round = 0; round < 15; round += 1) {
      const chat = await baton.chat(bot)
      const { requestedOperator } = await becomes(chat, isOffered)
      const asked = team.find(({ id }) => id === requestedOperator?.id) ?? { id: '' }
      const other = team.find(({ id }) => id !== asked.id) ?? { id: '' }
      const answers = await Promise.all([
        accept(chat, asked),
        decline(chat, asked),
        accept(chat, other),
        chat.post('claim', { operator: other.id }),
        chat.post('handover', {}),
        chat.setState({ ...request, type: undefined, operatorsGroup: group.id }),
        round % 3 === 0 ? chat.post('close') : chat.post('transfer', { group: group.id }),
      ])
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      must(await chat.post('close'))
    }
    await baton.baton.queue.quiet()
    const { id: workspace } = must(await baton.get<{ id: never }>('/workspace'))
    for (const { id } of team) {
      const counted = await baton.baton.store.operators.recount(workspace, id as never)
      expect(counted).toEqual({ load: 0, reserved: 0, owned: 0, units: 0 })
    }
  })
})
