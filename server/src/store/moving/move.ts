/** Backup, restoring, copying and checking of whole stores, of either kind. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Backup, checkBackup, writeBackup } from './backup-file.ts'
import type { Fault } from './checks.ts'
import { exportOf } from './export.ts'
import { eventsIn, inspect } from './inspect.ts'
import { failed } from './load.ts'
import { loadPostgres } from './postgres-load.ts'
import { readPostgres } from './postgres-snapshot.ts'
import { Report, type Verdict } from './report.ts'
import type { Snapshot } from './snapshot.ts'
import { buildSqlite, loadSqlite } from './sqlite-load.ts'
import { readSqlite } from './sqlite-snapshot.ts'
import type { About, Moving, OnPassed, Tally } from './stream.ts'

/** A store, by where it lies. */
export type StorePlace = { kind: 'sqlite'; directory: string } | { kind: 'postgres'; url: string }

/** What whoever waits wants to see. */
export type Watching = {
  release: string
  /** Milliseconds UTC. */
  now(): number
  /** A step begins, the one before it has ended; `expected` are rows or bytes. Called with what has passed since. */
  step(title: string, expected: number, unit: 'rows' | 'bytes'): OnPassed
  onFault(fault: Fault, title: string): void
}

/** Writes all of a store into a file, as of one moment, while it may be in use. */
export function backUp(
  place: StorePlace,
  path: string,
  { isForced }: { isForced: boolean },
  watching: Watching,
): Promise<{ tally: Tally; bytes: number }> {
  return readStore(place, async (snapshot) => {
    const moving = await exportOf(snapshot, { release: watching.release, now: watching.now() })
    return writeBackup(path, moving, { isForced, onPassed: watching.step('Writing', moving.expected, 'rows') })
  })
}

export type Loaded = { about: About; tally: Tally; verdicts: Verdict[] }

/** Fills an empty store with what a backup holds, after looking whether it is whole. All of it or nothing. */
export async function restore(path: string, place: StorePlace, watching: Watching): Promise<Loaded> {
  const backup = await checkFile(path, watching)
  return fill(place, backup.moving(), watching)
}

/** Fills an empty store with what another one holds. All of it or nothing. */
export function copy(from: StorePlace, to: StorePlace, watching: Watching): Promise<Loaded> {
  return readStore(from, async (snapshot) =>
    fill(to, await exportOf(snapshot, { release: watching.release, now: watching.now() }), watching),
  )
}

/** Checks everything in a store, while it may be in use. */
export function verifyStore(place: StorePlace, watching: Watching): Promise<Verdict[]> {
  return readStore(place, (snapshot) => verify(snapshot, watching))
}

/** Checks a backup: that it is whole, that it can be restored, and everything in it. Takes room beside it meanwhile. */
export async function verifyBackup(path: string, watching: Watching): Promise<Loaded> {
  const backup = await checkFile(path, watching)
  const temporary = await roomFor(path)
  try {
    const directory = join(temporary, 'store')
    const moving = backup.moving()
    const tally = await buildSqlite(directory, moving, loading(moving, watching))
    const verdicts = await readSqlite(directory, (snapshot) => verify(snapshot, watching))
    return { about: backup.about, tally, verdicts }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function checkFile(path: string, watching: Watching): Promise<Backup> {
  let passed: OnPassed | null = null
  return checkBackup(path, (bytes, size) => {
    passed ??= watching.step('Checking the file', size, 'bytes')
    passed({ table: null, rows: 0, bytes })
  })
}

async function fill(place: StorePlace, moving: Moving, watching: Watching): Promise<Loaded> {
  const onLoading = loading(moving, watching)
  const tally =
    place.kind === 'sqlite'
      ? await loadSqlite(place.directory, moving, onLoading)
      : await loadPostgres(place.url, moving, onLoading)
  try {
    return { about: moving.about, tally, verdicts: await verifyStore(place, watching) }
  } catch (error) {
    throw failed(error, 'Everything had been loaded before that: look with `baton verify`.')
  }
}

function loading({ expected }: Moving, watching: Watching) {
  let compared: OnPassed | null = null
  return {
    onLoaded: watching.step('Loading', expected, 'rows'),
    onCompared: (passed: Parameters<OnPassed>[0]) => {
      compared ??= watching.step('Comparing', expected, 'rows')
      compared(passed)
    },
  }
}

async function verify(snapshot: Snapshot, watching: Watching): Promise<Verdict[]> {
  const passed = watching.step('Verifying', await eventsIn(snapshot), 'rows')
  const report = new Report((fault, title) => watching.onFault(fault, title), passed)
  await inspect(snapshot, report)
  return report.verdicts()
}

function readStore<T>(place: StorePlace, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return place.kind === 'sqlite' ? readSqlite(place.directory, work) : readPostgres(place.url, work)
}

/** Where the file lies there is room for files of its size; if it must not be used, where the system says. */
async function roomFor(path: string): Promise<string> {
  try {
    return await mkdtemp(join(dirname(path), '.baton-verify-'))
  } catch {
    return mkdtemp(join(tmpdir(), 'baton-verify-'))
  }
}
