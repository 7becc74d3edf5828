/** The commands about whole stores: `baton backup`, `restore`, `copy`, `verify`. */
import { toRfc3339 } from '@baton/core/time'
import { type Command, Option } from 'commander'
import type { Clock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { connectionsOf } from '../store/moving/in-use.ts'
import {
  backUp,
  copy,
  type Loaded,
  restore,
  type StorePlace,
  verifyBackup,
  verifyStore,
  type Watching,
} from '../store/moving/move.ts'
import type { Verdict } from '../store/moving/report.ts'
import { type About, MovingRefused, type StoreKind, type Tally } from '../store/moving/stream.ts'
import { lockDirectory } from './lock.ts'
import { count, megabytes, Progress, type Screen } from './progress.ts'
import { Refused } from './refused.ts'

export type Surroundings = {
  environment: Record<string, string | undefined>
  clock: Clock
  /** A line for whoever called. */
  print(line: string): void
  /** Where it is shown how far the work is. */
  screen: Screen
}

const kinds: readonly StoreKind[] = ['sqlite', 'postgres']

/** Adds them to the program. They read the same environment as the server. */
export function addMovingCommands(program: Command, surroundings: Surroundings): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it')
    .option('--force', 'replace a file that is there')
    .description('write all of the store into a file, while the server runs')
    .action((file: string, { force = false }: { force?: boolean }) =>
      run(surroundings, async (config, watching) => {
        const { tally, bytes } = await backUp(placeIn(config), file, { isForced: force }, watching)
        return [`${file} holds ${contentsOf(tally)}: ${megabytes(bytes)}.`, ...aboutSecrets(tally, config)]
      }),
    )
  program
    .command('restore')
    .argument('<file>', 'a backup of either kind of store')
    .description('fill an empty store with a backup: all of it or nothing')
    .action((file: string) =>
      run(surroundings, (config, watching) =>
        alone(placeIn(config), stopFirst, async () => {
          const loaded = await restore(file, placeIn(config), watching)
          return [`Restored ${contentsOf(loaded.tally)}, ${sourceOf(loaded.about)}.`, ...verdictsOf(loaded.verdicts)]
        }),
      ),
    )
  program
    .command('copy')
    .addOption(new Option('--from <store>', 'where everything is').choices(kinds).makeOptionMandatory())
    .addOption(new Option('--to <store>', 'an empty store').choices(kinds).makeOptionMandatory())
    .description('move from the embedded store in BATON_DATA_DIR to PostgreSQL at DATABASE_URL, or back')
    .action(({ from, to }: { from: StoreKind; to: StoreKind }) =>
      run(surroundings, (config, watching) => copyBetween(config, from, to, watching)),
    )
  program
    .command('verify')
    .argument('[file]', 'a backup; without it: the store')
    .description('check everything that must hold of a store or a backup, while the server runs')
    .action((file?: string) =>
      run(surroundings, async (config, watching) => {
        if (file === undefined) return verdictsOf(await verifyStore(placeIn(config), watching))
        const { about, tally, verdicts } = await verifyBackup(file, watching)
        return [`${file} is whole: ${contentsOf(tally)}, ${sourceOf(about)}.`, ...verdictsOf(verdicts)]
      }),
    )
}

type Work = (config: Config, watching: Watching) => Promise<string[]>

/** What the work answers is printed when all is done; how far it is, meanwhile, on the side. */
async function run({ environment, clock, print, screen }: Surroundings, work: Work): Promise<void> {
  const config = readConfig(environment)
  const progress = new Progress(screen, () => clock.now())
  try {
    const lines = await work(config, {
      release: config.version,
      now: () => clock.now(),
      step: (title, expected, unit) => progress.begin(title, expected, unit),
      onFault({ place, says }, title) {
        process.exitCode = 1
        progress.over(() => print(`WRONG  ${place}: ${says} (${title})`))
      },
    })
    progress.end()
    for (const line of lines) print(line)
  } catch (error) {
    progress.stop()
    throw explained(error)
  }
}

async function copyBetween(config: Config, from: StoreKind, to: StoreKind, watching: Watching): Promise<string[]> {
  if (from === to) throw new Refused('Copying goes from sqlite to postgres or from postgres to sqlite.')
  const { databaseUrl } = config
  if (databaseUrl === null) throw new Refused('Set DATABASE_URL to the PostgreSQL database, beside BATON_DATA_DIR.')
  const embedded: StorePlace = { kind: 'sqlite', directory: config.dataDir }
  const shared: StorePlace = { kind: 'postgres', url: databaseUrl }
  return alone(embedded, stopFirst, async () => {
    // What they write after this moment would be left behind.
    if (from === 'postgres' && (await connectionsOf(databaseUrl)) > 0)
      throw new Refused('Nodes are connected to the database. Stop them first; a backup may be taken while they run.')
    const loaded: Loaded = await (from === 'sqlite'
      ? copy(embedded, shared, watching)
      : copy(shared, embedded, watching))
    return [
      `Copied ${contentsOf(loaded.tally)}.`,
      ...aboutSecrets(loaded.tally, config),
      ...verdictsOf(loaded.verdicts),
    ]
  })
}

const stopFirst = 'Stop it first.'

function placeIn({ databaseUrl, dataDir }: Config): StorePlace {
  return databaseUrl === null ? { kind: 'sqlite', directory: dataDir } : { kind: 'postgres', url: databaseUrl }
}

/** While the embedded store is filled, or must not change, nobody else may be on it. */
async function alone<T>(place: StorePlace, otherwise: string, work: () => Promise<T>): Promise<T> {
  const unlock = place.kind === 'sqlite' ? lockDirectory(place.directory, otherwise) : () => {}
  try {
    return await work()
  } finally {
    unlock()
  }
}

function contentsOf(tally: Tally): string {
  const of = (table: Parameters<Tally['get']>[0]) => count(tally.get(table)?.rows ?? 0)
  return `${of('workspaces')} workspaces, ${of('conversations')} conversations, ${of('events')} events, ${of('files')} files`
}

function sourceOf({ store, release, takenAt }: About): string {
  return `from ${store === 'sqlite' ? 'the embedded store' : 'PostgreSQL'} as of ${toRfc3339(takenAt)} (release ${release})`
}

/** Links to files outlive a move only together with the secret that signs them. */
function aboutSecrets(tally: Tally, { secretKeys }: Config): string[] {
  const isElsewhere = secretKeys.length > 0 && tally.get('secrets')?.rows === 0
  return isElsewhere ? ['The secret that signs is not in it, but in BATON_SECRET_KEY: keep that too.'] : []
}

function verdictsOf(verdicts: readonly Verdict[]): string[] {
  const lines = verdicts.map(({ title, unit, looked, faults }) =>
    faults === 0 ? `ok     ${title}: ${count(looked)} ${unit}` : `WRONG  ${title}: ${count(faults)} faults, see above`,
  )
  const faults = verdicts.reduce((sum, one) => sum + one.faults, 0)
  return [...lines, faults === 0 ? 'Everything holds.' : `${count(faults)} faults were found.`]
}

function explained(error: unknown): unknown {
  if (error instanceof MovingRefused) return new Refused(error.message, { cause: error })
  const isOfTheSystem = error instanceof Error && 'syscall' in error
  return isOfTheSystem ? new Refused(`${error.message}.`, { cause: error }) : error
}
