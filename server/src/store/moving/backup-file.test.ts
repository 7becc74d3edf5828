import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkBackup, writeBackup } from './backup-file.ts'
import { BlockWriter } from './blocks.ts'
import { type Batch, batchOf, type Moving } from './stream.ts'
import { type Row, tableOf, tables } from './tables.ts'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'baton-backup-'))
  path = join(directory, 'a.baton')
})
afterEach(() => rm(directory, { recursive: true }))

const workspaces = tableOf('workspaces')
const about = { release: '9.9.9', store: 'postgres', takenAt: instant(5), positions: 'workspace' } as const

function movingOf(...batches: Batch[]): Moving {
  return {
    about,
    expected: batches.length,
    batches: (async function* () {
      yield* batches
    })(),
  }
}

async function everyBatch({ batches }: Moving): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

/** What is said about a file with these bytes. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const other = join(directory, 'other.baton')
  await writeFile(other, bytes)
  try {
    const backup = await checkBackup(other)
    await everyBatch(backup.moving())
    return 'nothing'
  } catch (error) {
    return error instanceof Error && error.name === 'MovingRefused' ? error.message : `not refused: ${error}`
  }
}

const two: Row[] = [
  ['ws_1', 'one\u2028 🙂', '[]', 'en', 'UTC', 0],
  ['ws_2', 'two', '[]', 'en', 'UTC', 1],
]

describe('a backup', () => {
  test('[F32] comes back as it was, with what it is and how many rows it has', async () => {
    await writeBackup(path, movingOf(batchOf(workspaces, two)))
    const backup = await checkBackup(path)
    expect(backup.about).toEqual(about)
    expect(backup.tally.get('workspaces')?.rows).toBe(2)
    expect([...backup.tally.keys()]).toEqual(tables.map(({ name }) => name))
    for (const _ of ['once', 'again'])
      expect((await everyBatch(backup.moving())).map(({ table, rows }) => [table.name, rows])).toEqual([
        ['workspaces', two],
      ])
  })

  test('[F32] is made of zstd frames and frames that zstd programs skip; only its owner reads it', async () => {
    await writeBackup(path, movingOf(batchOf(workspaces, two)))
    const bytes = await readFile(path)
    expect(bytes.subarray(8, 23).toString()).toBe('Baton backup 1\n')
    const blocks = await Promise.all(
      blocksIn(bytes).map(async (at) => {
        expect(bytes.readUInt32LE(at)).toBe(0x184d2a50)
        expect(bytes.readUInt32LE(at + 4)).toBe(36)
        const packed = bytes.subarray(at + 44, at + 44 + bytes.readUInt32LE(at + 8))
        return String(await promisify(zstdDecompress)(packed))
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      }),
    )
    expect(blocks.slice(0, 2)).toEqual([
      [
        {
          ...{ format: 'baton backup', version: 1, release: '9.9.9', store: 'postgres' },
          ...{ takenAt: '1970-01-01T00:00:00.005Z', positions: 'workspace' },
        },
      ],
      [{ table: 'workspaces', columns: ['id', 'name', 'packages', 'locale', 'time_zone', 'typing_preview'] }, ...two],
    ])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('[F32] replaces a file only when it is told to, and leaves nothing when it fails', async () => {
    await writeFile(path, 'precious')
    await expect(writeBackup(path, movingOf())).rejects.toThrow('is there already; --force replaces it.')
    expect(await readFile(path, 'utf8')).toBe('precious')
    const broken: Moving = {
      ...movingOf(),
      // biome-ignore lint/correctness/useYield: it fails before it has anything.
      batches: (async function* () {
        throw new Error('the source is gone')
      })(),
    }
    await expect(writeBackup(path, broken, { isForced: true })).rejects.toThrow('the source is gone')
    expect(await readFile(path, 'utf8')).toBe('precious')
    await writeBackup(path, movingOf(), { isForced: true })
    await checkBackup(path)
    expect(await readdir(directory)).toEqual(['a.baton'])
  })
})

describe('a damaged backup is refused, and the place named', () => {
  test('[F32] one flipped bit in any byte', async () => {
    await writeBackup(path, movingOf(batchOf(workspaces, two)))
    const bytes = await readFile(path)
    const says = new Set<string>()
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      const said = await refusal(changed)
      expect(said, `byte ${at}`).toMatch(/other\.baton (is|has|was) .*\.$/)
      says.add(said.replace(/\d+/g, 'n'))
    }
    expect([...says].some((text) => text.includes('damaged or changed in block n, between bytes n and n'))).toBe(true)
  })

  test('[F32] cut at any byte, also between two blocks', async () => {
    await writeBackup(path, movingOf(batchOf(workspaces, two)))
    const bytes = await readFile(path)
    for (let length = 0; length < bytes.length; length += 1)
      expect(await refusal(bytes.subarray(0, length)), `${length} bytes`).toMatch(/is cut short|is not a Baton backup/)
    expect(await refusal(bytes)).toBe('nothing')
  })

  test('[F32] bytes added, blocks that changed places, and blocks left out', async () => {
    await writeBackup(path, movingOf(batchOf(workspaces, two), batchOf(tableOf('groups'), [['grp_1', 'ws_1', 'x']])))
    const bytes = await readFile(path)
    const starts = blocksIn(bytes)
    expect(starts.length).toBe(4)
    const [, one = 0, two_ = 0, end = 0] = starts
    const part = (from: number, to?: number) => bytes.subarray(from, to)
    for (const more of [Buffer.from('x'), Buffer.alloc(100), bytes])
      expect(await refusal(Buffer.concat([bytes, more]))).toContain('damaged or changed in block 5')
    expect(await refusal(Buffer.concat([part(0, one), part(two_, end), part(one, two_), part(end)]))).toContain(
      'in block 2',
    )
    expect(await refusal(Buffer.concat([part(0, one), part(two_)]))).toContain('in block 2')
  })

  test('[F32] what is no backup, and what a newer release wrote', async () => {
    for (const text of ['', 'x', 'Baton backup 1\n', 'SQLite format 3\0'.padEnd(500, 'x')])
      expect(await refusal(Buffer.from(text)), text).toBe(`${join(directory, 'other.baton')} is not a Baton backup.`)
    await writeBackup(path, movingOf())
    const newer = Buffer.from(String(await readFile(path, 'latin1')).replace('backup 1', 'backup 2'), 'latin1')
    expect(await refusal(newer)).toContain('was written by a newer release (format 2; this release reads format 1).')
    await expect(checkBackup(join(directory, 'missing'))).rejects.toThrow('missing cannot be read: ENOENT')
  })
})

describe('a whole file with something else in it is refused', () => {
  const section = JSON.stringify({ table: 'workspaces', columns: workspaces.columns.map(({ name }) => name) })
  const header = JSON.stringify({ format: 'baton backup', release: '1', takenAt: '2026-01-01T00:00:00Z' })
  const end = JSON.stringify({ end: { tables: {} } })

  test.each([
    [[header], 'is cut short: it ends after block 1'],
    [[header, section], 'is cut short: it ends after block 2'],
    [['{"format":"other"}', end], 'does not say what it is a backup of'],
    [[header, '{"table":"nothing","columns":[]}', end], 'in block 2: a table "nothing"'],
    [[header, '{"table":"groups","columns":["id"]}', end], 'in block 2: other columns of the table groups'],
    [[header, `${section}\n{"id":"ws_1"}`, end], 'in block 2: workspaces has rows of 6 values'],
    [[header, `${section}\n["ws_1","one","[]","en"]`, end], 'workspaces has rows of 6 values'],
    [[header, `${section}\n["ws_1","one","[]","en",5,0]`, end], 'workspaces.time_zone is wrong'],
    [[header, `${section}\n["ws_1",null,"[]","en","UTC",0]`, end], 'workspaces.name is wrong'],
    [[header, `${section}\n["ws_1"`, end], 'in block 2: a line that is no JSON'],
  ])('[F32] %s', async (blocks, says) => {
    const file = await open(path, 'w')
    const writer = new BlockWriter(file)
    for (const block of blocks) await writer.add(Buffer.from(`${block}\n`))
    await writer.end()
    await file.close()
    expect(await refusal(await readFile(path))).toContain(says)
  })
})

function blocksIn(bytes: Buffer): number[] {
  const starts: number[] = []
  for (let at = 23; at < bytes.length; at += 44 + bytes.readUInt32LE(at + 8)) starts.push(at)
  return starts
}
