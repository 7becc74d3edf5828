/** What watches over requests, under attack: coverage and places across restarts, nodes and clocks. */
import { asId } from '@baton/core/ids'
import type { ConversationView } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { handClock } from './clock.ts'
import { type Chat, must, startTest, type TestBaton } from './testing.ts'

const request = { type: 'set_chat_operator_state', mode: 'request_operator' }

async function becomes(baton: TestBaton, chat: Chat, isSo: (view: ConversationView) => boolean) {
  for (let looks = 0; looks < 200; looks += 1) {
    const view = await chat.view()
    if (isSo(view)) return view
    await baton.baton.queue.quiet()
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`it never became so: ${JSON.stringify(await chat.view())}`)
}
const isOffered = ({ offeredUntil }: ConversationView) => offeredUntil !== null

test('[RO-30] a cool-down that ends wakes whoever waits longest', async () => {
  const clock = handClock(Date.parse('2026-03-02T08:00:00Z'))
  await using baton = await startTest({ clock })
  const group = must(await baton.post<{ id: string }>('/groups', { name: 'support' }))
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, offer: { coolDownSeconds: 10, rounds: 100 } }))
  const ana = await baton.operator({ groups: [group.id], status: 'online', capacity: 1 })
  const bot = await baton.bot([{ ...request, operatorsGroup: group.id }])
  const one = await baton.chat(bot)
  await becomes(baton, one, isOffered)
  must(await one.post('offer/decline', { operator: ana.id }))
  clock.advance(1)
  const two = await baton.chat(bot)
  await baton.baton.queue.quiet()
  expect(isOffered(await two.view())).toBe(false)
  const found = baton.baton.queue.found
  clock.advance(10_000)
  await becomes(baton, one, isOffered)
  expect(baton.baton.queue.found).toBe(found)
})

test('[RO-40] an operator whose own hours never open is never asked; without hours they are', async () => {
  await using baton = await startTest()
  const group = must(await baton.post<{ id: string }>('/groups', { name: 'support' }))
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true }))
  const ana = await baton.operator({ groups: [group.id], status: 'online' })
  const never = { name: 'never', timeZone: 'Europe/Berlin', weekly: {}, exceptions: [], holidays: [] }
  must(await baton.put(`/operators/${ana.id}/abilities`, { calendar: never }))
  const bot = await baton.bot([{ ...request, operatorsGroup: group.id }])
  const chat = await baton.chat(bot)
  await baton.baton.queue.sweep()
  expect((await chat.view()).chatState).toBe('operator_requested')
  must(await baton.put(`/operators/${ana.id}/abilities`, { calendar: null }))
  await becomes(baton, chat, ({ chatState }) => chatState === 'taken_over')
})

test('[RO-10] an offer after a wrap-up has ended, declined: every seat is free, and nothing is negative', async () => {
  const clock = handClock(Date.parse('2026-03-02T08:00:00Z'))
  await using baton = await startTest({ clock })
  const group = must(await baton.post<{ id: string }>('/groups', { name: 'support' }))
  must(
    await baton.put(`/groups/${group.id}/routing`, {
      automatic: true,
      offer: { coolDownSeconds: 30 },
      deadlines: { wrapUp: { afterSeconds: 20 } },
    }),
  )
  const ana = await baton.operator({ groups: [group.id], status: 'online', capacity: 1 })
  const bot = await baton.bot([{ ...request, operatorsGroup: group.id }])
  const one = await baton.chat(bot)
  await becomes(baton, one, isOffered)
  must(await one.post('offer/accept', { operator: ana.id }))
  must(await one.post('close'))
  clock.advance(20_000)
  const two = await baton.chat(bot)
  await becomes(baton, two, isOffered)
  must(await two.post('offer/decline', { operator: ana.id }))
  const { id: workspace } = must(await baton.get<{ id: string }>('/workspace'))
  const seat = (await baton.baton.store.operators.team(asId(workspace))).seat(asId(ana.id))
  expect(seat?.reserved).toBe(0)
  expect(await baton.baton.store.operators.recount(asId(workspace), asId(ana.id))).toEqual({
    load: 0,
    reserved: 0,
    owned: 0,
    units: 0,
  })
})

test('[RO-3] coverage: a group that is deleted is told of no more', async () => {
  await using baton = await startTest()
  const group = must(await baton.post<{ id: string }>('/groups', { name: 'support' }))
  await baton.baton.coverage.lookAtAll()
  must(await baton.delete(`/groups/${group.id}`))
  await baton.baton.coverage.lookAtAll()
  const { items } = must(await baton.get<{ items: { group: { id: string } | null }[] }>('/coverage'))
  expect(items.filter((one) => one.group?.id === group.id)).toEqual([])
})

test('[RO-23] the last place a contact was told is taken back also when they come back after they were helped', async () => {
  await using baton = await startTest()
  const group = must(await baton.post<{ id: string }>('/groups', { name: 'support' }))
  const bot = await baton.bot([{ ...request, operatorsGroup: group.id }])
  const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
  const contact = baton.as(session.token)
  const { conversation } = must(await contact.post<{ conversation: { id: string } }>('/widget/messages', {}))
  const follow = async () => {
    const { ticket } = must(await contact.post<{ ticket: string }>('/widget/tickets'))
    const live = await baton.live({ ticket })
    live.send({ type: 'follow', conversation: conversation.id, after: 0 })
    return live
  }
  const live = await follow()
  await live.until('place', ({ place }) => place?.position === 1)
  await live.close()
  const ana = await baton.operator({ groups: [group.id] })
  must(await baton.post(`/conversations/${conversation.id}/claim`, { operator: ana.id }))
  must(await baton.post(`/conversations/${conversation.id}/transfer`, { group: group.id }))
  const again = await follow()
  await again.until('place', ({ place }) => place?.position === 1)
  must(await baton.post(`/conversations/${conversation.id}/claim`, { operator: ana.id }))
  await again.until('place', ({ place }) => place === null)
})
