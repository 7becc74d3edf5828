import { expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { asId, type OperatorId } from '../ids.ts'
import { Ring } from './ring.ts'

const seed = 20_260_112

test('[RO-31] the circle of very many, who come and go, is that of a sorted list', () => {
  const chance = seededChance(seed)
  const ring = new Ring()
  const sorted: OperatorId[] = []
  const nameOf = () => asId<'operator'>(`op_${String(chance.below(3_000)).padStart(4, '0')}`)
  for (let step = 0; step < 12_000; step += 1) {
    const operator = nameOf()
    const place = sorted.findIndex((one) => one >= operator)
    const at = place < 0 ? sorted.length : place
    // First more come than go, then the other way.
    if (chance.below(12_000) > step) {
      ring.add(operator)
      if (sorted[at] !== operator) sorted.splice(at, 0, operator)
    } else {
      ring.remove(operator)
      if (sorted[at] === operator) sorted.splice(at, 1)
    }
    const other = nameOf()
    expect(ring.after(other)).toBe(sorted.find((one) => one > other))
    expect(ring.first).toBe(sorted[0])
  }
})
