/** Runs seeds of one climate until one breaks a promise; says so as one line of JSON. Ends with 1 when one did. */
import { parseArgs } from 'node:util'
import { climates, planFor, stores, usualSize } from './plan.ts'
import { openRunner } from './runner.ts'

export type Verdict = {
  /** Null: no seed broke anything. */
  seed: number | null
  broken: string[]
  runs: number
  steps: number
  seconds: number
}

const { values } = parseArgs({
  options: {
    climate: { type: 'string' },
    store: { type: 'string' },
    from: { type: 'string' },
    runs: { type: 'string' },
  },
})
const store = stores.find((name) => name === values.store) ?? 'postgres'
const climate = climates.find((name) => name === values.climate) ?? 'calm'
const first = Number(values.from ?? 1)
const mostRuns = Number(values.runs ?? 1)

const verdict = await tryOut()
console.log(JSON.stringify(verdict))
process.exit(verdict.seed === null ? 0 : 1)

async function tryOut(): Promise<Verdict> {
  const startedAt = Date.now()
  const seconds = () => (Date.now() - startedAt) / 1_000
  let steps = 0
  try {
    await using runner = await openRunner(store)
    for (let run = 0; run < mostRuns; run += 1) {
      const seed = first + run
      const report = await runner.run(planFor(seed, usualSize, climate))
      steps += report.steps
      if (report.broken.length > 0) return { seed, broken: report.broken, runs: run + 1, steps, seconds: seconds() }
    }
    return { seed: null, broken: [], runs: mostRuns, steps, seconds: seconds() }
  } catch (error) {
    const broken = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
    return { seed: first, broken, runs: 1, steps, seconds: seconds() }
  }
}
