import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compiledBefore } from '../../../lab/processes.ts'
import { systemClock } from '../clock.ts'
import { writeBackup } from '../store/moving/backup-file.ts'
import type { StoreKind } from '../store/moving/stream.ts'
import { editRecord, emptyPlace, fillStore, manyConversations, type TestPlace } from '../store/moving/testing.ts'
import { lockDirectory } from './lock.ts'
import { addMovingCommands } from './moving.ts'
import { Refused } from './refused.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
let room: string
let large: string
let small: string

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-commands-'))
  large = join(room, 'large.baton')
  small = join(room, 'small.baton')
  await writeBackup(large, manyConversations(3_000, 8))
  const place = await emptyPlace('sqlite')
  const opened = await place.open()
  await fillStore(opened)
  await opened.store.close()
  await baton(['backup', small], environmentOf(place))
  await place.remove()
})
afterAll(() => rm(room, { recursive: true }))

type Ran = { code: number; out: string; err: string }
type Environment = Record<string, string>

/** `baton …` within this process. */
async function baton(words: readonly string[], environment: Environment): Promise<Ran> {
  const said = { out: '', err: '' }
  const program = new Command('baton').exitOverride()
  addMovingCommands(program, {
    environment,
    clock: systemClock,
    print: (line) => {
      said.out += `${line}\n`
    },
    screen: {
      write: (text) => {
        said.err += text
      },
    },
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return { code: Number(process.exitCode ?? 0), ...said }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { code: 1, out: said.out, err: `${said.err}${error.message}\n` }
  } finally {
    process.exitCode = undefined
  }
}

/** `baton …` as a process of its own, ended without warning as soon as it says something. */
function killed(words: readonly string[], environment: Environment, when: string): Promise<string | null> {
  const env = { PATH: process.env.PATH ?? '', ...compiledBefore, ...environment }
  const child = spawn(process.execPath, [main, ...words], { env })
  let err = ''
  child.stderr.on('data', (text) => {
    err += text
    if (err.includes(when)) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (_, signal) => resolve(signal))
  })
}

function environmentOf({ place }: TestPlace): Environment {
  return place.kind === 'sqlite'
    ? { BATON_DATA_DIR: place.directory }
    : { DATABASE_URL: place.url, BATON_DATA_DIR: join(room, 'unused') }
}

describe.each<StoreKind>(['sqlite', 'postgres'])('on a store in %s', (kind) => {
  let place: TestPlace

  beforeEach(async () => {
    place = await emptyPlace(kind)
    return () => place.remove()
  })

  test('[F32] backup, verify and restore say what they did, and end with 0', async () => {
    const environment = environmentOf(place)
    expect(await baton(['restore', small], environment)).toMatchObject({ code: 0 })
    const file = join(room, `${kind}.baton`)
    const backup = await baton(['backup', file], environment)
    expect(backup).toMatchObject({ code: 0 })
    expect(backup.out).toMatch(/\.baton holds 3 workspaces, \d+ conversations, \d+ events, 7 files: \d+\.\d MB\./)
    expect(backup.err).toMatch(/ {2}events: \d+\n[\s\S]*Writing: [\d,]+ rows, [\d.]+ MB, [\d.]+ s\n$/)
    expect(await baton(['backup', file], environment)).toMatchObject({
      code: 1,
      err: `${file} is there already; --force replaces it.\n`,
    })
    expect(await baton(['backup', file, '--force'], environment)).toMatchObject({ code: 0 })
    for (const words of [['verify'], ['verify', file]]) {
      const verified = await baton(words, environment)
      expect(verified).toMatchObject({ code: 0 })
      expect(verified.out).toContain('ok     loads equal a recount [I-15]: 9 operators\n')
      expect(verified.out).toMatch(/Everything holds\.\n$/)
    }
    const refused = await baton(['restore', file], environment)
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toMatch(/The store in .* is not empty: only an empty one can be filled\.\n$/)
    const to = await emptyPlace(kind)
    const restored = await baton(['restore', file], environmentOf(to))
    await to.remove()
    expect(restored).toMatchObject({ code: 0 })
    expect(restored.out).toMatch(/^Restored 3 workspaces, .* as of 20\d\d-.*Z \(release .*\)\.\nok /)
  })

  test('[F32] killed in the middle of a restore, the store is empty, and is filled by the next attempt', async () => {
    const environment = environmentOf(place)
    expect(await killed(['restore', large], environment, '  conversations: 3,000')).toBe('SIGKILL')
    const empty = await place.open()
    expect(await empty.store.workspaces.all()).toEqual([])
    await empty.store.close()
    const again = await baton(['restore', large], environment)
    expect(again).toMatchObject({ code: 0 })
    expect(again.out).toContain('Restored 1 workspaces, 3,000 conversations, 24,000 events, 0 files')
    if (place.place.kind === 'sqlite')
      expect((await readdir(place.place.directory)).toSorted()).toEqual(['baton.db', 'server.lock'])
  })

  test('[F32] a damaged backup is refused before anything is written', async () => {
    const file = join(room, 'damaged.baton')
    await writeFile(file, 'not a backup at all, but long enough to be one')
    for (const words of [
      ['restore', file],
      ['verify', file],
    ])
      expect(await baton(words, environmentOf(place))).toMatchObject({
        code: 1,
        err: `${file} is not a Baton backup.\n`,
      })
  })
})

test('[F32] verify ends with 1 when something is wrong, and names its place', async () => {
  const place = await emptyPlace('sqlite')
  const environment = environmentOf(place)
  expect(await baton(['restore', large], environment)).toMatchObject({ code: 0 })
  editRecord(environment.BATON_DATA_DIR ?? '', 7)
  const verified = await baton(['verify'], environment)
  await place.remove()
  expect(verified.code).toBe(1)
  expect(verified.out).toMatch(
    /^WRONG {2}conv_0000000007\w+: the record is not the fold of its log: locked \(records are the fold of their logs \[HO-3\]\)\n/,
  )
  expect(verified.out).toContain('WRONG  records are the fold of their logs [HO-3]: 1 faults, see above\n')
  expect(verified.out).toMatch(/1 faults were found\.\n$/)
})

test('[F32] copy goes both ways, and not while a server runs', async () => {
  const [embedded, shared, back] = await Promise.all([
    emptyPlace('sqlite'),
    emptyPlace('postgres'),
    emptyPlace('sqlite'),
  ])
  const environment = { ...environmentOf(shared), ...environmentOf(embedded), BATON_SECRET_KEY: 'x'.repeat(32) }
  expect(await baton(['restore', small], environmentOf(embedded))).toMatchObject({ code: 0 })
  const there = await baton(['copy', '--from', 'sqlite', '--to', 'postgres'], environment)
  expect(there).toMatchObject({ code: 0 })
  expect(there.out).toMatch(
    /^Copied 3 workspaces, .* 7 files\.\nThe secret that signs is not in it, but in BATON_SECRET_KEY: keep that too\.\n/,
  )
  const backwards = ['copy', '--from', 'postgres', '--to', 'sqlite']
  const node = await shared.open()
  expect(await baton(backwards, { ...environment, ...environmentOf(back) })).toMatchObject({
    code: 1,
    err: 'Nodes are connected to the database. Stop them first; a backup may be taken while they run.\n',
  })
  await node.store.close()
  expect(await baton(backwards, { ...environment, ...environmentOf(back) })).toMatchObject({ code: 0 })
  expect(await baton(['copy', '--from', 'sqlite', '--to', 'sqlite'], environment)).toMatchObject({ code: 1 })
  expect(await baton(['copy', '--from', 'sqlite', '--to', 'postgres'], environmentOf(back))).toMatchObject({
    code: 1,
    err: 'Set DATABASE_URL to the PostgreSQL database, beside BATON_DATA_DIR.\n',
  })
  for (const place of [embedded, shared, back]) await place.remove()
})

test('[F32] the embedded store is neither filled nor copied while a server runs on it; backup and verify work', async () => {
  const place = await emptyPlace('sqlite')
  const environment = environmentOf(place)
  const opened = await place.open()
  const unlock = lockDirectory(environment.BATON_DATA_DIR ?? '', '')
  const file = join(room, 'running.baton')
  expect(await baton(['backup', file], environment)).toMatchObject({ code: 0 })
  expect(await baton(['verify'], environment)).toMatchObject({ code: 0 })
  const withPostgres = { ...environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }
  const refused = [
    await baton(['restore', file], environment),
    await baton(['copy', '--from', 'sqlite', '--to', 'postgres'], withPostgres),
  ]
  unlock()
  await opened.store.close()
  await place.remove()
  for (const { code, err } of refused) {
    expect(code).toBe(1)
    expect(err).toMatch(/^Another Baton is running on .*\. Stop it first\.\n$/)
  }
})

test('[F32] the program has the commands, and each says what it does', async () => {
  const child = spawn(process.execPath, [main, '--help'], { env: { PATH: process.env.PATH ?? '', ...compiledBefore } })
  let out = ''
  for await (const text of child.stdout) out += text
  for (const line of [
    /backup \[options\] <file> +write all/,
    /restore <file> +fill/,
    /copy \[options\] +move/,
    /verify \[file\] +check/,
  ])
    expect(out).toMatch(line)
})
