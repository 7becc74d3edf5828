/** Stands in for the pool of the driver: the connections of one node, each statement of which travels over a link. */
import type { Link } from './network.ts'
import {
  type Asked,
  askedIn,
  owningRole,
  type PoolOptions,
  type PostgresServer,
  type Rows,
  type Session,
  type Statement,
} from './postgres-server.ts'
import type { Owner, Planned, Scheduler } from './scheduler.ts'

/** As the settings that nodes connect with say; milliseconds. */
const longestWaitForLock = 10_000
const longestIdleInTransaction = 5_000

/** A statement that was carried out or refused, for whoever looks on. */
export type Seen = { node: Owner; asked: Asked; rows: Rows | null }

export type DatabaseParts = {
  server: PostgresServer
  scheduler: Scheduler
  /** To whom the database's own events happen. */
  owner: Owner
  linkOf(node: Owner): Link
  /** Called within the event, when nothing else has happened yet. */
  onStatement(seen: Seen): void
}

type Waiting = { client: SimulatedClient; go(): void; giveUp: Planned }

/** The database as all nodes reach it. */
export class SimulatedDatabase {
  readonly parts: DatabaseParts
  readonly #clients = new Map<Owner, Set<SimulatedClient>>()
  readonly #waiting: Waiting[] = []

  constructor(parts: DatabaseParts) {
    this.parts = parts
  }

  /** The class that takes the place of the driver's pool. Who opens one is told by to whom something happens just then. */
  get Pool(): unknown {
    const database = this
    return class extends SimulatedPool {
      constructor(options: PoolOptions) {
        const node = database.parts.scheduler.current
        if (node === null) throw new Error('nobody opens a pool')
        super(database, node, options)
      }
    }
  }

  add(node: Owner, client: SimulatedClient): void {
    const clients = this.#clients.get(node) ?? new Set()
    this.#clients.set(node, clients.add(client))
  }

  remove(node: Owner, client: SimulatedClient): void {
    this.#clients.get(node)?.delete(client)
  }

  /** Every connection of a node breaks; null: of all of them. */
  cut(node: Owner | null): void {
    for (const [owner, clients] of this.#clients)
      if (node === null || owner === node) for (const client of [...clients]) client.cut()
  }

  /** A statement waits until the transaction that stands in its way has ended. */
  wait(client: SimulatedClient, go: () => void, onTooLong: () => void): void {
    const { scheduler, owner } = this.parts
    const giveUp = scheduler.after(owner, longestWaitForLock, 'lock timeout', () => {
      const at = this.#waiting.findIndex((one) => one.client === client)
      if (at >= 0) this.#waiting.splice(at, 1)
      onTooLong()
    })
    this.#waiting.push({ client, go, giveUp })
  }

  /** A transaction has ended: those that waited for it go on in their order, until one begins a transaction itself. */
  released(): void {
    const { scheduler, owner, server } = this.parts
    scheduler.after(owner, 0, 'lock is free', () => {
      for (let next = this.#waiting[0]; next !== undefined && !server.isHeld; next = this.#waiting[0]) {
        this.#waiting.shift()
        next.giveUp.cancel()
        next.go()
      }
    })
  }
}

type Wanting = { take(client: SimulatedClient): void; fail(error: Error): void }

class SimulatedPool {
  readonly #database: SimulatedDatabase
  readonly #node: Owner
  readonly #options: PoolOptions
  readonly #idle: SimulatedClient[] = []
  readonly #wanting: Wanting[] = []
  /** Connections that are there or being made. */
  #size = 0

  constructor(database: SimulatedDatabase, node: Owner, options: PoolOptions) {
    this.#database = database
    this.#node = node
    this.#options = options
  }

  /** Errors of idle connections, which nobody here needs to hear of. */
  on(): void {}

  connect(): Promise<SimulatedClient> {
    const known = this.#idle.pop()
    if (known !== undefined) return Promise.resolve(known)
    const { promise, resolve, reject } = Promise.withResolvers<SimulatedClient>()
    const { scheduler } = this.#database.parts
    const leave = () => {
      giveUp.cancel()
      const at = this.#wanting.indexOf(wanting)
      if (at >= 0) this.#wanting.splice(at, 1)
    }
    const fail = (error: Error) => {
      leave()
      reject(error)
    }
    const take = (client: SimulatedClient) => {
      leave()
      resolve(client)
    }
    const wanting = { take, fail }
    const giveUp = scheduler.after(this.#node, this.#options.connectionTimeoutMillis, 'connect timeout', () =>
      fail(new Error('timeout exceeded when trying to connect')),
    )
    this.#wanting.push(wanting)
    if (this.#size < this.#options.max) this.#open()
    return promise
  }

  async end(): Promise<void> {
    for (const client of this.#idle.splice(0)) client.close()
  }

  /** Makes a connection for whoever has wanted one the longest by then. */
  #open(): void {
    const { server, owner, linkOf } = this.#database.parts
    const link = linkOf(this.#node)
    const role = /-c role=(\w+)/.exec(this.#options.options)?.[1] ?? owningRole
    this.#size += 1
    const isMade = link.fate() === 'arrives'
    link.send(owner, 'connect', () => {
      const client = new SimulatedClient(this.#database, this.#node, server.newSession(role), this.#options.types)
      link.send(this.#node, 'connected', () => {
        if (isMade) return this.#opened(client)
        this.#size -= 1
        this.#wanting[0]?.fail(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
      })
    })
  }

  #opened(client: SimulatedClient): void {
    this.#database.add(this.#node, client)
    client.onRelease = (isBroken) => this.#released(client, isBroken)
    client.onLost = () => this.#lost(client)
    this.#offer(client)
  }

  #offer(client: SimulatedClient): void {
    const [next] = this.#wanting
    if (next === undefined) this.#idle.push(client)
    else next.take(client)
  }

  #released(client: SimulatedClient, isBroken: boolean): void {
    if (!isBroken) return this.#offer(client)
    this.#size -= 1
    client.close()
    if (this.#wanting.length > 0) this.#open()
  }

  /** One that broke while nobody used it. */
  #lost(client: SimulatedClient): void {
    const at = this.#idle.indexOf(client)
    if (at < 0) return
    this.#idle.splice(at, 1)
    this.#size -= 1
  }
}

/** One connection, as the driver hands it out. */
class SimulatedClient {
  readonly #database: SimulatedDatabase
  readonly #node: Owner
  readonly #session: Session
  readonly #types: PoolOptions['types']
  #isBroken = false
  #statements = 0
  #reject: ((error: Error) => void) | null = null
  onRelease: (isBroken: boolean) => void = () => {}
  onLost: () => void = () => {}

  constructor(database: SimulatedDatabase, node: Owner, session: Session, types: PoolOptions['types']) {
    this.#database = database
    this.#node = node
    this.#session = session
    this.#types = types
  }

  query(statement: string | Statement, values: readonly unknown[] = []): Promise<{ rows: Rows }> {
    const { owner, linkOf } = this.#database.parts
    const asked = askedIn(statement, values, this.#types.getTypeParser)
    const { promise, resolve, reject } = Promise.withResolvers<{ rows: Rows }>()
    if (this.#isBroken) {
      reject(terminated())
      return promise
    }
    this.#reject = reject
    const link = linkOf(this.#node)
    const fate = link.fate()
    const label = labelOf(asked)
    const answer = (settle: () => void) => link.send(this.#node, `answer ${label}`, settle)
    const run = () => {
      if (fate === 'lost before') return this.cut()
      if (this.#session.isEnded) return this.cut()
      const { server } = this.#database.parts
      if (server.isHeldFrom(this.#session))
        return this.#database.wait(this, run, () => {
          answer(() => reject(Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })))
        })
      let settle: () => void
      try {
        const rows = this.#run(asked)
        settle = () => resolve({ rows })
      } catch (error) {
        settle = () => reject(error)
      }
      if (fate === 'lost after') this.cut()
      else answer(settle)
    }
    link.send(owner, `${this.#node.name}: ${label}`, run)
    return promise
  }

  release(isBroken: boolean | undefined): void {
    this.onRelease(isBroken === true)
  }

  close(): void {
    this.#isBroken = true
    this.#endSession()
  }

  /** The connection breaks: whoever waits for an answer over it hears that, and what it left open is taken back. */
  cut(): void {
    if (this.#isBroken) return
    this.#isBroken = true
    const reject = this.#reject
    this.#database.parts.linkOf(this.#node).send(this.#node, 'connection lost', () => {
      reject?.(terminated())
      this.onLost()
    })
    this.#endSession()
  }

  #run(asked: Asked): Rows {
    const { server, scheduler, onStatement } = this.#database.parts
    const session = this.#session
    const wasInTransaction = session.isInTransaction
    this.#statements += 1
    let rows: Rows | null = null
    try {
      rows = scheduler.aside(() => server.run(session, asked))
      return rows
    } finally {
      if (session.isInTransaction) this.#watchIdleness()
      scheduler.aside(() => onStatement({ node: this.#node, asked, rows }))
      if (wasInTransaction && !session.isInTransaction) this.#database.released()
    }
  }

  /** A transaction that nothing is done in is ended by the server. */
  #watchIdleness(): void {
    const { scheduler, owner } = this.#database.parts
    const seen = this.#statements
    scheduler.after(owner, longestIdleInTransaction, 'idle in transaction', () => {
      if (this.#session.isInTransaction && this.#statements === seen) this.cut()
    })
  }

  #endSession(): void {
    const { server, scheduler, owner } = this.#database.parts
    this.#database.remove(this.#node, this)
    scheduler.after(owner, 1, `${this.#node.name}: session ends`, () => {
      const held = this.#session.isInTransaction
      scheduler.aside(() => server.end(this.#session))
      if (held) this.#database.released()
    })
  }
}

function terminated(): Error {
  return new Error('Connection terminated unexpectedly')
}

/** The name of a statement, or its beginning. */
function labelOf({ name, text }: Asked): string {
  return name === '' ? text.slice(0, 40).replaceAll(/\s+/g, ' ') : name
}
