import { expect, test } from 'vitest'
import { bulk, runBulk } from './bulk.ts'

const people = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, contact: `Contact ${index}` }))

test('[U-04] several are done side by side within bounds, and what was refused is told with its reason', async () => {
  let [running, most] = [0, 0]
  const done = await runBulk(people, {
    kind: 'tag',
    async one(id) {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      if (id === 'c3') throw new Error('owned')
    },
    reasonOf: (error) => (error instanceof Error ? error.message : ''),
    again: () => {},
  })
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(6)
  expect(done).toHaveLength(19)
  expect(bulk.get()).toMatchObject({
    all: 20,
    done: 19,
    isOver: true,
    left: [{ id: 'c3', contact: 'Contact 3', reason: 'owned' }],
  })
})
