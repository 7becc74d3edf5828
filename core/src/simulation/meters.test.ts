import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'
import { Draw } from '../routing/draw.ts'
import { likelihood } from '../routing/testing.ts'
import { operatorId } from '../testing.ts'
import { LoadMeter } from './load-meter.ts'
import { TieMeter } from './tie-meter.ts'
import { Timeline } from './timeline.ts'
import { WaitMeter } from './wait-meter.ts'

const seed = 20_260_110
const unlikely = 0.001

test('[RO-51] the timeline gives the earliest first, of one moment the smaller kind, of one kind whatever came first', () => {
  const anyEntry = fc.record({ at: fc.nat({ max: 20 }), kind: fc.nat({ max: 2 }), drops: fc.nat({ max: 2 }) })
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 80 }), (entries) => {
      const timeline = new Timeline()
      let waiting: { at: number; kind: number; item: number }[] = []
      const check = () => {
        const [next] = waiting
        expect(timeline.size).toBe(waiting.length)
        expect(timeline.at).toBe(next?.at ?? Number.POSITIVE_INFINITY)
        if (next) expect([timeline.kind, timeline.item, timeline.stamp]).toEqual([next.kind, next.item, next.item * 2])
      }
      for (const [item, { at, kind, drops }] of entries.entries()) {
        timeline.push(at, kind, item, item * 2)
        waiting = [...waiting, { at, kind, item }].sort((a, b) => a.at - b.at || a.kind - b.kind || a.item - b.item)
        check()
        for (let drop = 0; drop < drops && waiting.length > 0; drop += 1) {
          timeline.drop()
          waiting.shift()
          check()
        }
      }
    }),
    { seed, numRuns: 300 },
  )
})

type Deed = { after: number; operator: number; kind: 'more' | 'less' | 'turn' }

const anyDeeds = fc.array(
  fc.record<Deed>({
    after: fc.nat({ max: 5 }),
    operator: fc.nat({ max: 3 }),
    kind: fc.constantFrom('more', 'more', 'less', 'turn'),
  }),
  { maxLength: 60 },
)

/** Plays what happens second by second, and looks at all operators in each. */
function byHand(deeds: readonly Deed[], from: number, until: number) {
  const loads = [0, 0, 0, 0]
  const isOn = [false, false, false, false]
  const seconds: { loads: number[]; on: number[] }[] = []
  let now = 0
  const pass = (to: number) => {
    for (; now < to; now += 1)
      if (now >= from && now < until) seconds.push({ loads: [...loads], on: loads.filter((_, index) => isOn[index]) })
  }
  for (const { after, operator, kind } of deeds) {
    pass(now + after)
    if (kind === 'turn') isOn[operator] = isOn[operator] !== true
    else loads[operator] = (loads[operator] ?? 0) + (kind === 'more' ? 1 : -1)
  }
  pass(until)
  const mean = (values: number[]) =>
    values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length
  const covered = seconds.filter(({ on }) => on.length > 0).map(({ on }) => on)
  const variances = [0, 1, 2, 3].map((operator) => {
    const own = seconds.map((second) => second.loads[operator] ?? 0)
    return mean(own.map((load) => load * load)) - mean(own) ** 2
  })
  const onShift = covered.flat()
  return {
    mean: mean(seconds.map((second) => second.loads.reduce((sum, load) => sum + load, 0))),
    variancePerOperator: mean(variances),
    meanMax: mean(covered.map((on) => Math.max(...on))),
    meanSpread: mean(covered.map((on) => Math.max(...on) - Math.min(...on))),
    occupancy: mean(onShift.map((load) => (load > 0 ? 1 : 0))),
  }
}

test('[RO-51] loads over time are what looking every second says, between first and last arrival', () => {
  fc.assert(
    fc.property(anyDeeds, fc.nat({ max: 30 }), fc.nat({ max: 60 }), (all, from, time) => {
      const loads = [0, 0, 0, 0]
      // Nobody has fewer than none.
      const deeds = all.filter(({ operator, kind }) => {
        const next = (loads[operator] ?? 0) + (kind === 'more' ? 1 : kind === 'less' ? -1 : 0)
        if (next < 0) return false
        loads[operator] = next
        return true
      })
      const until = from + time
      const meter = new LoadMeter(4, from)
      const isOn = [false, false, false, false]
      let now = 0
      for (const { after, operator, kind } of deeds) {
        now += after
        if (now > until) meter.stop(until)
        if (kind === 'turn') {
          isOn[operator] = isOn[operator] !== true
          meter.shift(operator, isOn[operator], now)
        } else meter.change(operator, kind === 'more' ? 1 : -1, now)
      }
      meter.stop(until)
      const expected = byHand(deeds, from, until)
      const told = meter.figures()
      for (const [name, value] of Object.entries(expected)) expect(told).toHaveProperty(name, expect.closeTo(value, 9))
    }),
    { seed, numRuns: 500 },
  )
})

describe('waits', () => {
  const anyWaits = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 })), {
    minLength: 1,
    maxLength: 3_000,
  })

  test('[RO-51] percentiles are the nearest ranks over all answered, and the mean is theirs', () => {
    fc.assert(
      fc.property(anyWaits, fc.double({ min: 0.01, max: 1, noNaN: true }), (waits, share) => {
        const meter = new WaitMeter()
        for (const [index, wait] of waits.entries()) {
          meter.add(wait)
          // Asked in between, it goes on all the same.
          if (index === 100) meter.percentileMs(0.5)
        }
        const sorted = waits.toSorted((one, other) => one - other)
        expect(meter.percentileMs(share)).toBe(sorted[Math.ceil(share * waits.length) - 1])
        expect(meter.meanMs).toBeCloseTo(waits.reduce((sum, wait) => sum + wait, 0) / waits.length, 9)
        const limit = sorted[Math.floor(sorted.length / 2)] ?? 0
        expect(meter.shareBeyond(limit)).toBeCloseTo(waits.filter((wait) => wait > limit).length / waits.length, 12)
        expect(meter.answered).toBe(waits.length)
      }),
      { seed, numRuns: 200 },
    )
  })

  test('[RO-51] of nobody there is nothing to tell', () => {
    const meter = new WaitMeter()
    expect([meter.meanMs, meter.percentileMs(0.9), meter.shareBeyond(0), meter.answered]).toEqual([0, 0, 0, 0])
  })
})

describe('ties', () => {
  const ids = Array.from({ length: 300 }, (_, index) => operatorId(`Op ${String(index).padStart(3, '0')}`))
  const numbers = new Map(ids.map((id, index) => [id, index]))

  /** Winners among equals of all sizes, in any stored order. `pick`: a place in that order. */
  function counted(
    rounds: number,
    operators: number,
    pick: (equals: OperatorId[], below: (count: number) => number) => number,
  ) {
    const chance = seededChance(seed)
    const meter = new TieMeter(new Map([...numbers].slice(0, operators)), seededChance(seed + 1))
    for (let round = 0; round < rounds; round += 1) {
      const size = 1 + chance.below(operators)
      const equals = ids.slice(0, operators)
      for (let at = 0; at < size; at += 1) {
        const other = at + chance.below(operators - at)
        const moved = equals[at]
        equals[at] = equals[other] ?? ids[0] ?? operatorId('nobody')
        equals[other] = moved ?? operatorId('nobody')
      }
      const tied = equals.slice(0, size)
      const place = pick(tied, (count) => chance.below(count))
      const draw = Draw.among([tied.map((operator) => ({ operator }))], { below: () => place })
      if (draw) meter.look(draw)
    }
    return meter
  }

  test.each([[2], [3], [10], [150], [300]])(
    '[RO-51] of %i operators, uniform winners are uniform over the positions',
    (operators) => {
      const meter = counted(20_000, operators, (equals, below) => below(equals.length))
      expect(meter.byPosition).toHaveLength(Math.min(100, operators))
      expect(meter.byPosition.reduce((sum, count) => sum + count, 0)).toBe(meter.picked)
      expect(likelihood(meter.byPosition)).toBeGreaterThan(unlikely)
    },
  )

  test('[RO-51] the first in the list, the last, or one who is a little favoured are found out', () => {
    const first = (equals: OperatorId[]) => equals.indexOf(equals.toSorted()[0] ?? operatorId('nobody'))
    const last = (equals: OperatorId[]) => equals.indexOf(equals.toSorted().at(-1) ?? operatorId('nobody'))
    for (const favoured of [first, last])
      for (const often of [1, 10])
        expect(
          likelihood(
            counted(20_000, 10, (equals, below) => (below(often) === 0 ? favoured(equals) : below(equals.length)))
              .byPosition,
          ),
        ).toBeLessThan(1e-6)
  })

  test('[RO-51] when all are tied the position is the place in the list', () => {
    const meter = new TieMeter(new Map([...numbers].slice(0, 3)), { below: () => 0 })
    const equals = [2, 0, 1].map((index) => ({ operator: ids[index] ?? operatorId('nobody') }))
    for (const place of [0, 0, 2]) {
      const draw = Draw.among([equals], { below: () => place })
      if (draw) meter.look(draw)
    }
    expect(meter.byPosition).toEqual([0, 1, 2])
  })
})
