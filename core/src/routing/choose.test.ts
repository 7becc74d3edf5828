import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Chance, seededChance } from '../chance.ts'
import { asId } from '../ids.ts'
import { group, operator, operatorId, scripted, team } from '../testing.ts'
import { chooseOperator, isEligible, type Wanted } from './choose.ts'
import { limitOfConsidered, type PickMode } from './decision.ts'
import type { Seat, Team } from './team.ts'

const seed = 20_260_105
const support = group('support').id
const anybody: Wanted = { group: null, onlyOnline: false, pick: 'random', operator: null }
const leastBusy: Wanted = { ...anybody, pick: 'less_busy' }

function seats(count: number, fields: (index: number) => Partial<Seat> = () => ({})): Seat[] {
  return Array.from({ length: count }, (_, index) => ({ ...operator({ name: `Op ${index}` }), ...fields(index) }))
}

function pick(known: Team, wanted: Wanted, chance: Chance): Seat {
  const choice = chooseOperator(known, wanted, {}, chance)
  if (!choice.found) throw new Error(`nobody: ${choice.reason}`)
  return choice.operator
}

/** Pearson's statistic against equal frequencies. */
function chiSquare(counts: Iterable<number>): number {
  const observed = [...counts]
  const expected = observed.reduce((sum, count) => sum + count, 0) / observed.length
  return observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** What the statistic passes once in a thousand, for 1 to 9 degrees of freedom. */
const oncePerThousand = [0, 10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877]

describe('random', () => {
  test('[HO-30][HO-35] it is uniform over the candidates: χ² over 100,000 seeded picks', () => {
    const known = team(seats(10, (index) => ({ load: index })))
    const chance = seededChance(seed)
    const counts = new Map([...known.seats()].map(({ id }) => [id, 0]))
    for (let round = 0; round < 100_000; round += 1) {
      const { id } = pick(known, anybody, chance)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    expect(chiSquare(counts.values())).toBeLessThan(oncePerThousand[9] ?? 0)
  })

  test('[HO-30] it stays uniform while operators come and go', () => {
    const everybody = seats(6)
    const known = team(everybody)
    const chance = seededChance(seed)
    const [first, ...others] = everybody
    const counts = new Map<string, number>()
    for (let round = 0; round < 20_000; round += 1) {
      if (first) round % 2 === 0 ? known.remove(first.id) : known.put({ ...first })
      const { id } = pick(known, anybody, chance)
      if (id !== first?.id) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    expect(counts.size).toBe(others.length)
    expect(chiSquare(counts.values())).toBeLessThan(oncePerThousand[others.length - 1] ?? 0)
  })

  test('[HO-35] the same seed gives the same picks', () => {
    const run = () => {
      const chance = seededChance(seed)
      const known = team(seats(7))
      return Array.from({ length: 50 }, () => pick(known, anybody, chance).id)
    }
    expect(run()).toEqual(run())
  })
})

describe('less busy', () => {
  test('[HO-31] the operator with the smallest load is picked', () => {
    const known = team([
      operator({ name: 'Ana', load: 2 }),
      operator({ name: 'Bea', load: 1 }),
      operator({ name: 'Cai', load: 3 }),
    ])
    expect(pick(known, leastBusy, scripted(0)).name).toBe('Bea')
  })

  test('[HO-31] among equals every one can be picked, not the first in the list', () => {
    const known = team(seats(4, (index) => ({ load: index === 0 ? 1 : 0 })))
    const picked = [0, 1, 2].map((index) => pick(known, leastBusy, scripted(index)).id)
    expect(new Set(picked)).toEqual(new Set(['op_op-1', 'op_op-2', 'op_op-3']))
  })

  test('[HO-31] a tie is uniform at each decision: χ² over the places among those tied', () => {
    const known = team(seats(6))
    const chance = seededChance(seed)
    const counts = new Map<string, number>()
    for (let round = 0; round < 30_000; round += 1) {
      const { id } = pick(known, leastBusy, chance)
      counts.set(id, (counts.get(id) ?? 0) + 1)
      // Every pick moves somebody between the loads and back: a stored order would show.
      known.setLoad(id, 1)
      const other = pick(known, leastBusy, chance)
      known.setLoad(other.id, 1)
      known.setLoad(id, 0)
      known.setLoad(other.id, 0)
    }
    expect(chiSquare(counts.values())).toBeLessThan(oncePerThousand[5] ?? 0)
  })

  test('[HO-31] whoever was freed last is picked no more and no less often than the others who are tied', () => {
    const known = team(seats(8))
    const chance = seededChance(seed)
    const running: string[] = []
    let expected = 0
    let observed = 0
    for (let round = 0; round < 40_000; round += 1) {
      if (running.length >= 20) {
        const [ended] = running.splice(chance.below(running.length), 1)
        const freed = known.seat(asId<'operator'>(ended ?? ''))
        if (freed === undefined) throw new Error('a conversation of nobody')
        known.setLoad(freed.id, freed.load - 1)
        const lowest = Math.min(...[...known.seats()].map(({ load }) => load))
        const tied = [...known.seats()].filter(({ load }) => load === lowest)
        const next = pick(known, leastBusy, chance)
        if (tied.length > 1 && freed.load === lowest) {
          expected += 1 / tied.length
          observed += next.id === freed.id ? 1 : 0
        }
        known.setLoad(next.id, next.load + 1)
        running.push(next.id)
      } else {
        const next = pick(known, leastBusy, chance)
        known.setLoad(next.id, next.load + 1)
        running.push(next.id)
      }
    }
    expect(expected).toBeGreaterThan(1_000)
    expect(observed / expected).toBeGreaterThan(0.9)
    expect(observed / expected).toBeLessThan(1.1)
  })

  test('[HO-33] any number of claims in a row leave no two operators more than one apart, after every step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 5 }), fc.nat(), (count, load, chosen) => {
        const known = team(seats(count, () => ({ load })))
        const chance = seededChance(chosen)
        for (let claim = 0; claim < count * 4; claim += 1) {
          const next = pick(known, leastBusy, chance)
          known.setLoad(next.id, next.load + 1)
          const loads = [...known.seats()].map((seat) => seat.load)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        }
      }),
      { seed, numRuns: 100 },
    )
  })
})

describe('specific', () => {
  const [ana, bea] = [operator({ name: 'Ana', load: 5 }), operator({ name: 'Bea' })]
  const wanted: Wanted = { ...anybody, pick: 'specific', operator: ana.id }

  test('[HO-32] that operator, without a draw and however busy', () => {
    expect(pick(team([ana, bea]), wanted, scripted()).id).toBe(ana.id)
  })

  test.each<[string, Seat, Partial<Wanted>, string]>([
    ['disabled', operator({ enabled: false }), {}, 'unknown_operator'],
    ['not there', operator({ name: 'Other' }), {}, 'unknown_operator'],
    ['in another group', operator({ groups: [] }), { group: support }, 'not_in_group'],
    ['asked in a group that is gone', operator(), { group: 'missing' }, 'not_in_group'],
    ['offline', operator({ online: false }), { onlyOnline: true }, 'none_online'],
    ['full', operator({ load: 1, capacity: 1 }), {}, 'all_full'],
  ])('[HO-32] never somebody else: %s', (_, seat, fields, reason) => {
    expect(chooseOperator(team([seat, bea]), { ...wanted, ...fields }, {}, scripted())).toMatchObject({
      found: false,
      reason,
      decision: { picked: null },
    })
  })
})

describe('capacity', () => {
  test('[RO-10] without a limit nobody is ever full; a limit of none at all is always full', () => {
    expect(pick(team([operator({ load: 10_000 })]), anybody, scripted(0)).load).toBe(10_000)
    expect(chooseOperator(team([operator({ capacity: 0 })]), anybody, {}, scripted())).toMatchObject({
      reason: 'all_full',
    })
  })

  test('[RO-11] with limits, 1,000 requests one after another fill every seat and pass none', () => {
    const known = team(seats(40, (index) => ({ capacity: index % 5 })))
    const chance = seededChance(seed)
    const outcomes = Array.from({ length: 1_000 }, () => {
      const choice = chooseOperator(known, leastBusy, {}, chance)
      if (choice.found) known.setLoad(choice.operator.id, choice.operator.load + 1)
      return choice.found ? 'found' : choice.reason
    })
    expect([...known.seats()].every(({ load, capacity }) => load === capacity)).toBe(true)
    expect(outcomes.filter((outcome) => outcome === 'found')).toHaveLength(80)
    expect(new Set(outcomes)).toEqual(new Set(['found', 'all_full']))
  })
})

const groups = [group('support'), group('sales')]
const anySeat = fc.record({
  enabled: fc.boolean(),
  online: fc.boolean(),
  groups: fc.subarray(groups),
  load: fc.integer({ min: 0, max: 4 }),
  capacity: fc.option(fc.integer({ min: 0, max: 4 })),
})
const anyWanted = fc.record({
  group: fc.constantFrom<Wanted['group'][]>(null, support, group('sales').id, group('empty').id, 'missing'),
  onlyOnline: fc.boolean(),
  pick: fc.constantFrom<PickMode[]>('random', 'less_busy', 'specific'),
  named: fc.integer({ min: 0, max: 9 }),
})

test('[HO-30][HO-31][HO-32][I-11][I-12][I-13] picks stay inside enabled, group, online, room and name, whoever chance prefers', () => {
  fc.assert(
    fc.property(fc.array(anySeat, { maxLength: 9 }), anyWanted, fc.nat(), (all, { named, ...fields }, chosen) => {
      const known = team(all.map((seat, index) => operator({ ...seat, name: `Op ${index}` })))
      const wanted: Wanted = { ...fields, operator: fields.pick === 'specific' ? operatorId(`Op ${named}`) : null }
      const candidates = [...known.seats()].filter(
        (seat) =>
          seat.enabled &&
          (wanted.group === null || (wanted.group !== 'missing' && seat.groups.includes(wanted.group))) &&
          (!wanted.onlyOnline || seat.status === 'online') &&
          (seat.capacity === null || seat.load < seat.capacity) &&
          (wanted.pick !== 'specific' || seat.id === wanted.operator),
      )
      const choice = chooseOperator(known, wanted, {}, seededChance(chosen))
      expect(choice.found).toBe(candidates.length > 0)
      expect(choice.decision.picked).toBe(choice.found ? choice.operator.id : null)
      if (choice.found) {
        expect(candidates).toContain(choice.operator)
        expect(isEligible(choice.operator, wanted)).toBe(true)
        const lowest = Math.min(...candidates.map(({ load }) => load))
        if (wanted.pick === 'less_busy') expect(choice.operator.load).toBe(lowest)
      }
      if (wanted.pick !== 'specific')
        expect(new Set(choice.decision.considered.map((one) => one.operator.id))).toEqual(
          new Set([...known.seats()].map(({ id }) => id)),
        )
    }),
    { seed, numRuns: 1_000 },
  )
})

test('[HO-36] past the limit the counts say what listing everybody would say', () => {
  fc.assert(
    fc.property(
      fc.array(anySeat, { minLength: 3, maxLength: 8 }),
      anyWanted,
      fc.nat(),
      (few, { named: _, ...fields }, chosen) => {
        const wanted: Wanted = { ...fields, pick: fields.pick === 'specific' ? 'random' : fields.pick, operator: null }
        const all = Array.from({ length: limitOfConsidered + few.length }, (_, index) =>
          operator({ ...few[index % few.length], name: `Op ${index}` }),
        )
        const known = team(all)
        const { decision } = chooseOperator(known, wanted, {}, seededChance(chosen))
        const picked = decision.picked === null ? null : (known.seat(decision.picked) ?? null)
        const told: Record<string, number> = {
          picked: 0,
          tied: 0,
          busier: 0,
          full: 0,
          offline: 0,
          not_in_group: 0,
          disabled: 0,
        }
        for (const seat of all) {
          const verdict = verdictByHand(seat, wanted, picked)
          told[verdict] = (told[verdict] ?? 0) + 1
        }
        expect(decision.counts).toEqual(told)
        expect(decision.considered.length).toBeLessThanOrEqual(limitOfConsidered)
        if (picked !== null)
          expect(decision.considered[0]).toMatchObject({ verdict: 'picked', operator: { id: picked.id } })
      },
    ),
    { seed, numRuns: 200 },
  )
})

function verdictByHand(seat: Seat, wanted: Wanted, picked: Seat | null): string {
  if (!seat.enabled) return 'disabled'
  if (wanted.group !== null && !seat.groups.some((one) => one === wanted.group)) return 'not_in_group'
  if (wanted.onlyOnline && seat.status !== 'online') return 'offline'
  if (seat.capacity !== null && seat.load >= seat.capacity) return 'full'
  if (picked?.id === seat.id) return 'picked'
  return wanted.pick === 'less_busy' && seat.load > (picked?.load ?? 0) ? 'busier' : 'tied'
}
