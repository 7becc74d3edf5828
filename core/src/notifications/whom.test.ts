import { describe, expect, test } from 'vitest'
import type { OperatorId } from '../ids.ts'
import type { Routing } from '../routing/routing.ts'
import type { Seat } from '../routing/team.ts'
import { group, minutesAfter, noon, operator, operatorId, team } from '../testing.ts'
import type { Instant } from '../time.ts'
import { type NotificationSettings, usualRules, usualSettings } from './settings.ts'
import { type AskedRequest, type Stage, whomToTell } from './whom.ts'

const [support, sales] = [group('support'), group('sales')]
const [ana, ben] = [operatorId('Ana'), operatorId('Ben')]
const now = minutesAfter(1)
const shut = { name: 'Never', timeZone: 'UTC', weekly: {}, exceptions: [], holidays: [] }
const quiet = {
  days: ['monday' as const],
  from: '11:00',
  until: '13:00',
  timeZone: 'UTC',
}

type Case = {
  seats?: Seat[]
  request?: Partial<AskedRequest>
  stage?: Stage
  routing?: Routing
  sights?: [OperatorId, Instant][]
  wishes?: [OperatorId, Partial<NotificationSettings>][]
}

/** Ana and Ben are of support; a case says only what is otherwise. */
function told({ seats, request, stage = 'first', routing = {}, sights = [], wishes = [] }: Case): unknown {
  const known = team(seats ?? [operator({ name: 'Ana' }), operator({ name: 'Ben' })])
  known.putGroup(support, routing)
  known.putGroup(sales)
  const telling = whomToTell({ group: support.id, operator: null, requestedAt: noon, ...request }, stage, {
    team: known,
    now,
    rules: usualRules,
    sights: new Map(sights),
    wishes: new Map(wishes.map(([id, one]) => [id, { ...usualSettings, ...one }])),
  })
  if (telling.kind !== 'tell') return telling.kind
  return telling.operators.map(({ operator: id, byPush, byMail }) =>
    [id === ana ? 'Ana' : id === ben ? 'Ben' : 'other', byPush && 'push', byMail && 'mail'].filter(Boolean).join(' '),
  )
}

const byMail = { mail: { requests: true, mentions: false } }

describe('who is told of a request', () => {
  test.each<[says: string, case_: Case, expected: unknown]>([
    ['everybody of the group, by push', {}, ['Ana push', 'Ben push']],
    ['nobody of another group', { request: { group: sales.id } }, []],
    ['of one for everybody, everybody', { request: { group: null } }, ['Ana push', 'Ben push']],
    ['of one that asks somebody first, or alone, only them', { request: { operator: ben, offer: true } }, ['Ben push']],
    [
      'also those who are offline, away or full',
      { seats: [operator({ name: 'Ana', online: false }), operator({ name: 'Ben', status: 'away', capacity: 0 })] },
      ['Ana push', 'Ben push'],
    ],
    [
      'nobody who is disabled, or off by their own calendar',
      { seats: [operator({ name: 'Ana', enabled: false }), operator({ name: 'Ben', isOff: true })] },
      [],
    ],
    ['nobody outside the hours of the group', { routing: { calendar: shut } }, 'closed'],
    [
      'also another group whose turn has come',
      {
        seats: [operator({ name: 'Ana', online: false }), operator({ name: 'Ben', groups: [sales] })],
        routing: { automatic: true, fallbacks: [{ group: sales.id, afterSeconds: 60 }] },
      },
      ['Ana push', 'Ben push'],
    ],
    ['nobody while one of them has a desk in sight', { sights: [[ben, now]] }, 'seen'],
    ['nobody when one of them had it in sight a moment ago', { sights: [[ben, minutesAfter(0.5)]] }, 'seen'],
    ['everybody when that was before', { sights: [[ben, minutesAfter(0.49)]] }, ['Ana push', 'Ben push']],
    [
      'everybody when it was somebody whom nobody asked',
      { sights: [[operatorId('Cleo'), now]] },
      ['Ana push', 'Ben push'],
    ],
    [
      'everybody when it was somebody who is away from it',
      { seats: [operator({ name: 'Ana' }), operator({ name: 'Ben', status: 'away' })], sights: [[ben, now]] },
      ['Ana push', 'Ben push'],
    ],
    ['nobody who has turned it off', { wishes: [[ana, { push: 'off' }]] }, ['Ben push']],
    ['nobody in their quiet hours', { wishes: [[ana, { quietHours: quiet, ...byMail }]] }, ['Ben push']],
    ['by mail only later', { wishes: [[ana, byMail]] }, ['Ana push', 'Ben push']],
    ['later, those who wish it by mail', { stage: 'second', wishes: [[ana, byMail]] }, ['Ana push mail', 'Ben push']],
    [
      'by mail alone where that is the wish',
      { stage: 'second', wishes: [[ana, { push: 'off', ...byMail }]] },
      ['Ana mail', 'Ben push'],
    ],
  ])('[U-13] %s', (_, case_, expected) => {
    expect(told(case_)).toEqual(expected)
  })
})
