import { after, toRfc3339 } from '@baton/core/time'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chat, eventsOf, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
})
afterAll(() => baton[Symbol.asyncDispose]())

type Figure = { key: string; part: number; whole: number }

const text = (said: string) => ({ type: 'text', text: said })
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** What the bot says to a file. */
async function hearsFile({ bot, contact }: Chat, content: Buffer, name: string): Promise<string[]> {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(content)]), name)
  const { body } = await baton.send('POST', `/bots/${bot}/contacts/${contact}/files`, form)
  return textsOf(body.messages as never)
}

test('[FL-3] a rating is clicked or typed, a comment follows, and the figures count both', async () => {
  const bot = await baton.bot([
    {
      type: 'rating',
      text: 'How was it?',
      comment: 'Why?',
      variable: 'stars',
      on_input: [text('Thanks for {{ rating.score }}')],
      on_give_up: [text('Never mind')],
    },
    text('Bye'),
  ])
  const [happy, brief, silent, busy] = [
    await baton.chat(bot),
    await baton.chat(bot),
    await baton.chat(bot),
    await baton.chat(bot),
  ]
  expect(happy.first).toEqual(['How was it?'])
  expect(await happy.hears({ payload: 'rating_5' })).toEqual(['Why?'])
  expect(await happy.hears('Everything was good')).toEqual(['Thanks for 5', 'Bye'])
  expect(await brief.hears('2')).toEqual(['Why?'])
  expect(await brief.hears({ payload: 'rating_skip' })).toEqual(['Thanks for 2', 'Bye'])
  expect(await busy.hears('Another question')).toEqual(['Never mind', 'Bye'])
  expect((await happy.view()).variables).toMatchObject({
    stars: 5,
    rating: { score: 5, comment: 'Everything was good', asked_at: expect.stringMatching(/^\d{4}-.*Z$/) },
  })
  expect((await silent.view()).variables).toMatchObject({ rating: { score: null } })
  const day = (from: number) => toRfc3339(after(baton.baton.clock.now(), from * 24 * 3_600_000)).slice(0, 10)
  const found = must(await baton.get<{ figures: Figure[] }>(`/figures?from=${day(-1)}&until=${day(2)}&bot=${bot.id}`))
  const parts = (key: string) => found.figures.find((figure) => figure.key === key)
  expect(parts('csat')).toMatchObject({ part: 1, whole: 2 })
  expect(parts('csat_response_rate')).toMatchObject({ part: 2, whole: 4 })
})

test('[FL-3] a file that is expected is kept; words, other kinds and larger ones are answered', async () => {
  const bot = await baton.bot(
    [
      text('A photo, please'),
      {
        type: 'file_input',
        variable: 'photo',
        kinds: ['image'],
        maxMegabytes: 0.05,
        wrongReplies: ['A small picture, please'],
        maxTries: 4,
        on_input: [text('Got {{ photo.name }}')],
        on_give_up: [text('Never mind')],
      },
      text('Bye'),
    ],
    { fallback: [text('Pardon?')] },
  )
  const chat = await baton.chat(bot)
  const picture = Buffer.from(pixel, 'base64')
  expect(await chat.hears('I have none')).toEqual(['A small picture, please'])
  expect(await hearsFile(chat, Buffer.from('%PDF-1.7\n'), 'photo.png')).toEqual(['A small picture, please'])
  expect(await hearsFile(chat, Buffer.concat([picture, Buffer.alloc(60_000)]), 'big.png')).toEqual([
    'A small picture, please',
  ])
  expect(await hearsFile(chat, picture, 'dent.png')).toEqual(['Got dent.png', 'Bye'])
  const { photo, failed_inputs } = (await chat.view()).variables as Record<string, Record<string, unknown>>
  expect(photo).toEqual({
    name: 'dent.png',
    url: expect.stringContaining('/files/'),
    content_type: 'image/png',
    size: picture.length,
  })
  expect(failed_inputs).toBe(0)
  const sent = eventsOf(await chat.events(), 'message')
    .flatMap(({ data }) => data.parts)
    .filter(({ type }) => type === 'file')
  expect(sent.at(-1)).toMatchObject({ url: photo?.url })
  expect(await hearsFile(chat, picture, 'again.png')).toEqual(['Pardon?'])
})

test('[FL-6] a file that comes while a turn is running is the answer to what the bot asks then', async () => {
  await using other = await otherSystem()
  const actions = [
    { type: 'http_request', method: 'GET', url: other.url },
    { type: 'file_input', variable: 'photo' },
    text('Got {{ photo.name }}'),
  ]
  const bot = await baton.bot([text('Hello')], { interactions: [{ name: 'slow', keywords: ['go'], actions }] })
  const chat = await baton.chat(bot)
  must(await chat.says({ text: 'go', wait: 0 }))
  await other.called(1)
  const heard = hearsFile(chat, Buffer.from(pixel, 'base64'), 'dent.png')
  other.answer({})
  expect(await heard).toEqual(['Got dent.png'])
})
