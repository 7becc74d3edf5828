import type { ContactEvent } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { announcementOf } from './announcement.ts'
import { type Line, linesOf, quickRepliesOf } from './lines.ts'
import { enqueue, refused } from './outbox.ts'
import { ana, asked, bot, byBot, contact, heldBy, marked, message, moved, replies, snapshot } from './testing.ts'
import { emptyThread, stand, standingOf } from './thread.ts'
import { apply, emptyView, type View } from './view.ts'

const viewOf = (...events: ContactEvent[]): View => apply({ type: 'loaded', snapshot: snapshot(), events }, emptyView)
const messagesIn = (lines: Line[]) => lines.filter((line) => line.kind === 'message')
const entry = { id: 'own', text: 'hello', at: '2026-11-22T09:00:00.000Z' }

function announced(...events: ContactEvent[]) {
  let standing = standingOf(emptyThread('conv_1'))
  return events.map((event) => {
    const before = standing
    standing = stand(before, event)
    return announcementOf(event, before)
  })
}

test('[V-09] every change of who answers is announced', () => {
  expect(
    announced(
      marked(1, 'conversation_opened'),
      moved(2, 'operator_requested', asked),
      moved(3, 'taken_over', heldBy('Ana')),
      moved(4, 'transferred', heldBy('Ben')),
      moved(5, 'transferred', asked),
      moved(6, 'taken_over', heldBy('Ana')),
      moved(7, 'handed_over', byBot),
      moved(8, 'closed', byBot),
    ),
  ).toEqual([
    null,
    { kind: 'asking' },
    { kind: 'joined', name: 'Ana' },
    { kind: 'passed_on', from: 'Ana', name: 'Ben' },
    { kind: 'asking_again', from: 'Ben' },
    { kind: 'joined', name: 'Ana' },
    { kind: 'left', name: 'Ana' },
    { kind: 'closed' },
  ])
})

test('[V-09] a request that is addressed anew is announced once, and one withdrawn is told from somebody leaving', () => {
  const [, again, withdrawn] = announced(
    moved(1, 'operator_requested', asked),
    moved(2, 'operator_requested', asked),
    moved(3, 'handed_over', byBot),
  )
  expect(again).toBeNull()
  expect(withdrawn).toEqual({ kind: 'nobody_joined' })
})

test('[V-09] each message says who speaks', () => {
  const lines = linesOf(viewOf(message(1, bot), message(2, ana), message(3, contact)), [], () => 'day')
  expect(messagesIn(lines).map(({ speaker }) => speaker)).toEqual([
    { kind: 'chatbot', name: 'Juno' },
    { kind: 'operator', name: 'Ana' },
    { kind: 'contact', name: null },
  ])
})

test('empty bubbles are not drawn, and a text is drawn once wherever it stands', () => {
  const view = viewOf(
    message(1, bot, { text: '', parts: [] }),
    message(2, bot, { text: ' ', parts: [{ type: 'text', text: '\n' }] }),
    message(3, bot, { parts: [replies('Yes')] }),
    message(4, bot, { text: 'beside', parts: [] }),
    message(5, bot, { parts: [{ type: 'text', text: 'inside' }] }),
    message(6, bot, { text: 'both', parts: [{ type: 'text', text: 'both' }] }),
  )
  expect(messagesIn(linesOf(view, [], () => 'day')).map(({ text }) => text)).toEqual(['beside', 'inside', 'both'])
})

test('a postback shows the label that was pressed', () => {
  const view = viewOf(
    message(1, bot, { parts: [replies('Yes', 'No')] }),
    message(2, contact, { payload: 'payload No' }),
  )
  expect(messagesIn(linesOf(view, [], () => 'day')).map(({ text }) => text)).toEqual(['No'])
})

test('chips are those of the latest chatbot message and go away when something is said', () => {
  const asking = [message(1, bot, { parts: [replies('Old')] }), message(2, bot, { parts: [replies('Yes', 'No')] })]
  const labels = (view: View, outbox = enqueue([], entry).slice(1)) =>
    quickRepliesOf(view, outbox).map(({ label }) => label)
  expect(labels(viewOf(...asking))).toEqual(['Yes', 'No'])
  expect(labels(viewOf(...asking), enqueue([], entry))).toEqual([])
  expect(labels(viewOf(...asking), refused(enqueue([], entry), 'own', 'refused'))).toEqual(['Yes', 'No'])
  expect(labels(viewOf(...asking, message(3, contact)))).toEqual([])
  expect(labels(viewOf(...asking, message(3, bot)))).toEqual([])
  expect(labels(viewOf(...asking, message(3, ana)))).toEqual([])
  expect(labels(viewOf(...asking, moved(3, 'closed', byBot)))).toEqual([])
})

test('[V-08] an own message keeps its place and its key from waiting to seen, and is never drawn twice', () => {
  const outbox = enqueue([], entry)
  const before = messagesIn(linesOf(viewOf(message(1, bot)), outbox, () => 'day'))
  const seen = viewOf(message(1, bot), message(2, contact, { text: 'hello', clientMessageId: 'own' }))
  const after = messagesIn(linesOf(seen, outbox, () => 'day'))
  expect(before.map(({ key, delivery }) => [key, delivery?.status])).toEqual([
    ['ev_conv_1_1', undefined],
    ['own', 'waiting'],
  ])
  expect(after.map(({ key, delivery }) => [key, delivery])).toEqual([
    ['ev_conv_1_1', null],
    ['own', null],
  ])
})

test('a run of one speaker is one group, broken by an announcement', () => {
  const events = [message(1, ana), message(2, ana), moved(3, 'handed_over', byBot), message(4, bot)]
  const groups = messagesIn(linesOf(viewOf(...events), [], () => 'day'))
  expect(groups.map((line) => [line.isFirstOfSpeaker, line.isLastOfSpeaker])).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ])
})

test('buttons of a conversation that is over are dead', () => {
  const [line] = messagesIn(linesOf(viewOf(message(1, bot), moved(2, 'closed', byBot)), [], () => 'day'))
  expect(line?.isLive).toBe(false)
})
