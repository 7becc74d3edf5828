import { expect, test } from 'vitest'
import type { StateEvent } from './entries.ts'
import { wayOf } from './state-text.ts'

const event = (data: object) => ({ type: 'handed_over', data: { cause: 'timer', reason: null, ...data } }) as StateEvent

test.each([
  [{}, 'cause.timer'],
  [{ cause: 'desk' }, 'cause.desk'],
  [{ reason: 'idle' }, 'way.idle'],
  [{ reason: 'unanswered' }, 'way.unanswered'],
  [{ reason: 'none_online', cause: 'action' }, 'cause.action'],
  [{ decision: { settings: { mode: 'automatic' } } }, 'way.queue'],
  [{ decision: { settings: { mode: 'operator_takeover' } }, cause: 'api' }, 'cause.api'],
])('what a change of holder came by: %j', (data, way) => expect(wayOf(event(data))).toBe(way))
