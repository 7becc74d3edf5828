import { instant } from '@baton/core/time'
import { expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Client, must, startTest, testData } from '../src/testing.ts'

type Visits = {
  days: number
  items: { behavior: string; interaction: string; entered: number; toOperators: number; left: number }[]
}
type Found = { items: { text: string; count: number }[] }

const day = 86_400_000
const bot = {
  interactions: [
    { name: 'person', keywords: ['person'], actions: [{ type: 'set_chat_operator_state', mode: 'request_operator' }] },
    { name: 'bye', keywords: ['bye'], actions: [{ type: 'end_conversation' }] },
  ],
  fallback: [{ type: 'text', text: 'Sorry?' }],
}
const welcome = [{ type: 'text', text: 'Hello' }]

async function countsOf(client: Client, id: string, query = ''): Promise<Record<string, string>> {
  const { items } = must(await client.get<Visits>(`/bots/${id}/visits${query}`))
  return Object.fromEntries(
    items.map(({ interaction, entered, toOperators, left }) => [interaction, `${entered} ${toOperators} ${left}`]),
  )
}
const missedBy = async (client: Client, id: string) =>
  must(await client.get<Found>(`/bots/${id}/not-understood`)).items.map(({ text, count }) => `${count} ${text}`)

test('[FL-14] [FL-15] what becomes of contacts is counted by interaction and day, and what only the fallback answered is listed', async () => {
  const clock = handClock(instant(Date.UTC(2026, 0, 5, 12)))
  await using baton = await startTest({ clock })
  const { id } = await baton.bot(welcome, bot)
  const ana = await baton.operator({ status: 'online' })
  const [first, second, third] = [await baton.chat({ id }), await baton.chat({ id }), await baton.chat({ id })]
  await first.says('person')
  must(await first.post('claim', { operator: ana.id }))
  await first.says('Where is my parcel?')
  expect(await second.hears('Do you ship to Mars?')).toEqual(['Sorry?'])
  must(await second.post('claim', { operator: ana.id }))
  await third.says('bye')
  const counted = { welcome: '3 1 0', person: '1 1 0', 'not understood': '1 0 0', bye: '1 0 1' }
  expect(await countsOf(baton, id)).toEqual(counted)
  expect(await missedBy(baton, id)).toEqual(['1 Do you ship to Mars?'])
  clock.advance(29 * day)
  await (await baton.chat({ id })).says('bye')
  expect(must(await baton.get<Visits>(`/bots/${id}/visits`)).days).toBe(30)
  expect(await countsOf(baton, id)).toEqual({ ...counted, welcome: '4 1 0', bye: '2 0 2' })
  expect(await countsOf(baton, id, '?days=29')).toEqual({ welcome: '1 0 0', bye: '1 0 1' })
  for (const days of [0, 91]) expect((await baton.get(`/bots/${id}/visits?days=${days}`)).status).toBe(422)
  const other = await baton.workspace()
  expect(await other.get(`/bots/${id}/visits`)).toMatchObject({ status: 404 })
})

test('[FL-14] nothing is written beside the log in a turn, and no event is added to it', async () => {
  await using baton = await startTest({ clock: handClock() })
  const { id } = await baton.bot(welcome, bot)
  const chat = await baton.chat({ id })
  await chat.says('whatever')
  const [workspace] = await baton.baton.store.workspaces.all()
  if (workspace === undefined) throw new Error('there is no workspace')
  expect(await baton.baton.store.visits.list(workspace.id, id as never, 0)).toEqual([])
  expect((await chat.events()).map(({ type }) => type)).toEqual([
    'conversation_opened',
    'message',
    'message',
    'message',
  ])
  expect(await countsOf(baton, id)).toEqual({ welcome: '1 0 0', 'not understood': '1 0 0' })
})

test('[FL-14] [D-18] what was counted before a stop is there after the next start', async () => {
  const data = await testData()
  let id = ''
  {
    await using baton = await startTest({ data, clock: handClock() })
    id = (await baton.bot(welcome, bot)).id
    await (await baton.chat({ id })).says('whatever')
  }
  {
    await using baton = await startTest({ data, clock: handClock() })
    expect(await countsOf(baton, id)).toEqual({ welcome: '1 0 0', 'not understood': '1 0 0' })
    expect(await missedBy(baton, id)).toEqual(['1 whatever'])
  }
  await data.drop()
})

test('[FL-15] [I-46] of a contact who is erased nothing is listed; the figures stay', async () => {
  await using baton = await startTest({ clock: handClock() })
  const { id } = await baton.bot(welcome, bot)
  const [forgotten, kept] = [await baton.chat({ id }), await baton.chat({ id })]
  await forgotten.says('My secret')
  await kept.says('Something else')
  must(await baton.delete(`/contacts/${forgotten.contact}`))
  expect(await missedBy(baton, id)).toEqual(['1 Something else'])
  expect(await countsOf(baton, id)).toEqual({ welcome: '2 0 1', 'not understood': '2 0 0' })
})
