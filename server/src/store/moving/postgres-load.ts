/** Fills the store in PostgreSQL, in one transaction: a crash or a fault leaves it as empty as it was. */
import { Connections, codeOf, everybody, type Queryable, type Statement } from '../postgres/connections.ts'
import { migratePostgres } from '../postgres/migrate.ts'
import { type Destination, failed, loadInto, nothingKept, type OnLoading } from './load.ts'
import { patience, placeOf, postgresSnapshot } from './postgres-snapshot.ts'
import { type Batch, batchOf, type Moving, MovingRefused, type Tally } from './stream.ts'
import { columnsOf, quoted, type Row, type Table, type TableName, tableOf, tables, type Value } from './tables.ts'

/**
 * Loads into a store without workspaces, made first where there is none; a server that starts meanwhile waits. Refuses
 * every other store. Null characters, which PostgreSQL cannot keep, become U+FFFD.
 */
export async function loadPostgres(url: string, moving: Moving, onLoading: OnLoading = {}): Promise<Tally> {
  await migratePostgres(url)
  const connections = new Connections({ url, size: 3 })
  try {
    await refuseUnlessEmpty(connections.for(everybody), url)
    const tally = await connections.alone('first start', () =>
      connections.transaction(everybody, (tx) => load(tx, url, moving, onLoading)),
    )
    await planAnew(url)
    return tally
  } catch (error) {
    throw error instanceof NotEmpty ? error : failed(explained(error), await outcome(connections, url))
  } finally {
    await connections.close()
  }
}

class NotEmpty extends MovingRefused {}

async function load(tx: Queryable, url: string, moving: Moving, onLoading: OnLoading): Promise<Tally> {
  await tx.rows({ text: patience }, [])
  // Somebody else may have been first.
  await refuseUnlessEmpty(tx, url)
  const destination = new PostgresDestination(tx, placeOf(url))
  return loadInto(destination, { ...moving, batches: withoutNulls(moving.batches) }, onLoading)
}

async function refuseUnlessEmpty(db: Queryable, url: string): Promise<void> {
  const [found] = await db.rows({ text: 'select id from workspaces limit 1' }, [])
  if (found !== undefined)
    throw new NotEmpty(`The store in ${placeOf(url)} is not empty: only an empty one can be filled.`)
}

/** A connection that breaks while it commits leaves open whether it did. */
async function outcome(connections: Connections, url: string): Promise<string> {
  try {
    await refuseUnlessEmpty(connections.for(everybody), url)
    return nothingKept
  } catch (error) {
    return error instanceof NotEmpty
      ? 'Everything had been written when that happened: look with `baton verify`.'
      : 'Look with `baton verify` whether anything was kept, once the database answers.'
  }
}

class PostgresDestination implements Destination {
  /** Positions count within each workspace, wherever they begin. */
  readonly shifts: ReadonlyMap<string, number> = new Map()
  readonly #tx: Queryable
  readonly #place: string
  #last: Promise<unknown> = Promise.resolve()

  constructor(tx: Queryable, place: string) {
    this.#tx = tx
    this.#place = place
  }

  /** The next rows may be read while these are written. */
  async put({ table, rows }: Batch): Promise<void> {
    const values = table.columns.map((_, index) => arrayOf(rows, index))
    await this.#last
    this.#last = this.#tx.rows(insertions[table.name], values)
    // Told to whoever puts the next ones, or at the end.
    this.#last.catch(() => {})
  }

  async finish(): Promise<void> {
    await this.#last
    for (const text of [fillingActivity, 'update tidings set version = version + 1']) await this.#tx.rows({ text }, [])
  }

  snapshot() {
    return postgresSnapshot(this.#tx, this.#place)
  }
}

const selected: Partial<Record<TableName, string>> = { file_parts: "file, part, decode(content, 'base64')" }

/** A server may have made a secret before anything else. */
const ending: Partial<Record<TableName, string>> = {
  secrets: ' on conflict (name) do update set value = excluded.value',
}

/** Kept beside the conversations, for lists. */
const fillingActivity =
  'insert into activity (conversation, workspace, at) select id, workspace, last_activity_at from conversations'

/** One statement per table: each column comes as an array. */
const insertions = Object.fromEntries(
  tables.map((table) => [table.name, { name: `load_${table.name}`, text: insertionInto(table) }]),
) as Record<TableName, Statement>

function insertionInto({ name, columns }: Table): string {
  const types = columns.map(({ type }, index) => `$${index + 1}::${type === 'text' ? 'text' : 'bigint'}[]`)
  const names = columns.map((column) => quoted(column.name)).join(', ')
  const rows = `unnest(${types.join(', ')}) with ordinality as n(${names}, place)`
  // The others have their order in their keys; this one gets its positions as it comes.
  const order = name === 'outbox' ? ' order by place' : ''
  return `insert into ${name} (${columnsOf(tableOf(name))}) select ${selected[name] ?? names} from ${rows}${order}${ending[name] ?? ''}`
}

/** A column of some rows as an array of PostgreSQL. */
function arrayOf(rows: readonly Row[], index: number): string {
  return `{${rows.map((row) => elementOf(row[index] ?? null)).join(',')}}`
}

function elementOf(value: Value): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `"${value.replace(/[\\"]/g, '\\$&')}"`
}

/** What people wrote lies in JSON, where such a character is spelled out; names and keys may have one as it is. */
async function* withoutNulls(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    const { table, rows } = batch
    const has = rows.some((row) => row.some((value) => typeof value === 'string' && value.includes('\0')))
    // The chain of the audit log would no longer hold.
    if (has && table.name === 'audit')
      throw new MovingRefused('PostgreSQL cannot keep a null character of the audit log.')
    yield has ? batchOf(table, rows.map(withoutNull)) : batch
  }
}

function withoutNull(row: Row): Row {
  return row.map((value) => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value))
}

/** Tells the database how large its tables have become; it would find out by itself, but later. */
async function planAnew(url: string): Promise<void> {
  const owner = new Connections({ url, size: 2, asOwner: true })
  try {
    await owner.transaction(everybody, async (tx) => {
      await tx.rows({ text: patience }, [])
      const names = tables.map(({ name }) => name)
      await tx.rows({ text: `analyze ${names.join(', ')}` }, [])
    })
  } catch {
    // Only a help.
  } finally {
    await owner.close()
  }
}

function explained(error: unknown): unknown {
  const code = codeOf(error)
  if (!code.startsWith('23') || !(error instanceof Error)) return error
  return new MovingRefused(`What is to be loaded contradicts itself: ${error.message}.`)
}
