/** A throw-away PostgreSQL server on the loopback, of its own cluster and password. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { withLock } from '../scripts/lock.mjs'
import { fastFolder } from '../scripts/memory.mjs'
import { findPostgres, postgresIsMissing } from '../scripts/servers.mjs'
import { Daemon, logName, started } from './daemon.ts'
import { createDatabase, dropDatabase, urlOf } from './databases.ts'
import { endLeftovers, serversFolder } from './leftovers.ts'
import { onFreePort } from './ports.ts'
import { giveToServer, unprivilegedUser } from './unprivileged.ts'

export type PostgresOptions = {
  /** A free one when left out. */
  port?: number
  /**
   * The data directory: an existing one is used as it is, in an empty or missing one a cluster is made. It stays when
   * the server is removed. When left out, it is a temporary one that goes away. If we are root, the user `postgres` (or
   * `nobody`) runs it and must be able to reach it; within the folder for temporary files that is seen to.
   */
  directory?: string
  /**
   * False for tests that cut no power: nothing is flushed, and a temporary directory is in memory where there is room.
   * True when left out.
   */
  isDurable?: boolean
  /** Parameters of PostgreSQL beside or instead of the usual ones. */
  settings?: Record<string, string | number>
}

/** `fast` ends the sessions and writes everything down; `immediate` ends at once and recovers at the next start. */
export type StopMode = 'fast' | 'immediate'

const usual = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
}
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '128MB' }
const stopSignals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const
const user = 'baton'
const passwordName = 'baton.password'
/**
 * A password, because anybody on the machine reaches the loopback. Both sides calculate for milliseconds to prove it, and
 * tests connect thousands of times: where nothing is measured or lasts, they do so in the way that costs nothing.
 */
const proofs = { durable: 'scram-sha-256', forgetful: 'md5' } as const
/** The order of texts is that of a language, as on most servers: a query that needs another one has to say so. */
const language = ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'en-US']
const runProgram = promisify(execFile)

/** Settles when it answers. Use with `await using`, or call `remove`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const found = findPostgres()
  if (found === null) throw new Error(postgresIsMissing)
  const { isDurable = true } = options
  await endLeftovers()
  return onFreePort(options.port, async (port) => {
    const folder = isDurable ? tmpdir() : fastFolder()
    const directory = options.directory ?? (await mkdtemp(join(folder, 'baton-postgres-')))
    if (!existsSync(join(directory, 'PG_VERSION')))
      await makeCluster({ ...found, proof: proofs[isDurable ? 'durable' : 'forgetful'] }, directory)
    const settings = { ...usual, ...(isDurable ? durable : forgetful), ...options.settings }
    const isTemporary = options.directory === undefined
    return started(new PostgresServer({ ...found, directory, isTemporary, port, settings }))
  })
}

type Cluster = {
  bin: string
  version: string
  directory: string
  isTemporary: boolean
  port: number
  settings: Record<string, string | number>
}

export class PostgresServer {
  readonly version: string
  /** The data directory; the log is in it too. */
  readonly directory: string
  /** The same after every start. */
  readonly port: number
  readonly #password: string
  readonly #daemon: Daemon

  constructor({ bin, version, directory, isTemporary, port, settings }: Cluster) {
    this.version = version
    this.directory = directory
    this.port = port
    this.#password = readFileSync(join(directory, passwordName), 'utf8')
    const parameters = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    this.#daemon = new Daemon({
      program: join(bin, 'postgres'),
      args: () => ['-D', directory, ...parameters],
      directory,
      isTemporary,
      endSignal: stopSignals.immediate,
      isReady: () => this.#isReady(),
    })
  }

  /** Of the main process; null while it is down. */
  get pid(): number | null {
    return this.#daemon.pid
  }

  /** With name and password; the user may do everything. */
  url(database = 'postgres'): string {
    return urlOf(`postgres://${user}:${this.#password}@127.0.0.1:${this.port}`, database)
  }

  /** Answers its URL. Copies `template` if given, to which nobody may be connected; else it is empty. */
  createDatabase(name?: string, template?: string): Promise<string> {
    return createDatabase(this.url(), { ...(name && { name }), ...(template && { template }) })
  }

  /** Cuts whoever is connected to it. */
  dropDatabase(name: string): Promise<void> {
    return dropDatabase(this.url(), name)
  }

  /** Settles when it answers again, after any recovery. */
  start(): Promise<void> {
    return this.#daemon.start()
  }

  stop(mode: StopMode = 'fast'): Promise<void> {
    return this.#daemon.stop(stopSignals[mode])
  }

  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode)
    await this.start()
  }

  /** `kill -9` of every process of it at one instant. */
  kill(): Promise<void> {
    return this.#daemon.kill()
  }

  /** Every process of it stands still until `resume`; connections stay open. */
  pause(): Promise<void> {
    return this.#daemon.pause()
  }

  resume(): void {
    this.#daemon.resume()
  }

  /**
   * Copies the data directory as it is at this instant, for `startPostgres({ directory })`. What PostgreSQL has handed to
   * the system counts as written, flushed or not: it shows what a commit left in the server's memory, and not that
   * `fsync` is off.
   */
  async snapshotTo(directory: string): Promise<void> {
    if (existsSync(join(directory, 'PG_VERSION'))) throw new Error(`${directory} holds a cluster already.`)
    await this.pause()
    try {
      await copyTree(this.directory, directory)
    } finally {
      this.resume()
    }
    for (const name of ['postmaster.pid', 'postmaster.opts', logName]) await rm(join(directory, name), { force: true })
  }

  /** The last lines of its log. */
  logTail(lines?: number): string {
    return this.#daemon.logTail(lines)
  }

  /** Ends it at once and removes its directory, unless that was given. */
  remove(): Promise<void> {
    return this.#daemon.remove()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  /** PostgreSQL writes its process and its state here; a killed one leaves what was true of it. */
  #isReady(): boolean {
    const path = join(this.directory, 'postmaster.pid')
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
    return Number(lines[0]) === this.pid && lines[7]?.trim() === 'ready'
  }
}

type NewCluster = { bin: string; version: string; proof: (typeof proofs)[keyof typeof proofs] }

async function makeCluster(kind: NewCluster, directory: string): Promise<void> {
  await copyTree(await templateCluster(kind), directory)
}

/** Made once per clone, user and version of PostgreSQL: a copy takes a tenth of the time of `initdb`. */
async function templateCluster({ bin, version, proof }: NewCluster): Promise<string> {
  const options = ['--username', user, '--auth', proof, ...language, '--no-sync']
  const kind = createHash('sha256').update(options.join(' ')).digest('hex').slice(0, 8)
  const folder = join(serversFolder, `cluster-${version}-${kind}-${process.getuid?.()}`)
  const lock = join(serversFolder, 'cluster.lock')
  await withLock(lock, { waitMs: 120_000, pollMs: 20, onWait: () => {} }, async () => {
    if (existsSync(folder)) return
    const draft = await mkdtemp(join(tmpdir(), 'baton-cluster-'))
    try {
      await initialise(bin, join(draft, 'cluster'), options)
      await rm(`${folder}.draft`, { recursive: true, force: true })
      await copyTree(join(draft, 'cluster'), `${folder}.draft`)
      await rename(`${folder}.draft`, folder)
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  })
  return folder
}

async function initialise(bin: string, directory: string, options: readonly string[]): Promise<void> {
  const password = randomBytes(18).toString('hex')
  await giveToServer(dirname(directory))
  const passwordFile = join(dirname(directory), 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveToServer(passwordFile)
  await runProgram(join(bin, 'initdb'), ['--pgdata', directory, '--pwfile', passwordFile, ...options], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH },
    ...unprivilegedUser(),
  })
  await rename(passwordFile, join(directory, passwordName))
}

/** With owners and rights; the target may be there already, if it is empty. */
async function copyTree(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true })
  await runProgram('cp', ['-a', `${from}/.`, to])
  await giveToServer(to)
  await chmod(to, 0o700)
}
