import { expect, test } from 'vitest'
import type { BotDocument } from './bot.ts'
import { withPayloads } from './payloads.ts'
import {
  botOf,
  catalogueForTests,
  click,
  dealing,
  drawing,
  offering,
  open,
  publish,
  saying,
  talkTo,
} from './testing.ts'

function payloadsOf(bot: BotDocument): string[] {
  const found: string[] = []
  JSON.stringify(withPayloads(bot, catalogueForTests), (key, value) => {
    if (key === 'payload') found.push(value)
    return value
  })
  return found
}

test('[FL-2] every item that answers the bot is given a payload of its own, wherever it stands', () => {
  const inner = offering({ label: 'Yes', on_click: [offering({ label: 'Yes' })] }, { label: 'Yes' })
  const bot = botOf({
    a: [inner, inner, { type: 'when', variable: 'x', on_condition_met: [inner], on_else: [inner] }],
    b: [inner],
  })
  const payloads = payloadsOf({ ...bot, operations: [inner] })
  expect(payloads).toHaveLength(18)
  expect(new Set(payloads).size).toBe(18)
})

test('[FL-2] items within items get one each too, and what cannot be clicked gets none', () => {
  const nested = dealing([{ label: 'Yes' }, { label: 'No' }], [], [{ label: 'Yes' }])
  const bot = botOf({ a: [nested, drawing([offering({ label: 'Yes' })], [])] })
  const payloads = payloadsOf(bot)
  expect(payloads).toHaveLength(4)
  expect(new Set(payloads).size).toBe(4)
})

test('[FL-2] the same document gets the same payloads, and giving them twice is giving them once', () => {
  const bot = botOf({ a: [offering({ label: 'Yes' }, { label: 'No', payload: 'no' })] })
  const once = withPayloads(bot, catalogueForTests)
  expect(withPayloads(bot, catalogueForTests)).toEqual(once)
  expect(withPayloads(once, catalogueForTests)).toEqual(once)
  expect(payloadsOf(bot)).toEqual([expect.stringMatching(/^reply_0\.0\.0\.0_\w+$/), 'no'])
})

test.each([{ url: 'https://example.com' }, { phone: '+431' }, { email: 'a@example.com' }])(
  '[FL-2] an item with %j leads out and has none',
  (way) => {
    expect(payloadsOf(botOf({ a: [offering({ label: 'a', ...way })] }))).toEqual([])
  },
)

test('[FL-3] a click on what another version showed never means the item that took its place', () => {
  const asking = (label: string) => botOf({ a: [offering({ label, on_click: [saying(`${label} clicked`)] })] })
  const talk = talkTo(asking('Cancel'))
  open(talk)
  const payload = talk.flow.shown[0]?.payload ?? ''
  publish(talk, asking('Buy'))
  talk.flow = { ...talk.flow, shown: [] }
  expect(click(talk, payload)).toEqual([])
  publish(talk, asking('Cancel'))
  expect(click(talk, payload)).toEqual(['Cancel clicked'])
})
