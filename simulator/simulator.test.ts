/** Runs of fixed seeds on both stores. What they look for, and what they cannot find: docs/simulator.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Climate, climatesOn, planFor, type StoreName, usualSize } from './plan.ts'
import { type OpenRunner, openRunner } from './runner.ts'
import { tell } from './story.ts'

/** So many runs of each climate are about as much as a minute holds. */
const runs: Readonly<Record<StoreName, number>> = { postgres: 2, embedded: 2 }
const mostRunsToShorten = 40
const patience = 600_000

describe.each(['postgres', 'embedded'] as const)('several nodes on %s', (store) => {
  let runner: OpenRunner

  beforeAll(async () => {
    runner = await openRunner(store)
  }, patience)
  afterAll(() => runner[Symbol.asyncDispose]())

  /** Of the runs that were done: what is the same in two of them. */
  const fingerprints = new Map<string, string>()
  const run = async (climate: Climate, seed: number) => {
    const report = await runner.run(planFor(seed, usualSize, climate))
    fingerprints.set(`${climate} ${seed}`, report.fingerprint)
    return report
  }

  const seeds = climatesOn[store].flatMap((climate) =>
    Array.from({ length: runs[store] }, (_, index) => ({ climate, seed: index + 1 })),
  )
  test.each(seeds)(
    '[I-01] to [I-49]: every promise holds in a $climate run, seed $seed',
    async ({ climate, seed }) => {
      const report = await run(climate, seed)
      if (report.broken.length > 0)
        expect.unreachable(await tell(report, store, usualSize, runner.run, mostRunsToShorten))
      expect(report.events).toBeGreaterThan(usualSize / 4)
    },
    patience,
  )

  test.each(climatesOn[store])(
    'the same seed is the same run twice, and another one another (%s)',
    async (climate) => {
      const [one, other] = [1, 2].map((seed) => fingerprints.get(`${climate} ${seed}`))
      const again = await run(climate, 1)
      expect(again.steps).toBeGreaterThan(usualSize)
      expect(again.fingerprint).toBe(one ?? (await run(climate, 1)).fingerprint)
      expect(again.fingerprint).not.toBe(other ?? (await run(climate, 2)).fingerprint)
    },
    patience,
  )
})
