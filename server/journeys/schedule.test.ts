import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Chat, eventsOf, lineOf, must, startTest, type TestBaton, testData } from '../src/testing.ts'

const minute = 60_000
const text = (said: string) => ({ type: 'text', text: said })
const later = (interaction: string, after: number, more = {}) => ({
  type: 'schedule_behavior',
  interaction,
  after,
  ...more,
})

const clock = handClock()
let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ clock })
})
afterAll(() => baton[Symbol.asyncDispose]())

/** What stands in the log once it says this. Little time passes meanwhile, so that what is due is looked for. */
async function until(chat: Chat, line: string, client: Pick<TestBaton, 'get'> = baton): Promise<string[]> {
  const mover = setInterval(() => clock.advance(100), 5)
  try {
    for (let lines: string[] = [], last = 0; ; ) {
      const path = `/conversations/${chat.id}/events?after=${last}&wait=5`
      const { items, lastSeq } = must(await client.get<{ items: EventView[]; lastSeq: number }>(path))
      lines = [...lines, ...items.map(lineOf)]
      if (lines.includes(line)) return lines
      last = lastSeq
    }
  } finally {
    clearInterval(mover)
  }
}

const interactions = [
  { name: 'reminder', actions: [text('Are you still there?'), { type: 'input', variable: 'answer', expects: 'text' }] },
  { name: 'second', actions: [text('Once more?')] },
]

test('[HO-23] what is scheduled starts then, and says why it speaks', async () => {
  const bot = await baton.bot([later('reminder', 10), later('second', 2, { unit: 'hours' }), text('Hello')], {
    interactions,
  })
  const chat = await baton.chat(bot)
  expect(chat.first).toEqual(['Hello'])
  clock.advance(9 * minute)
  expect(await chat.hears('I am here')).toEqual([])
  clock.advance(minute)
  await until(chat, 'chatbot: Are you still there?')
  expect(await chat.hears('Yes')).toEqual([])
  expect((await chat.view()).variables).toMatchObject({ answer: 'Yes' })
  clock.advance(110 * minute)
  await until(chat, 'chatbot: Once more?')
  const said = eventsOf(await chat.events(), 'message').filter(({ actor }) => actor.kind === 'chatbot')
  expect(said.map(({ data }) => data.cause ?? null)).toEqual([null, 'timer', 'timer'])
})

test('[HO-23] while an operator holds the conversation it says nothing, which is recorded', async () => {
  const more = { name: 'note', actions: [text('Not heard'), { type: 'set_tag', tag: 'reminded' }] }
  const chat = await baton.chat(await baton.bot([later('note', 10)], { interactions: [more] }))
  must(await chat.post('claim', { operator: (await baton.operator()).id }))
  clock.advance(10 * minute)
  const lines = await until(chat, 'tag_set')
  expect(lines).toContain('bot_output_suppressed')
  expect(lines).not.toContain('chatbot: Not heard')
})

test('[HO-23] a conversation that is closed by then stays closed', async () => {
  const bot = await baton.bot([later('reminder', 10), text('Hello')], { interactions })
  const [over, other] = [await baton.chat(bot), await baton.chat(bot)]
  must(await over.post('close'))
  const before = await over.log()
  clock.advance(10 * minute)
  await until(other, 'chatbot: Are you still there?')
  expect(await over.log()).toEqual(before)
})

test('[FL-8] an interaction that the live bot does not have any more leaves a diagnostic', async () => {
  const bot = await baton.bot([later('second', 10), text('Hello')], { interactions })
  const chat = await baton.chat(bot)
  const { document } = must(
    await baton.get<{ document: { behaviors: { interactions: object[] }[] } }>(`/bots/${bot.id}`),
  )
  const [behavior] = document.behaviors
  const start = { name: 'welcome', start: true, actions: [text('Hello')] }
  must(await baton.put(`/bots/${bot.id}/draft`, { ...document, behaviors: [{ ...behavior, interactions: [start] }] }))
  must(await baton.post(`/bots/${bot.id}/publish`))
  clock.advance(10 * minute)
  await until(chat, 'diagnostic')
  expect(eventsOf(await chat.events(), 'diagnostic')).toMatchObject([{ data: { code: 'missing_target' } }])
})

test('[HO-23] [D-02] a restart loses nothing that is scheduled', async () => {
  const data = await testData()
  try {
    const first = await startTest({ clock, data })
    const chat = await first.chat(await first.bot([later('second', 10)], { interactions }))
    await first[Symbol.asyncDispose]()
    await using again = await startTest({ clock, data })
    clock.advance(10 * minute)
    await until(chat, 'chatbot: Once more?', again)
  } finally {
    await data.drop()
  }
})
