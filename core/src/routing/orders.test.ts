import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Chance, seededChance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'
import { group, minutesAfter, noon, operator, operatorId, scripted, team } from '../testing.ts'
import { after } from '../time.ts'
import { type Choice, chooseOperator, isEligible, pickOperator, type Wanted } from './choose.ts'
import { type PickOrder, pickOrders, type Verdict } from './decision.ts'
import { explain } from './explain.ts'
import type { Cursor } from './pool.ts'
import { onlineSinceAfter, type Seat } from './seat.ts'
import type { Team } from './team.ts'
import { likelihood } from './testing.ts'

const seed = 20_260_108
const support = group('support').id
const unlikely = 0.001

function wanted(pick: PickOrder, fields: Partial<Wanted> = {}): Wanted {
  return { group: support, onlyOnline: true, pick, operator: null, now: noon, ...fields }
}

function found(choice: Choice): Extract<Choice, { found: true }> {
  if (!choice.found) throw new Error(`nobody: ${choice.reason}`)
  return choice
}

function choose(known: Team, wish: Wanted, chance: Chance = scripted(0)): Extract<Choice, { found: true }> {
  return found(chooseOperator(known, wish, {}, chance))
}

function verdicts(choice: Choice): Record<string, Verdict> {
  return Object.fromEntries(choice.decision.considered.map(({ operator: { name }, verdict }) => [name, verdict]))
}

function many(count: number, fields: (index: number) => Partial<Seat> = () => ({})): Seat[] {
  return Array.from({ length: count }, (_, index) => ({ ...operator({ name: `Op ${index}` }), ...fields(index) }))
}

/** Picks again and again, each at its own moment, with nothing else happening; how often everybody was picked. */
function pickedCounts(known: Team, wish: Wanted, rounds: number, after?: (id: OperatorId) => void): number[] {
  const chance = seededChance(seed)
  const counts = new Map([...known.seats()].map(({ id }) => [id, 0]))
  for (let round = 0; round < rounds; round += 1) {
    const { id } = choose(known, wish, chance).operator
    counts.set(id, (counts.get(id) ?? 0) + 1)
    after?.(id)
  }
  return [...counts.values()]
}

describe('longest idle', () => {
  const three = () => [
    operator({ name: 'Ana', lastAssignedAt: minutesAfter(-5) }),
    operator({ name: 'Bea', lastAssignedAt: minutesAfter(-20), load: 3 }),
    operator({ name: 'Cai', lastAssignedAt: minutesAfter(-10) }),
  ]

  test('[RO-31] who has been without a new assignment longest is picked, however busy', () => {
    const choice = choose(team(three()), wanted('longest_idle'))
    expect(choice.operator.name).toBe('Bea')
    expect(choice.decision.rule).toBe('longest_idle')
    expect(verdicts(choice)).toEqual({ Ana: 'assigned_later', Bea: 'picked', Cai: 'assigned_later' })
  })

  test('[RO-31] never is longer than any time', () => {
    const known = team([...three(), operator({ name: 'Dee' })])
    expect(choose(known, wanted('longest_idle')).operator.name).toBe('Dee')
  })

  test('[RO-31] an assignment sends to the end, so everybody has their turn', () => {
    const known = team(three())
    const order = [1, 2, 3, 4].map((minute) => {
      const { id, name } = choose(known, wanted('longest_idle', { now: minutesAfter(minute) })).operator
      known.setLastAssigned(id, minutesAfter(minute))
      return name
    })
    expect(order).toEqual(['Bea', 'Cai', 'Ana', 'Bea'])
  })

  test('[RO-4] going and coming back gains nothing', () => {
    const known = team(three())
    for (const status of ['offline', 'online', 'away', 'online'] as const) {
      const ana = known.seat(operatorId('Ana'))
      if (ana) known.put({ ...ana, status })
    }
    expect(choose(known, wanted('longest_idle')).operator.name).toBe('Bea')
  })

  test('[RO-31] among equals it is uniform: χ²', () => {
    const known = team(many(7, (index) => (index < 3 ? {} : { lastAssignedAt: noon })))
    const counts = pickedCounts(known, wanted('longest_idle'), 30_000)
    expect(counts.slice(3)).toEqual([0, 0, 0, 0])
    expect(likelihood(counts.slice(0, 3))).toBeGreaterThan(unlikely)
  })

  test('[RO-31] with weights the time counts as often as they say, and so do the assignments in the long run', () => {
    const known = team(many(6, (index) => ({ weight: (index % 3) + 1 })))
    let moment = noon
    const counts = pickedCounts(known, wanted('longest_idle'), 6, (id) => known.setLastAssigned(id, moment))
    expect(counts).toEqual([1, 1, 1, 1, 1, 1])
    const chance = seededChance(seed)
    const picked = [0, 0, 0]
    for (let round = 0; round < 12_000; round += 1) {
      moment = after(moment, 1_000)
      const { id, weight = 1 } = choose(known, wanted('longest_idle', { now: moment }), chance).operator
      known.setLastAssigned(id, moment)
      picked[weight - 1] = (picked[weight - 1] ?? 0) + 1
    }
    picked.forEach((count, index) => {
      expect(count / 12_000).toBeCloseTo((index + 1) / 6, 2)
    })
  })
})

describe('round robin', () => {
  test('[RO-31] everybody in turn, whoever asks and however busy they are; the cursor is the answer', () => {
    const known = team(many(4, (index) => ({ load: index })))
    let cursor: Cursor | null = null
    const names: string[] = []
    for (let turn = 0; turn < 9; turn += 1) {
      const choice: Extract<Choice, { found: true }> = choose(known, wanted('round_robin', { cursor }), scripted())
      cursor = choice.cursor
      names.push(choice.operator.name)
    }
    expect(names).toEqual(['Op 0', 'Op 1', 'Op 2', 'Op 3', 'Op 0', 'Op 1', 'Op 2', 'Op 3', 'Op 0'])
    expect(cursor).toEqual({ operator: 'op_op-0', pass: 1 })
  })

  test('[RO-31] who is full or away is passed over, and has the next turn when back', () => {
    const known = team(many(3, (index) => ({ capacity: 1, load: index === 1 ? 1 : 0 })))
    const first = choose(
      known,
      wanted('round_robin', { cursor: { operator: operatorId('Op 0'), pass: 1 } }),
      scripted(),
    )
    expect(first.operator.name).toBe('Op 2')
    expect(verdicts(first)).toEqual({ 'Op 0': 'later_turn', 'Op 1': 'full', 'Op 2': 'picked' })
    known.setLoad(operatorId('Op 1'), 0)
    const second = choose(
      known,
      wanted('round_robin', { cursor: { operator: operatorId('Op 0'), pass: 1 } }),
      scripted(),
    )
    expect(second.operator.name).toBe('Op 1')
  })

  test('[RO-31] in any number of whole rounds everybody has the same', () => {
    const known = team(many(600))
    let cursor: Cursor | null = null
    const counts = new Map<OperatorId, number>()
    for (let turn = 0; turn < 3 * 600; turn += 1) {
      const choice: Extract<Choice, { found: true }> = choose(known, wanted('round_robin', { cursor }), scripted())
      cursor = choice.cursor
      counts.set(choice.operator.id, (counts.get(choice.operator.id) ?? 0) + 1)
    }
    expect(new Set(counts.values())).toEqual(new Set([3]))
  })

  test('[RO-31] no other order moves a cursor', () => {
    for (const pick of ['random', 'less_busy', 'longest_idle', 'two_choices'] as const)
      expect(choose(team(), wanted(pick), scripted(0)).cursor).toBeNull()
  })
})

describe('two choices', () => {
  test('[RO-31] two are drawn, and the less busy of them is picked', () => {
    const known = team(many(4, (index) => ({ load: index })))
    const choice = choose(known, wanted('two_choices'), scripted(3, 1))
    expect(choice.operator.name).toBe('Op 1')
    expect(verdicts(choice)).toEqual({ 'Op 0': 'not_drawn', 'Op 1': 'picked', 'Op 2': 'not_drawn', 'Op 3': 'busier' })
  })

  test('[RO-31] the only candidate is picked without a second draw', () => {
    expect(choose(team(many(1)), wanted('two_choices'), scripted(0)).operator.name).toBe('Op 0')
  })

  test('[RO-31] whoever has the i-th smallest of n loads is picked as often as two draws say: χ²', () => {
    const counts = pickedCounts(team(many(6, (index) => ({ load: index }))), wanted('two_choices'), 30_000)
    expect(counts[5]).toBe(0)
    expect(likelihood(counts.slice(0, 5), [5, 4, 3, 2, 1])).toBeGreaterThan(unlikely)
  })

  test('[RO-31] among equals it is uniform: χ²', () => {
    expect(likelihood(pickedCounts(team(many(9)), wanted('two_choices'), 45_000))).toBeGreaterThan(unlikely)
  })

  test('[RO-31] the two are drawn in proportion to the weights: χ² over the pairs', () => {
    const known = team(many(3, (index) => ({ weight: index + 1, load: (2 - index) * (index + 1) })))
    // The third has the smallest load for its weight, then the second: the first is never picked of two.
    const counts = pickedCounts(known, wanted('two_choices'), 30_000)
    const oneAndTwo = (1 / 6) * (2 / 5) + (2 / 6) * (1 / 4)
    expect(counts[0]).toBe(0)
    expect(likelihood(counts.slice(1), [oneAndTwo, 1 - oneAndTwo])).toBeGreaterThan(unlikely)
  })
})

describe('sticky', () => {
  const ana = operator({ name: 'Ana', load: 5, capacity: 6 })
  const bea = operator({ name: 'Bea' })
  const lastOwner = ana.id

  test('[RO-31] the last owner is picked without a draw, however busy', () => {
    const choice = choose(team([ana, bea]), wanted('sticky', { lastOwner }), scripted())
    expect([choice.operator.name, choice.decision.rule]).toEqual(['Ana', 'sticky'])
    expect(verdicts(choice)).toEqual({ Ana: 'picked', Bea: 'not_last_owner' })
  })

  test.each<[string, Partial<Seat>, Partial<Wanted>]>([
    ['is full', { capacity: 5 }, {}],
    ['is offline', { status: 'offline' }, {}],
    ['is disabled', { enabled: false }, {}],
    ['left the group', { groups: [] }, {}],
    ['lacks what is required', {}, { required: { skills: ['billing'] } }],
  ])('[RO-31] who %s is no candidate: another order decides, and is named', (_, seat, fields) => {
    const known = team([
      { ...ana, ...seat },
      { ...bea, skills: ['billing'] },
    ])
    const choice = choose(known, wanted('sticky', { lastOwner, ...fields }))
    expect([choice.operator.name, choice.decision.rule]).toEqual(['Bea', 'less_busy'])
  })

  test('[RO-31] the other order can be chosen; nobody before and somebody who is gone are the same', () => {
    const known = team([
      { ...ana, lastAssignedAt: minutesAfter(-9) },
      { ...bea, lastAssignedAt: noon },
    ])
    for (const last of [null, operatorId('Gone')]) {
      const wish = wanted('sticky', { lastOwner: last, otherwise: 'longest_idle' })
      expect(choose(known, wish).decision).toMatchObject({ picked: ana.id, rule: 'longest_idle' })
    }
  })

  test('[RO-31] without a last owner it is uniform among equals: χ²', () => {
    const wish = wanted('sticky', { lastOwner: null, otherwise: 'random' })
    expect(likelihood(pickedCounts(team(many(8)), wish, 40_000))).toBeGreaterThan(unlikely)
  })
})

describe('skills and languages', () => {
  const three = () => [
    operator({ name: 'Ana', skills: ['billing', 'vip'], languages: ['en', 'de'], load: 4 }),
    operator({ name: 'Bea', skills: ['billing'], languages: ['en'], load: 2 }),
    operator({ name: 'Cai', languages: ['de'] }),
  ]

  test('[RO-31] who lacks what is required is no candidate', () => {
    const choice = choose(team(three()), wanted('less_busy', { required: { skills: ['billing'], languages: ['de'] } }))
    expect(choice.operator.name).toBe('Ana')
    expect(verdicts(choice)).toEqual({ Ana: 'picked', Bea: 'lacks_ability', Cai: 'lacks_ability' })
  })

  test('[RO-31][HO-19] nobody with what is required is an empty group; those who have it may be offline or full', () => {
    const known = team([
      operator({ name: 'Ana', skills: ['billing'], online: false }),
      operator({ name: 'Bea', skills: ['law'], load: 1, capacity: 1 }),
      operator({ name: 'Cai' }),
    ])
    const why = (skills: string[]) => chooseOperator(known, wanted('random', { required: { skills } }), {}, scripted())
    expect(why(['magic'])).toMatchObject({ found: false, reason: 'empty_group' })
    expect(why(['billing'])).toMatchObject({ found: false, reason: 'none_online' })
    expect(why(['law'])).toMatchObject({ found: false, reason: 'all_full' })
  })

  test('[RO-31] the named one must have what is required too', () => {
    const wish = wanted('specific', { operator: operatorId('Cai'), required: { skills: ['billing'] } })
    const choice = chooseOperator(team(three()), wish, {}, scripted())
    expect(choice).toMatchObject({ found: false, reason: 'not_in_group' })
    expect(verdicts(choice)).toEqual({ Cai: 'lacks_ability' })
  })

  test('[RO-31] who lacks least of what is preferred goes first, however busy; with no room the next', () => {
    const known = team(three().map((seat) => ({ ...seat, capacity: 5 })))
    const wish = wanted('less_busy', { preferred: { skills: ['billing', 'vip'] } })
    const choice = choose(known, wish)
    expect(choice.operator.name).toBe('Ana')
    expect(verdicts(choice)).toEqual({ Ana: 'picked', Bea: 'suits_less', Cai: 'suits_less' })
    known.setLoad(operatorId('Ana'), 5)
    expect(choose(known, wish).operator.name).toBe('Bea')
    known.setLoad(operatorId('Bea'), 5)
    expect(choose(known, wish).operator.name).toBe('Cai')
  })

  test('[RO-31] what is learned or forgotten counts from then on', () => {
    const known = team(three())
    const wish = wanted('less_busy', { required: { skills: ['vip'] } })
    expect(choose(known, wish).operator.name).toBe('Ana')
    known.put(operator({ name: 'Cai', skills: ['vip'] }))
    expect(choose(known, wish).operator.name).toBe('Cai')
    known.remove(operatorId('Cai'))
    known.put(operator({ name: 'Ana' }))
    expect(chooseOperator(known, wish, {}, scripted())).toMatchObject({ found: false, reason: 'empty_group' })
  })

  test('[RO-31] among those who suit alike it is uniform: χ²', () => {
    const known = team(many(10, (index) => ({ languages: index % 2 === 0 ? ['de'] : ['en'] })))
    for (const pick of ['random', 'less_busy', 'two_choices'] as const) {
      const preferred = pickedCounts(known, wanted(pick, { preferred: { languages: ['de'] } }), 20_000)
      expect(preferred.filter((_, index) => index % 2 === 1)).toEqual([0, 0, 0, 0, 0])
      expect(likelihood(preferred.filter((_, index) => index % 2 === 0))).toBeGreaterThan(unlikely)
      const required = pickedCounts(known, wanted(pick, { required: { languages: ['en'] } }), 20_000)
      expect(likelihood(required.filter((_, index) => index % 2 === 1))).toBeGreaterThan(unlikely)
    }
  })

  test('[RO-31] more wishes than are kept at once are all answered', () => {
    const known = team(many(200, (index) => ({ skills: [`skill ${index}`] })))
    for (let round = 0; round < 2; round += 1)
      for (let index = 0; index < 200; index += 1) {
        const wish = wanted('less_busy', { required: { skills: [`skill ${index}`] } })
        const { id, load } = choose(known, wish).operator
        expect([id, load]).toEqual([operatorId(`Op ${index}`), round])
        known.setLoad(id, load + 1)
      }
  })
})

describe('weights', () => {
  test('[RO-31] at random the assignments are in proportion to the weights: χ²', () => {
    const known = team(many(6, (index) => ({ weight: [1, 1, 2, 3, 5, 8][index] ?? 1 })))
    const counts = pickedCounts(known, wanted('random'), 40_000)
    expect(likelihood(counts, [1, 1, 2, 3, 5, 8])).toBeGreaterThan(unlikely)
    expect(choose(known, wanted('random')).decision.considered.map(({ weight }) => weight)).toEqual([
      undefined,
      undefined,
      2,
      3,
      5,
      8,
    ])
  })

  test('[RO-31] by less busy the loads are, after every step, within one of their share', () => {
    const weights = [1, 2, 3, 4]
    const known = team(many(4, (index) => ({ weight: weights[index] ?? 1 })))
    const chance = seededChance(seed)
    for (let step = 1; step <= 200; step += 1) {
      const { id, load } = choose(known, wanted('less_busy'), chance).operator
      known.setLoad(id, load + 1)
      const shares = [...known.seats()].map((seat) => seat.load / (seat.weight ?? 1))
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    }
    expect([...known.seats()].map(({ load }) => load)).toEqual([20, 40, 60, 80])
  })

  test('[RO-31] by round robin each has as many turns of a round as they weigh', () => {
    const known = team(many(3, (index) => ({ weight: index + 1 })))
    let cursor: Cursor | null = null
    const names: string[] = []
    for (let turn = 0; turn < 12; turn += 1) {
      const choice: Extract<Choice, { found: true }> = choose(known, wanted('round_robin', { cursor }), scripted())
      cursor = choice.cursor
      names.push(choice.operator.name.slice(3))
    }
    expect(names.join('')).toBe('012122012122')
  })

  test('[RO-31] less busy with equal loads for the weights is uniform: χ²', () => {
    const known = team(many(4, (index) => ({ weight: index + 1, load: 2 * (index + 1) })))
    expect(likelihood(pickedCounts(known, wanted('less_busy'), 20_000))).toBeGreaterThan(unlikely)
  })
})

describe("the newcomer's ramp", () => {
  const ramp = { everyMs: 60_000, lastsMs: 600_000 }
  const wish = (minute: number) => wanted('less_busy', { ramp, now: minutesAfter(minute) })
  const scene = () =>
    team([
      operator({ name: 'Ana', load: 9 }),
      operator({ name: 'Bea', load: 9 }),
      operator({ name: 'Neo', onlineSince: noon }),
    ])

  /** Picks at a moment and writes it down as a store would. */
  function assign(known: Team, minute: number): string {
    const { id, name, load } = choose(known, wish(minute)).operator
    known.setLoad(id, load + 1)
    known.setLastAssigned(id, minutesAfter(minute))
    return name
  }

  test('[RO-32] a newcomer gets one assignment in the time, while anybody else could take it', () => {
    const known = scene()
    const names = [0, 0.2, 0.4, 0.6, 0.9, 1, 1.5, 1.9, 2].map((minute) => assign(known, minute))
    expect(names.filter((name) => name === 'Neo')).toHaveLength(3)
    expect([names[0], names[5], names[8]]).toEqual(['Neo', 'Neo', 'Neo'])
  })

  test('[RO-32] why the newcomer was not picked is said', () => {
    const known = scene()
    assign(known, 0)
    expect(verdicts(choose(known, wish(0.5)))).toMatchObject({ Neo: 'newcomer' })
  })

  test('[RO-32] with nobody else the newcomer gets all', () => {
    const known = scene()
    known.remove(operatorId('Ana'))
    known.put(operator({ name: 'Bea', online: false }))
    expect([0, 0.1, 0.2].map((minute) => assign(known, minute))).toEqual(['Neo', 'Neo', 'Neo'])
  })

  test('[RO-32] after their time they are like all others', () => {
    const known = scene()
    expect([10, 10.1, 10.2].map((minute) => assign(known, minute))).toEqual(['Neo', 'Neo', 'Neo'])
  })

  test('[RO-4] going and coming back neither frees from it nor begins it anew', () => {
    const known = scene()
    assign(known, 0)
    const neo = known.seat(operatorId('Neo'))
    if (neo === undefined) throw new Error('Neo is there')
    known.put({ ...neo, status: 'offline' })
    const before = { onlineSince: noon, offlineSince: minutesAfter(0.2) }
    const onlineSince = onlineSinceAfter(before, minutesAfter(0.4), ramp.everyMs)
    expect(onlineSince).toBe(noon)
    known.put({ ...neo, status: 'online', onlineSince })
    expect(choose(known, wish(0.5)).operator.name).not.toBe('Neo')
  })

  test('[RO-4][RO-32] who was away long is a newcomer again', () => {
    const before = { onlineSince: noon, offlineSince: minutesAfter(5) }
    expect(onlineSinceAfter(before, minutesAfter(9), ramp.everyMs)).toBe(minutesAfter(9))
    expect(onlineSinceAfter({ onlineSince: null, offlineSince: null }, noon, ramp.everyMs)).toBe(noon)
  })

  test('[RO-32] the ramp goes before what is preferred, and both stand', () => {
    const known = team([
      operator({ name: 'Neo', languages: ['de'], onlineSince: noon, lastAssignedAt: noon }),
      operator({ name: 'Ana' }),
      operator({ name: 'Bea', languages: ['de'], load: 7 }),
    ])
    const both = wanted('less_busy', { ramp, now: minutesAfter(0.5), preferred: { languages: ['de'] } })
    const choice = choose(known, both)
    expect(verdicts(choice)).toEqual({ Neo: 'newcomer', Ana: 'suits_less', Bea: 'picked' })
    known.put(operator({ name: 'Bea', online: false }))
    expect(choose(known, both).operator.name).toBe('Ana')
  })

  test('[RO-32] among newcomers who may it is uniform: χ²', () => {
    const known = team(many(8, (index) => ({ onlineSince: noon, ...(index < 4 ? { lastAssignedAt: noon } : {}) })))
    const counts = pickedCounts(known, wanted('random', { ramp, now: minutesAfter(0.5) }), 20_000)
    expect(counts.slice(0, 4)).toEqual([0, 0, 0, 0])
    expect(likelihood(counts.slice(4))).toBeGreaterThan(unlikely)
  })
})

describe('no stored order', () => {
  test.each<[PickOrder]>([['less_busy'], ['random'], ['two_choices'], ['longest_idle']])(
    '[HO-31][RO-31] %s: who was freed last is picked as often as their equals',
    (pick) => {
      const known = team(many(8))
      const chance = seededChance(seed)
      const running: OperatorId[] = []
      let expected = 0
      let observed = 0
      for (let round = 0; round < 40_000; round += 1) {
        let freed: Seat | undefined
        if (running.length >= 20) {
          const [ended] = running.splice(chance.below(running.length), 1)
          freed = ended === undefined ? undefined : known.seat(ended)
          if (freed) known.setLoad(freed.id, freed.load - 1)
        }
        const picked = pickOperator(known, wanted(pick), chance)
        if (picked === null) throw new Error('nobody')
        const equals = Array.from({ length: picked.draw.size }, (_, place) => picked.draw.at(place))
        if (freed !== undefined && equals.length > 1 && equals.includes(freed.id)) {
          expected += 1 / equals.length
          observed += picked.operator.id === freed.id ? 1 : 0
        }
        known.setLoad(picked.operator.id, picked.operator.load + 1)
        running.push(picked.operator.id)
      }
      expect(expected).toBeGreaterThan(1_000)
      expect(observed / expected).toBeGreaterThan(0.9)
      expect(observed / expected).toBeLessThan(1.1)
    },
  )

  test.each<[PickOrder]>([['less_busy'], ['random'], ['longest_idle']])(
    '[HO-31][RO-31] %s: in any order of the operators the place of the winner among equals is uniform: χ²',
    (pick) => {
      const known = team(many(5))
      const chance = seededChance(seed)
      const places = [2, 3, 4, 5].map((size) => Array.from({ length: size }, () => 0))
      for (let round = 0; round < 30_000; round += 1) {
        const somebody = known.seat(operatorId(`Op ${chance.below(5)}`))
        if (somebody) known.put({ ...somebody, load: chance.below(3), lastAssignedAt: after(noon, chance.below(3)) })
        const picked = pickOperator(known, wanted(pick), chance)
        const equals = Array.from({ length: picked?.draw.size ?? 0 }, (_, place) => picked?.draw.at(place)).sort()
        const place = equals.indexOf(picked?.operator.id)
        const row = places[equals.length - 2]
        if (row) row[place] = (row[place] ?? 0) + 1
      }
      for (const row of places.filter((one) => one.some((count) => count > 0)))
        expect(likelihood(row)).toBeGreaterThan(unlikely)
    },
  )
})

const groups = [group('support'), group('sales')]
const anySeat = fc.record({
  enabled: fc.boolean(),
  online: fc.boolean(),
  groups: fc.subarray(groups),
  load: fc.integer({ min: 0, max: 4 }),
  capacity: fc.option(fc.integer({ min: 0, max: 4 })),
  weight: fc.constantFrom(1, 1, 2, 5),
  lastAssignedAt: fc.option(fc.integer({ min: -120, max: 0 }).map((seconds) => after(noon, seconds * 1_000))),
  onlineSince: fc.option(fc.integer({ min: -900, max: 0 }).map((seconds) => after(noon, seconds * 1_000))),
  skills: fc.subarray(['billing', 'vip']),
  languages: fc.subarray(['de', 'en']),
})
const anyAbilities = fc.record({ skills: fc.subarray(['billing', 'vip']), languages: fc.subarray(['de', 'en']) })
const anyWanted = fc.record(
  {
    group: fc.constantFrom<Wanted['group'][]>(null, support, group('sales').id, group('empty').id, 'missing'),
    onlyOnline: fc.boolean(),
    pick: fc.constantFrom(...pickOrders),
    named: fc.integer({ min: 0, max: 9 }),
    required: anyAbilities,
    preferred: anyAbilities,
    ramp: fc.constant({ everyMs: 60_000, lastsMs: 600_000 }),
    lastOwner: fc.integer({ min: 0, max: 9 }).map((index) => operatorId(`Op ${index}`)),
    otherwise: fc.constantFrom('random', 'less_busy', 'longest_idle', 'round_robin', 'two_choices'),
    cursor: fc.record({ operator: fc.constantFrom(operatorId('Op 3')), pass: fc.integer({ min: 1, max: 6 }) }),
  },
  { requiredKeys: ['group', 'onlyOnline', 'pick', 'named'] },
)

function wishOf({ named, ...fields }: typeof anyWanted extends fc.Arbitrary<infer W> ? W : never): Wanted {
  return { ...fields, now: noon, operator: fields.pick === 'specific' ? operatorId(`Op ${named}`) : null } as Wanted
}

describe('any order, any team', () => {
  test('[RO-31][RO-32][I-11][I-12][I-13] a pick is a candidate, and somebody is picked whenever there is one', () => {
    fc.assert(
      fc.property(fc.array(anySeat, { maxLength: 9 }), anyWanted, fc.nat(), (all, fields, chosen) => {
        const known = team(all.map((seat, index) => operator({ ...seat, name: `Op ${index}` })))
        const wish = wishOf(fields)
        const candidates = [...known.seats()].filter(
          (seat) =>
            seat.enabled &&
            (wish.group === null || (wish.group !== 'missing' && seat.groups.includes(wish.group))) &&
            (!wish.onlyOnline || seat.status === 'online') &&
            (seat.capacity === null || seat.load < seat.capacity) &&
            (wish.required?.skills ?? []).every((one) => seat.skills?.includes(one)) &&
            (wish.required?.languages ?? []).every((one) => seat.languages?.includes(one)) &&
            (wish.pick !== 'specific' || seat.id === wish.operator),
        )
        const choice = chooseOperator(known, wish, {}, seededChance(chosen))
        expect(choice.found).toBe(candidates.length > 0)
        if (!choice.found) return
        expect(candidates).toContain(choice.operator)
        expect(isEligible(choice.operator, wish)).toBe(true)
        expect(pickOperator(known, wish, seededChance(chosen))?.operator).toBe(choice.operator)
        expect(chooseOperator(known, wish, {}, seededChance(chosen))).toEqual(choice)
      }),
      { seed, numRuns: 2_000 },
    )
  })

  test('[RO-31][RO-32] whoever is preferred and not held back goes first', () => {
    fc.assert(
      fc.property(
        fc.array(anySeat, { minLength: 1, maxLength: 9 }),
        anyAbilities,
        fc.nat(),
        (all, preferred, chosen) => {
          const known = team(all.map((seat, index) => operator({ ...seat, name: `Op ${index}` })))
          const ramp = { everyMs: 60_000, lastsMs: 600_000 }
          const choice = chooseOperator(known, wanted('random', { preferred, ramp }), {}, seededChance(chosen))
          if (!choice.found) return
          const rank = (seat: Seat) => {
            const isNew = seat.onlineSince != null && noon - seat.onlineSince < ramp.lastsMs
            const isJust = seat.lastAssignedAt != null && noon - seat.lastAssignedAt < ramp.everyMs
            const has = [...(seat.skills ?? []), ...(seat.languages ?? [])]
            const asked = [...preferred.skills, ...preferred.languages]
            return (isNew && isJust ? 100 : 0) + asked.filter((one) => !has.includes(one)).length
          }
          const verdict = (seat: Seat) => choice.decision.considered.find((one) => one.operator.id === seat.id)?.verdict
          const withRoom = [...known.seats()].filter(
            (seat) => !['disabled', 'offline', 'full', 'not_in_group'].includes(verdict(seat) ?? ''),
          )
          expect(rank(choice.operator)).toBe(Math.min(...withRoom.map(rank)))
          for (const seat of withRoom)
            expect(['picked', 'tied'].includes(verdict(seat) ?? '')).toBe(rank(seat) === rank(choice.operator))
        },
      ),
      { seed, numRuns: 1_000 },
    )
  })

  test('[HO-36][RO-31] the counts for a large team say what listing everybody says', () => {
    fc.assert(
      fc.property(fc.array(anySeat, { maxLength: 30 }), anyWanted, fc.nat(), (all, fields, chosen) => {
        const known = team(all.map((seat, index) => operator({ ...seat, name: `Op ${index}` })))
        const wish = wishOf(fields.pick === 'specific' ? { ...fields, pick: 'random' } : fields)
        const picked = pickOperator(known, wish, seededChance(chosen))
        const listed = new Map<Verdict, number>()
        for (const { verdict } of explain(known, wish, {}, picked, Number.POSITIVE_INFINITY).considered)
          listed.set(verdict, (listed.get(verdict) ?? 0) + 1)
        const { counts = {}, considered } = explain(known, wish, {}, picked, 0)
        expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))).toEqual(
          Object.fromEntries(listed),
        )
        expect(considered.length).toBeLessThanOrEqual(20)
        if (picked !== null) expect(considered[0]?.operator.id).toBe(picked.operator.id)
      }),
      { seed, numRuns: 2_000 },
    )
  })
})
