/** `baton simulate FILE`: how long contacts would wait, and how loads would spread, under other settings. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ok, type Result, refuse } from '@baton/core/result'
import { readSimulation, type Simulation, simulate } from '@baton/core/simulation'
import type { Command } from 'commander'
import { parseDocument } from 'yaml'
import type { Screen } from './progress.ts'
import { Refused } from './refused.ts'
import { SimulationBar } from './simulation-bar.ts'
import { plotOf } from './simulation-plot.ts'
import { tableOf } from './simulation-table.ts'

type Options = { json?: boolean; plot?: string }

/** Where figures go, and how far it has come. */
type Surroundings = { print: (text: string) => void; screen: Screen }

const terminal: Surroundings = { print: console.log, screen: process.stderr }

/** Adds `baton simulate` to the program. It needs neither a store nor the environment. */
export function registerSimulate(program: Command, surroundings: Surroundings = terminal): void {
  program
    .command('simulate')
    .argument('<file>', 'arrivals, operators and settings, YAML or JSON: see docs/simulate.md')
    .option('--json', 'print the figures as one JSON document')
    .option('--plot <file>', 'draw waits and loads into an SVG file')
    .description('play arrivals through the rules on a virtual clock, and compare settings')
    .action((file: string, options: Options) => runSimulation(file, options, surroundings))
}

function runSimulation(file: string, { json = false, plot }: Options, { print, screen }: Surroundings): void {
  const simulation = readFile(file)
  // Said before the work, not after it.
  if (plot !== undefined && !existsSync(dirname(resolve(plot))))
    throw new Refused(`${plot} cannot be written: there is no directory ${dirname(plot)}.`)
  const bar = new SimulationBar(screen, simulation.chats)
  const simulated = simulate(simulation, ({ name }) => bar.begin(name))
  bar.end()
  const figures = simulated.runs.map((run) => run.figures)
  print(json ? JSON.stringify({ runs: figures }) : tableOf(figures, simulation))
  if (plot !== undefined) writeFileSync(plot, plotOf(simulated, simulation))
}

/** Everything that is wrong with the file is said at once, one line each. */
function readFile(file: string): Simulation {
  const text = textOf(file)
  if (!text.ok) throw new Refused(`${file} ${text.refusal}.`)
  const document = parseDocument(text.value)
  if (document.errors.length > 0)
    throw new Refused(document.errors.map(({ message }) => `${file}: ${oneLine(message)}`).join('\n'))
  const read = readSimulation(document.toJS(), (name) => textOf(resolve(dirname(file), name)))
  if (read.ok) return read.value
  throw new Refused(
    read.refusal.map(({ path, message }) => `${file}: ${path === '' ? '' : `${path}: `}${message}.`).join('\n'),
  )
}

function textOf(path: string): Result<string, string> {
  try {
    return ok(readFileSync(path, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a directory' }
    return refuse(`cannot be read: ${why[code] ?? code}`)
  }
}

function oneLine(message: string): string {
  return message.split('\n\n')[0]?.replaceAll('\n', ' ').replace(/:$/, '.') ?? message
}
