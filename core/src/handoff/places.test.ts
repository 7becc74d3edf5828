import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asId, type ConversationId, type GroupId } from '../ids.ts'
import { estimateAt, leastBasis, type PastWait, placesIn } from './places.ts'

const conversation = (name: string): ConversationId => asId(`conv_${name}`)
const support: GroupId = asId('grp_support')
const minutes = (position: number, count: number): PastWait => ({ position, milliseconds: count * 60_000 })

describe('places', () => {
  test('[RO-23] whoever waits counts among those who wait for the same group, in the order of the queue', () => {
    const places = placesIn([
      { id: conversation('a'), group: support },
      { id: conversation('b'), group: null },
      { id: conversation('c'), group: support },
    ])
    expect(places.get(conversation('a'))).toEqual({ group: support, position: 1, waiting: 2 })
    expect(places.get(conversation('b'))).toEqual({ group: null, position: 1, waiting: 1 })
    expect(places.get(conversation('c'))).toEqual({ group: support, position: 2, waiting: 2 })
  })

  test('[RO-23] the places of each group are 1, 2, 3 … without gaps', () => {
    const groups = fc.array(fc.constantFrom(support, null, asId<'group'>('grp_sales')), { maxLength: 40 })
    fc.assert(
      fc.property(groups, (asked) => {
        const places = [...placesIn(asked.map((group, index) => ({ id: conversation(`${index}`), group }))).values()]
        for (const group of new Set(asked)) {
          const own = places.filter((place) => place.group === group)
          expect(own.map(({ position }) => position)).toEqual(own.map((_, index) => index + 1))
          expect(own.every(({ waiting }) => waiting === own.length)).toBe(true)
        }
      }),
      { seed: 20261122 },
    )
  })
})

describe('estimates', () => {
  test('[RO-23] the median of the waits that began at the same place, with how many they were', () => {
    const waits = [1, 2, 3, 4, 50].map((count) => minutes(2, count))
    expect(estimateAt(2, [...waits, minutes(1, 9)])).toEqual({ milliseconds: 180_000, basis: 5, from: 'this_place' })
  })

  test('[RO-23] where few began there, the median of all, by the place they began at', () => {
    const waits = [minutes(1, 2), minutes(2, 4), minutes(3, 6), minutes(4, 8), minutes(1, 3)]
    expect(estimateAt(5, waits)).toEqual({ milliseconds: 600_000, basis: 5, from: 'all_places' })
  })

  test('[RO-23] it says nothing of what it does not know', () => {
    const waits = Array.from({ length: leastBasis - 1 }, () => minutes(1, 2))
    expect(estimateAt(1, waits)).toBeNull()
    expect(estimateAt(1, [...waits, minutes(1, 2)])).not.toBeNull()
  })
})
