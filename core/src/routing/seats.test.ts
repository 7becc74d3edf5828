/** What keeps an operator from being picked besides their status: own hours, seats taken beside the load, a cool-down. */
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { firstWins, group, noon, operator, team } from '../testing.ts'
import { instant } from '../time.ts'
import { chooseOperator, isEligible, type Wanted, whyNobody } from './choose.ts'
import { limitOfConsidered } from './decision.ts'
import type { Seat } from './seat.ts'

const support = group('support')
const later = instant(noon + 60_000)
const wanted = (fields: Partial<Wanted> = {}): Wanted => ({
  group: support.id,
  onlyOnline: true,
  pick: 'less_busy',
  operator: null,
  now: noon,
  ...fields,
})
const verdicts = (seats: readonly Seat[], fields: Partial<Wanted> = {}) => {
  const choice = chooseOperator(team(seats), wanted(fields), {}, firstWins)
  return Object.fromEntries(choice.decision.considered.map(({ operator, verdict }) => [operator.name, verdict]))
}

describe('own hours', () => {
  const off = operator({ name: 'Ana', isOff: true })

  test('[RO-40] whoever is outside of them is no candidate, named or not, and no owner who may keep it', () => {
    const known = team([off, operator({ name: 'Ben', load: 5 })])
    expect(chooseOperator(known, wanted(), {}, firstWins)).toMatchObject({ operator: { name: 'Ben' } })
    expect(whyNobody(known, wanted({ pick: 'specific', operator: off.id }))).toBe('group_closed')
    expect(isEligible(off, wanted())).toBe(false)
    expect(verdicts([off, operator({ name: 'Ben' })])).toEqual({ Ana: 'closed', Ben: 'picked' })
  })

  test('[HO-19] [RO-40] where everybody is, that is the reason, before who is online and who has room', () => {
    expect(whyNobody(team([off]), wanted())).toBe('group_closed')
    expect(whyNobody(team([{ ...off, status: 'offline' }]), wanted({ onlyOnline: false }))).toBe('group_closed')
    expect(whyNobody(team([off, operator({ name: 'Ben', online: false })]), wanted())).toBe('none_online')
    expect(whyNobody(team([]), wanted())).toBe('empty_group')
  })

  test('[RO-40] coming and going, nobody is counted twice', () => {
    const known = team([off])
    for (const isOff of [false, true, false]) known.put({ ...off, isOff })
    expect(known.members(support.id)).toMatchObject({ enabled: 1, open: 1, online: 1 })
    known.put(off)
    expect(known.members(support.id)).toMatchObject({ enabled: 1, open: 0, online: 0 })
    known.remove(off.id)
    expect(known.members(support.id)).toMatchObject({ enabled: 0, open: 0, online: 0 })
  })

  test('[HO-36] of a large team the counts tell who was closed', () => {
    const many = Array.from({ length: limitOfConsidered + 1 }, (_, index) =>
      operator({ name: `O ${index}`, isOff: index % 2 === 0 }),
    )
    const { counts } = chooseOperator(team(many), wanted(), {}, seededChance(1)).decision
    expect(counts).toMatchObject({ picked: 1, closed: 51, offline: 0, full: 0 })
  })
})

describe('seats beside the load', () => {
  test('[RO-10] they count for the limit and for who is least busy', () => {
    const known = team([operator({ name: 'Ana', reserved: 2 }), operator({ name: 'Ben', load: 1, capacity: 1 })])
    expect(chooseOperator(known, wanted(), {}, firstWins)).toMatchObject({ operator: { name: 'Ana' } })
    known.put(operator({ name: 'Ben', load: 1 }))
    const choice = chooseOperator(known, wanted(), {}, firstWins)
    expect(choice).toMatchObject({ operator: { name: 'Ben' } })
    expect(choice.decision.considered).toEqual(
      expect.arrayContaining([expect.objectContaining({ verdict: 'busier', load: 2 })]),
    )
  })

  test('[RO-10] a conversation that takes several needs that much room; who has less is full for it', () => {
    const seats = [operator({ name: 'Ana', capacity: 2, load: 1 }), operator({ name: 'Ben', capacity: 3, load: 1 })]
    expect(verdicts(seats, { units: 2 })).toEqual({ Ana: 'full', Ben: 'picked' })
    expect(whyNobody(team(seats), wanted({ units: 3 }))).toBe('all_full')
  })
})

describe('a cool-down', () => {
  const [ana, ben] = [operator({ name: 'Ana' }), operator({ name: 'Ben', load: 3 })]

  test('[RO-30] who is left alone is not picked by itself, however little they have to do', () => {
    const known = team([{ ...ana, coolsUntil: later }, ben])
    const except = known.coolingAt(noon)
    expect(chooseOperator(known, wanted({ except }), {}, firstWins)).toMatchObject({ operator: { name: 'Ben' } })
    expect(verdicts([ana, ben], { except })).toEqual({ Ana: 'cooling_down', Ben: 'picked' })
    expect(known.freeAfter(noon)).toBe(later)
    expect(known.coolingAt(later).size).toBe(0)
    expect(known.freeAfter(later)).toBeNull()
  })

  test('[RO-31] orders and preferences stay among those who are left', () => {
    const known = team([
      operator({ name: 'Ana', languages: ['de'] }),
      operator({ name: 'Ben', languages: ['de'] }),
      ben,
    ])
    const preferred = { languages: ['de'] }
    const picked = (except: Wanted['except'] = new Set()) =>
      chooseOperator(known, wanted({ preferred, pick: 'random', except }), {}, firstWins)
    expect(picked()).toMatchObject({ operator: { name: 'Ana' } })
    expect(picked(new Set([ana.id]))).toMatchObject({ operator: { name: 'Ben' } })
  })

  test('[RO-30] the moment somebody is free again is the first of all such moments', () => {
    const known = team([{ ...ana, coolsUntil: instant(noon + 90_000), freeAt: later }, ben])
    expect(known.freeAfter(noon)).toBe(later)
    known.setCooling(ana.id, instant(noon + 30_000))
    expect(known.freeAfter(noon)).toBe(noon + 30_000)
    known.remove(ana.id)
    expect(known.freeAfter(noon)).toBeNull()
  })
})
