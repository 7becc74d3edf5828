/** One server process of ours, from its start to its end, whichever program it runs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { identity } from '../scripts/lock.mjs'
import { newNote } from './leftovers.ts'
import { killFamily, pauseFamily, resumeFamily, until } from './processes.ts'
import { unprivilegedUser } from './unprivileged.ts'

export type DaemonPlan = {
  program: string
  /** Asked at each start. */
  args(): string[]
  /** Its own; must exist. */
  directory: string
  /** Whether the directory goes away with it. */
  isTemporary: boolean
  /** What ends it at once and in order. */
  endSignal: NodeJS.Signals
  isReady(): boolean | Promise<boolean>
}

const readyWithinMs = 60_000
const endWithinMs = 30_000

export class Daemon {
  readonly #plan: DaemonPlan
  readonly #note = newNote()
  #child: ChildProcess | null = null

  constructor(plan: DaemonPlan) {
    this.#plan = plan
    this.#write()
  }

  /** Null while it is down. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Settles when it answers; rejects with the end of its log when it ends instead. Nothing when it is up. */
  async start(): Promise<void> {
    if (this.#child !== null) return
    const child = this.#spawn()
    await once(child, 'spawn')
    this.#child = child
    child.once('exit', () => {
      this.#child = null
      this.#write()
    })
    this.#write()
    try {
      await until('a server to be ready', () => this.#hasEnded(child) || this.#plan.isReady(), readyWithinMs)
    } catch (error) {
      await this.kill()
      throw error
    }
    if (this.#hasEnded(child)) throw new Error(`${this.#plan.program} ended:\n${this.logTail()}`)
  }

  /** Nothing when it is down. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === null) return
    child.ref()
    const late = setTimeout(() => this.kill(), endWithinMs)
    child.kill(signal)
    this.resume()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    clearTimeout(late)
  }

  /** [F7] `kill -9`, children too. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child?.pid === undefined) return
    child.ref()
    const ended = once(child, 'exit')
    await killFamily(child.pid)
    await ended
  }

  /** [F13] Neither it nor a child of it runs on until `resume`; connections stay open. */
  async pause(): Promise<void> {
    if (this.pid !== null) await pauseFamily(this.pid)
  }

  resume(): void {
    if (this.pid !== null) resumeFamily(this.pid)
  }

  logTail(lines = 20): string {
    if (!existsSync(this.#log)) return ''
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }

  async remove(): Promise<void> {
    await this.stop(this.#plan.endSignal)
    if (this.#plan.isTemporary) await rm(this.#plan.directory, { recursive: true, force: true })
    this.#note.remove()
  }

  get #log(): string {
    return join(this.#plan.directory, logName)
  }

  #spawn(): ChildProcess {
    const log = openSync(this.#log, 'a')
    const child = spawn(this.#plan.program, this.#plan.args(), {
      cwd: this.#plan.directory,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', log, log],
      // Not in the group that Ctrl-C of a terminal reaches: who started it stops it in order.
      detached: true,
      ...unprivilegedUser(),
    })
    closeSync(log)
    child.unref()
    return child
  }

  #hasEnded(child: ChildProcess): boolean {
    return child.exitCode !== null || child.signalCode !== null
  }

  #write(): void {
    const { directory, isTemporary, endSignal } = this.#plan
    this.#note.write({ server: this.pid === null ? null : identity(this.pid), directory, isTemporary, endSignal })
  }
}

/** Starts a server; one that does not start leaves nothing. */
export async function started<Server extends { start(): Promise<void>; remove(): Promise<void> }>(
  server: Server,
): Promise<Server> {
  try {
    await server.start()
    return server
  } catch (error) {
    await server.remove()
    throw error
  }
}

/** The name of each server's log in its directory. */
export const logName = 'server.log'
