import { expect, test } from 'vitest'
import { bulk, runBulk } from './bulk.ts'

const people = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, contact: `Contact ${index}` }))

test('[U-04] several are done side by side within bounds, and what was refused is told with its reason', async () => {
  let [running, most] = [0, 0]
  const shown = new Set<string>()
  const known = Promise.withResolvers<void>()
  const done = await runBulk(people, {
    kind: 'tag',
    show(id) {
      shown.add(id)
      return () => shown.delete(id)
    },
    whenKnown: () => known.promise,
    async one(id) {
      // Also those that still wait for their turn.
      if (id === 'c0') expect(shown.size).toBe(20)
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
  // What was refused is as it was; the others show until the desk knows by itself.
  expect([shown.has('c3'), shown.size]).toEqual([false, 19])
  known.resolve()
  await expect.poll(() => shown.size).toBe(0)
})
