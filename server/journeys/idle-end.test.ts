/** A chat in which nobody writes ends by itself, its contact is warned before, and puts it off without a word. */
import type { ContactEvent, EventView } from '@baton/core/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
beforeEach(async () => {
  clock = handClock(Date.UTC(2026, 0, 5, 8))
  baton = await startTest({ clock })
  baton.baton.limits.opensSession = async () => {}
  baton.baton.limits.contactSays = async () => {}
})
afterEach(() => baton[Symbol.asyncDispose]())

type Loaded = { conversation: { id: string; status: string; chatState: string }; events: ContactEvent[] }
type Refused = { code: string }

/** Seconds. */
const [idle, warning] = [600, 60]
const second = 1_000

/** A contact of the widget whose chat Ana has taken over; the end by itself is a deadline of the workspace. */
async function owned(outcome: 'hand_back' | 'close') {
  must(await baton.put('/workspace/routing', { deadlines: { idle: { afterSeconds: idle, outcome } } }))
  const ana = await baton.operator({ name: 'Ana', status: 'online' })
  const bot = await baton.bot()
  const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
  const contact = baton.as(session.token)
  const { conversation } = must(await contact.post<Loaded>('/widget/messages', { text: 'Good morning' }))
  const path = `/conversations/${conversation.id}`
  must(await baton.post(`${path}/claim`, { operator: ana.id }))
  const log = async () => must(await baton.get<{ items: EventView[] }>(`${path}/events?limit=500`)).items
  return {
    ana,
    contact,
    path,
    stillHere: () => contact.post<Loaded & Refused>('/widget/still-here', {}),
    seen: async () => must(await contact.get<Loaded>('/widget/conversation')),
    types: async (type: EventView['type']) => eventsOf(await log(), type).length,
    log,
  }
}

/** The warning that comes so many seconds from now, and no earlier. */
async function warned({ types }: Awaited<ReturnType<typeof owned>>, seconds = idle - warning): Promise<void> {
  const before = await types('end_announced')
  clock.advance((seconds - 1) * second)
  expect(await types('end_announced')).toBe(before)
  clock.advance(second)
  await expect.poll(() => types('end_announced')).toBe(before + 1)
}

test('[A-12] [HO-17] the contact is warned with the moment of the end and what comes then; nobody answers, and it goes back', async () => {
  const chat = await owned('hand_back')
  await warned(chat)
  const until = new Date(clock.now() + warning * second).toISOString()
  const { conversation, events } = await chat.seen()
  expect(events.at(-1)).toMatchObject({ type: 'end_announced', data: { until, outcome: 'hand_back' } })
  expect(conversation.chatState).toBe('taken_over')
  clock.advance(warning * second)
  await expect.poll(() => chat.types('handed_over')).toBe(1)
  expect(eventsOf(await chat.log(), 'handed_over')[0]?.data.reason).toBe('idle')
})

test('[A-12] who is still there puts it off by a whole idle period, again and again; twice, and at once in two tabs, is once', async () => {
  const chat = await owned('close')
  const times = 3
  for (let time = 1; time <= times; time += 1) {
    await warned(chat)
    const answers = await Promise.all([chat.stillHere(), chat.stillHere()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(must(await chat.stillHere()).conversation.chatState).toBe('taken_over')
    expect(await chat.types('end_put_off')).toBe(time)
  }
  const { events } = await chat.seen()
  expect(events.at(-1)).toMatchObject({ type: 'end_put_off', actor: { kind: 'contact' }, data: {} })
  expect(events.filter(({ type, actor }) => type === 'message' && actor.kind === 'contact')).toHaveLength(1)
  await warned(chat)
  clock.advance(warning * second)
  await expect.poll(() => chat.types('closed')).toBe(1)
})

test('[A-12] nothing is put off where nothing ends, after words, when it is too late, and by whoever has no chat', async () => {
  const chat = await owned('close')
  const refused = async () => {
    const { status, body } = await chat.stillHere()
    return [status, body.code]
  }
  expect(await refused()).toEqual([409, 'nothing_ends'])
  await warned(chat)
  must(await chat.contact.post('/widget/messages', { text: 'Here I am' }))
  expect(await refused()).toEqual([409, 'nothing_ends'])
  await warned(chat)
  clock.advance(warning * second)
  await expect.poll(() => chat.types('closed')).toBe(1)
  expect(await refused()).toEqual([409, 'closed'])
  // What was said stays, and the next words begin anew.
  const { conversation, events } = await chat.seen()
  expect([conversation.status, events.at(-1)?.type]).toEqual(['closed', 'closed'])
  const next = must(await chat.contact.post<Loaded>('/widget/messages', { text: 'One more thing' }))
  expect(next.conversation.id).not.toBe(conversation.id)
  const session = must(
    await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: (await baton.bot()).id }),
  )
  expect((await baton.as(session.token).post('/widget/still-here', {})).status).toBe(404)
})

test('[A-12] [S-06] another contact, and a member of another workspace, puts off nothing of it', async () => {
  const chat = await owned('hand_back')
  const other = await owned('hand_back')
  const stranger = await baton.workspace()
  await warned(chat)
  await expect.poll(() => other.types('end_announced')).toBe(1)
  must(await other.stillHere())
  expect((await stranger.post('/widget/still-here', {})).status).toBe(403)
  expect((await baton.as(null).post('/widget/still-here', {})).status).toBe(401)
  expect(await chat.types('end_put_off')).toBe(0)
  clock.advance(warning * second)
  await expect.poll(() => chat.types('handed_over')).toBe(1)
  expect(await other.types('handed_over')).toBe(0)
})
