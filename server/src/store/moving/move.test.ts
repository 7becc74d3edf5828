import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asId } from '@baton/core/ids'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Connections, everybody } from '../postgres/connections.ts'
import { checkBackup, writeBackup } from './backup-file.ts'
import { backUp, copy, restore, verifyBackup, verifyStore } from './move.ts'
import { loadPostgres } from './postgres-load.ts'
import { readPostgres } from './postgres-snapshot.ts'
import { loadSqlite } from './sqlite-load.ts'
import { readSqlite } from './sqlite-snapshot.ts'
import { type Batch, batchOf, type Moving, type StoreKind } from './stream.ts'
import { placeOf, type TableName, tables } from './tables.ts'
import {
  emptyPlace,
  everythingIn,
  fillStore,
  goOn,
  type Known,
  logs,
  manyConversations,
  positionsIn,
  type TestPlace,
  watching,
  writing,
} from './testing.ts'

const kinds: readonly StoreKind[] = ['sqlite', 'postgres']
const places: TestPlace[] = []
let room: string

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-backups-'))
})
afterAll(async () => {
  for (const store of stores.values()) await (await store).from.remove()
  await rm(room, { recursive: true })
})
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove()
})

async function empty(kind: StoreKind): Promise<TestPlace> {
  const place = await emptyPlace(kind)
  places.push(place)
  return place
}

type Filled = { from: TestPlace; known: Known }

const stores = new Map<StoreKind, Promise<Filled>>()

/** A store full of everything, which all tests share: nobody writes to it. */
function filled(kind: StoreKind): Promise<Filled> {
  const known =
    stores.get(kind) ?? emptyPlace(kind).then(async (from) => ({ from, known: await used(from, fillStore) }))
  stores.set(kind, known)
  return known
}

/** A copy of the embedded one to write to. */
async function ownCopy(): Promise<{ from: TestPlace; directory: string; known: Known }> {
  const shared = await filled('sqlite')
  const from = await empty('sqlite')
  await cp(directoryOf(shared.from), directoryOf(from), { recursive: true })
  return { from, directory: directoryOf(from), known: shared.known }
}

function directoryOf({ place }: TestPlace): string {
  if (place.kind !== 'sqlite') throw new Error('it has no directory')
  return place.directory
}

/** Opens it as a server does, and closes it again. */
async function used<T>(place: TestPlace, work: (opened: Awaited<ReturnType<TestPlace['open']>>) => Promise<T>) {
  const opened = await place.open()
  try {
    return await work(opened)
  } finally {
    await opened.store.close()
  }
}

let files = 0

function newFile(): string {
  files += 1
  return join(room, `${files}.baton`)
}

async function backedUp(place: TestPlace): Promise<string> {
  const path = newFile()
  await backUp(place.place, path, { isForced: false }, watching())
  return path
}

async function faultsIn(place: TestPlace): Promise<string[]> {
  const watch = watching()
  await verifyStore(place.place, watch)
  return watch.faults
}

function load(place: TestPlace, moving: Moving) {
  return place.place.kind === 'sqlite'
    ? loadSqlite(place.place.directory, moving)
    : loadPostgres(place.place.url, moving)
}

async function isEmpty(place: TestPlace): Promise<boolean> {
  return used(place, async ({ store }) => (await store.workspaces.all()).length === 0)
}

describe.each(kinds)('a store in %s', (kind) => {
  test('[F32] through files, all kinds of stores and back, everything is shown as before', async () => {
    const { from, known } = await filled(kind)
    expect(await faultsIn(from)).toEqual([])
    const kindsOfWay: StoreKind[] = kind === 'sqlite' ? ['postgres', 'sqlite', 'sqlite'] : ['postgres', 'sqlite']
    const way = [from, ...(await Promise.all(kindsOfWay.map(empty)))]
    for (const [index, there] of way.slice(1).entries()) {
      const path = await backedUp(way[index] as TestPlace)
      const watch = watching()
      await verifyBackup(path, watch)
      await restore(path, there.place, watch)
      expect(watch.faults).toEqual([])
    }
    const before = await used(from, (opened) => everythingIn(opened, known))
    expect(Object.keys(before).length).toBe(13)
    for (const place of way.slice(1)) expect(await used(place, (opened) => everythingIn(opened, known))).toEqual(before)
  })

  test('[F32] copied, it is shown as before, and goes on: positions, numbers, loads, chain, words', async () => {
    const { from, known } = await filled(kind)
    const to = await empty(kind === 'sqlite' ? 'postgres' : 'sqlite')
    const watch = watching()
    const { verdicts } = await copy(from.place, to.place, watch)
    expect(watch.faults).toEqual([])
    expect(verdicts.filter(({ looked }) => looked === 0)).toEqual([])
    const before = await used(from, (opened) => everythingIn(opened, known))
    expect(await used(to, (opened) => everythingIn(opened, known))).toEqual(before)
    const ends = await used(to, positionsIn)
    await used(to, (opened) => goOn(opened))
    for (const [workspace, positions] of Object.entries(await used(to, positionsIn)))
      expect(positions.at(-2)).toBeGreaterThan(ends[workspace]?.at(-1) ?? 0)
    expect(await faultsIn(to)).toEqual([])
  })

  test('[F32] only an empty store is filled, and one that is not stays as it is', async () => {
    const { from, known } = await filled(kind)
    const path = await backedUp(from)
    const before = await used(from, (opened) => everythingIn(opened, known))
    await expect(restore(path, from.place, watching())).rejects.toThrow(
      'is not empty: only an empty one can be filled.',
    )
    expect(await used(from, (opened) => everythingIn(opened, known))).toEqual(before)
    const to = await empty(kind)
    await used(to, async () => {})
    await restore(path, to.place, watching())
    await expect(restore(path, to.place, watching())).rejects.toThrow('is not empty')
    expect(await used(to, (opened) => everythingIn(opened, known))).toEqual(before)
  })

  test('[F32] when the source fails half-way the store is as empty as before, and can be filled then', async () => {
    const to = await empty(kind)
    const whole = manyConversations(2_000, 3)
    const broken: Moving = {
      ...whole,
      batches: (async function* () {
        for await (const batch of whole.batches) {
          if (batch.table.name === 'events') throw Object.assign(new Error('the disk is gone'), { code: 'EIO' })
          yield batch
        }
      })(),
    }
    await expect(load(to, broken)).rejects.toThrow(
      'the disk is gone. Nothing was kept: the store is as empty as before.',
    )
    expect(await isEmpty(to)).toBe(true)
    await load(to, manyConversations(2_000, 3))
    expect(await faultsIn(to)).toEqual([])
  })

  test.each<[string, TableName, (batch: Batch) => Batch, string]>([
    [
      'in another order',
      'events',
      ({ table, rows }) => batchOf(table, rows.toReversed()),
      'not what is read again: events',
    ],
    ['twice', 'conversations', ({ table, rows }) => batchOf(table, [...rows, ...rows]), 'contradicts itself'],
    [
      'that contradict one another',
      'conversations',
      ({ table, rows }) =>
        batchOf(
          table,
          rows.map((row) => row.with(placeOf('conversations', 'contact'), 'carl')),
        ),
      'contradicts itself',
    ],
  ])('[F32] rows %s are refused, and nothing is kept', async (_, name, change, says) => {
    const to = await empty(kind)
    const whole = manyConversations(10, 3)
    const changed: Moving = {
      ...whole,
      batches: (async function* () {
        for await (const batch of whole.batches) yield batch.table.name === name ? change(batch) : batch
      })(),
    }
    const path = newFile()
    await writeBackup(path, changed)
    await expect(restore(path, to.place, watching())).rejects.toThrow(says)
    await expect(verifyBackup(path, watching())).rejects.toThrow(says)
    expect(await isEmpty(to)).toBe(true)
  })

  test('[F32] taken while it is written to, a backup is a prefix: of the log of each workspace, and everything holds', async () => {
    const from = await empty(kind)
    await load(from, manyConversations(3_000, 4))
    const path = newFile()
    const { source, acknowledgedBefore } = await used(from, async (opened) => {
      const acknowledgedBefore = await writing(opened, async () => {
        await backUp(from.place, path, { isForced: false }, watching())
      })
      return { source: await logs(opened), acknowledgedBefore }
    })
    const to = await empty(kind === 'sqlite' ? 'postgres' : 'sqlite')
    const watch = watching()
    await restore(path, to.place, watch)
    expect(watch.faults).toEqual([])
    const restored = await used(to, logs)
    for (const [workspace, log] of Object.entries(restored).filter(([id]) => id !== 'ws_many')) {
      expect(log).toEqual(source[workspace]?.slice(0, log.length))
      expect(log.length).toBeLessThan(source[workspace]?.length ?? 0)
    }
    const kept = new Set(Object.values(restored).flat())
    expect(acknowledgedBefore.filter((event) => !kept.has(event))).toEqual([])
    expect(kept.size).toBeGreaterThan(12_000)
  })
})

describe('what each kind of store does in its own way', () => {
  test('[F32] positions stay as they are, so that whoever follows a log goes on from where they were', async () => {
    const { from } = await filled('sqlite')
    const [shared, back] = [await empty('postgres'), await empty('sqlite')]
    await copy(from.place, shared.place, watching())
    const before = await used(from, positionsIn)
    const there = await used(shared, positionsIn)
    for (const [workspace, positions] of Object.entries(there)) {
      expect(positions.slice(0, -1)).toEqual(before[workspace]?.slice(0, -1))
      // Also behind what is forgotten at the end: nobody may be told of another event under a position they know.
      expect(positions.at(-1)).toBeGreaterThanOrEqual(before[workspace]?.at(-1) ?? 0)
    }
    await copy(shared.place, back.place, watching())
    // The workspaces counted each for itself and share one log again: nobody is behind where they were.
    const again = await used(back, positionsIn)
    for (const [workspace, positions] of Object.entries(again)) {
      const [shift = 0] = positions.map((position, index) => position - (there[workspace]?.[index] ?? 0))
      expect(shift).toBeGreaterThanOrEqual(0)
      expect(positions.slice(0, -1).map((position) => position - shift)).toEqual(there[workspace]?.slice(0, -1))
    }
    const one = await empty('postgres')
    await load(one, { ...manyConversations(5, 3), about: { ...manyConversations(1, 1).about, positions: 'workspace' } })
    const alone = await empty('sqlite')
    await copy(one.place, alone.place, watching())
    expect(await used(alone, positionsIn)).toEqual(await used(one, positionsIn))
  })

  test('[S-37] the secret that signs moves along, and stays secret', async () => {
    const { from, directory } = await ownCopy()
    const secret = randomBytes(32)
    await writeFile(join(directory, 'secret.key'), secret.toString('base64'))
    const [shared, back] = [await empty('postgres'), await empty('sqlite')]
    await used(shared, async ({ shared: store }) => void (await store?.secret()))
    await copy(from.place, shared.place, watching())
    expect(Buffer.from((await used(shared, async ({ shared: store }) => store?.secret())) ?? [])).toEqual(secret)
    await copy(shared.place, back.place, watching())
    const path = join(directoryOf(back), 'secret.key')
    expect(await readFile(path, 'utf8')).toBe(secret.toString('base64'))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('[F3] PostgreSQL that ends the connection in the middle leaves an empty store', async () => {
    const to = await empty('postgres')
    if (to.place.kind !== 'postgres') throw new Error('no database')
    const { url } = to.place
    const owner = new Connections({ url, size: 2, asOwner: true })
    const text = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    const whole = manyConversations(2_000, 3)
    const interrupted: Moving = {
      ...whole,
      batches: (async function* () {
        for await (const batch of whole.batches) {
          yield batch
          if (batch.table.name === 'conversations') await owner.rows(everybody, { text })
        }
      })(),
    }
    await expect(load(to, interrupted)).rejects.toThrow(/Nothing was kept: the store is as empty as before\.$/)
    await owner.close()
    expect(await isEmpty(to)).toBe(true)
    await load(to, manyConversations(2_000, 3))
  })

  test('[F32] null characters, which PostgreSQL cannot keep, become replacement characters', async () => {
    const to = await empty('postgres')
    const whole = manyConversations(3, 3)
    const contact = placeOf('contacts', 'id')
    const odd: Moving = {
      ...whole,
      batches: (async function* () {
        for await (const batch of whole.batches)
          yield batch.table.name === 'contacts'
            ? batchOf(
                batch.table,
                batch.rows.map((row) => row.with(contact, `${row[contact]}\0`)),
              )
            : batch
      })(),
    }
    await load(to, odd)
    const found = await used(to, ({ store }) => store.contacts.find(asId('ws_many'), asId('contact_0000000001\ufffd')))
    expect(found).not.toBeNull()
  })

  test('[F32] what an interrupted attempt left behind is cleared away, and nothing else', async () => {
    const { from, known } = await filled('sqlite')
    const path = await backedUp(from)
    const to = await empty('sqlite')
    const directory = directoryOf(to)
    await mkdir(join(directory, 'uploads'))
    await writeFile(join(directory, 'uploads', 'file_1'), 'of whom?')
    await expect(restore(path, to.place, watching())).rejects.toThrow('uploads holds files of no store')
    // Ended while it was made, and while it was moved into its place.
    await mkdir(join(directory, 'restoring', 'uploads'), { recursive: true })
    await writeFile(join(directory, 'restoring', 'baton.db'), 'half of it')
    await mkdir(join(directory, 'restored'))
    await writeFile(join(directory, 'restored', 'baton.db'), 'all of it')
    await restore(path, to.place, watching())
    expect(await used(to, (opened) => everythingIn(opened, known))).toEqual(
      await used(from, (opened) => everythingIn(opened, known)),
    )
    expect((await readdir(directory)).toSorted()).toEqual(['baton.db', 'uploads'])
    expect((await readdir(join(directory, 'uploads'))).toSorted()).toEqual(known.files.toSorted())
  })

  test('[F32] a file that is removed while a backup is taken is not in it', async () => {
    const { from, directory, known } = await ownCopy()
    const [gone = '', ...others] = known.files
    await rm(join(directory, 'uploads', gone))
    const backup = await checkBackup(await backedUp(from))
    const ids: unknown[] = []
    for await (const { table, rows } of backup.moving().batches)
      if (table.name === 'files') ids.push(...rows.map(([id]) => id))
    expect(ids.toSorted()).toEqual(others.toSorted())
  })

  test('[F32] names of files that lead elsewhere are refused', async () => {
    const { from } = await filled('sqlite')
    const backup = await checkBackup(await backedUp(from))
    const whole = backup.moving()
    const evil: Moving = {
      ...whole,
      batches: (async function* () {
        for await (const batch of whole.batches)
          yield batch.table.name === 'file_parts'
            ? batchOf(
                batch.table,
                batch.rows.map((row) => row.with(0, '../../evil')),
              )
            : batch
      })(),
    }
    const to = await empty('sqlite')
    await expect(load(to, evil)).rejects.toThrow('"../../evil" is no name of a file.')
    expect(await isEmpty(to)).toBe(true)
  })

  test('[F32] where there is no store, that is said', async () => {
    const nowhere = { kind: 'sqlite', directory: join(room, 'nowhere') } as const
    await expect(verifyStore(nowhere, watching())).rejects.toThrow('There is no database in')
    const database = await empty('postgres')
    if (database.place.kind !== 'postgres') throw new Error('no database')
    const owner = new Connections({ url: database.place.url, size: 2, asOwner: true })
    await owner.rows(everybody, { text: 'drop table baton_schema' })
    await owner.close()
    await expect(verifyStore(database.place, watching())).rejects.toThrow('There is no store of Baton in the database')
  })

  test('[D-19] a database of a newer release is neither read nor filled', async () => {
    const place = await empty('sqlite')
    const database = new Database(join(directoryOf(place), 'baton.db'))
    database.pragma('user_version = 1000')
    database.close()
    const says = 'is of a newer release (schema 1000)'
    await expect(verifyStore(place.place, watching())).rejects.toThrow(says)
    await expect(load(place, manyConversations(1, 1))).rejects.toThrow(says)
    const shared = await empty('postgres')
    if (shared.place.kind !== 'postgres') throw new Error('no database')
    const owner = new Connections({ url: shared.place.url, size: 2, asOwner: true })
    await owner.rows(everybody, { text: 'update baton_schema set version = 1000, oldest = 1000' })
    await owner.close()
    await expect(verifyStore(shared.place, watching())).rejects.toThrow(says)
    await expect(load(shared, manyConversations(1, 1))).rejects.toThrow('newer release')
  })
})

/** What does not move, or is made anew on the other side. */
const leftOut = [
  'operator_leases',
  'tickets',
  'draft_editors',
  'desk_sights',
  'search',
  'search_state',
  'activity',
  'tidings',
  'outbox_turn',
  'baton_schema',
  'heads.revision',
  'heads.roster',
  'heads.settings',
  'operators.revision',
  'cursors.revision',
  'outbox.position',
  'outbox.claimed_until',
  'works.claimed_until',
  'notifications.claimed_until',
]

describe.each(kinds)('every table and column of %s', (kind) => {
  test('[F32] moves, or is known not to', async () => {
    const place = await empty(kind)
    await used(place, async () => {})
    const moving = new Set(tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)))
    const isKnown = (name: string) =>
      moving.has(name) || leftOut.some((one) => one === name || name.startsWith(`${one}.`))
    expect((await columnsIn(place)).filter((name) => !isKnown(name))).toEqual([])
  })
})

async function columnsIn({ place }: TestPlace): Promise<string[]> {
  const inSqlite = `select m.name || '.' || c.name as name from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'search%' and m.name not like 'sqlite_%'`
  const inPostgres =
    "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'"
  const found: string[] = []
  if (place.kind === 'sqlite')
    await readSqlite(place.directory, async ({ read }) => {
      for await (const rows of read(inSqlite)) found.push(...rows.map(([name]) => String(name)))
    })
  else
    await readPostgres(place.url, async ({ read }) => {
      for await (const rows of read(inPostgres)) found.push(...rows.map(([name]) => String(name)))
    })
  return found
}
