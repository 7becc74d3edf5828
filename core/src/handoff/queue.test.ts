import { describe, expect, test } from 'vitest'
import type { GroupId } from '../ids.ts'
import { group, minutesAfter, noon, operator, team } from '../testing.ts'
import { groupsAsked, hasRoom, nextChanceAt, roomFor } from './queue.ts'

const [support, sales, empty] = [group('support'), group('sales'), group('empty')]
const asking = (group: GroupId | null, requestedAt = noon) => ({ group, requestedAt })
const office = (from: string, to: string) => ({
  name: 'Office',
  timeZone: 'UTC',
  weekly: { monday: [{ from, to }] },
  exceptions: [],
  holidays: [],
})

describe('other groups', () => {
  test('[RO-22] two that stand in for each other are asked once each, and one that is gone is passed over', () => {
    const known = team([operator({ name: 'Ana', groups: [sales] })])
    known.putGroup(support, { automatic: true, fallbacks: [{ group: sales.id, afterSeconds: 60 }] })
    known.putGroup(sales, { automatic: true, fallbacks: [{ group: support.id, afterSeconds: 60 }] })
    expect(groupsAsked(asking(support.id), { team: known, now: noon })).toEqual([support.id, sales.id])
    expect(groupsAsked(asking(sales.id), { team: known, now: minutesAfter(1) })).toEqual([sales.id, support.id])
    known.removeGroup(sales.id)
    expect(groupsAsked(asking(support.id), { team: known, now: minutesAfter(1) })).toEqual([support.id])
    expect(roomFor(asking(support.id), { team: known, now: minutesAfter(1) })).toBe(0)
  })

  test('[RO-22] a group that takes over the chain of its workspace does not stand in for itself', () => {
    const known = team([operator({ name: 'Ana', groups: [support] })])
    known.putWorkspace({ automatic: true, fallbacks: [{ group: support.id, afterSeconds: 0 }] })
    expect(groupsAsked(asking(support.id), { team: known, now: noon })).toEqual([support.id])
    expect(roomFor(asking(support.id), { team: known, now: noon })).toBe(1)
  })
})

describe('room', () => {
  test('[RO-21] only what is assigned by itself has room, stand-ins included whose time is still to come', () => {
    const known = team([operator({ name: 'Ana', groups: [sales] })])
    const moment = { team: known, now: noon }
    expect(hasRoom(moment)).toBe(false)
    known.putGroup(support, { automatic: true, fallbacks: [{ group: sales.id, afterSeconds: 600 }] })
    expect(hasRoom(moment)).toBe(true)
    known.putGroup(sales, { limit: 0 })
    expect(hasRoom(moment)).toBe(false)
  })
})

describe('what time alone brings', () => {
  test('[RO-22] [RO-40] the next turn of another group or the next opening, whichever is first, of all that wait', () => {
    const known = team([])
    known.putGroup(support, {
      automatic: true,
      fallbacks: [
        { group: sales.id, afterSeconds: 30 },
        { group: empty.id, afterSeconds: 7_200 },
      ],
    })
    known.putGroup(sales, { automatic: true, calendar: office('13:00', '17:00') })
    const chance = (...requests: ReturnType<typeof asking>[]) => nextChanceAt(requests, { team: known, now: noon })
    expect(chance()).toBeNull()
    expect(chance(asking(empty.id), asking(null))).toBeNull()
    expect(chance(asking(support.id))).toBe(minutesAfter(0.5))
    expect(chance(asking(support.id, minutesAfter(-1)))).toBe(minutesAfter(60))
    expect(chance(asking(sales.id), asking(support.id, minutesAfter(-100)))).toBe(minutesAfter(20))
  })
})
