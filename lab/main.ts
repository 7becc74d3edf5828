/** `npm run lab`: real PostgreSQL, real Redis and several nodes under traffic and faults. Ends with 1 on a violation. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, parseArgs } from 'node:util'
import type { Fault, Outcome, Stage } from './faults/fault.ts'
import { faults } from './faults/faults.ts'
import { removeRigs, type Trace } from './rig.ts'
import { findPostgres, findRedis, startPostgres, startRedis } from './servers.ts'
import { asLine, asTable, header } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    help: { type: 'boolean' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    nodes: { type: 'string' },
    report: { type: 'string' },
  },
})
const usage = 'npm run lab -- [--list] [FAULT]… [--rounds N] [--seed N] [--nodes N] [--report FILE]'
const named = positionals.map((name) => name.toLowerCase())
const unknown = named.filter((name) => !faults.some((fault) => fault.name.toLowerCase() === name))
const chosen = faults.filter(({ name }) => named.length === 0 || named.includes(name.toLowerCase()))

if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no fault ${unknown.join(', ')}: see --list.`)
  console.log(usage)
  process.exitCode = unknown.length > 0 ? 1 : 0
} else if (values.list) {
  for (const { name, title, rounds } of faults) console.log(`${name.padEnd(12)} ${title} (${rounds} rounds)`)
} else if (findPostgres() === null || findRedis() === null) {
  console.error('The lab needs PostgreSQL 15 or newer and Redis.')
  process.exitCode = 1
} else {
  process.exitCode = await runAll()
}

async function runAll(): Promise<number> {
  const seed = Number(values.seed ?? 1)
  const nodes = Number(values.nodes ?? 3)
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const stop = async () => {
    await removeRigs()
    await Promise.all([postgres.remove(), redis.remove()])
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop())
  console.log(`PostgreSQL ${postgres.version}, Redis ${redis.version}, ${nodes} nodes, seed ${seed}\n\n${header}`)
  const results: { fault: Fault; outcome: Outcome; seconds: number }[] = []
  for (const fault of chosen) {
    const rounds = Number(values.rounds ?? fault.rounds)
    const startedAt = performance.now()
    const say = (text: string) => console.log(`    ${fault.name}: ${text}`)
    const traces: Trace[] = []
    const onEnd = (trace: Trace) => void traces.push(trace)
    const outcome = await runOne(fault, { seed, nodes, rounds, postgres, redis, say, onEnd })
    const seconds = (performance.now() - startedAt) / 1_000
    results.push({ fault, outcome, seconds })
    console.log(asLine(fault, outcome, seconds))
    if (outcome.violations.length > 0) tellViolations(fault, outcome, traces, seed)
  }
  if (values.report !== undefined) writeFileSync(values.report, asTable(results))
  const violations = results.reduce((sum, { outcome }) => sum + outcome.violations.length, 0)
  console.log(`\n${results.length} faults, ${violations} violations`)
  return violations > 0 ? 1 : 0
}

async function runOne(fault: Fault, stage: Stage): Promise<Outcome> {
  try {
    return await fault.run(stage)
  } catch (error) {
    const said = explain(error)
    return {
      rounds: 0,
      operations: 0,
      violations: [`the fault did not run to its end: ${said}`],
      figures: [],
      notes: [],
    }
  }
}

/** Also what an end that failed has covered. */
function explain(error: unknown): string {
  if (!(error instanceof SuppressedError)) return inspect(error)
  return `${explain(error.suppressed)}\n\nand at its end: ${explain(error.error)}`
}

/** On the terminal the first few; in a folder everything that helps to find out why. */
function tellViolations({ name }: Fault, { violations }: Outcome, traces: readonly Trace[], seed: number): void {
  const folder = mkdtempSync(join(tmpdir(), `baton-lab-${name}-seed-${seed}-`))
  writeFileSync(join(folder, 'violations.txt'), violations.join('\n'))
  for (const [index, { logs, operations }] of traces.entries()) {
    for (const [node, log] of logs) writeFileSync(join(folder, `${index + 1}-${node}.log`), log)
    writeFileSync(join(folder, `${index + 1}-history.jsonl`), operations.map((one) => JSON.stringify(one)).join('\n'))
  }
  for (const violation of violations.slice(0, 10)) console.log(`    ! ${violation.slice(0, 400)}`)
  console.log(`    all of them, the history and the logs: ${folder}`)
}
