import { expect, test } from 'vitest'
import { openToChat, openToPage, seal, type ToChat, type ToPage } from './messages.ts'

const toChat: ToChat[] = [
  { type: 'shown' },
  { type: 'hidden' },
  { type: 'say', text: 'Hi' },
  { type: 'set_variables', variables: { plan: 'gold' } },
  { type: 'identify', token: 'a.b.c' },
  { type: 'forget' },
]
const toPage: ToPage[] = [
  { type: 'ready' },
  { type: 'close' },
  { type: 'unread', count: 2 },
  { type: 'forgotten' },
  { type: 'identity_refused' },
  { type: 'message', from: 'operator', operator: 'Ana' },
  { type: 'turned', turn: 'taken_over', operator: 'Ana' },
]

test('[S-14] what is sealed on one side is opened on the other, and nowhere else', () => {
  expect(toChat.map((message) => openToChat(seal(message)))).toEqual(toChat)
  expect(toPage.map((message) => openToPage(seal(message)))).toEqual(toPage)
  expect(toChat.map((message) => openToPage(seal(message)))).toEqual(toChat.map(() => null))
  expect(toPage.map((message) => openToChat(seal(message)))).toEqual(toPage.map(() => null))
})

test.each([null, 'shown', 7, [], { type: 'shown' }, { mark: 'baton-0', type: 'shown' }, { mark: 'baton-1' }])(
  '[S-14] %j is not heard',
  (message) => {
    expect(openToChat(message)).toBeNull()
    expect(openToPage(message)).toBeNull()
  },
)

test('[S-14] a message of the wrong shape is not heard', () => {
  expect(openToChat({ mark: 'baton-1', type: 'say', text: { toString: 'x' } })).toBeNull()
  expect(openToChat({ mark: 'baton-1', type: 'set_variables', variables: ['x'] })).toBeNull()
  expect(openToChat({ mark: 'baton-1', type: 'identify', token: ['a'] })).toBeNull()
  expect(openToPage({ mark: 'baton-1', type: 'turned', turn: 'constructor' })).toBeNull()
  expect(openToPage({ mark: 'baton-1', type: 'unread', count: -1 })).toBeNull()
  expect(openToPage({ mark: 'baton-1', type: 'message', from: 'contact' })).toBeNull()
})
