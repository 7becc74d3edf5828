/** [RO-30] Somebody is asked before they are given a conversation; and [RO-2] who does not answer is not there. */
import type { ConversationView, PlaceView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chat, eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

type Operator = { id: string; status: string; load: number; unresponsive?: true }

const request = { type: 'set_chat_operator_state', mode: 'request_operator' }
const askingBot = (group: string) => baton.bot([{ ...request, operatorsGroup: group }])

async function askingGroup(offer: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const group = await baton.group()
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, offer, ...more }))
  return group
}

/** Settles when a conversation is as it should be. */
async function becomes(chat: Chat, isSo: (view: ConversationView) => boolean): Promise<ConversationView> {
  for (;;) {
    const view = await chat.view()
    if (isSo(view)) return view
    must(await baton.get(`/conversations/${chat.id}/events?after=${view.lastSeq}&wait=25`))
  }
}

const isOffered = ({ offeredUntil }: ConversationView) => offeredUntil !== null
const offeredTo = (id: string) => (view: ConversationView) => isOffered(view) && view.requestedOperator?.id === id
const operator = async (id: string) => must(await baton.get<Operator>(`/operators/${id}`))
const accept = (chat: Chat, { id }: { id: string }) => chat.post('offer/accept', { operator: id })
const decline = (chat: Chat, { id }: { id: string }) => chat.post('offer/decline', { operator: id })
const offersIn = async (chat: Chat) =>
  eventsOf(await chat.events(), 'operator_offered').map(({ data }) => data.operator.id)

describe('an offer', () => {
  test('[RO-30] [RO-10] who is picked is asked, holds a seat meanwhile, and accepts', async () => {
    const group = await askingGroup()
    const ana = await baton.operator({ groups: [group.id], status: 'online', capacity: 1 })
    const bot = await askingBot(group.id)
    const chat = await baton.chat(bot)
    const view = await becomes(chat, offeredTo(ana.id))
    expect(view).toMatchObject({ chatState: 'operator_requested', operator: null })
    expect(Date.parse(view.offeredUntil ?? '')).toBeGreaterThan(Date.parse(view.requestedAt ?? ''))
    // The seat is taken: the next one waits.
    const next = await baton.chat(bot)
    await baton.baton.queue.quiet()
    expect(isOffered(await next.view())).toBe(false)
    expect(must(await accept(chat, ana))).toMatchObject({ conversation: { operator: { id: ana.id } } })
    must(await accept(chat, ana))
    expect(await operator(ana.id)).toMatchObject({ load: 1 })
    must(await chat.post('close'))
    await becomes(next, offeredTo(ana.id))
  })

  test('[RO-30] [RO-20] declined, the next is asked with the age kept; after so many it is open for all', async () => {
    const group = await askingGroup({ rounds: 2 })
    const [ana, ben] = [
      await baton.operator({ groups: [group.id], status: 'online' }),
      await baton.operator({ groups: [group.id], status: 'online' }),
    ]
    const chat = await baton.chat(await askingBot(group.id))
    const { requestedAt, requestedOperator } = await becomes(chat, isOffered)
    const [first, second] = requestedOperator?.id === ana.id ? [ana, ben] : [ben, ana]
    must(await decline(chat, first))
    must(await decline(chat, first))
    expect(await becomes(chat, offeredTo(second.id))).toMatchObject({ requestedAt })
    expect((await accept(chat, first)).status).toBe(409)
    must(await decline(chat, second))
    await baton.baton.queue.sweep()
    expect(await chat.view()).toMatchObject({ chatState: 'operator_requested', offeredUntil: null, requestedAt })
    expect(await offersIn(chat)).toEqual([first.id, second.id])
    must(await chat.post('claim', { operator: first.id }))
    expect(await operator(first.id)).toMatchObject({ load: 1 })
  })

  test('[RO-30] [RO-2] not answered, the next is asked, and who missed it is away until they do something', async () => {
    const group = await askingGroup({ seconds: 1, coolDownSeconds: 0 })
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const watcher = await baton.live({ key: baton.key })
    watcher.send({ type: 'follow_inbox', after: null })
    const chat = await baton.chat(await askingBot(group.id))
    await becomes(chat, offeredTo(ana.id))
    await becomes(chat, (view) => !isOffered(view))
    expect(await operator(ana.id)).toMatchObject({ status: 'away', unresponsive: true })
    await watcher.until('presence', ({ operator: { id }, unresponsive }) => id === ana.id && unresponsive === true)
    expect(eventsOf(await chat.events(), 'operator_requested').at(-1)).toMatchObject({
      data: { reason: 'offer_missed', cause: 'timer' },
    })
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'online' }))
    expect(await operator(ana.id)).toMatchObject({ status: 'online' })
    await becomes(chat, offeredTo(ana.id))
    must(await accept(chat, ana))
  })

  test('[RO-2] who missed one is there again by anything they do, also by a claim that comes too late', async () => {
    const group = await askingGroup({ seconds: 1, coolDownSeconds: 60 })
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const chat = await baton.chat(await askingBot(group.id))
    await becomes(chat, offeredTo(ana.id))
    await becomes(chat, (view) => !isOffered(view))
    expect(await operator(ana.id)).toMatchObject({ unresponsive: true })
    must(await chat.post('claim', { operator: (await baton.operator()).id }))
    expect((await chat.post('claim', { operator: ana.id })).status).toBe(409)
    expect(await operator(ana.id)).not.toHaveProperty('unresponsive')
  })

  test('[RO-30] [HO-40] anybody may take it; accepted, claimed and declined at once it has one owner', async () => {
    const group = await askingGroup()
    const [ana, ben] = [
      await baton.operator({ groups: [group.id], status: 'online' }),
      await baton.operator({ status: 'online' }),
    ]
    const bot = await askingBot(group.id)
    for (let round = 0; round < 5; round += 1) {
      const chat = await baton.chat(bot)
      await becomes(chat, offeredTo(ana.id))
      const answers = await Promise.all([
        accept(chat, ana),
        chat.post('claim', { operator: ben.id }),
        accept(chat, ana),
        decline(chat, ben),
      ])
      const { operator: owner, chatState } = await chat.view()
      expect(chatState).toBe('taken_over')
      expect(answers.map(({ status }) => status)).toEqual(
        owner?.id === ana.id ? [200, 409, 200, 200] : [409, 200, 409, 200],
      )
      must(await chat.post('close'))
    }
    expect([await operator(ana.id), await operator(ben.id)].map(({ load }) => load)).toEqual([0, 0])
  })

  test('[RO-30] [HO-46] an operator who is disabled is asked no more, and their seat is free', async () => {
    const group = await askingGroup()
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const chat = await baton.chat(await askingBot(group.id))
    await becomes(chat, offeredTo(ana.id))
    must(await baton.patch(`/operators/${ana.id}`, { enabled: false }))
    expect(await chat.view()).toMatchObject({ offeredUntil: null, requestedOperator: null })
    must(await baton.patch(`/operators/${ana.id}`, { enabled: true }))
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'online' }))
    await becomes(chat, offeredTo(ana.id))
  })

  test('[S-01] nobody answers for somebody above them', async () => {
    const group = await askingGroup()
    const boss = await baton.operator({ groups: [group.id], status: 'online', role: 'admin' })
    const chat = await baton.chat(await askingBot(group.id))
    await becomes(chat, offeredTo(boss.id))
    const small = await baton.keyFor('operator')
    expect((await small.post(`/conversations/${chat.id}/offer/accept`, { operator: boss.id })).status).toBe(403)
    expect((await small.post(`/conversations/${chat.id}/offer/decline`, { operator: 'nobody' })).status).toBe(422)
    must(await accept(chat, boss))
  })
})

describe('turns and favourites', () => {
  test('[RO-31] everybody in turn, also by a flow, and the circle goes on', async () => {
    const group = await baton.group()
    must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, pick: 'round_robin' }))
    const team = await Promise.all([0, 1, 2].map(() => baton.operator({ groups: [group.id], status: 'online' })))
    const bot = await askingBot(group.id)
    const owners: (string | undefined)[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      const chat = await baton.chat(bot)
      owners.push((await becomes(chat, ({ chatState }) => chatState === 'taken_over')).operator?.id)
    }
    expect(owners.slice(0, 3).toSorted()).toEqual(team.map(({ id }) => id).toSorted())
    expect(owners.slice(3)).toEqual(owners.slice(0, 3))
  })

  test('[RO-31] a contact comes back to the one who had them last, also in a new conversation', async () => {
    const group = await baton.group()
    const team = await Promise.all([0, 1, 2, 3].map(() => baton.operator({ groups: [group.id], status: 'online' })))
    const last = team[2] ?? { id: '' }
    must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, pick: 'sticky' }))
    const bot = await baton.bot([{ type: 'text', text: 'Hello' }], {
      interactions: [{ name: 'person', keywords: ['person'], actions: [{ ...request, operatorsGroup: group.id }] }],
    })
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: last.id }))
    must(await chat.post('close'))
    await chat.hears('hello')
    await chat.hears('person')
    const { conversation } = must(
      await baton.post<{ conversation: ConversationView }>(`/bots/${bot.id}/contacts/${chat.contact}/messages`, {}),
    )
    const again: Chat = {
      ...chat,
      id: conversation.id,
      view: async () => must(await baton.get(`/conversations/${conversation.id}`)),
    }
    expect((await becomes(again, ({ chatState }) => chatState === 'taken_over')).operator?.id).toBe(last.id)
  })
})

/** A contact of the widget with an open conversation. */
async function visitor(bot: { id: string }) {
  const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
  const client = baton.as(session.token)
  const { conversation } = must(await client.post<{ conversation: { id: string } }>('/widget/messages', {}))
  const { ticket } = must(await client.post<{ ticket: string }>('/widget/tickets'))
  return { id: conversation.id, ticket }
}

describe('whoever waits', () => {
  test('[RO-23] knows their place, and those behind move up', async () => {
    const group = await baton.group()
    const bot = await askingBot(group.id)
    const [first, second, third] = [await baton.chat(bot), await baton.chat(bot), await baton.chat(bot)]
    const place = async (chat: Chat) =>
      must(await baton.get<{ place: PlaceView | null }>(`/conversations/${chat.id}/place`)).place
    expect(await place(first)).toEqual({ position: 1, waiting: 3, estimate: null })
    expect(await place(third)).toEqual({ position: 3, waiting: 3, estimate: null })
    const ana = await baton.operator({ groups: [group.id] })
    must(await first.post('claim', { operator: ana.id }))
    expect(await place(first)).toBeNull()
    expect(await place(second)).toMatchObject({ position: 1, waiting: 2 })
  })

  test('[RO-23] a contact is told where they stand, when it changes, and when they wait no more', async () => {
    const group = await baton.group()
    const bot = await askingBot(group.id)
    const [first, second] = [await baton.chat(bot), await visitor(bot)]
    const live = await baton.live({ ticket: second.ticket })
    live.send({ type: 'follow', conversation: second.id, after: 0 })
    expect((await live.until('place')).place).toEqual({ position: 2, waiting: 2, estimate: null })
    must(await first.post('close'))
    expect((await live.until('place', ({ place }) => place?.position === 1)).place).toMatchObject({ waiting: 1 })
    const ana = await baton.operator({ groups: [group.id] })
    must(await baton.post(`/conversations/${second.id}/claim`, { operator: ana.id }))
    expect(await live.until('place', ({ place }) => place === null)).toMatchObject({ conversation: second.id })
  })

  test('[RO-40] outside opening hours they are told when these begin, as far as anybody knows', async () => {
    const hours = { name: 'Hours', timeZone: 'UTC', weekly: {}, holidays: [] }
    const tomorrow = new Date(baton.baton.clock.now() + 86_400_000).toISOString().slice(0, 10)
    const opening = { from: tomorrow, until: tomorrow, periods: [{ from: '09:00', to: '17:00' }] }
    for (const [exceptions, closedUntil] of [
      [[], null],
      [[opening], `${tomorrow}T09:00:00.000Z`],
    ] as const) {
      const group = await baton.group()
      must(await baton.put(`/groups/${group.id}/routing`, { calendar: { ...hours, exceptions } }))
      const { id, ticket } = await visitor(await askingBot(group.id))
      const live = await baton.live({ ticket })
      live.send({ type: 'follow', conversation: id, after: 0 })
      expect((await live.until('place')).place).toEqual({ position: 1, waiting: 1, estimate: null, closedUntil })
    }
  })

  test('[RO-23] how long it takes is said from how long it took', async () => {
    const group = await baton.group()
    const bot = await askingBot(group.id)
    const ana = await baton.operator({ groups: [group.id] })
    for (let round = 0; round < 5; round += 1) {
      const { id, ticket } = await visitor(bot)
      const live = await baton.live({ ticket })
      live.send({ type: 'follow', conversation: id, after: 0 })
      await live.until('place')
      must(await baton.post(`/conversations/${id}/claim`, { operator: ana.id }))
    }
    await baton.baton.places.quiet()
    const { id } = must(await baton.get<{ id: never }>('/workspace'))
    expect(await baton.baton.store.routings.waits(id, group.id as never, 10)).toHaveLength(5)
    const waits = await baton.chat(bot)
    expect(must(await baton.get(`/conversations/${waits.id}/place`))).toMatchObject({
      place: { position: 1, estimate: { basis: 5, from: 'this_place' } },
    })
  })

  test('[RO-24] the bot can say it while they wait', async () => {
    await using other = await startTest()
    const asking = (...more: Record<string, unknown>[]) =>
      other.bot([request, ...more], {
        interactions: [
          { name: 'where', keywords: ['where'], actions: [{ type: 'text', text: 'Now {{ queue_position }}' }] },
        ],
      })
    await other.chat(await asking())
    await other.baton.places.quiet()
    const chat = await other.chat(await asking({ type: 'text', text: 'You are number {{ queue_position }}.' }))
    expect(chat.first).toEqual(['You are number 2.'])
    expect(await chat.hears('where')).toEqual(['Now 2'])
    must(await chat.post('handover'))
    expect(await chat.hears('where')).toEqual(['Now '])
  })

  test('[RO-50] why not me: of now in words, and what the last decision said', async () => {
    const group = await askingGroup({}, { limit: 1 })
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const ben = await baton.operator({ groups: [group.id] })
    const bot = await askingBot(group.id)
    const busy = await baton.chat(bot)
    await becomes(busy, offeredTo(ana.id))
    const waits = await baton.chat(bot)
    type Why = {
      now: { kind: string; verdict?: string; text: string }
      decided: { verdict: string; text: string } | null
    }
    const why = async (chat: Chat, id: string) =>
      must(await baton.get<Why>(`/conversations/${chat.id}/why?operator=${id}`))
    expect((await why(busy, ana.id)).now).toMatchObject({ kind: 'asked' })
    expect((await why(busy, ben.id)).decided).toMatchObject({ verdict: 'offline' })
    expect((await why(waits, ana.id)).now).toMatchObject({ kind: 'verdict', verdict: 'full' })
    expect((await why(waits, ben.id)).now.text).toContain('is not online')
    expect((await baton.get(`/conversations/${waits.id}/why?operator=nobody`)).status).toBe(422)
    expect((await baton.get(`/conversations/${waits.id}/why`)).status).toBe(422)
  })
})

describe('settings', () => {
  test.each([
    [{ offer: { seconds: 0 } }, 'offer.seconds'],
    [{ offer: { rounds: 0 } }, 'offer.rounds'],
    [{ ramp: {} }, 'ramp.everySeconds'],
    [{ channelWeights: { web: 2 } }, 'channelWeights'],
    [{ deadlines: { away: { afterSeconds: 60 } } }, 'deadlines.away'],
    [{ deadlines: { unanswered: { afterSeconds: 60, outcome: 'group' } } }, 'deadlines.unanswered.group'],
    [{ deadlines: { idle: { afterSeconds: 60, outcome: 'close', warnSeconds: 31 } } }, 'deadlines.idle.warnSeconds'],
    [{ deadlines: { idle: { afterSeconds: 60, outcome: 'close', warnSeconds: 19 } } }, 'deadlines.idle.warnSeconds'],
    [{ deadlines: { idle: { afterSeconds: 39, outcome: 'close' } } }, 'deadlines.idle.afterSeconds'],
    [{ deadlines: { waiting: { afterSeconds: 60 } } }, 'deadlines.waiting.interaction'],
  ])('[RO-30] what cannot be is refused with its place: %j', async (settings, path) => {
    const group = await baton.group()
    const answer = await baton.put<{ errors: { path: string }[] }>(`/groups/${group.id}/routing`, settings)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error) => error.path)).toContain(path)
  })

  test('[RO-30] all of them are kept as they were sent', async () => {
    const [group, other] = [await baton.group(), await baton.group()]
    const settings = {
      automatic: true,
      pick: 'round_robin',
      offer: { seconds: 15, coolDownSeconds: 30, rounds: 4 },
      ramp: { everySeconds: 60, lastsSeconds: 600 },
      holdIsFree: true,
      deadlines: {
        unanswered: { afterSeconds: 60, outcome: 'group', group: other.id },
        waiting: { afterSeconds: 30, interaction: 'patience' },
        unreachable: { afterSeconds: 120, outcome: 'requeue' },
        idle: { afterSeconds: 600, outcome: 'close', warnSeconds: 60 },
        wrapUp: { afterSeconds: 30 },
      },
    }
    expect(must(await baton.put(`/groups/${group.id}/routing`, settings))).toEqual(settings)
    expect(must(await baton.get(`/groups/${group.id}/routing`))).toEqual(settings)
    must(await baton.delete(`/groups/${other.id}`))
    const left = must(await baton.get<{ deadlines: object }>(`/groups/${group.id}/routing`))
    expect(Object.keys(left.deadlines)).not.toContain('unanswered')
    must(await baton.put(`/groups/${group.id}/routing`, left))
  })
})
