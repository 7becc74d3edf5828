/** One server process of the lab: the real program, with the lab's saboteur in front of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { identity } from '../../scripts/lock.mjs'
import { newNote } from '../leftovers.ts'
import { compiledBefore, signal, stateOf, until } from '../processes.ts'
import { type Order, ordersVariable, type Tally } from './orders.ts'

export type NodePlan = {
  name: string
  /** Its own; must exist. */
  directory: string
  port: number
  env: Record<string, string>
  /** Limits of the process; the machine's when left out. */
  heapMb?: number
  files?: number
}

export type Ending = { code: number | null; signal: NodeJS.Signals | null; tookMs: number }

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const saboteur = fileURLToPath(new URL('saboteur.ts', import.meta.url))
const readyWithinMs = 60_000
const stopWithinMs = 20_000
const keptOfLog = 64 * 1024

export class ServerNode {
  readonly name: string
  readonly port: number
  /** Without any link in between. */
  readonly url: string
  readonly #plan: NodePlan
  readonly #note = newNote()
  #child: ChildProcess | null = null
  #log = ''

  constructor(plan: NodePlan) {
    this.#plan = plan
    this.name = plan.name
    this.port = plan.port
    this.url = `http://127.0.0.1:${plan.port}`
  }

  get isUp(): boolean {
    return this.#child !== null
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** The last of what it wrote, of every start. */
  get log(): string {
    return this.#log
  }

  /** Settles when it is ready, with how long that took in milliseconds. `orders` hold from the very start. */
  async start({ orders = [], env = {} }: { orders?: Order[]; env?: Record<string, string> } = {}): Promise<number> {
    const startedAt = performance.now()
    const child = this.#spawn({ ...this.#plan.env, ...env, [ordersVariable]: JSON.stringify(orders) })
    this.#child = child
    child.once('exit', () => {
      if (this.#child === child) this.#child = null
      this.#write()
    })
    this.#write()
    let output = ''
    const hear = (chunk: Buffer) => {
      output += output.length < keptOfLog ? chunk : ''
      this.#log = (this.#log + chunk).slice(-keptOfLog)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    const isOver = () => child.exitCode !== null || child.signalCode !== null
    await until(`${this.name} to be ready`, () => isOver() || output.includes('Baton is ready'), readyWithinMs)
    if (isOver()) throw new Error(`${this.name} ended with ${child.exitCode ?? child.signalCode}: ${output}`)
    return performance.now() - startedAt
  }

  /** [D-18] Asks it to end in order. */
  async stop(): Promise<Ending> {
    return this.#end('SIGTERM')
  }

  /** [F1] `kill -9`. */
  async kill(): Promise<void> {
    if (this.#child !== null) await this.#end('SIGKILL')
  }

  /** [F13] It stands still until `resume`. */
  async pause(): Promise<void> {
    const { pid } = this
    if (pid === null) return
    signal(pid, 'SIGSTOP')
    await until(`${this.name} to stop`, () => stateOf(pid) !== 'running')
  }

  resume(): void {
    if (this.pid !== null) signal(this.pid, 'SIGCONT')
  }

  /** Settles when it has ended by itself; false when it has not within this time. */
  async hasEnded(withinMs: number): Promise<boolean> {
    const child = this.#child
    if (child === null) return true
    const ended = once(child, 'exit').then(() => true)
    const { promise: late, resolve } = Promise.withResolvers<false>()
    const timer = setTimeout(() => resolve(false), withinMs)
    const hasEnded = await Promise.race([ended, late])
    clearTimeout(timer)
    return hasEnded
  }

  /** To its saboteur. One that has ended meanwhile hears nothing. */
  order(order: Order): void {
    if (this.#child?.connected) this.#child.send(order, () => {})
  }

  async tally(): Promise<Tally> {
    const child = this.#child
    if (child === null) throw new Error(`${this.name} is down.`)
    const answer = once(child, 'message')
    this.order({ do: 'count' })
    const [tally] = await answer
    return tally as Tally
  }

  /** Ends it at once. */
  async remove(): Promise<void> {
    await this.kill()
    this.#note.remove()
  }

  #spawn(env: Record<string, string>): ChildProcess {
    const { directory, heapMb, files } = this.#plan
    const heap = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]
    const command = [process.execPath, ...heap, '--import', saboteur, main, 'start']
    const limited = files === undefined ? command : ['sh', '-c', `ulimit -n ${files}; exec "$@"`, 'sh', ...command]
    const [program = '', ...args] = limited
    return spawn(program, args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH ?? '',
        NODE_ENV: 'production',
        ...compiledBefore,
        LOG_LEVEL: 'warn',
        PORT: String(this.port),
        ...env,
        BATON_DATA_DIR: join(directory, 'data'),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Not in the group that Ctrl-C of a terminal reaches: the lab ends it in order.
      detached: true,
    })
  }

  async #end(how: 'SIGTERM' | 'SIGKILL'): Promise<Ending> {
    const child = this.#child
    if (child === null) return { code: null, signal: null, tookMs: 0 }
    const startedAt = performance.now()
    const ended = once(child, 'exit')
    child.kill(how)
    this.resume()
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    const [code, endedBy] = await ended
    clearTimeout(late)
    return { code, signal: endedBy, tookMs: performance.now() - startedAt }
  }

  #write(): void {
    const server = this.pid === null ? null : identity(this.pid)
    this.#note.write({ server, directory: this.#plan.directory, isTemporary: true, endSignal: 'SIGKILL' })
  }
}
