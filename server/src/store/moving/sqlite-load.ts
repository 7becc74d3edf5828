/**
 * Fills the embedded store. Everything is made beside it, in a directory of its own, and moved into its place at the very
 * end: a crash before that leaves the store as empty as it was, and the next attempt clears away what it finds.
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { migrate, newestSchema } from '../sqlite/migrate.ts'
import { isThere, syncDirectory, syncFile, unlessMissing } from './disk.ts'
import { FilesWriter } from './files-writer.ts'
import { type Destination, failed, loadInto, nothingKept, type OnLoading } from './load.ts'
import { embedded, schemaOf, sqliteSnapshot } from './sqlite-snapshot.ts'
import { type Batch, type Moving, MovingRefused, type Tally } from './stream.ts'
import { columnsOf, placeOf, type Row, type TableName, tableOf, tables } from './tables.ts'

/** Being made; made, and on its way into its place. */
const [making, made] = ['restoring', 'restored'] as const

/** Loads into a store without workspaces, which no server runs on: the caller sees to that. Refuses every other store. */
export async function loadSqlite(directory: string, moving: Moving, onLoading: OnLoading = {}): Promise<Tally> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await refuseUnlessEmpty(directory)
  await clearAway(directory)
  const uploads = join(directory, embedded.uploads)
  const strangers = (await unlessMissing(readdir(uploads))) ?? []
  if (strangers.length > 0) throw new MovingRefused(`${uploads} holds files of no store: move them away first.`)
  try {
    const tally = await buildSqlite(join(directory, making), moving, onLoading)
    await moveIn(directory)
    return tally
  } catch (error) {
    await clearAway(directory)
    throw failed(error, nothingKept)
  }
}

/** Makes a store in a directory that is not there yet. It is on the disk when this settles. */
export async function buildSqlite(directory: string, moving: Moving, onLoading: OnLoading = {}): Promise<Tally> {
  await mkdir(directory, { mode: 0o700 })
  const path = join(directory, embedded.database)
  const database = new Database(path)
  const destination = new SqliteDestination(database, directory, moving)
  try {
    const tally = await loadInto(destination, moving, onLoading)
    database.close()
    await syncFile(path)
    await syncDirectory(directory)
    return tally
  } catch (error) {
    throw explained(error)
  } finally {
    await destination.close()
    database.close()
  }
}

class SqliteDestination implements Destination {
  readonly shifts = new Map<string, number>()
  readonly #database: Database.Database
  readonly #directory: string
  readonly #isShifting: boolean
  readonly #indexes: string[]
  readonly #inserts = new Map<TableName, Database.Statement>()
  readonly #files: FilesWriter
  #lastPosition = 0

  constructor(database: Database.Database, directory: string, { about }: Moving) {
    this.#database = database
    this.#directory = directory
    // Each workspace counted for itself; here all share one log, one after another.
    this.#isShifting = about.positions === 'workspace'
    this.#files = new FilesWriter(join(directory, embedded.uploads))
    // Nobody else sees it before it is whole, so it need not be able to go back.
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = OFF')
    database.pragma('cache_size = -64000')
    migrate(database)
    this.#indexes = takeIndexes(database)
    database.exec('begin')
  }

  async put({ table: { name }, rows }: Batch): Promise<void> {
    if (name === 'secrets') await this.#putSecret(rows)
    else if (name === 'heads') this.#putHeads(rows)
    else if (name === 'file_parts') await this.#files.add(rows)
    else this.#insert(name, name === 'events' ? this.#shifted(rows) : rows)
  }

  async finish(): Promise<void> {
    await this.#files.end()
    // Sorting once is much faster than finding the place of every row.
    for (const sql of this.#indexes) this.#database.exec(sql)
    this.#database.exec("delete from sqlite_sequence where name = 'events'")
    this.#database.prepare("insert into sqlite_sequence (name, seq) values ('events', ?)").run(this.#lastPosition)
    this.#database.exec('commit')
  }

  snapshot() {
    return sqliteSnapshot(this.#database, this.#directory)
  }

  async close(): Promise<void> {
    await this.#files.close()
  }

  #insert(name: TableName, rows: readonly Row[]): void {
    const insert = this.#inserts.get(name) ?? this.#prepared(name)
    const first = withoutWorkspace.has(name) ? 1 : 0
    for (const row of rows) insert.run(first === 0 ? row : row.slice(first))
  }

  #prepared(name: TableName): Database.Statement {
    const columns = columnsOf(tableOf(name)).split(', ')
    if (withoutWorkspace.has(name)) columns.shift()
    const marks = columns.map(() => '?').join(', ')
    const insert = this.#database.prepare(`insert into ${name} (${columns.join(', ')}) values (${marks})`)
    this.#inserts.set(name, insert)
    return insert
  }

  async #putSecret(rows: readonly Row[]): Promise<void> {
    const [[, secret] = []] = rows
    if (secret === undefined) return
    const file = await open(join(this.#directory, embedded.secret), 'wx', 0o600)
    try {
      await file.writeFile(String(secret))
      await file.sync()
    } finally {
      await file.close()
    }
  }

  #putHeads(rows: readonly Row[]): void {
    for (const [workspace, position] of rows) {
      if (this.#isShifting) this.shifts.set(String(workspace), this.#lastPosition)
      this.#lastPosition = this.#isShifting
        ? this.#lastPosition + Number(position)
        : Math.max(this.#lastPosition, Number(position))
    }
  }

  #shifted(rows: readonly Row[]): readonly Row[] {
    if (!this.#isShifting) return rows
    return rows.map((row) => row.with(positionPlace, Number(row[positionPlace]) + this.#shiftOf(row)))
  }

  #shiftOf(row: Row): number {
    const shift = this.shifts.get(String(row[workspacePlace]))
    if (shift === undefined)
      throw new MovingRefused(`There are events of a workspace "${row[workspacePlace]}" that is not there.`)
    return shift
  }
}

const positionPlace = placeOf('events', 'position')
const workspacePlace = placeOf('events', 'workspace')

/** These know their workspace by what they belong to. */
const withoutWorkspace: ReadonlySet<TableName> = new Set(['bot_versions', 'idempotency_keys'])

/** Drops the indexes of the tables that move; answers the statements that make them again. */
function takeIndexes(database: Database.Database): string[] {
  const names = JSON.stringify(tables.map(({ name }) => name))
  const indexes = database
    .prepare<[string], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (select value from json_each(?))",
    )
    .all(names)
  for (const { name } of indexes) database.exec(`drop index ${name}`)
  return indexes.map(({ sql }) => sql)
}

/** A database without workspaces holds nothing; it is removed only when another one takes its place. */
async function refuseUnlessEmpty(directory: string): Promise<void> {
  const path = join(directory, embedded.database)
  if (!(await isThere(path))) return
  const database = new Database(path, { timeout: 2_000 })
  try {
    const schema = schemaOf(database)
    if (schema > newestSchema)
      throw new MovingRefused(`The database in ${directory} is of a newer release (schema ${schema}).`)
    const found = schema === 0 ? undefined : database.prepare('select id from workspaces limit 1').get()
    if (found !== undefined)
      throw new MovingRefused(`The store in ${directory} is not empty: only an empty one can be filled.`)
  } finally {
    database.close()
  }
}

/** What an attempt has left that was interrupted, or has failed. The store must be known to be empty. */
async function clearAway(directory: string): Promise<void> {
  const before = join(directory, made)
  if (await isThere(join(before, embedded.database))) {
    // It was on its way: what is in its place already came from there.
    await rm(join(directory, embedded.uploads), { recursive: true, force: true })
    await rm(join(directory, embedded.secret), { force: true })
  }
  await rm(before, { recursive: true, force: true })
  await rm(join(directory, making), { recursive: true, force: true })
}

/** The database comes last: before it is there, the store is empty. */
async function moveIn(directory: string): Promise<void> {
  const from = join(directory, made)
  await refuseUnlessEmpty(directory)
  await rename(join(directory, making), from)
  for (const ending of ['', '-wal', '-shm']) await rm(join(directory, `${embedded.database}${ending}`), { force: true })
  await rm(join(directory, embedded.uploads), { recursive: true, force: true })
  for (const name of [embedded.uploads, embedded.secret, embedded.database]) {
    await unlessMissing(rename(join(from, name), join(directory, name)))
    await syncDirectory(directory)
  }
  await rm(from, { recursive: true, force: true })
}

function explained(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) return error
  return new MovingRefused(`What is to be loaded contradicts itself: ${error.message}.`)
}
