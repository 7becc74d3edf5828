import type { NewId, WorkspaceId } from '@baton/core/ids'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import { type ChangeAnswer, type Committed, NotReady, type Propose, StoreUnavailable } from '../store.ts'
import { Batch, type BatchParts, type Wish } from './batch.ts'
import { type Connections, isConflict, type Queryable } from './connections.ts'
import { TeamCache } from './team-cache.ts'

type Waiting<T> = { resolve: (value: T) => void; reject: (error: unknown) => void }
type Asked = Wish & Waiting<ChangeAnswer<never>> & { loads: number }
type Item =
  | ({ kind: 'change' } & Asked)
  | ({ kind: 'look' } & Waiting<Team>)
  | { kind: 'alone'; run: () => Promise<void> }

export type LaneParts = {
  connections: Connections
  newId: NewId
  now: () => Instant
  onCommitted: (committed: Committed) => void
  /** The settings of the workspace are at this revision; whoever keeps older ones forgets them. */
  onSettings: (workspace: WorkspaceId, revision: number) => void
}

const limitOfBatch = 256
/** After so many conflicts the workspace's row is held while deciding: then nothing can come in between. */
const triesUnlocked = 2
const mostTries = 5
/** So often a decision may say that something is missing. */
const mostLoads = 16

type Outcome = { isWritten: true; tell: (() => void)[] } | { isWritten: false; error: unknown }

/** A decision threw: what it may have done to the team in memory is undone by reading that again, without it. */
class Thrown extends Error {
  readonly wish: Asked
  readonly reason: unknown

  constructor(wish: Asked, reason: unknown) {
    super('a decision threw')
    this.wish = wish
    this.reason = reason
  }
}

/** What is given to work that has the workspace to itself. */
export type Held = {
  tx: Queryable
  batch: Batch
  /** Changes several conversations; refusals are passed over. */
  changeEach(ids: readonly Wish['target'][], decide: Propose): Promise<void>
}

/**
 * [HO-3] The commits of one workspace that this node makes, one after another. What waits when one begins shares it. Other
 * nodes have lanes of their own; they meet at the workspace's row in the database, where one of them is first.
 */
export class Lane {
  readonly workspace: WorkspaceId
  readonly #parts: LaneParts
  readonly #team: TeamCache
  readonly #waiting: Item[] = []
  #running: Promise<void> | null = null

  constructor(workspace: WorkspaceId, parts: LaneParts) {
    this.workspace = workspace
    this.#parts = parts
    this.#team = new TeamCache(workspace, parts.now)
  }

  get isIdle(): boolean {
    return this.#running === null
  }

  /** The team as this node last saw it; null before the first look. */
  get seen(): Team | null {
    return this.#team.isLoaded ? this.#team.team : null
  }

  /** Decides and writes in the next shared commit; settles after it. */
  change<Refusal>(wish: Wish): Promise<ChangeAnswer<Refusal>> {
    return new Promise((resolve, reject) => {
      this.#add({ kind: 'change', ...wish, resolve: resolve as Asked['resolve'], reject, loads: 0 })
    })
  }

  /** The team as it is now. */
  look(): Promise<Team> {
    return new Promise((resolve, reject) => this.#add({ kind: 'look', resolve, reject }))
  }

  /** Work of several statements that no commit of the workspace comes in between of, on any node; all of it or nothing. */
  alone<T>(work: (held: Held) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#add({ kind: 'alone', run: () => this.#alone(work).then(resolve, reject) })
    })
  }

  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  #add(item: Item): void {
    this.#waiting.push(item)
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    // What arrives in the same round of the event loop goes together.
    await new Promise<void>((resolve) => setImmediate(resolve))
    for (;;) {
      const [first] = this.#waiting
      if (first === undefined) break
      if (first.kind === 'alone') {
        this.#waiting.shift()
        await first.run()
      } else await this.#shared(this.#next())
    }
    this.#running = null
  }

  #next(): Exclude<Item, { kind: 'alone' }>[] {
    const end = this.#waiting.findIndex(({ kind }) => kind === 'alone')
    const count = Math.min(end === -1 ? this.#waiting.length : end, limitOfBatch)
    return this.#waiting.splice(0, count) as Exclude<Item, { kind: 'alone' }>[]
  }

  async #shared(items: Exclude<Item, { kind: 'alone' }>[]): Promise<void> {
    const changes = items.flatMap((item) => (item.kind === 'change' ? [item] : []))
    const looks = items.flatMap((item) => (item.kind === 'look' ? [item] : []))
    try {
      await this.#commit(changes)
      for (const { resolve } of looks) resolve(this.#team.team)
    } catch (error) {
      for (const { reject } of looks) reject(error)
    }
  }

  /** Tries until it is written; one that the database refuses for itself is found by trying each alone. */
  async #commit(all: readonly Asked[]): Promise<void> {
    let asked = all
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.#try(asked, tries > triesUnlocked)
      if (outcome.isWritten) {
        for (const tell of outcome.tell) tell()
        return
      }
      const { error } = outcome
      if (error instanceof Thrown) {
        if (!(await this.#isReadyNow(error))) asked = asked.filter((one) => one !== error.wish)
        tries = 0
        continue
      }
      if (isConflict(error) && tries < mostTries) continue
      if (asked.length > 1 && !(error instanceof StoreUnavailable) && !isConflict(error)) {
        for (const one of asked) await this.#commit([one])
        return
      }
      const reason = isConflict(error) ? new StoreUnavailable('too much at once', { cause: error }) : error
      for (const { reject } of asked) reject(reason)
      if (asked.length === 0) throw reason
      return
    }
  }

  async #try(asked: readonly Asked[], isHeld: boolean): Promise<Outcome> {
    try {
      const tell = isHeld
        ? await this.#locked((tx) => this.#attempt(tx, asked))
        : await this.#parts.connections.held(this.workspace, (db) => this.#attempt(db, asked))
      return { isWritten: true, tell }
    } catch (error) {
      // A decision that threw may have left something in the team in memory; so may a transaction that was not committed.
      if (isHeld || error instanceof Thrown) this.#team.forget()
      return { isWritten: false, error }
    }
  }

  /** What a decision lacked is waited for, and so is everybody behind it: they keep their order. Else it is refused. */
  async #isReadyNow({ wish, reason }: Thrown): Promise<boolean> {
    wish.loads += 1
    try {
      if (!(reason instanceof NotReady) || wish.loads > mostLoads) throw reason
      await reason.load()
      return true
    } catch (error) {
      wish.reject(error)
      return false
    }
  }

  /** Answers how to tell everybody, once it is certain that it is written. */
  async #attempt(db: Queryable, asked: readonly Asked[]): Promise<(() => void)[]> {
    const batch = new Batch(this.#batchParts(), db)
    await this.#read(batch, asked)
    const tell: (() => void)[] = []
    try {
      for (const wish of asked) tell.push(this.#decide(batch, wish))
      const revision = await batch.write()
      // It was decided on the revision before this one, so everything up to it has been seen.
      if (revision !== null) this.#team.committed(revision)
    } catch (error) {
      this.#team.doubt(batch.touched, batch.turned)
      throw error
    }
    return tell
  }

  async #read(batch: Batch, wishes: readonly Wish[]): Promise<void> {
    await batch.read(wishes)
    this.#parts.onSettings(this.workspace, batch.head.settings)
  }

  #decide(batch: Batch, wish: Asked): () => void {
    try {
      const answer = batch.decide(wish) as ChangeAnswer<never>
      return () => {
        if (answer.kind === 'committed') this.#parts.onCommitted(answer.committed)
        wish.resolve(answer)
      }
    } catch (error) {
      throw new Thrown(wish, error)
    }
  }

  async #alone<T>(work: (held: Held) => Promise<T>): Promise<T> {
    for (let loads = 0; ; loads += 1) {
      try {
        const { value, committed } = await this.#locked(async (tx) => {
          const batch = new Batch(this.#batchParts(), tx)
          await this.#read(batch, [])
          const value = await work({
            tx,
            batch,
            changeEach: async (targets, decide) => {
              await this.#read(
                batch,
                targets.map((target) => ({ target, decide })),
              )
              for (const target of targets) batch.decide({ target, decide })
            },
          })
          await batch.write()
          return { value, committed: batch.committed }
        })
        for (const one of committed) this.#parts.onCommitted(one)
        return value
      } catch (error) {
        this.#team.forget()
        if (!(error instanceof NotReady) || loads >= mostLoads) throw error
        await error.load()
      }
    }
  }

  #locked<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#parts.connections.transaction(this.workspace, async (tx) => {
      await tx.rows(locking, [this.workspace])
      return work(tx)
    })
  }

  #batchParts(): BatchParts {
    return { workspace: this.workspace, team: this.#team, newId: this.#parts.newId, now: this.#parts.now }
  }
}

const locking = { name: 'lock_workspace', text: 'select workspace from heads where workspace = $1 for update' }
