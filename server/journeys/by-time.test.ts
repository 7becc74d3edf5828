/** What time alone brings: an owner who is gone, a wrap-up that ends, hours that open, a group that nobody covers. */
import type { ConversationView } from '@baton/core/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Chat, eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
// A Monday, 08:00 UTC.
const eight = Date.UTC(2026, 0, 5, 8)
beforeEach(async () => {
  clock = handClock(eight)
  baton = await startTest({ clock })
})
afterEach(() => baton[Symbol.asyncDispose]())

const request = { type: 'set_chat_operator_state', mode: 'request_operator' }
const second = 1_000

async function groupWith(routing: Record<string, unknown>) {
  const group = await baton.group()
  must(await baton.put(`/groups/${group.id}/routing`, routing))
  return group
}

const asking = async (group: { id: string }) => baton.chat(await baton.bot([{ ...request, operatorsGroup: group.id }]))

/** Settles when a conversation is so; whatever wakes by time is given its turns. */
async function becomes(chat: Chat, isSo: (view: ConversationView) => boolean): Promise<ConversationView> {
  const mostTurns = 2_000
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const view = await chat.view()
    if (isSo(view)) return view
    await baton.baton.queue.quiet()
  }
  throw new Error(`it never became so: ${JSON.stringify(await chat.view())}`)
}

const isTaken = ({ chatState }: ConversationView) => chatState === 'taken_over'
const isWaiting = ({ chatState }: ConversationView) => chatState === 'operator_requested'
const status = async ({ id }: { id: string }) => must(await baton.get<{ status: string }>(`/operators/${id}`)).status
const online = ({ id }: { id: string }, ttlSeconds: number) =>
  baton.put(`/operators/${id}/status`, { status: 'online', ttlSeconds })

describe('an owner who is gone', () => {
  test('[RO-1] [RO-20] after the grace the conversation waits again with its age, and goes to somebody who is there', async () => {
    const group = await groupWith({
      automatic: true,
      deadlines: { unreachable: { afterSeconds: 120, outcome: 'requeue' } },
    })
    const ana = await baton.operator({ groups: [group.id] })
    must(await online(ana, 60))
    const chat = await asking(group)
    const { requestedAt } = await becomes(chat, isTaken)
    clock.advance(60 * second)
    expect(await status(ana)).toBe('offline')
    clock.advance(119 * second)
    await baton.baton.queue.quiet()
    expect((await chat.view()).operator?.id).toBe(ana.id)
    const ben = await baton.operator({ groups: [group.id], status: 'online' })
    clock.advance(second)
    const view = await becomes(chat, ({ operator }) => operator?.id === ben.id)
    expect(view).toMatchObject({ requestedAt })
    expect(eventsOf(await chat.events(), 'transferred').at(-1)).toMatchObject({
      data: { reason: 'owner_unreachable', cause: 'timer' },
    })
  })

  test('[RO-1] who comes back in time keeps it', async () => {
    const group = await groupWith({ deadlines: { unreachable: { afterSeconds: 120, outcome: 'hand_back' } } })
    const ana = await baton.operator({ groups: [group.id] })
    must(await online(ana, 60))
    const chat = await asking(group)
    must(await chat.post('claim', { operator: ana.id }))
    clock.advance(100 * second)
    must(await online(ana, 600))
    clock.advance(300 * second)
    await baton.group()
    expect((await chat.view()).operator?.id).toBe(ana.id)
    clock.advance(419 * second)
    await baton.group()
    expect((await chat.view()).operator?.id).toBe(ana.id)
    clock.advance(second)
    await becomes(chat, ({ chatState }) => chatState === 'chatbot_controlled')
  })
})

describe('operators', () => {
  test('[RO-10] after closing, the seat stays taken for the wrap-up, and then the next one comes', async () => {
    const group = await groupWith({ automatic: true, limit: 1, deadlines: { wrapUp: { afterSeconds: 30 } } })
    await baton.operator({ groups: [group.id], status: 'online' })
    const [first, next] = [await asking(group), await asking(group)]
    await becomes(first, isTaken)
    must(await first.post('close'))
    clock.advance(29 * second)
    await baton.baton.queue.quiet()
    expect(isWaiting(await next.view())).toBe(true)
    clock.advance(second)
    await becomes(next, isTaken)
    expect(eventsOf(await first.events(), 'closed')[0]?.data).toMatchObject({ wrapUpSeconds: 30 })
  })

  test('[RO-40] outside their own hours they are no candidates; when these open, what waits comes', async () => {
    const group = await groupWith({ automatic: true })
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const office = (from: string, to: string) => ({
      calendar: { name: 'Own', timeZone: 'UTC', weekly: { monday: [{ from, to }] }, exceptions: [], holidays: [] },
    })
    must(await baton.put(`/operators/${ana.id}/abilities`, office('09:00', '17:00')))
    const chat = await asking(group)
    await baton.baton.queue.quiet()
    expect(isWaiting(await chat.view())).toBe(true)
    const takeover = { mode: 'operator_takeover', operatorsGroup: group.id, onlyOnlineOperators: true }
    expect(must(await baton.post('/decisions/dry-run', takeover))).toMatchObject({ reason: 'group_closed' })
    clock.advance(3_600 * second)
    expect((await becomes(chat, isTaken)).operator?.id).toBe(ana.id)
    expect((await baton.put(`/operators/${ana.id}/abilities`, office('9', '17:00'))).status).toBe(422)
  })

  test('[RO-2] whoever is away for too long is offline', async () => {
    must(await baton.put('/workspace/routing', { deadlines: { away: { afterSeconds: 600 } } }))
    const ana = await baton.operator()
    const session = await baton.signIn(ana, 10_000_000)
    const live = await baton.live({ cookie: session.cookie, origin: baton.origin })
    await live.until('welcome')
    await baton.group()
    const { store } = baton.baton
    const workspace = must(await baton.get<{ id: never }>('/workspace')).id
    await store.operators.choose(workspace, ana.id as never, 'away')
    for (let beat = 0; beat < 39; beat += 1) {
      clock.advance(15 * second)
      live.frames.length = 0
      live.send({ type: 'ping' })
      await live.until('pong')
      await baton.group()
    }
    expect(await status(ana)).toBe('away')
    clock.advance(15 * second)
    expect(await status(ana)).toBe('offline')
  })
})

describe('a group that nobody covers', () => {
  test('[RO-3] it is told to supervisors, written down once, and told again when somebody is back', async () => {
    const group = await baton.group()
    const boss = await baton.operator({ role: 'supervisor' })
    const session = await baton.signIn(boss, 10_000_000)
    const live = await baton.live({ cookie: session.cookie, origin: baton.origin })
    await live.until('welcome')
    const ana = await baton.operator({ groups: [group.id] })
    must(await online(ana, 60))
    await baton.baton.coverage.quiet()
    type Covered = { items: { group: { id: string } | null; isCovered: boolean }[] }
    const isCovered = async () =>
      must(await baton.get<Covered>('/coverage')).items.find((one) => one.group?.id === group.id)?.isCovered
    expect(await isCovered()).toBe(true)
    live.frames.length = 0
    // A minute until Ana is gone, and the gap that is none yet.
    for (let beat = 0; beat < 6; beat += 1) {
      clock.advance(16 * second)
      live.send({ type: 'ping' })
      await live.until('pong', () => live.frames.filter(({ type }) => type === 'pong').length > beat)
      await baton.baton.coverage.quiet()
    }
    const isOfGroup = (frame: { group: { id: string } | null }) => frame.group?.id === group.id
    await live.until('coverage', (frame) => isOfGroup(frame) && !frame.isCovered)
    expect(await isCovered()).toBe(false)
    expect((await baton.get<{ text: string }>(`${baton.origin}/metrics`)).status).toBeLessThan(500)
    must(await online(ana, 600))
    await live.until('coverage', (frame) => isOfGroup(frame) && frame.isCovered)
    expect(await isCovered()).toBe(true)
    const { items } = must(await baton.get<{ items: { action: string; object: string }[] }>('/audit'))
    const told = items.filter(({ object }) => object === group.id).map(({ action }) => action)
    expect(told.filter((action) => action.startsWith('coverage_')).slice(0, 2)).toEqual([
      'coverage_restored',
      'coverage_lost',
    ])
  })
})
