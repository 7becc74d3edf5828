/** `npm run lab:long`: one run after another for as long as wished, or one seed again. Ends with 1 on a broken promise. */
import { createWriteStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { climateOf, climates, planFor, stores, usualSize } from './plan.ts'
import type { Report } from './run.ts'
import { openRunner } from './runner.ts'
import { tell } from './story.ts'

const usage = `npm run lab:long -- [--minutes M] [--seed S] [--size N] [--store ${stores.join('|')}] [--climate ${climates.join('|')}] [--trace FILE]
  Without --minutes it goes on until it is stopped; with --seed alone it does that one run again.`
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    size: { type: 'string' },
    store: { type: 'string' },
    climate: { type: 'string' },
    trace: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const aMinute = 60_000
const tellEvery = 10_000
const seedsBelow = 100_000_000
const mostRunsToShorten = 150

async function runLong(): Promise<number> {
  const store = stores.find((name) => name === values.store) ?? 'postgres'
  const climate = climates.find((name) => name === values.climate)
  const size = Number(values.size ?? usualSize)
  const first = Number(values.seed ?? Math.floor(Math.random() * seedsBelow))
  const isOne = values.seed !== undefined && values.minutes === undefined
  const endsAt = Date.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * aMinute
  console.log(`${isOne ? 'seed' : 'from seed'} ${first}, ${size} steps each, ${store}`)
  await using runner = await openRunner(store)
  const progress = new Progress()
  for (let seed = first; ; seed += 1) {
    const plan = planFor(seed, size, climate ?? climateOf(seed, store))
    const report = await runner.run(plan, traceTo(values.trace))
    progress.add(report)
    if (report.broken.length > 0) {
      console.error(await tell(report, store, size, runner.run, mostRunsToShorten))
      return 1
    }
    if (isOne || Date.now() >= endsAt) {
      progress.tell(seed)
      console.log(`all promises held; the trace of seed ${seed} is ${report.fingerprint}`)
      return 0
    }
    progress.tellNowAndThen(seed)
  }
}

function traceTo(file: string | undefined): ((line: string) => void) | undefined {
  if (file === undefined) return undefined
  const stream = createWriteStream(file)
  return (line) => void stream.write(`${line}\n`)
}

/** Sums, and rates since the beginning. */
class Progress {
  readonly #startedAt = Date.now()
  #toldAt = Date.now()
  #runs = 0
  #calls = 0
  #steps = 0
  #statements = 0
  #events = 0
  #milliseconds = 0

  add({ calls, steps, statements, events, milliseconds }: Report): void {
    this.#runs += 1
    this.#calls += calls
    this.#steps += steps
    this.#statements += statements
    this.#events += events
    this.#milliseconds += milliseconds
  }

  tellNowAndThen(seed: number): void {
    if (Date.now() - this.#toldAt >= tellEvery) this.tell(seed)
  }

  tell(seed: number): void {
    this.#toldAt = Date.now()
    const seconds = (Date.now() - this.#startedAt) / 1_000
    const rate = (count: number) => `${count} (${Math.round(count / seconds)}/s)`
    console.log(
      `${seconds.toFixed(0)} s: up to seed ${seed}, ${this.#runs} runs, ${rate(this.#calls)} calls, ${rate(this.#statements)} statements, ${rate(this.#events)} events, ${rate(this.#steps)} steps, ${(this.#milliseconds / 3_600_000).toFixed(2)} virtual hours`,
    )
  }
}

if (values.help) console.log(usage)
else process.exitCode = await runLong()
