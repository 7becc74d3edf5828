import { instant } from '@baton/core/time'
import { expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest } from '../src/testing.ts'

type Found = { items: { text: string; count: number; conversation: string }[]; isCut: boolean }

const day = 86_400_000

test('[FL-3] what nothing in a bot answers is listed by its words, the most frequent first, for so many days', async () => {
  const clock = handClock(instant(Date.UTC(2026, 0, 5, 12)))
  await using baton = await startTest({ clock })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }], {
    interactions: [{ name: 'price', keywords: ['price'], actions: [{ type: 'text', text: '12' }] }],
  })
  const asks = async (...texts: string[]) => {
    const chat = await baton.chat(bot)
    for (const text of texts) {
      clock.advance(1_000)
      await chat.says(text)
    }
    return chat
  }
  await asks('Do you ship to Mars?')
  clock.advance(5 * day)
  await asks('price', 'Where is my parcel', 'Any invoice?')
  const last = await asks('where is my PARCEL?', 'Where is my parcel?')
  const listed = async (days: number) =>
    must(await baton.get<Found>(`/bots/${bot.id}/not-understood?days=${days}`)).items
  expect(await listed(3)).toMatchObject([
    { text: 'Where is my parcel?', count: 3, conversation: last.id },
    { text: 'Any invoice?', count: 1 },
  ])
  expect((await listed(7)).map(({ text }) => text)).toEqual([
    'Where is my parcel?',
    'Any invoice?',
    'Do you ship to Mars?',
  ])
  const other = await baton.workspace()
  expect(await other.get(`/bots/${bot.id}/not-understood`)).toMatchObject({ status: 404 })
})
