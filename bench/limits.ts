/** What bounds several nodes on this machine, measured beside them: the disk, and PostgreSQL with nothing of ours. */
import { execFile } from 'node:child_process'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { PostgresServer } from '../lab/servers.ts'
import type { BareKind, BareResult } from './bare-postgres.ts'
import { familyProcessorMs } from './processor.ts'

const runProgram = promisify(execFile)
const script = fileURLToPath(new URL('./bare-postgres.ts', import.meta.url))
const block = Buffer.alloc(4096, 1)

/** `processor`: of PostgreSQL for a turn, in microseconds. */
export type Bare = BareResult & { processor: number }

/** `url`: of a database of its own. Asked from a process of its own. */
export async function barePostgres({ pid }: PostgresServer, url: string, kind: BareKind, forMs: number): Promise<Bare> {
  const before = familyProcessorMs(pid) ?? 0
  const { stdout } = await runProgram(process.execPath, [script, kind, String(forMs), url], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  const used = (familyProcessorMs(pid) ?? 0) - before
  const result: BareResult = JSON.parse(stdout)
  return { ...result, processor: (used * 1_000) / result.turns }
}

/** How often in a second 4 KiB can be appended to a file and flushed, one after another: the floor under every commit. */
export function flushesPerSecond(directory: string, forMs: number): number {
  const file = openSync(join(directory, 'floor'), 'a')
  const begun = performance.now()
  let flushes = 0
  for (; performance.now() - begun < forMs; flushes += 1) {
    writeSync(file, block)
    fdatasyncSync(file)
  }
  closeSync(file)
  return (flushes * 1_000) / (performance.now() - begun)
}
