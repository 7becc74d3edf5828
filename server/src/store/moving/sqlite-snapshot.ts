import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { newestSchema } from '../sqlite/migrate.ts'
import { isThere, unlessMissing } from './disk.ts'
import { allOf, type Dialect, type Snapshot, selectionOf } from './snapshot.ts'
import { MovingRefused } from './stream.ts'
import { type Row, sizeOfPart, type TableName, type Value } from './tables.ts'

/** What lies where in a data directory. */
export const embedded = { database: 'baton.db', uploads: 'uploads', secret: 'secret.key' } as const

const dialect: Dialect = {
  inBytes: (column) => column,
  isAmong: (column, parameter) => `${column} in (select value from json_each(${parameter}))`,
}

/** Tables that are read in other ways than by their own columns. */
const others: Partial<Record<TableName, string>> = {
  heads: `select w.id, coalesce((select seq from sqlite_sequence where name = 'events'), 0), coalesce(a.seq, 0), coalesce(a.hash, '')
    from workspaces w left join audit a on a.workspace = w.id and a.seq = (select max(seq) from audit where workspace = w.id) order by w.id`,
  bot_versions: `select b.workspace, v.bot, v.version, v.document from bot_versions v cross join bots b
    where b.id = v.bot order by v.bot, v.version`,
  idempotency_keys: `select c.workspace, k.scope, k.key, k.hash, k.conversation, k.seq, k.turns, k.expires_at
    from idempotency_keys k cross join conversations c where c.id = k.conversation order by k.scope, k.key`,
  answers: selectionOf('answers', dialect, 'answers where status <> 0'),
}

/** Sorts the places of events only, not the events themselves; without a limit SQLite would leave the sorting out. */
const eventsOfSeveral = `select e.workspace, e.position, e.conversation, e.seq, e.id, e.type, e.at, e.epoch, e.turn, e.actor, e.data
  from (select workspace, position from events order by workspace, position limit -1) p cross join events e where e.position = p.position`

/** Contents of contacts who are being forgotten go before the rows. */
const findingFile = `select f.id from files f left join contacts c on c.workspace = f.workspace and c.id = f.contact
  where f.id = ? and coalesce(c.erasing, 0) = 0`

const mostRows = 500
const mostBytes = 1024 * 1024

/** The embedded store as it is at this moment, also while a server runs on it. Refuses where there is none. */
export async function readSqlite<T>(directory: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const path = join(directory, embedded.database)
  if (!(await isThere(path))) throw new MovingRefused(`There is no database in ${directory}.`)
  const database = new Database(path, { readonly: true, timeout: 5_000 })
  try {
    database.exec('begin')
    const schema = schemaOf(database)
    if (schema === 0) throw new MovingRefused(`There is nothing in the database in ${directory}.`)
    if (schema > newestSchema)
      throw new MovingRefused(`The database in ${directory} is of a newer release (schema ${schema}).`)
    return await work(sqliteSnapshot(database, directory))
  } catch (error) {
    throw isDamage(error) ? new MovingRefused(`The database in ${directory} is damaged: ${error.message}.`) : error
  } finally {
    database.close()
  }
}

function isDamage(error: unknown): error is Error {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

/** What a connection sees: within its transaction that stays as it is. */
export function sqliteSnapshot(database: Database.Database, directory: string): Snapshot {
  const read = (statement: string, values: readonly Value[] = []) => rowsOf(database, statement, values)
  const pathOf = (file: string) => join(directory, embedded.uploads, file)
  return {
    kind: 'sqlite',
    place: directory,
    dialect,
    read,
    async *rowsOf(table) {
      if (table === 'secrets') yield await secretOf(directory)
      else if (table === 'events' && (await countOfWorkspaces(read)) > 1) yield* read(eventsOfSeveral)
      else yield* read(others[table] ?? selectionOf(table, dialect))
    },
    partsOf: (file) => partsOf(pathOf(file)),
    sizeOf: async (file) => (await unlessMissing(stat(pathOf(file))))?.size ?? null,
    async isGone(file) {
      const now = new Database(join(directory, embedded.database), { readonly: true, timeout: 5_000 })
      try {
        return now.prepare(findingFile).get(file) === undefined
      } finally {
        now.close()
      }
    },
    async damages() {
      try {
        const says = database.pragma('integrity_check') as { integrity_check: string }[]
        return says.map((row) => row.integrity_check).filter((text) => text !== 'ok')
      } catch (error) {
        if (isDamage(error)) return [error.message]
        throw error
      }
    },
  }
}

/** The version of the schema that a database has; 0: it is empty. */
export function schemaOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

async function* rowsOf(
  database: Database.Database,
  statement: string,
  values: readonly Value[],
): AsyncGenerator<Row[]> {
  const bound = values.length === 0 ? [] : [Object.fromEntries(values.map((value, index) => [index + 1, value]))]
  let rows: Row[] = []
  let bytes = 0
  for (const row of database
    .prepare<unknown[], Row>(statement)
    .raw()
    .iterate(...bound)) {
    rows.push(row)
    for (const value of row) bytes += typeof value === 'string' ? value.length : 8
    if (rows.length < mostRows && bytes < mostBytes) continue
    yield rows
    rows = []
    bytes = 0
  }
  if (rows.length > 0) yield rows
}

async function countOfWorkspaces(read: Snapshot['read']): Promise<number> {
  const [row] = await allOf(read('select count(*) from workspaces'))
  return Number(row?.[0])
}

/** As other stores keep it: under a name, in base64. */
async function secretOf(directory: string): Promise<Row[]> {
  const secret = await unlessMissing(readFile(join(directory, embedded.secret), 'utf8'))
  return secret === null ? [] : [['signing', secret.trim()]]
}

async function* partsOf(path: string): AsyncGenerator<Buffer> {
  const file = await unlessMissing(open(path))
  if (file === null) return
  try {
    for (let part = 0; ; part += 1) {
      const content = Buffer.alloc(sizeOfPart)
      let size = 0
      for (let read = -1; read !== 0 && size < sizeOfPart; size += read)
        read = (await file.read(content, size, sizeOfPart - size)).bytesRead
      // A file of nothing is one part of nothing.
      if (size > 0 || part === 0) yield content.subarray(0, size)
      if (size < sizeOfPart) return
    }
  } finally {
    await file.close()
  }
}
