import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { asId } from '@baton/core/ids'
import { Command } from 'commander'
import { beforeEach, describe, expect, test } from 'vitest'
import { compiledBefore } from '../../../lab/processes.ts'
import { systemClock } from '../clock.ts'
import { checks } from '../doctor/checks.ts'
import type { StoreKind } from '../store/moving/stream.ts'
import { emptyPlace, type TestPlace } from '../store/moving/testing.ts'
import type { Store } from '../store/store.ts'
import { addDoctor } from './doctor.ts'
import { lockDirectory } from './lock.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const page = new URL('../../../docs/doctor.md', import.meta.url)
const by = { actor: 'test', request: null }

type Ran = { code: number; out: string; err: string }

/** `baton doctor …` within this process. */
async function doctor(environment: Record<string, string>, ...words: string[]): Promise<Ran> {
  const said = { out: '', err: '' }
  const program = new Command('baton')
  addDoctor(program, {
    environment,
    clock: systemClock,
    print: (text) => {
      said.out += `${text}\n`
    },
    screen: {
      write: (text) => {
        said.err += text
      },
    },
  })
  try {
    await program.parseAsync(['doctor', ...words], { from: 'user' })
    return { code: Number(process.exitCode ?? 0), ...said }
  } finally {
    process.exitCode = undefined
  }
}

/** `baton …` as a process of its own. */
async function baton(...words: string[]): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [main, ...words], { env: { PATH: process.env.PATH ?? '', ...compiledBefore } })
  let out = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  const code = await new Promise<number>((resolve) => child.on('close', (ended) => resolve(ended ?? -1)))
  return { code, out }
}

function environmentOf({ place }: TestPlace): Record<string, string> {
  return place.kind === 'sqlite' ? { BATON_DATA_DIR: place.directory } : { DATABASE_URL: place.url }
}

/** A mail that was given up, which can be repaired, and a limit of zero, which cannot. */
async function fill({ store }: { store: Store }): Promise<void> {
  const workspace = asId<'workspace'>('ws_main')
  await store.workspaces.add({ id: workspace, name: 'Main', packages: [], locale: 'en', timeZone: 'UTC' }, by)
  const ana = { id: asId<'operator'>('op_ana'), name: 'Ana', email: 'ana@team.example', groups: [] }
  await store.operators.add(workspace, { ...ana, role: 'operator', capacity: 0 }, by)
  await store.outbox.add(workspace, 'mail', { to: 'ben@team.example', subject: 'Hello', text: 'Come in' })
  const [mail] = await store.outbox.claim(1, systemClock.now())
  await store.outbox.postpone(mail?.position ?? 0, null)
}

describe.each<StoreKind>(['sqlite', 'postgres'])('on a store in %s', (kind) => {
  let place: TestPlace

  beforeEach(async () => {
    place = await emptyPlace(kind)
    return () => place.remove()
  })

  test('[RO-52] it looks, repairs, looks again, and its exit code says what is left', async () => {
    const environment = environmentOf(place)
    const opened = await place.open(systemClock.now)
    await fill(opened)
    const looked = await doctor(environment)
    expect(looked).toMatchObject({ code: 1 })
    expect(looked.out).toMatch(
      /^Main \(ws_main\)\n {2}message_given_up {2}message \d+ \(mail\)\n {4}An outgoing message/,
    )
    expect(looked.out).toMatch(/\n2 findings in 1 workspace\. `baton doctor --repair` makes 1 repair; [^\n]+\n$/)
    expect(looked.err).toMatch(/^Looking: 0 rows, /)
    const repaired = await doctor(environment, '--repair')
    expect(repaired).toMatchObject({ code: 1 })
    expect(repaired.out).toMatch(/Repaired {2}Try once more/)
    expect(repaired.out).toMatch(/\n1 repaired, 1 left in 1 workspace\.\n$/)
    expect((await doctor(environment, '--repair')).out).toMatch(/\n0 repaired, 1 left in 1 workspace\.\n$/)
    await opened.store.operators.change(asId('ws_main'), asId('op_ana'), { capacity: null }, by)
    expect(await doctor(environment)).toMatchObject({ code: 0, out: 'Nothing is wrong in 1 workspace.\n' })
    await opened.store.close()
  })

  test('[RO-52] --json prints one document and nothing else', async () => {
    const environment = environmentOf(place)
    const opened = await place.open(systemClock.now)
    await fill(opened)
    await opened.store.close()
    const { code, out } = await doctor(environment, '--repair', '--json', '--workspace', 'Main')
    expect(code).toBe(1)
    const { workspaces, ...counts } = JSON.parse(out)
    expect(counts).toEqual({ found: 2, repaired: 1, left: 1 })
    expect(workspaces).toEqual([
      {
        id: 'ws_main',
        name: 'Main',
        findings: [
          expect.objectContaining({ id: 'message_given_up', state: 'repaired', repair: expect.any(String) }),
          {
            id: 'limit_zero',
            state: 'found',
            places: [{ kind: 'operator', id: 'op_ana', name: 'Ana' }],
            says: 'The limit of Ana is 0.',
            means: expect.any(String),
            repair: null,
            refused: null,
            advice: expect.any(String),
          },
        ],
      },
    ])
  })

  test('[RO-52] where it cannot look it says why in a sentence, and ends with 2', async () => {
    const environment = environmentOf(place)
    const opened = await place.open(systemClock.now)
    await fill(opened)
    expect(await doctor(environment, '--workspace', 'Nowhere')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/There is no workspace "Nowhere"\.\n$/),
    })
    await opened.store.close()
    const gone =
      kind === 'sqlite' ? { BATON_DATA_DIR: '/nowhere/at/all' } : { DATABASE_URL: 'postgres://127.0.0.1:1/x' }
    for (const words of [[], ['--repair']]) {
      const failed = await doctor(gone, ...words)
      expect(failed).toMatchObject({ code: 2, out: '' })
      expect(failed.err).toMatch(/^(There is no database in|The database cannot be reached).*\.\n$/)
    }
  })
})

test('[RO-52] beside a server on the embedded store it looks, and does not repair', async () => {
  const place = await emptyPlace('sqlite')
  const environment = environmentOf(place)
  const opened = await place.open(systemClock.now)
  await fill(opened)
  const unlock = lockDirectory(environment.BATON_DATA_DIR ?? '', '')
  expect(await doctor(environment)).toMatchObject({ code: 1 })
  expect(await doctor(environment, '--repair')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(
      /^Another Baton is running on .*\. It keeps the database to itself: stop it to repair, /,
    ),
  })
  unlock()
  await opened.store.close()
  await place.remove()
})

test('[RO-52] the program has the command; a wrong option is no finding', async () => {
  expect((await baton('--help')).out).toMatch(/doctor \[options\] +find what is wrong/)
  expect((await baton('doctor', '--repiar')).code).toBe(2)
})

test('[RO-52] the page about it names every finding', async () => {
  const text = await readFile(page, 'utf8')
  expect(checks.map(({ id }) => id).filter((id) => !text.includes(`| \`${id}\` |`))).toEqual([])
})
