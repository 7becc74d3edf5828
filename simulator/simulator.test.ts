/** Runs of fixed seeds on both stores. What they look for, and what they cannot find: docs/simulator.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { climatesOn, planFor, type StoreName, usualSize } from './plan.ts'
import { type OpenRunner, openRunner } from './runner.ts'
import { tell } from './story.ts'

/** So many runs of each climate are about as much as a minute holds. */
const runs: Readonly<Record<StoreName, number>> = { postgres: 2, embedded: 2 }
const shortRun = 60
const mostRunsToShorten = 40
const patience = 600_000

describe.each(['postgres', 'embedded'] as const)('several nodes on %s', (store) => {
  let runner: OpenRunner

  beforeAll(async () => {
    runner = await openRunner(store)
  }, patience)
  afterAll(() => runner[Symbol.asyncDispose]())

  test.each(climatesOn[store])(
    'the same seed is the same run twice (%s)',
    async (climate) => {
      const plan = planFor(1, shortRun, climate)
      const [one, other] = [await runner.run(plan), await runner.run(plan)]
      expect(other.fingerprint).toBe(one.fingerprint)
      expect(one.steps).toBeGreaterThan(shortRun)
      const another = await runner.run(planFor(2, shortRun, climate))
      expect(another.fingerprint).not.toBe(one.fingerprint)
    },
    patience,
  )

  const seeds = climatesOn[store].flatMap((climate) =>
    Array.from({ length: runs[store] }, (_, index) => ({ climate, seed: index + 1 })),
  )
  test.each(seeds)(
    '[I-01] to [I-49]: every promise holds in a $climate run, seed $seed',
    async ({ climate, seed }) => {
      const report = await runner.run(planFor(seed, usualSize, climate))
      if (report.broken.length > 0)
        expect.unreachable(await tell(report, store, usualSize, runner.run, mostRunsToShorten))
      expect(report.events).toBeGreaterThan(usualSize / 4)
    },
    patience,
  )
})
