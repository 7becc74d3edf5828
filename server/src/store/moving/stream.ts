import { createHash, type Hash } from 'node:crypto'
import type { Instant } from '@baton/core/time'
import { type Row, type Table, type TableName, tables } from './tables.ts'

export type StoreKind = 'sqlite' | 'postgres'

/** What is known of a whole store beside its rows. */
export type About = {
  /** The release that read the store. */
  release: string
  store: StoreKind
  takenAt: Instant
  /**
   * Whether positions of events count over the whole store or within each workspace. Those who follow a log remember
   * them, so they stay as they are wherever they can.
   */
  positions: 'store' | 'workspace'
}

/** Some rows of one table. Their tables come in the order of `tables`. */
export type Batch = {
  table: Table
  rows: readonly Row[]
  /** The same rows as lines of JSON, each with its line break: what is written, measured and compared. */
  text: string | Uint8Array
}

/** Everything a store holds, once, from wherever it comes. */
export type Moving = {
  about: About
  /** Rows to come, for showing progress; files that are removed meanwhile may make it fewer. */
  expected: number
  batches: AsyncIterable<Batch>
}

/** Told of what has passed; `bytes` are those of its lines, about. The table is null where there are none. */
export type OnPassed = (passed: { table: TableName | null; rows: number; bytes: number }) => void

/** It cannot be done, and why: a sentence for whoever asked. */
export class MovingRefused extends Error {
  override name = 'MovingRefused'
}

export function batchOf(table: Table, rows: readonly Row[]): Batch {
  return { table, rows, text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }
}

export type Tally = ReadonlyMap<TableName, { rows: number; sha256: string }>

/** Counts and fingerprints what passes, table by table: two stores with the same tally hold the same. */
export class Tallying {
  readonly #tables = new Map<TableName, { rows: number; hash: Hash }>()

  add({ table, rows, text }: Batch): void {
    const known = this.#tables.get(table.name) ?? { rows: 0, hash: createHash('sha256') }
    this.#tables.set(table.name, known)
    known.rows += rows.length
    known.hash.update(text)
  }

  /** As of now; every table is in it. */
  tally(): Tally {
    return new Map(
      tables.map(({ name }) => {
        const { rows, hash } = this.#tables.get(name) ?? { rows: 0, hash: createHash('sha256') }
        return [name, { rows, sha256: hash.copy().digest('hex') }]
      }),
    )
  }
}

/** The same batches, counted on their way. */
export async function* tallied(
  batches: AsyncIterable<Batch>,
  tallying: Tallying,
  onPassed: OnPassed = () => {},
): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    tallying.add(batch)
    yield batch
    onPassed({ table: batch.table.name, rows: batch.rows.length, bytes: batch.text.length })
  }
}

/** Where two tallies part, a sentence per table; `except` are tables that need not agree. */
export function differences(one: Tally, other: Tally, except: readonly TableName[] = []): string[] {
  return tables.flatMap(({ name }) => {
    const [first, second] = [one.get(name), other.get(name)]
    if (except.includes(name) || first?.sha256 === second?.sha256) return []
    return [`${name}: ${first?.rows ?? 0} rows became ${second?.rows ?? 0}, or other ones`]
  })
}
