import { expect, test } from 'vitest'
import { announcedEndIn, isEndPutOffIn } from './end.ts'
import { ana, announced, asked, bot, byBot, contact, heldBy, marked, message, moved } from './testing.ts'
import { apply, emptyView, latestThread, readUpTo, unreadSince, type View } from './view.ts'

const until = '2026-11-22T09:01:00.000Z'
const end = { seq: 4, until: Date.parse(until), outcome: 'close' }
const talk = [message(1, bot), moved(2, 'taken_over', heldBy('Ana')), message(3, ana)]
const warning = announced(4, until)

function after(...events: Parameters<typeof apply>[0]['events']): View {
  return apply({ type: 'streamed', conversation: 'conv_1', events, lastSeq: events.at(-1)?.seq ?? 0 }, emptyView)
}
function endIn(view: View) {
  const thread = latestThread(view)
  return thread && announcedEndIn(thread)
}

test('[A-12] a warning stands as long as nothing is said and nothing changes, also after a reload', () => {
  expect(endIn(after(...talk))).toBeNull()
  expect(endIn(after(...talk, warning))).toEqual(end)
  expect(endIn(after(...talk, warning, marked(5, 'locked')))).toEqual(end)
  expect(endIn(after(...talk, warning, message(5, { kind: 'system' })))).toEqual(end)
})

test.each([
  ['the contact writes', message(5, contact)],
  ['the operator writes', message(5, ana)],
  ['it was put off', marked(5, 'end_put_off')],
  ['it is passed on', moved(5, 'transferred', heldBy('Ben'))],
  ['somebody else is asked for', moved(5, 'transferred', asked)],
  ['it went back', moved(5, 'handed_over', byBot)],
  ['it is over', moved(5, 'closed', byBot)],
])('[A-12] it is void when %s; a new one stands again', (_, event) => {
  const view = after(...talk, warning, event)
  const [thread] = view.threads
  expect(endIn(view)).toBeNull()
  expect(thread && isEndPutOffIn(thread)).toBe(event.type === 'end_put_off')
  expect(endIn(after(...talk, warning, event, announced(6, until, 'hand_back')))).toMatchObject({ seq: 6 })
})

test('[A-12] a warning is something to read, until it is read or void', () => {
  const read = readUpTo(after(...talk))
  expect(unreadSince(after(...talk, warning), read)).toBe(1)
  expect(unreadSince(after(...talk, warning), readUpTo(after(...talk, warning)))).toBe(0)
  expect(unreadSince(after(...talk, warning, marked(5, 'end_put_off')), read)).toBe(0)
})
