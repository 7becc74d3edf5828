/** `npm run bench`: every figure beside its limit, measured in the same run. `npm run bench -- turns inbox` runs some. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, type Figure, isReached, lineOf, type Measurement, machine } from './figures.ts'
import { measurements } from './measurements.ts'

const { names, options } = readArguments(process.argv.slice(2))
const unknown = names.filter((name) => !measurements.some((measurement) => measurement.name === name))
if (unknown.length > 0 || options.has('help')) {
  console.log(
    `npm run bench -- [${measurements.map(({ name }) => name).join('|')}]… [--json FILE] [--seconds N] [--profile DIR] …`,
  )
  process.exit(unknown.length > 0 ? 1 : 0)
}
const on = machine(loadavg())
console.log(
  `${on.cpu}, ${on.cores} cores, ${on.memoryGb} GB, ${on.platform}, Node ${on.node}, load before ${on.load.join(' ')}\n`,
)
const results: {
  name: string
  title: string
  figures: (Figure & { reached: boolean | null })[]
  error: string | null
  load: number[]
}[] = []
for (const measurement of measurements.filter(({ name, isOnRequest }) =>
  names.length === 0 ? !isOnRequest : names.includes(name),
))
  results.push(await measure(measurement))
const json =
  options.get('json') ?? join(tmpdir(), 'baton-bench', `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`)
mkdirSync(join(json, '..'), { recursive: true })
writeFileSync(json, JSON.stringify({ machine: on, at: new Date().toISOString(), results }, null, 2))
const figures = results.flatMap((result) => result.figures)
const missed = figures.filter(({ reached }) => reached === false)
console.log(
  `${figures.length - missed.length} of ${figures.length} figures reach their target; ${results.filter(({ error }) => error !== null).length} measurements failed.`,
)
console.log(`As JSON: ${json}`)
process.exitCode = results.some(({ error }) => error !== null) ? 1 : 0

async function measure({ name, title, run }: Measurement) {
  console.log(title)
  const directory = mkdtempSync(join(tmpdir(), 'baton-bench-'))
  const cache = join(tmpdir(), 'baton-bench')
  mkdirSync(cache, { recursive: true })
  const context: Context = { directory, cache, options, say: (text) => console.log(`      ${text}`) }
  let figures: Figure[] = []
  let error: string | null = null
  try {
    figures = await run(context)
    for (const figure of figures) console.log(lineOf(figure))
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    console.log(`  failed: ${error}`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
  console.log('')
  return {
    name,
    title,
    error,
    load: loadavg(),
    figures: figures.map((figure) => ({ ...figure, reached: isReached(figure) })),
  }
}

function readArguments(given: string[]) {
  const options = new Map<string, string>()
  const names: string[] = []
  const left = [...given]
  for (let one = left.shift(); one !== undefined; one = left.shift()) {
    if (!one.startsWith('--')) names.push(one)
    else if (one === '--help') options.set('help', 'yes')
    // `--large --json FILE`: the first has no value.
    else options.set(one.slice(2), left[0]?.startsWith('--') ? '' : (left.shift() ?? ''))
  }
  return { names, options }
}
