import { describe, expect, test } from 'vitest'
import { extend, openLog, positionsOfBlock, prepend, startBefore, stretch } from './log.ts'
import { event, requested, takenOver, view } from './testing.ts'

const whole = [
  event(1),
  event(2, { type: 'variable_set', data: { variable: 'user_name', value: 'Elena' } }),
  event(3, { type: 'variable_set', data: { variable: 'order.id', value: 7 } }),
  event(4, { type: 'tag_set', data: { tag: 'vip' } }),
  requested(5),
  takenOver(6),
  event(7, { type: 'tag_dropped', data: { tag: 'vip' } }),
  event(8, { type: 'locked', data: { cause: 'desk' } }),
  event(9),
]

function extended(log: ReturnType<typeof openLog>, events: typeof whole) {
  const answer = extend(log, events)
  if (answer.kind === 'gap') throw new Error('unexpected gap')
  return answer.log
}

describe('a log', () => {
  test('[D-09] events applied to a stale view equal a fresh view, from every position', () => {
    const fresh = openLog(view(), whole)
    for (let at = 0; at <= whole.length; at++) {
      const stale = openLog(openLog(view(), whole.slice(0, at)).view, whole.slice(0, at))
      const start = at === 0 ? { ...stale, firstSeq: 1, lastSeq: 0 } : stale
      expect(extended(start, whole.slice(at)).view).toEqual(fresh.view)
    }
  })

  test('events that come twice change nothing', () => {
    const log = openLog(view(), whole)
    expect(extended(log, whole)).toBe(log)
  })

  test('overlapping events are taken up where the log ends', () => {
    const log = extended(openLog(view(), whole.slice(0, 4)), whole.slice(2))
    expect(log.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('events in one frame may be doubled and out of order', () => {
    const [a, b] = [event(2), event(3)]
    expect(extended(openLog(view(), [event(1)]), [b, a, b]).lastSeq).toBe(3)
  })

  test('a hole is a gap, never a silent one', () => {
    expect(extend(openLog(view(), whole.slice(0, 3)), whole.slice(4)).kind).toBe('gap')
  })

  test('older events go in front, without doubles', () => {
    const log = openLog(view({ lastSeq: 9 }), whole.slice(5))
    expect(prepend(log, whole.slice(0, 7)).events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

test('[U-20] what is fetched begins at the edge of a block, is at most a call long, and comes to the beginning', () => {
  for (let seq = 1; seq < 1_200; seq += 1) {
    const after = startBefore(seq)
    expect(after === 0 || (after + 1) % positionsOfBlock === 0).toBe(true)
    expect(after).toBeLessThan(seq)
    expect(seq - 1 - after).toBeLessThanOrEqual(500)
    expect(after === 0 || seq - 1 - after >= stretch).toBe(true)
  }
})
