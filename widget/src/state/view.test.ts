import type { ContactEvent } from '@baton/core/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'
import { ana, asked, bot, byBot, contact, heldBy, marked, message, moved, seed, snapshot } from './testing.ts'
import { emptyThread, stand, standingOf } from './thread.ts'
import {
  apply,
  currentStanding,
  emptyView,
  type Happening,
  latestThread,
  readUpTo,
  unreadSince,
  type View,
} from './view.ts'

const streamed = (events: ContactEvent[], lastSeq = events.at(-1)?.seq ?? 0): Happening => ({
  type: 'streamed',
  conversation: 'conv_1',
  events,
  lastSeq,
})
const answered = (events: ContactEvent[], conversation = 'conv_1'): Happening => ({
  type: 'answered',
  conversation,
  events,
})
const after = (...happenings: Happening[]): View => happenings.reduce((view, one) => apply(one, view), emptyView)
const shown = (view: View) => ({ lines: linesOf(view, [], () => 'day'), standing: currentStanding(view) })

/** A log as it may be: numbers with gaps, because a contact does not see everything. */
const logs = fc
  .array(
    fc.tuple(
      fc.constantFrom('bot', 'ana', 'contact', 'asked', 'taken', 'passed', 'back', 'locked', 'unlocked', 'closed'),
      fc.integer({ min: 1, max: 3 }),
    ),
    { maxLength: 14 },
  )
  .map((steps) => {
    let seq = 0
    return steps.map(([kind, gap]): ContactEvent => {
      seq += gap
      switch (kind) {
        case 'bot':
          return message(seq, bot)
        case 'ana':
          return message(seq, ana)
        case 'contact':
          return message(seq, contact, { clientMessageId: `own ${seq}` })
        case 'asked':
          return moved(seq, 'operator_requested', asked)
        case 'taken':
          return moved(seq, 'taken_over', heldBy('Ana'))
        case 'passed':
          return moved(seq, 'transferred', heldBy('Ben'))
        case 'back':
          return moved(seq, 'handed_over', byBot)
        case 'closed':
          return moved(seq, 'closed', byBot)
        default:
          return marked(seq, kind)
      }
    })
  })

/** What the server would answer to somebody who loads everything now. */
function loadedUpTo(events: ContactEvent[]): Happening {
  const { chatState, operator, isClosed, isLocked } = events.reduce(stand, standingOf(emptyThread('conv_1')))
  const status = isClosed ? 'closed' : 'open'
  const lastSeq = events.at(-1)?.seq ?? 0
  return { type: 'loaded', snapshot: snapshot({ chatState, operator, status, locked: isLocked, lastSeq }), events }
}

test('a stale view plus the events since equals a fresh view', () => {
  fc.assert(
    fc.property(logs, fc.nat(), fc.nat(), (log, cut, overlap) => {
      const known = log.slice(0, cut % (log.length + 1))
      const rest = log.slice(Math.max(0, known.length - (overlap % 4)))
      const stale = after(loadedUpTo(known), streamed(rest, log.at(-1)?.seq ?? 0))
      const fresh = after(loadedUpTo(log))
      expect(shown(stale)).toEqual(shown(fresh))
      expect(latestThread(stale)?.position).toBe(latestThread(fresh)?.position)
    }),
    { seed },
  )
})

test('events that come twice, overlapping and in any order make the same view', () => {
  fc.assert(
    fc.property(
      logs.chain((log) =>
        fc.tuple(fc.constant(log), fc.array(fc.shuffledSubarray(log), { maxLength: 4 }), fc.array(fc.boolean())),
      ),
      ([log, batches, flags]) => {
        const pieces = batches.map((events, index) => (flags[index] ? streamed(events, 0) : answered(events)))
        const view = after(loadedUpTo([]), ...pieces, streamed(log), ...pieces)
        expect(shown(view)).toEqual(shown(after(loadedUpTo(log))))
      },
    ),
    { seed },
  )
})

test('what is seen twice changes nothing at all', () => {
  const view = after(streamed([message(1, bot), message(2, contact)]))
  expect(apply(streamed([message(1, bot)], 2), view)).toBe(view)
  expect(apply(answered([message(2, contact)]), view)).toBe(view)
})

test('the answer to a send does not move the position: an operator may have spoken just before', () => {
  const view = after(loadedUpTo([message(1, bot)]), answered([message(3, contact)]))
  expect(latestThread(view)?.position).toBe(1)
  const whole = apply(streamed([message(2, ana), message(3, contact)]), view)
  expect(whole.threads[0]?.events.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(latestThread(whole)?.position).toBe(3)
})

test('an older snapshot does not undo what was seen since', () => {
  const view = after(
    loadedUpTo([message(1, bot), moved(2, 'taken_over', heldBy('Ana'))]),
    loadedUpTo([message(1, bot)]),
  )
  expect(currentStanding(view)).toMatchObject({ chatState: 'taken_over', operator: { name: 'Ana' } })
})

test('a new conversation follows the closed one, which stays readable behind a divider', () => {
  const closed = loadedUpTo([message(1, bot), moved(2, 'closed', byBot)])
  const view = after(closed, answered([message(1, contact, {}, 'conv_2')], 'conv_2'))
  expect(latestThread(view)).toMatchObject({ id: 'conv_2', position: 0 })
  expect(linesOf(view, [], () => 'day').map(({ kind }) => kind)).toEqual([
    ...['day', 'message', 'announcement', 'divider', 'message'],
  ])
  expect(currentStanding(view).isClosed).toBe(false)
})

test('unread are the messages to the contact since the chat was last in sight', () => {
  const read = readUpTo(after(streamed([message(1, bot)])))
  const view = after(
    streamed([message(1, bot), message(2, contact), moved(3, 'taken_over', heldBy('Ana')), message(4, ana)]),
  )
  expect(unreadSince(view, read)).toBe(1)
  expect(unreadSince(view, readUpTo(view))).toBe(0)
  expect(unreadSince(view, new Map())).toBe(2)
})
