/** `baton doctor`: what is wrong in a store, and what is done about it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Clock } from '../clock.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { type Diagnosis, diagnose, type Wishes } from '../doctor/doctor.ts'
import { documentOf, linesOf } from '../doctor/tell.ts'
import type { StorePlace } from '../store/moving/move.ts'
import { embedded } from '../store/moving/sqlite-snapshot.ts'
import { MovingRefused } from '../store/moving/stream.ts'
import { DatabaseRefused } from '../store/postgres/connections.ts'
import { StoreUnavailable } from '../store/store.ts'
import { lockDirectory } from './lock.ts'
import { Progress, type Screen } from './progress.ts'
import { Refused } from './refused.ts'

export type DoctorSurroundings = {
  environment: Record<string, string | undefined>
  clock: Clock
  /** What was found, for whoever called. */
  print(text: string): void
  /** Where it is shown how far the work is, and why it cannot be done. */
  screen: Screen
}

type Options = { repair?: boolean; json?: boolean; workspace?: string }

/** Nothing is wrong, or nothing any more; something is left; it could not look. */
const exitCodes = { well: 0, left: 1, failed: 2 } as const
const stopFirst = 'It keeps the database to itself: stop it to repair, or leave out --repair to look while it runs.'

/** [RO-52] Adds it to the program. It reads the same environment as the server. */
export function addDoctor(program: Command, surroundings: DoctorSurroundings): void {
  program
    .command('doctor')
    .option('--repair', 'make every repair that needs nobody’s decision')
    .option('--json', 'print one JSON document')
    .option('--workspace <name>', 'only this one, by name or id')
    .description('find what is wrong in the store, what it means, and what to do: see docs/doctor.md')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.well : exitCodes.failed))
    .action((options: Options) => run(surroundings, options))
}

async function run(surroundings: DoctorSurroundings, options: Options): Promise<void> {
  const { environment, clock, print, screen } = surroundings
  const { repair: isRepairing = false, json = false, workspace = null } = options
  const progress = new Progress(screen, () => clock.now())
  try {
    const place = placeIn(readConfig(environment))
    const unlock = isRepairing && place.kind === 'sqlite' ? lockStore(place.directory) : () => {}
    let diagnosis: Diagnosis | null
    try {
      const wishes: Wishes = { workspace, isRepairing }
      diagnosis = await diagnose(
        { place, clock, step: (title, expected, unit) => progress.begin(title, expected, unit) },
        wishes,
      )
    } finally {
      unlock()
    }
    progress.end()
    if (diagnosis === null) throw new Refused(`There is no workspace "${workspace}".`)
    print(json ? JSON.stringify(documentOf(diagnosis)) : linesOf(diagnosis, { isRepairing }).join('\n'))
    process.exitCode = diagnosis.left.length === 0 ? exitCodes.well : exitCodes.left
  } catch (error) {
    progress.stop()
    screen.write(`${sentenceOf(error)}\n`)
    process.exitCode = exitCodes.failed
  }
}

function placeIn({ databaseUrl, dataDir }: Config): StorePlace {
  return databaseUrl === null ? { kind: 'sqlite', directory: dataDir } : { kind: 'postgres', url: databaseUrl }
}

/** Makes no directory where there is none. */
function lockStore(directory: string): () => void {
  if (!existsSync(join(directory, embedded.database))) throw new Refused(`There is no database in ${directory}.`)
  return lockDirectory(directory, stopFirst)
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof StoreUnavailable)
    return `The database cannot be reached: ${error.cause instanceof Error ? error.cause.message : error.message}.`
  const isExpected = [Refused, MovingRefused, ConfigError, DatabaseRefused].some((kind) => error instanceof kind)
  if (isExpected) return error.message
  return 'syscall' in error ? `${error.message}.` : (error.stack ?? error.message)
}
