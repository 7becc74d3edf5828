import { applicationRole, Connections, everybody, type Queryable } from '../postgres/connections.ts'
import { newestSchema } from '../postgres/migrate.ts'
import { allOf, type Dialect, type Snapshot, selectionOf } from './snapshot.ts'
import { MovingRefused } from './stream.ts'
import { columnsOf, type Row, type TableName, tableOf, type Value } from './tables.ts'

const dialect: Dialect = {
  inBytes: (column) => `${column} collate "C"`,
  isAmong: (column, parameter) => `${column} = any(array(select json_array_elements_text(${parameter}::json)))`,
}

/** Bytes that are fetched at once, as far as that can be told beforehand, and rows. */
const bytesAtOnce = 1024 * 1024
const mostRows = 2_000
const firstRows = 50
/** Parts of files are half a megabyte each. */
const partsAtOnce = 4

/**
 * A transaction for moving takes as long as it takes. Everything in it goes over whole tables; what row-level security
 * adds to its statements makes the planner believe in few rows, and walk through one table for each row of another.
 */
export const patience = `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  set local lock_timeout = 0; set local enable_nestloop = off; set local cursor_tuple_fraction = 1`

/** The store in PostgreSQL as it is at this moment, also while nodes run on it. Refuses where there is none. */
export async function readPostgres<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const connections = new Connections({ url, size: 2, asOwner: true })
  try {
    await refuseWhatIsNoStore(connections, placeOf(url))
    return await connections.transaction(everybody, async (tx) => {
      await tx.rows({ text: `set transaction isolation level repeatable read, read only; ${patience}` }, [])
      // There may be no such role until there is a store.
      await tx.rows({ text: `set local role ${applicationRole}` }, [])
      return work(postgresSnapshot(tx, placeOf(url)))
    })
  } finally {
    await connections.close()
  }
}

/** What a transaction sees. */
export function postgresSnapshot(tx: Queryable, place: string): Snapshot {
  const cursors = new Cursors(tx)
  const read = (statement: string, values: readonly Value[] = []) => cursors.read(statement, values)
  return {
    kind: 'postgres',
    place,
    dialect,
    read,
    async *rowsOf(table) {
      if (table === 'events' || table === 'audit') yield* byWorkspace(read, table)
      else yield* read(selectionOf(table, dialect, table === 'answers' ? 'answers where status <> 0' : table))
    },
    async *partsOf(file) {
      for (let part = 0; ; part += partsAtOnce) {
        const rows = await tx.rows<{ content: Buffer }>(readingParts, [file, part, part + partsAtOnce])
        for (const { content } of rows) yield content
        if (rows.length < partsAtOnce) return
      }
    },
    async sizeOf(file) {
      const [row] = await tx.rows<{ size: number | null }>(measuring, [file])
      return row?.size ?? null
    },
    isGone: async () => false,
    async damages() {
      const rows = await allOf(read(findingInactive))
      return rows.map(([conversation]) => `${conversation} does not stand in lists where it should`)
    },
  }
}

/** Where a database is, without the password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** These are the large ones, and lie in this order as they are. */
async function* byWorkspace(read: Snapshot['read'], name: TableName): AsyncGenerator<Row[]> {
  const workspaces = await allOf(read(`select id from workspaces order by ${dialect.inBytes('id')}`))
  const table = tableOf(name)
  const [, counter] = table.key
  for (const [workspace = null] of workspaces)
    yield* read(`select ${columnsOf(table)} from ${name} where workspace = $1 order by ${counter}`, [workspace])
}

/** Reads results of any size, a handful of rows at a time. */
class Cursors {
  readonly #tx: Queryable
  #opened = 0

  constructor(tx: Queryable) {
    this.#tx = tx
  }

  async *read(statement: string, values: readonly Value[]): AsyncGenerator<Row[]> {
    this.#opened += 1
    const name = `moving_${this.#opened}`
    await this.#tx.rows({ text: `declare ${name} no scroll cursor for ${statement}` }, values)
    try {
      for (let wanted = firstRows; ; ) {
        const found = await this.#tx.rows({ text: `fetch forward ${wanted} from ${name}` }, [])
        const rows = found.map((row) => Object.values(row) as Row)
        if (rows.length > 0) yield rows
        if (rows.length < wanted) return
        wanted = Math.min(mostRows, Math.max(1, Math.floor((wanted * bytesAtOnce) / sizeOf(rows))))
      }
    } finally {
      // Where the transaction has failed there is nothing left to close.
      await this.#tx.rows({ text: `close ${name}` }, []).catch(() => {})
    }
  }
}

function sizeOf(rows: readonly Row[]): number {
  let size = 1
  for (const row of rows) for (const value of row) size += typeof value === 'string' ? value.length : 8
  return size
}

async function refuseWhatIsNoStore(owner: Connections, place: string): Promise<void> {
  const [known] = await owner.rows<{ is: boolean }>(everybody, { text: lookingForSchema })
  const [found] = known?.is === true ? await owner.rows<{ oldest: number }>(everybody, { text: readingSchema }) : []
  if (found === undefined) throw new MovingRefused(`There is no store of Baton in the database ${place}.`)
  if (found.oldest > newestSchema)
    throw new MovingRefused(`The database ${place} is of a newer release (schema ${found.oldest}).`)
}

const lookingForSchema = "select to_regclass('baton_schema') is not null as is"
const readingSchema = 'select oldest from baton_schema'
/** What lists go by is kept a second time, beside the conversations. */
const findingInactive = `select coalesce(c.id, a.conversation) as id from conversations c
  full join activity a on a.conversation = c.id and a.workspace = c.workspace where a.at is distinct from c.last_activity_at`
const readingParts = {
  name: 'move_parts',
  text: 'select content from file_parts where file = $1 and part >= $2 and part < $3 order by part',
}
const measuring = {
  name: 'measure_parts',
  text: 'select sum(length(content))::bigint as size from file_parts where file = $1',
}
