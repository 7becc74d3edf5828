import { expect, test } from 'vitest'
import { byAna, event } from '../../live/testing.ts'
import { unreadFrom } from './unread-from.ts'

const reply = (seq: number, note = false) => event(seq, { actor: byAna, data: { text: 'hi', parts: [], note } })

test('[U-11] unread again is what has the focus, else what the contact said and nobody answered', () => {
  const events = [
    event(1),
    reply(2),
    event(3),
    event(4, { type: 'tag_set', data: { tag: 'x' } }),
    event(5),
    reply(6, true),
  ]
  expect([unreadFrom(events, null), unreadFrom(events, 2)]).toEqual([3, 2])
  expect([unreadFrom([event(1), event(2), reply(3)], null), unreadFrom([reply(3)], null)]).toEqual([1, null])
})
