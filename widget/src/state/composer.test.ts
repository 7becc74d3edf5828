import type { ContactEvent } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { canSend, composerOf, maxLength, signsLeft } from './composer.ts'
import { ana, asked, bot, byBot, contact, heldBy, marked, message, moved, snapshot } from './testing.ts'
import { apply, emptyView } from './view.ts'

const can = (...events: ContactEvent[]) =>
  composerOf(apply({ type: 'loaded', snapshot: snapshot(), events }, emptyView)).can
const choose = message(1, bot, { userMayType: false })

test('the chatbot may ask to choose, as long as nobody else is asked for or answers', () => {
  expect(composerOf(emptyView).can).toBe('write')
  expect(can(message(1, bot))).toBe('write')
  expect(can(choose)).toBe('choose')
  expect(can(choose, message(2, contact))).toBe('choose')
  expect(can(choose, message(2, bot))).toBe('write')
  expect(can(choose, moved(2, 'operator_requested', asked))).toBe('write')
  expect(can(choose, moved(2, 'taken_over', heldBy('Ana')), message(3, ana))).toBe('write')
})

test('a closed conversation is answered by a new one, a locked one not at all', () => {
  expect(can(choose, moved(2, 'closed', byBot))).toBe('start_anew')
  expect(can(message(1, bot), marked(2, 'locked'))).toBe('wait')
  expect(can(message(1, bot), marked(2, 'locked'), marked(3, 'unlocked'))).toBe('write')
})

test('a text has something to say and at most 4,000 signs, told near the end', () => {
  expect([' \n', 'a', 'a'.repeat(maxLength), 'a'.repeat(maxLength + 1)].map(canSend)).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect([10, 3_599, 3_600, 4_002].map((length) => signsLeft('a'.repeat(length)))).toEqual([null, null, 400, -2])
})
