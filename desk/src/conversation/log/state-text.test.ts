import { expect, test } from 'vitest'
import type { StateEvent } from './entries.ts'
import { stateText, wayOf } from './state-text.ts'

const event = (data: object) => ({ type: 'handed_over', data: { cause: 'timer', reason: null, ...data } }) as StateEvent

test.each([
  [{}, 'cause.timer'],
  [{ cause: 'desk' }, 'cause.desk'],
  [{ reason: 'idle' }, 'way.idle'],
  [{ reason: 'unanswered' }, 'way.unanswered'],
  [{ reason: 'owner_unreachable' }, 'way.owner_unreachable'],
  [{ reason: 'none_online', cause: 'action' }, 'cause.action'],
  [{ decision: { settings: { mode: 'automatic' } } }, 'way.queue'],
  [{ decision: { settings: { mode: 'operator_takeover' } }, cause: 'api' }, 'cause.api'],
])('what a change of holder came by: %j', (data, way) => expect(wayOf(event(data))).toBe(way))

test.each([
  ['declined', 'offer_declined'],
  ['offer_missed', 'offer_missed'],
])('[RO-30] an offer that was %s names whoever was asked, not the group that waits on', (reason, key) => {
  const asked = { chatState: 'operator_requested', operator: { id: 'op_jon', name: 'Jon' }, group: null }
  const ended = {
    type: 'operator_requested',
    actor: { kind: 'system' },
    data: { from: asked, to: { ...asked, operator: null }, reason, cause: 'timer' },
  } as unknown as StateEvent
  expect(stateText(ended)).toMatchObject({ key, words: { operator: 'Jon' } })
})
