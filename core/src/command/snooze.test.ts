import { describe, expect, test } from 'vitest'
import { fold } from '../conversation/conversation.ts'
import { snoozedUntilOf } from '../conversation/holder.ts'
import type { Mover } from '../handoff/moves.ts'
import type { Deadlines } from '../routing/routing.ts'
import {
  by,
  claims,
  contactSays,
  group,
  minutesAfter,
  opens,
  operator,
  operatorSays,
  program,
  type Talk,
  talk,
  team,
  told,
  world,
} from '../testing.ts'
import type { Instant } from '../time.ts'
import type { Command } from './command.ts'
import { decide } from './decide.ts'

const ana = operator({ name: 'Ana' })
const ben = operator({ name: 'Ben' })
const eve = operator({ name: 'Eve', role: 'supervisor' })
const support = group('support')
const daysOfLongest = 366
const minutesOfDay = 24 * 60

const snoozes = (until: Instant | null, mover: Mover = by(ana)): Command => ({
  type: 'snooze',
  until,
  by: mover,
  cause: 'desk',
})

/** Ana has taken it over, in *support*, at noon. */
function owned(deadlines: Deadlines = {}): Talk {
  const known = team([ana, ben, eve])
  known.putGroup(support, { deadlines })
  const one = talk(world({ team: known }))
  one.does(opens())
  one.does({
    type: 'set_operator_state',
    settings: { mode: 'request_operator', operatorsGroup: 'support' },
    by: program,
    cause: 'api',
  })
  one.does(claims(ana))
  return one
}

const until = (one: Talk) => snoozedUntilOf(one.record.conversation.holder, one.world.now)
const refused = (one: Talk, command: Command) => {
  const decided = decide(one.record.conversation.id, one.record, command, one.world)
  return decided.ok ? null : decided.refusal.kind
}

describe('putting a conversation aside', () => {
  test('[U-02] snooze is one event of its own: epoch, load and state stay, and no bot speaks', () => {
    const one = owned()
    const { epoch, lastSeq } = one.record.conversation
    one.does(snoozes(minutesAfter(60)))
    const last = one.events.at(-1)
    expect(last).toMatchObject({
      type: 'snoozed',
      seq: lastSeq + 1,
      epoch,
      actor: { kind: 'operator', id: ana.id },
      data: { until: '2026-01-05T13:00:00.000Z', cause: 'desk' },
    })
    expect(one.record.conversation.holder.state).toBe('taken_over')
    expect(one.world.team.seat(ana.id)?.load).toBe(1)
    expect(until(one)).toBe(minutesAfter(60))
  })

  test('[U-02] snooze said again is once; another time is another event; ended twice is once', () => {
    const one = owned()
    for (const minutes of [60, 60, 90, 90]) one.does(snoozes(minutesAfter(minutes)))
    for (let times = 0; times < 2; times += 1) one.does(snoozes(null))
    const said = one.events.flatMap((event) => (event.type === 'snoozed' ? [event.data.until] : []))
    expect(said).toEqual(['2026-01-05T13:00:00.000Z', '2026-01-05T13:30:00.000Z', null])
    expect(until(one)).toBeNull()
  })

  test('[U-02] snooze ends with its time, without anything being written; ending it then is nothing', () => {
    const one = owned()
    one.does(snoozes(minutesAfter(60)))
    one.world.now = minutesAfter(60)
    expect(until(one)).toBeNull()
    const { length } = one.events
    one.does(snoozes(null))
    expect(one.events.length).toBe(length)
  })

  test('[U-02] the contact’s next message of any kind ends it; the owner’s words, a note and a tag do not', () => {
    const click = contactSays(null, { message: { text: null, payload: 'yes', parts: [] } })
    for (const message of [contactSays('hello'), click]) {
      const one = owned()
      one.does(snoozes(minutesAfter(60)))
      one.does(operatorSays(ana))
      one.does(operatorSays(ben, 'a note', true))
      one.does({ type: 'label', variables: {}, setTags: ['later'], dropTags: [], by: by(ana) })
      expect(until(one)).toBe(minutesAfter(60))
      one.does(message)
      expect(until(one)).toBeNull()
    }
  })

  test('[U-02] any change of owner or chat state ends it, and closing does', () => {
    const moves: Command[] = [
      { type: 'transfer', to: { operator: ben.id }, by: by(ana), cause: 'desk' },
      { type: 'transfer', to: { group: support.id }, by: by(ana), cause: 'desk' },
      { type: 'hand_over', by: by(ana), cause: 'desk' },
      { type: 'close', by: by(ana), cause: 'desk' },
      { type: 'lose_operator', operator: ana.id, by: program, cause: 'api' },
    ]
    for (const move of moves) {
      const one = owned()
      one.does(snoozes(minutesAfter(60)))
      one.does(move)
      expect(until(one), move.type).toBeNull()
      expect(fold(one.record.conversation.id, one.events)).toEqual(one.record.conversation)
    }
  })

  test('[HO-44] the owner may, a supervisor and a program may, nobody else', () => {
    expect(refused(owned(), snoozes(minutesAfter(5), by(ben)))).toBe('owned')
    for (const mover of [by(ana), by(eve), program])
      expect(refused(owned(), snoozes(minutesAfter(5), mover))).toBeNull()
  })

  test('[U-02] snooze is refused where nobody owns it, where it is closed, and for a time that is not ahead or over a year', () => {
    const waiting = owned()
    waiting.does({ type: 'transfer', to: { group: support.id }, by: by(ana), cause: 'desk' })
    expect(refused(waiting, snoozes(minutesAfter(5)))).toBe('not_taken_over')
    expect(refused(waiting, snoozes(null))).toBe('not_taken_over')
    const over = owned()
    over.does({ type: 'close', by: by(ana), cause: 'desk' })
    expect(refused(over, snoozes(minutesAfter(5)))).toBe('closed')
    const one = owned()
    for (const minutes of [-1, 0, daysOfLongest * minutesOfDay + 1])
      expect(refused(one, snoozes(minutesAfter(minutes)))).toBe('snooze_out_of_range')
    expect(refused(one, snoozes(minutesAfter(daysOfLongest * minutesOfDay)))).toBeNull()
  })
})

describe('deadlines of what is put aside', () => {
  const idle: Deadlines = { idle: { afterSeconds: 1_800, warnSeconds: 300, outcome: 'close' } }

  /** So many minutes after noon every row that is due by then, and no other, has done what it does; answers what was written. */
  function at(one: Talk, minutes: number, rows: { due: Instant; work: Talk['works'][number] }[]): string[] {
    const before = one.events.length
    one.world.now = minutesAfter(minutes)
    for (const row of rows.splice(0)) {
      const { id, epoch, work } = row.work
      if (row.due > one.world.now || work.kind !== 'deadline') rows.push(row)
      else {
        const { deadline, group, since } = work
        one.does({ type: 'meet_deadline', work: { id, epoch }, deadline, group, since })
      }
    }
    take(one, rows)
    return told(one.events.slice(before))
  }

  /** Rows that were set just now. */
  function take(one: Talk, rows: { due: Instant; work: Talk['works'][number] }[]): typeof rows {
    for (const row of one.works.splice(0)) {
      const milliseconds = 'milliseconds' in row.work ? row.work.milliseconds : 0
      rows.push({ due: (one.world.now + milliseconds) as Instant, work: row })
    }
    return rows
  }

  test('[HO-17] [U-02] nobody’s silence closes it, or is warned of, before the snooze has ended: it counts from there', () => {
    const one = owned(idle)
    const rows = take(one, [])
    one.world.now = minutesAfter(10)
    one.does(snoozes(minutesAfter(120)))
    take(one, rows)
    for (const minutes of [25, 30, 60, 120, 144]) expect(at(one, minutes, rows), String(minutes)).toEqual([])
    expect(at(one, 145, rows)).toEqual(['end_announced'])
    expect(at(one, 149, rows)).toEqual([])
    expect(at(one, 150, rows)).toEqual(['closed'])
  })

  test('[HO-17] [U-02] taken up again early, or by the contact’s words, it counts from that moment, once', () => {
    for (const end of [snoozes(null), contactSays('here I am')]) {
      const one = owned(idle)
      const rows = take(one, [])
      one.does(snoozes(minutesAfter(1_000)))
      one.world.now = minutesAfter(100)
      one.does(end)
      take(one, rows)
      expect(at(one, 124, rows)).toEqual([])
      expect(at(one, 125, rows)).toEqual(['end_announced'])
      expect(at(one, 130, rows)).toEqual(['closed'])
    }
  })

  test('[HO-17] [U-02] an earlier row of a longer snooze warns nobody a second time', () => {
    const one = owned(idle)
    const rows = take(one, [])
    one.does(snoozes(minutesAfter(60)))
    take(one, rows)
    one.world.now = minutesAfter(1)
    one.does(snoozes(minutesAfter(61)))
    take(one, rows)
    const written = [85, 86, 87, 90].flatMap((minutes) => at(one, minutes, rows))
    expect(written).toEqual(['end_announced'])
    expect(at(one, 91, rows)).toEqual(['closed'])
  })

  test('[HO-43] [U-02] an owner who is gone keeps what is put aside; a first answer is still owed', () => {
    const gone = owned({ unreachable: { afterSeconds: 120, outcome: 'requeue' } })
    const rows = take(gone, [])
    gone.does(snoozes(minutesAfter(60)))
    take(gone, rows)
    gone.world.team.put({ ...ana, load: 1, status: 'offline', offlineAt: gone.world.now })
    expect(at(gone, 10, rows)).toEqual([])
    expect(at(gone, 61, rows)).toEqual([])
    expect(at(gone, 62, rows)).toEqual(['transferred'])
    const silent = owned({ firstAnswer: { afterSeconds: 120 } })
    const owed = take(silent, [])
    silent.does(snoozes(minutesAfter(60)))
    take(silent, owed)
    expect(at(silent, 2, owed)).toEqual(['transferred'])
  })
})
