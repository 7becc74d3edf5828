import type { Chance } from '@baton/core/chance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTest, type TestBaton } from '../src/testing.ts'

/** Gives the numbers that a test puts here, then always the first. */
const numbers: number[] = []
const chance: Chance = { below: (count) => Math.min(numbers.shift() ?? 0, count - 1) }

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ chance })
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })

test('[FL-4] chance decides which branch runs, by weight, in the transaction of the turn', async () => {
  const branches = [
    { name: 'short', weight: 7, on_chosen: [text('Hi!')] },
    { name: 'long', weight: 3, on_chosen: [text('Good day to you.'), { type: 'go_to', interaction: 'more' }] },
  ]
  const bot = await baton.bot([{ type: 'random_split', variable: 'greeting', branches }, text('What can I do?')], {
    interactions: [{ name: 'more', actions: [text('It is good to see you.')] }],
  })
  numbers.push(6)
  const short = await baton.chat(bot)
  expect(short.first).toEqual(['Hi!', 'What can I do?'])
  numbers.push(7)
  const long = await baton.chat(bot)
  expect(long.first).toEqual(['Good day to you.', 'It is good to see you.', 'What can I do?'])
  expect((await short.view()).variables).toMatchObject({ greeting: 'short' })
  expect((await long.view()).variables).toMatchObject({ greeting: 'long' })
})

test('[FL-0] a bookmark leads back to where it was set, also after other interactions', async () => {
  const interactions = [
    { name: 'hours', keywords: ['hours'], actions: [text('Nine to five.'), { type: 'go_to', to: 'bookmark' }] },
    { name: 'rooms', keywords: ['rooms'], actions: [{ type: 'bookmark' }, text('Which room?')] },
  ]
  const chat = await baton.chat(await baton.bot([text('Hello')], { interactions }))
  expect(await chat.hears('hours')).toEqual(['Nine to five.'])
  expect(await chat.hears('rooms')).toEqual(['Which room?'])
  expect(await chat.hears('what are your hours?')).toEqual(['Nine to five.', 'Which room?'])
  const diagnostics = (await chat.events()).filter(({ type }) => type === 'diagnostic')
  expect(diagnostics).toMatchObject([{ data: { code: 'missing_target' } }])
})
