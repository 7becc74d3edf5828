/**
 * A backup: lines of JSON in blocks. The first block says what it is and the last one how many rows of each table it
 * holds; each block between them names a table and its columns in its first line, and has a row in each line after it.
 */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fromRfc3339, toRfc3339 } from '@baton/core/time'
import { ahead } from './ahead.ts'
import { type Block, BlockWriter, formatVersion, readBlocks, unpack } from './blocks.ts'
import { isThere, syncDirectory } from './disk.ts'
import {
  type About,
  type Batch,
  type Moving,
  MovingRefused,
  type OnPassed,
  type Tally,
  Tallying,
  tallied,
} from './stream.ts'
import { faultOfRow, findTable, type Row, type Table, type TableName, tables } from './tables.ts'

const format = 'baton backup'
/** A block is full with so many bytes of rows. */
const sizeOfBlock = 1024 * 1024

export type Written = { tally: Tally; bytes: number }

/**
 * Writes a backup that only its owner may read, under its name only when all of it is on the disk. Refuses to replace a
 * file unless `isForced`.
 */
export async function writeBackup(
  path: string,
  moving: Moving,
  { isForced = false, onPassed }: { isForced?: boolean; onPassed?: OnPassed } = {},
): Promise<Written> {
  const refuseToReplace = async () => {
    if (!isForced && (await isThere(path))) throw new MovingRefused(`${path} is there already; --force replaces it.`)
  }
  await refuseToReplace()
  const temporary = `${path}.${process.pid}.part`
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    const tally = await writeBlocks(new BlockWriter(file), moving, onPassed)
    await file.sync()
    const { size } = await file.stat()
    await refuseToReplace()
    await rename(temporary, path)
    await syncDirectory(dirname(path))
    return { tally, bytes: size }
  } finally {
    await file.close()
    await rm(temporary, { force: true })
  }
}

async function writeBlocks(blocks: BlockWriter, { about, batches }: Moving, onPassed?: OnPassed): Promise<Tally> {
  const tallying = new Tallying()
  const rows = new RowWriter(blocks)
  await blocks.add(line(headerOf(about)))
  for await (const batch of tallied(batches, tallying, onPassed)) await rows.add(batch)
  await rows.flush()
  const tally = tallying.tally()
  await blocks.add(line({ end: { tables: Object.fromEntries(tally) } }))
  await blocks.end()
  return tally
}

/** Collects rows of one table until they fill a block. */
class RowWriter {
  readonly #blocks: BlockWriter
  #table: Table | null = null
  #texts: Buffer[] = []
  #size = 0

  constructor(blocks: BlockWriter) {
    this.#blocks = blocks
  }

  async add({ table, text }: Batch): Promise<void> {
    if (table !== this.#table) await this.flush()
    this.#table = table
    const bytes = Buffer.from(text)
    this.#texts.push(bytes)
    this.#size += bytes.length
    if (this.#size >= sizeOfBlock) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#table === null || this.#size === 0) return
    const content = Buffer.concat([line(sectionOf(this.#table)), ...this.#texts])
    this.#texts = []
    this.#size = 0
    await this.#blocks.add(content)
  }
}

/** A backup that is as it was written, from its first byte to its last. */
export type Backup = {
  about: About
  /** What it says of itself. */
  tally: Tally
  /** Its rows; may be asked for again. */
  moving(): Moving
}

/**
 * Reads the whole file and looks whether a byte of it is missing or has changed. Refuses what is no backup, of a newer
 * format, cut short or damaged. `onRead` is told of the bytes of each block, and of those of the whole file.
 */
export async function checkBackup(
  path: string,
  onRead: (bytes: number, ofAll: number) => void = () => {},
): Promise<Backup> {
  let first: Block | null = null
  let last: Block | null = null
  for await (const block of blocksOf(path)) {
    first ??= block
    last = block
    onRead(block.packed.length, block.ofAll)
  }
  const about = first === null ? null : aboutIn(headOf(await unpack(first)), path)
  const tally = last === null ? null : tallyIn(headOf(await unpack(last)))
  if (about === null || tally === null)
    throw new MovingRefused(`${path} is cut short: it ends after block ${last?.number ?? 0}, and more should follow.`)
  const expected = [...tally.values()].reduce((sum, { rows }) => sum + rows, 0)
  return { about, tally, moving: () => ({ about, expected, batches: batchesOf(path) }) }
}

async function* batchesOf(path: string): AsyncGenerator<Batch> {
  for await (const { number, text } of ahead(textsOf(path))) {
    const says = `${path} holds what this release does not know in block ${number}`
    const [head = '', ...rows] = text.split('\n')
    const table = tableIn(parsed(head, says), says)
    if (table === null) continue
    // What follows the last line break is nothing.
    rows.pop()
    yield { table, rows: rows.map((row) => rowIn(table, row, says)), text: text.slice(head.length + 1) }
  }
}

async function* textsOf(path: string): AsyncGenerator<{ number: number; text: string }> {
  for await (const block of blocksOf(path)) yield { number: block.number, text: (await unpack(block)).toString() }
}

async function* blocksOf(path: string): AsyncGenerator<Block> {
  const file = await open(path).catch((error: unknown) => {
    throw new MovingRefused(`${path} cannot be read: ${error instanceof Error ? error.message : error}.`)
  })
  try {
    yield* readBlocks(file, path)
  } finally {
    await file.close()
  }
}

function headerOf({ release, store, takenAt, positions }: About): object {
  return { format, version: formatVersion, release, store, takenAt: toRfc3339(takenAt), positions }
}

function aboutIn(head: Fields, path: string): About {
  const { release, store, takenAt, positions } = head
  const at = typeof takenAt === 'string' ? fromRfc3339(takenAt) : null
  if (head.format !== format || typeof release !== 'string' || at === null)
    throw new MovingRefused(`${path} does not say what it is a backup of.`)
  return {
    release,
    store: store === 'postgres' ? 'postgres' : 'sqlite',
    takenAt: at,
    positions: positions === 'workspace' ? 'workspace' : 'store',
  }
}

/** Null: this is not how a backup ends. */
function tallyIn({ end }: Fields): Tally | null {
  if (end === undefined) return null
  const counted = (end as { tables: Record<TableName, { rows: number; sha256: string }> }).tables
  return new Map(tables.map(({ name }) => [name, counted[name] ?? { rows: 0, sha256: '' }]))
}

function sectionOf({ name, columns }: Table): object {
  return { table: name, columns: columns.map((column) => column.name) }
}

/** Null: this block is the first or the last one. */
function tableIn(head: Fields, says: string): Table | null {
  if (head.format === format || head.end !== undefined) return null
  const table = findTable(String(head.table))
  if (table === undefined) throw new MovingRefused(`${says}: a table "${head.table}".`)
  if (JSON.stringify(head) !== JSON.stringify(sectionOf(table)))
    throw new MovingRefused(`${says}: other columns of the table ${table.name}.`)
  return table
}

function rowIn(table: Table, text: string, says: string): Row {
  const row: unknown = parsed(text, says)
  const fault = faultOfRow(table, row)
  if (fault !== null) throw new MovingRefused(`${says}: ${fault}.`)
  return row as Row
}

type Fields = Record<string, unknown>

/** The first line of a block that has been found whole. */
function headOf(content: Buffer): Fields {
  const end = content.indexOf('\n')
  return parsed(content.toString('utf8', 0, end === -1 ? undefined : end), 'The first line of a block')
}

function parsed(text: string, says: string): Fields {
  try {
    return JSON.parse(text)
  } catch {
    throw new MovingRefused(`${says}: a line that is no JSON.`)
  }
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
