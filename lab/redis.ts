/** A throw-away Redis on the loopback that keeps nothing and has its own password. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRedis, redisIsMissing } from '../scripts/servers.mjs'
import { Daemon, started } from './daemon.ts'
import { endLeftovers } from './leftovers.ts'
import { onFreePort } from './ports.ts'
import { giveToServer } from './unprivileged.ts'

export type RedisOptions = {
  /** A free one when left out. */
  port?: number
  /** For its log and settings; stays when the server is removed. Temporary when left out. */
  directory?: string
}

const answerWithinMs = 2_000

/** Settles when it answers. Use with `await using`, or call `remove`. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const found = findRedis()
  if (found === null) throw new Error(redisIsMissing)
  await endLeftovers()
  return onFreePort(options.port, async (port) => {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'baton-redis-')))
    const password = randomBytes(18).toString('hex')
    await writeSettings(directory, port, password)
    const isTemporary = options.directory === undefined
    return started(new RedisServer({ ...found, directory, isTemporary, port, password }))
  })
}

type Instance = {
  program: string
  version: string
  directory: string
  isTemporary: boolean
  port: number
  password: string
}

export class RedisServer {
  readonly version: string
  /** The same after every start. */
  readonly port: number
  /** With the password. */
  readonly url: string
  readonly #password: string
  readonly #daemon: Daemon

  constructor({ program, version, directory, isTemporary, port, password }: Instance) {
    this.version = version
    this.port = port
    this.url = `redis://:${password}@127.0.0.1:${port}`
    this.#password = password
    this.#daemon = new Daemon({
      program,
      args: () => [settingsPath(directory)],
      directory,
      isTemporary,
      endSignal: 'SIGTERM',
      isReady: async () => (await this.#ask('PING').catch(String)) === '+PONG',
    })
  }

  /** Null while it is down. */
  get pid(): number | null {
    return this.#daemon.pid
  }

  /** Empty again. Settles when it answers. */
  start(): Promise<void> {
    return this.#daemon.start()
  }

  stop(): Promise<void> {
    return this.#daemon.stop('SIGTERM')
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    return this.#daemon.kill()
  }

  /** It stands still until `resume`; connections stay open. */
  pause(): Promise<void> {
    return this.#daemon.pause()
  }

  resume(): void {
    this.#daemon.resume()
  }

  /** Forgets everything, in every database of it; who is subscribed stays so. */
  async flush(): Promise<void> {
    const answer = await this.#ask('FLUSHALL')
    if (answer !== '+OK') throw new Error(`Redis answered FLUSHALL with ${answer}`)
  }

  /** The last lines of its log. */
  logTail(lines?: number): string {
    return this.#daemon.logTail(lines)
  }

  /** Ends it and removes its directory, unless that was given. */
  remove(): Promise<void> {
    return this.#daemon.remove()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  /** The first line of the answer to one command, on a connection of its own. */
  async #ask(command: string): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: this.port })
    socket.setTimeout(answerWithinMs, () => socket.destroy(new Error(`No answer to ${command}.`)))
    try {
      await once(socket, 'connect')
      socket.write(`AUTH ${this.#password}\r\n${command}\r\nQUIT\r\n`)
      let answers = ''
      for await (const chunk of socket) answers += chunk
      return answers.split('\r\n')[1] ?? ''
    } finally {
      socket.destroy()
    }
  }
}

function settingsPath(directory: string): string {
  return join(directory, 'redis.conf')
}

/** In a file, because anybody can read a command line. */
async function writeSettings(directory: string, port: number, password: string): Promise<void> {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${directory}`,
    'save ""',
    'appendonly no',
    'daemonize no',
  ]
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeFile(settingsPath(directory), lines.join('\n'), { mode: 0o600 })
  for (const path of [directory, settingsPath(directory)]) await giveToServer(path)
}
