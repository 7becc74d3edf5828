import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })

/** The parts of every message of the bot. */
async function partsIn(chat: Awaited<ReturnType<TestBaton['chat']>>): Promise<unknown[]> {
  return eventsOf(await chat.events(), 'message').flatMap(({ actor, data }) =>
    actor.kind === 'chatbot' ? [data.parts] : [],
  )
}

test('[FL-11] a video, something to hear and a file are each one message with a file', async () => {
  const bot = await baton.bot([
    { type: 'video', url: 'https://shop.example/tour.webm', name: 'A tour for {{ user_name }}' },
    { type: 'audio', url: '/hello.mp3' },
    { type: 'file', url: 'https://shop.example/prices.pdf' },
  ])
  const chat = await baton.chat(bot, { variables: { user_name: 'Ana' } })
  const file = (url: string, name: string, contentType: string) => [{ type: 'file', url, name, contentType, size: 0 }]
  expect(await partsIn(chat)).toEqual([
    file('https://shop.example/tour.webm', 'A tour for Ana', 'video/webm'),
    file('/hello.mp3', 'hello.mp3', 'audio/mpeg'),
    file('https://shop.example/prices.pdf', 'prices.pdf', 'application/pdf'),
  ])
})

test('[FL-3] the cards of a carousel are one message, and a click on any of them runs its operations', async () => {
  const booked = (room: string) => [{ type: 'set_variable', variable: 'room', value: room }, text(`Room ${room} it is`)]
  const bot = await baton.bot([
    {
      type: 'carousel',
      text: 'Our rooms',
      cards: [
        { title: 'Room 7', subtitle: '90 €', buttons: [{ label: 'Book', payload: 'BOOK_7', on_click: booked('7') }] },
        { title: 'Room 8', buttons: [{ label: 'Take it', on_click: booked('8') }] },
        { title: 'Elsewhere', buttons: [{ label: 'Look', url: 'https://other.example/' }] },
      ],
    },
  ])
  const chat = await baton.chat(bot)
  expect(await partsIn(chat)).toEqual([
    [
      { type: 'text', text: 'Our rooms' },
      { type: 'card', title: 'Room 7', subtitle: '90 €', buttons: [{ label: 'Book', payload: 'BOOK_7' }] },
      { type: 'card', title: 'Room 8', buttons: [{ label: 'Take it', payload: expect.stringMatching(/^reply_/) }] },
      { type: 'card', title: 'Elsewhere', buttons: [{ label: 'Look', url: 'https://other.example/' }] },
    ],
  ])
  expect(await chat.hears({ payload: 'BOOK_7' })).toEqual(['Room 7 it is'])
  expect(await chat.hears('take it')).toEqual(['Room 8 it is'])
  expect(await chat.view()).toMatchObject({ variables: { room: '8' } })
})

test('[FL-2] what stands wrong within a card is named by its path', async () => {
  const document = {
    name: 'broken cards',
    startBehavior: 'main',
    behaviors: [
      {
        name: 'main',
        interactions: [
          {
            name: 'welcome',
            start: true,
            actions: [
              {
                type: 'carousel',
                cards: [
                  { title: 'a', colour: 'red' },
                  { title: 'b', buttons: [{ label: 'c', on_click: [{ type: 'nothing' }] }] },
                ],
              },
            ],
          },
        ],
      },
    ],
  }
  const { id } = must(await baton.post<{ id: string }>('/bots', document))
  const refused = await baton.post<{ errors: { path: string; code: string }[] }>(`/bots/${id}/publish`)
  const at = 'behaviors[0].interactions[0].actions[0].cards'
  expect(refused.body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
    `${at}[0].colour unknown_setting`,
    `${at}[1].buttons[0].on_click[0].type unknown_action`,
  ])
})
