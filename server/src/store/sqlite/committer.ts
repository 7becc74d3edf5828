import type { Database, Statement } from 'better-sqlite3'
import { reached } from '../../failpoint.ts'
import { NotReady, StoreUnavailable } from '../store.ts'

type Task = { run: () => unknown; resolve: (value: unknown) => void; reject: (error: unknown) => void }

const limitOfBatch = 512
/** A decision needs a bot and some versions of it; one that lacks something this often is a mistake. */
const mostLoads = 16
/** How many rounds of the event loop a commit is put off at the most while each brings more to carry. */
const mostRounds = 16

/**
 * Group commit: tasks that wait when a commit begins share it, and each is answered only after it, so durability costs
 * one write to the disk for many. A task that throws takes back its own part (savepoint) and no other's.
 */
export class Committer {
  readonly #begin: Statement
  readonly #commit: Statement
  readonly #rollback: Statement
  readonly #save: Statement
  readonly #release: Statement
  readonly #takeBack: Statement
  readonly #onLost: () => void
  #waiting: Task[] = []
  #isPlanned = false

  /** `onLost` is told when tasks that had run were not committed: what mirrors the database must be read again. */
  constructor(database: Database, onLost: () => void) {
    this.#begin = database.prepare('begin immediate')
    this.#commit = database.prepare('commit')
    this.#rollback = database.prepare('rollback')
    this.#save = database.prepare('savepoint task')
    this.#release = database.prepare('release task')
    this.#takeBack = database.prepare('rollback to task')
    this.#onLost = onLost
  }

  /** Runs a synchronous task in the next shared transaction; settles after its commit. */
  do<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject })
      this.#plan()
    })
  }

  /** As `do`, for a task that asks a decision: what it says it lacks is loaded, and the task is run again from its beginning. */
  async decide<T>(run: () => T): Promise<T> {
    for (let loads = 0; ; loads += 1) {
      try {
        return await this.do(run)
      } catch (error) {
        if (!(error instanceof NotReady) || loads >= mostLoads) throw error
        await error.load()
      }
    }
  }

  /** Settles when everything that waits now is committed. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.do(() => undefined)
  }

  #plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    setImmediate(() => this.#gather(0, mostRounds))
  }

  /** As long as each round of the event loop brings more tasks, they are worth waiting for: the next commit carries them too. */
  #gather(seen: number, rounds: number): void {
    const { length } = this.#waiting
    if (length > seen && rounds > 0 && length < limitOfBatch) {
      setImmediate(() => this.#gather(length, rounds - 1))
      return
    }
    this.#isPlanned = false
    this.#flush()
    if (this.#waiting.length > 0) this.#plan()
  }

  #flush(): void {
    const batch = this.#waiting.splice(0, limitOfBatch)
    if (batch.length === 0) return
    const settle: (() => void)[] = []
    try {
      reached('before begin')
      this.#begin.run()
      reached('after begin')
    } catch (error) {
      for (const { reject } of batch) reject(unavailable(error))
      return
    }
    try {
      for (const task of batch) settle.push(this.#attempt(task))
      reached('before commit')
      this.#commit.run()
      reached('after commit')
    } catch (error) {
      this.#undo()
      this.#onLost()
      for (const { reject } of batch) reject(unavailable(error))
      return
    }
    for (const answer of settle) answer()
  }

  #attempt(task: Task): () => void {
    this.#save.run()
    try {
      const value = task.run()
      this.#release.run()
      return () => task.resolve(value)
    } catch (error) {
      this.#takeBack.run()
      this.#release.run()
      this.#onLost()
      return () => task.reject(isStoreError(error) ? unavailable(error) : error)
    }
  }

  #undo(): void {
    try {
      this.#rollback.run()
    } catch {
      // SQLite has rolled back by itself already.
    }
  }
}

/** Disk full, I/O error, busy: the machine's fault, not the task's. */
const unavailableCodes = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|NOMEM)/

export function isStoreError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && unavailableCodes.test(String(error.code))
}

function unavailable(error: unknown): StoreUnavailable {
  return new StoreUnavailable('the store cannot take the write now', { cause: error })
}
