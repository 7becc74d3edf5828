/** Plants each mistake in a copy of the tree, and lets what should notice it try to. */
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planted as everything } from './planted/all.ts'
import type { Catcher, Change, Planted } from './planted/planted.ts'
import type { Verdict } from './trial.ts'

/** Of one planted mistake: what noticed it, and after how much. */
export type Row = {
  bug: string
  rule: string
  isCaught: boolean
  caughtBy: string
  /** The first thing that was found wrong. */
  said: string
  steps: number | null
  seconds: number
}
export type Table = readonly Row[]

const root = join(import.meta.dirname, '..')
/** Everything that runs; beside it only packages are needed. */
const copied = [
  'core',
  'actions',
  'channels',
  'server',
  'lab',
  'simulator',
  'scripts',
  'bots',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]
const runsEach = 12
const lengthOfSaid = 110

/** `named`: only those whose bug contains this. Tells `onRow` as it goes. */
export async function runPlanted(named = '', onRow: (row: Row) => void = () => {}): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-planted-'))
  const table: Row[] = []
  try {
    await copyTree(folder)
    for (const one of everything.filter(({ bug }) => bug.includes(named))) {
      const row = await plantAndLook(folder, one)
      table.push(row)
      onRow(row)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return table
}

export function asLine({ bug, rule, isCaught, caughtBy, said, steps, seconds }: Row): string {
  const effort = `${steps === null ? '' : `${steps} steps, `}${seconds.toFixed(0)} s`
  return `${isCaught ? '✓' : '✗ NOT CAUGHT'} ${rule.padEnd(6)} ${bug}\n    ${caughtBy}, ${effort}: ${said}`
}

/** How often the text stands in its file. */
export async function countOf({ file, before }: Change): Promise<number> {
  return (await readFile(join(root, file), 'utf8')).split(before).length - 1
}

async function copyTree(folder: string): Promise<void> {
  const isWanted = (path: string) => !/\/(?:node_modules|dist)$/.test(path)
  for (const name of copied) await cp(join(root, name), join(folder, name), { recursive: true, filter: isWanted })
  const packages = join(folder, 'node_modules')
  await mkdir(join(packages, '@baton'), { recursive: true })
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@baton' && !name.startsWith('.vite'))
      await symlink(join(root, 'node_modules', name), join(packages, name))
  for (const room of ['core', 'actions', 'channels', 'server'])
    await symlink(join(folder, room), join(packages, '@baton', room))
}

async function plantAndLook(folder: string, { bug, rule, changes, caughtBy }: Planted): Promise<Row> {
  const originals = new Map<string, string>()
  for (const { file, before, after } of changes) {
    const path = join(folder, file)
    const text = await readFile(path, 'utf8')
    if (!originals.has(path)) originals.set(path, text)
    if (text.split(before).length !== 2) throw new Error(`"${bug}": ${file} has "${before}" not once`)
    await writeFile(
      path,
      text.replace(before, () => after),
    )
  }
  try {
    return { bug, rule, ...(await look(folder, caughtBy)) }
  } finally {
    for (const [path, text] of originals) await writeFile(path, text)
  }
}

async function look(folder: string, catcher: Catcher): Promise<Omit<Row, 'bug' | 'rule'>> {
  const startedAt = Date.now()
  if (catcher.kind === 'tests') {
    const { project, path, title } = catcher
    const titled = title === undefined ? [] : ['-t', title]
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
    const { code, output } = await run([vitest, 'run', '--project', project, path, ...titled], folder)
    const [said = ''] = /FAIL .*/.exec(output) ?? []
    const seconds = (Date.now() - startedAt) / 1_000
    return {
      isCaught: code !== 0 && said !== '',
      caughtBy: path,
      said: (said || output.slice(-lengthOfSaid)).slice(0, lengthOfSaid),
      steps: null,
      seconds,
    }
  }
  const { climate, store } = catcher
  const trial = join(folder, 'simulator/trial.ts')
  const args = ['--climate', climate, '--store', store ?? 'postgres', '--runs', String(runsEach)]
  const { output } = await run([trial, ...args], folder)
  const verdict = verdictIn(output)
  return {
    isCaught: verdict.seed !== null,
    caughtBy: `${climate} seed ${verdict.seed ?? `1 to ${runsEach}`}`,
    said: (verdict.broken[0] ?? '').split('\n')[0]?.slice(0, lengthOfSaid) ?? '',
    steps: verdict.steps,
    seconds: verdict.seconds,
  }
}

function verdictIn(output: string): Verdict {
  const line = output.split('\n').findLast((one) => one.startsWith('{'))
  if (line !== undefined) return JSON.parse(line)
  return { seed: 1, broken: [`ended without a verdict: ${output.slice(-lengthOfSaid)}`], runs: 1, steps: 0, seconds: 0 }
}

function run(args: readonly string[], cwd: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('close', (code) => resolve({ code, output }))
  })
}
