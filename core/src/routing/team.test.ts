import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asId, type OperatorId } from '../ids.ts'
import { firstWins, group, operator, operatorId, scripted, team } from '../testing.ts'
import type { Pool } from './pool.ts'
import { isFull, type Seat, Team } from './team.ts'

const seed = 20_260_107
const groups = [group('support'), group('sales')]
const names = ['Ana', 'Bea', 'Cai', 'Dee']

type Deed =
  | { kind: 'put'; seat: Seat }
  | { kind: 'remove'; who: OperatorId }
  | { kind: 'load'; who: OperatorId; load: number }
  | { kind: 'put_group' | 'remove_group'; which: number }

const anyWho = fc.constantFrom(...names).map(operatorId)
const anySeat = fc
  .record({
    name: fc.constantFrom(...names),
    enabled: fc.boolean(),
    status: fc.constantFrom<Seat['status'][]>('online', 'busy', 'away', 'offline'),
    groups: fc.subarray(groups),
    load: fc.nat({ max: 4 }),
    capacity: fc.option(fc.nat({ max: 4 })),
  })
  .map((fields) => operator(fields))
const deeds = fc.array(
  fc.oneof<fc.Arbitrary<Deed>[]>(
    anySeat.map((seat) => ({ kind: 'put', seat })),
    anyWho.map((who) => ({ kind: 'remove', who })),
    fc.tuple(anyWho, fc.nat({ max: 5 })).map(([who, load]) => ({ kind: 'load', who, load })),
    fc
      .tuple(fc.constantFrom('put_group', 'remove_group'), fc.nat({ max: 1 }))
      .map(([kind, which]) => ({ kind, which })),
  ),
  { maxLength: 40 },
)

function idsIn([pool]: readonly Pool[]): Set<string | undefined> {
  return new Set(Array.from({ length: pool?.size ?? 0 }, (_, index) => pool?.random(scripted(index))?.operator))
}

function expectCounted(known: Team, seats: readonly Seat[], which: (typeof groups)[number] | null): void {
  const inside = seats.filter((seat) => seat.enabled && (which === null || seat.groups.includes(which.id)))
  const online = inside.filter((seat) => seat.status === 'online')
  const members = known.members(which?.id ?? null)
  expect([members.enabled, members.online]).toEqual([inside.length, online.length])
  expect(idsIn(members.ready)).toEqual(new Set(inside.filter((seat) => !isFull(seat)).map(({ id }) => id)))
  expect(idsIn(members.readyOnline)).toEqual(new Set(online.filter((seat) => !isFull(seat)).map(({ id }) => id)))
  const lowest = Math.min(...inside.filter((seat) => !isFull(seat)).map(({ load }) => load))
  const first = members.ready[0]?.leastBusy(firstWins)?.operator
  if (first !== undefined) expect(known.seat(first)?.load).toBe(lowest)
}

test('[HO-34] what the team keeps for speed equals a recount, in whatever order operators and groups come and go', () => {
  fc.assert(
    fc.property(deeds, (list) => {
      const known = new Team()
      const seats = new Map<OperatorId, Seat>()
      const present = new Set<number>()
      for (const deed of list) {
        switch (deed.kind) {
          case 'put':
            known.put({ ...deed.seat })
            seats.set(deed.seat.id, { ...deed.seat })
            break
          case 'remove':
            known.remove(deed.who)
            seats.delete(deed.who)
            break
          case 'load': {
            known.setLoad(deed.who, deed.load)
            const seat = seats.get(deed.who)
            if (seat) seat.load = deed.load
            break
          }
          case 'put_group':
          case 'remove_group': {
            const one = groups[deed.which]
            if (one === undefined) break
            if (deed.kind === 'put_group') {
              known.putGroup(one)
              present.add(deed.which)
            } else if (present.delete(deed.which)) {
              known.removeGroup(one.id)
              for (const [id, seat] of seats)
                seats.set(id, { ...seat, groups: seat.groups.filter((of) => of !== one.id) })
            }
          }
        }
        expect(known.size).toBe(seats.size)
        expectCounted(known, [...seats.values()], null)
        groups.forEach((one, which) => {
          if (present.has(which)) expectCounted(known, [...seats.values()], one)
          else expect(known.members(one.id).enabled).toBe(0)
        })
      }
    }),
    { seed, numRuns: 500 },
  )
})

describe('references', () => {
  test('[HO-32] an operator is found by id and by e-mail in any case', () => {
    const known = team([operator({ name: 'Ana' })])
    expect(known.findOperator('op_ana')?.name).toBe('Ana')
    expect(known.findOperator('ANA@Team.example')?.name).toBe('Ana')
    expect(known.findOperator('bea@team.example')).toBeUndefined()
  })

  test('[HO-32] an e-mail that was changed no longer finds its operator', () => {
    const known = team([operator({ name: 'Ana' })])
    known.put(operator({ name: 'Ana', email: 'ana@home.example' }))
    expect(known.findOperator('ana@team.example')).toBeUndefined()
    known.remove(operatorId('Ana'))
    expect(known.findOperator('ana@home.example')).toBeUndefined()
  })

  test('[HO-10] a group is found by id and by name, by the newer name once renamed, and not once removed', () => {
    const known = team([])
    expect([known.findGroup('grp_sales')?.name, known.findGroup('sales')?.name]).toEqual(['sales', 'sales'])
    known.putGroup({ id: asId('grp_sales'), name: 'Sales team' })
    expect([known.findGroup('sales'), known.findGroup('Sales team')?.id]).toEqual([undefined, 'grp_sales'])
    known.removeGroup(asId('grp_sales'))
    expect(known.findGroup('Sales team')).toBeUndefined()
  })

  test('[HO-46] who is gone still has a name to show', () => {
    const known = team([])
    expect(known.operatorRef(operatorId('Ana')).name).toBe('former operator')
    expect(known.groupRef(asId('grp_former')).name).toBe('former group')
  })
})

test('[RO-10] a group that says it has no limit does not take over the one of the workspace', () => {
  const known = team([operator({ name: 'Ana' })])
  const limit = () => known.seat(operatorId('Ana'))?.capacity
  known.putWorkspace({ limit: 5 })
  expect(limit()).toBe(5)
  known.putGroup(group('support'), { limit: null })
  expect(limit()).toBeNull()
  known.putGroup(group('support'), {})
  expect(limit()).toBe(5)
})

test.each([
  [0, null, false],
  [9, null, false],
  [1, 2, false],
  [2, 2, true],
  [3, 2, true],
  [0, 0, true],
])('[RO-10] with load %i and limit %s an operator is full: %s', (load, capacity, expected) => {
  expect(isFull({ load, capacity })).toBe(expected)
})
