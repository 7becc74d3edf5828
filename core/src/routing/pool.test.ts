import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operatorId, scripted } from '../testing.ts'
import { Pool } from './pool.ts'

const seed = 20_260_106
const ids = Array.from({ length: 8 }, (_, index) => operatorId(`Op ${index}`))

type Deed = { kind: 'put' | 'remove'; who: number; load: number }

const deeds = fc.array(
  fc.record<Deed>({
    kind: fc.constantFrom('put', 'put', 'put', 'remove'),
    who: fc.nat({ max: ids.length - 1 }),
    load: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 500 })),
  }),
  { maxLength: 60 },
)

/** Everybody whom some draw would give: plays each number once. */
function reachable(count: number, draw: (index: number) => string | undefined): Set<string | undefined> {
  return new Set(Array.from({ length: count }, (_, index) => draw(index)))
}

test('[HO-30][HO-31][I-12] the pool picks exactly those whom a search through everybody would, each by one draw', () => {
  fc.assert(
    fc.property(deeds, (list) => {
      const pool = new Pool()
      const oracle = new Map<string, number>()
      for (const { kind, who, load } of list) {
        const id = ids[who]
        if (id === undefined) continue
        if (kind === 'put') {
          pool.put(id, load)
          oracle.set(id, load)
        } else {
          pool.remove(id)
          oracle.delete(id)
        }
        expect(pool.size).toBe(oracle.size)
        expect(pool.has(id)).toBe(oracle.has(id))
        expect(pool.countAt(load)).toBe([...oracle.values()].filter((one) => one === load).length)
        if (oracle.size === 0) continue
        const lowest = Math.min(...oracle.values())
        const tied = [...oracle].filter(([, one]) => one === lowest).map(([one]) => one)
        expect(pool.lowestLoad).toBe(lowest)
        expect(reachable(tied.length, (index) => pool.leastBusy(scripted(index)))).toEqual(new Set(tied))
        expect(reachable(oracle.size, (index) => pool.random(scripted(index)))).toEqual(new Set(oracle.keys()))
      }
    }),
    { seed, numRuns: 500 },
  )
})

test('[HO-30][HO-31] an empty pool has nobody, and draws nothing', () => {
  const pool = new Pool()
  expect([pool.random(scripted()), pool.leastBusy(scripted())]).toEqual([undefined, undefined])
})
