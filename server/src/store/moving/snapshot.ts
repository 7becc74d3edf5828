import type { StoreKind } from './stream.ts'
import { columnsOf, quoted, type Row, type TableName, tableOf, type Value } from './tables.ts'

/** One store at one moment, whatever is written to it meanwhile. */
export type Snapshot = {
  kind: StoreKind
  /** Where it lies, for people. */
  place: string
  dialect: Dialect
  /** The rows of a statement, some at a time so that memory stays small. Parameters stand in it as $1, $2 … */
  read(statement: string, values?: readonly Value[]): AsyncIterable<Row[]>
  /** The rows of a table as they move, in the order of its key. */
  rowsOf(table: TableName): AsyncIterable<Row[]>
  /** The contents of a file in parts of `sizeOfPart`; none when they are gone. */
  partsOf(file: string): AsyncIterable<Buffer>
  /** Bytes of the contents of a file; null when they are gone. */
  sizeOf(file: string): Promise<number | null>
  /** Whether a file has been removed since the moment of the snapshot, where its contents do not belong to that. */
  isGone(file: string): Promise<boolean>
  /** What is wrong with the database's own files, and with what it keeps twice. */
  damages(): Promise<string[]>
}

/** Where the two databases say the same in different words. */
export type Dialect = {
  /** A column of texts in an order by bytes. */
  inBytes(column: string): string
  /** Whether a column is one of the texts in a parameter, which is a list in JSON. */
  isAmong(column: string, parameter: string): string
}

/** All rows of a table as they move. */
export function selectionOf(name: TableName, { inBytes }: Dialect, from: string = name): string {
  const table = tableOf(name)
  const order = table.key.map((key) => {
    const column = table.columns.find((one) => one.name === key)
    return column?.type === 'text' ? inBytes(quoted(key)) : quoted(key)
  })
  return `select ${columnsOf(table)} from ${from} order by ${order.join(', ')}`
}

/** Every row at once, for what is few. */
export async function allOf(rows: AsyncIterable<Row[]>): Promise<Row[]> {
  const all: Row[] = []
  for await (const some of rows) all.push(...some)
  return all
}

/** The rows of a statement by the names of what it selects, which stand in that order. */
export async function* named<const Name extends string>(
  snapshot: Snapshot,
  names: readonly Name[],
  statement: string,
  values: readonly Value[] = [],
): AsyncGenerator<Record<Name, Value>[]> {
  for await (const rows of snapshot.read(statement, values))
    yield rows.map(
      (row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])) as Record<Name, Value>,
    )
}
