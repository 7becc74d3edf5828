import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../clock.ts'
import type { Script, ScriptOutcome } from './outcome.ts'

/** So many run at once; the others wait. */
const threads = 2
const longestStart = 10_000
/** Whatever does not look at its own time is ended with its thread. */
const longestRun = (timeoutMs: number) => 2 * timeoutMs + 500
/** For the thread beside the machine, whose memory has a limit of its own. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 }

const stopped: ScriptOutcome = { ok: false, reason: 'stopped', detail: 'it could not be run' }

/** [S-35] Runs scripts of bots in threads of their own, so that none of them keeps the process from anything. */
export class ScriptRunner {
  readonly #clock: Clock
  readonly #idle: Worker[] = []
  readonly #running = new Set<Worker>()
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #isClosed = false

  /** The clock ends threads that hang: that of the machine, also where tests turn another by hand. */
  constructor(clock: Clock = systemClock) {
    this.#clock = clock
  }

  /** Never rejects for what a script can do. */
  async run(script: Script): Promise<ScriptOutcome> {
    if (this.#busy >= threads) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#busy += 1
    try {
      return this.#isClosed ? stopped : await this.#runNow(script)
    } finally {
      this.#busy -= 1
      this.#waiting.shift()?.()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#running, ...this.#idle].map((worker) => worker.terminate()))
  }

  async #runNow(script: Script): Promise<ScriptOutcome> {
    const worker = this.#idle.pop() ?? (await this.#start())
    if (worker === null) return stopped
    this.#running.add(worker)
    const answer = this.#next(worker, longestRun(script.timeoutMs))
    worker.postMessage(script)
    const outcome = await answer
    this.#running.delete(worker)
    if (outcome.kind === 'said') this.#idle.push(worker)
    else await worker.terminate()
    switch (outcome.kind) {
      case 'said':
        return outcome.message as ScriptOutcome
      case 'late':
        return { ok: false, reason: 'timeout', detail: `it took longer than ${script.timeoutMs} ms` }
      case 'gone':
        return this.#isClosed ? stopped : { ok: false, reason: 'memory', detail: 'it used too much memory' }
    }
  }

  async #start(): Promise<Worker | null> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { env: {}, execArgv: [], resourceLimits })
    worker.unref()
    this.#running.add(worker)
    const ready = await this.#next(worker, longestStart)
    this.#running.delete(worker)
    if (ready.kind === 'said') return worker
    await worker.terminate()
    return null
  }

  /** What the thread says next, unless it ends or says nothing for too long. */
  #next(worker: Worker, milliseconds: number): Promise<Next> {
    return new Promise((resolve) => {
      const end = (next: Next) => {
        timer.cancel()
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
        // A thread that is being ended may still fail; nobody waits for that.
        worker.on('error', () => {})
        resolve(next)
      }
      const timer = this.#clock.after(milliseconds, () => end({ kind: 'late' }))
      worker.once('message', (message: unknown) => end({ kind: 'said', message }))
      worker.once('error', () => end({ kind: 'gone' }))
      worker.once('exit', () => end({ kind: 'gone' }))
    })
  }
}

type Next = { kind: 'said'; message: unknown } | { kind: 'late' } | { kind: 'gone' }
