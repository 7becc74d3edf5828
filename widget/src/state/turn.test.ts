import { expect, test } from 'vitest'
import { ana, asked, bot, byBot, contact, heldBy, marked, message, moved } from './testing.ts'
import { turnOf } from './turn.ts'

test('[V-06] [I-40] the page hears that something was said and by whom, not what; and never of the contact’s own words', () => {
  expect(turnOf(message(1, ana))).toEqual({ type: 'message', from: 'operator', operator: 'Ana' })
  expect(turnOf(message(1, bot))).toEqual({ type: 'message', from: 'chatbot', operator: null })
  expect(turnOf(message(1, contact))).toBeNull()
})

test('[V-06] the page hears who is there, and a transfer as what it comes to', () => {
  expect(turnOf(moved(1, 'transferred', heldBy('Ben')))).toEqual({
    type: 'turned',
    turn: 'taken_over',
    operator: 'Ben',
  })
  expect(turnOf(moved(1, 'transferred', asked))).toEqual({ type: 'turned', turn: 'operator_requested', operator: null })
  expect(turnOf(moved(1, 'handed_over', byBot))).toEqual({ type: 'turned', turn: 'handed_over', operator: null })
  expect(turnOf(moved(1, 'closed', byBot))).toEqual({ type: 'turned', turn: 'closed', operator: null })
  for (const type of ['conversation_opened', 'locked', 'unlocked'] as const) expect(turnOf(marked(1, type))).toBeNull()
})
