import type { WorkspaceId } from '@baton/core/ids'
import pg from 'pg'
import { reached } from '../../failpoint.ts'
import { StoreUnavailable } from '../store.ts'

/** For whom a statement works: one workspace, or everybody (signing in, background work). Row-level security goes by it. */
export type Scope = WorkspaceId | typeof everybody
export const everybody = '*' as const

/** The role that statements run as: it owns nothing, may not sign in, and row-level security holds for it. */
export const applicationRole = 'baton_app'

export type Row = Record<string, unknown>

/**
 * A statement with a name is prepared once by each connection, and planned once in a while. Names and texts belong
 * together for ever.
 */
export type Statement = {
  name?: string
  text: string
  /** It sets the scope itself, out of its first value and before it looks at any row: that saves a trip. */
  setsScope?: true
}

/** The database will not have us (password, rights, name, another release): waiting does not help. Says what to do. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
}

/** Whatever takes statements: the pool, or one connection inside a transaction. */
export type Queryable = {
  rows<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]>
}

export type ConnectionOptions = {
  url: string
  /** Most connections at once, at least 2. */
  size: number
  /** Runs as the role of the URL; only for migrations and tests. */
  asOwner?: boolean
  /**
   * Plans each statement for its values, which pays for lists whose best way depends on them. Otherwise a named statement
   * keeps its plan: for commits planning would take longer than running.
   */
  plansEachTime?: boolean
}

const connectWithin = 3_000
const idleAfter = 30_000
/** The server ends what takes longer; a transaction left open by a node that hangs, too. Milliseconds. */
const timeouts = {
  commits: { statement_timeout: 8_000, lock_timeout: 6_000, idle_in_transaction_session_timeout: 5_000 },
  lists: { statement_timeout: 30_000, lock_timeout: 6_000, idle_in_transaction_session_timeout: 5_000 },
  /** A step of the schema takes as long as it takes. */
  owner: { statement_timeout: 0, lock_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 },
} as const
/** Where not even that is heard of, the way is lost: so much later the connection is given up. */
const graceOfNetwork = 2_000
/** After so many uses a connection plans anew, and whenever there have been twice as many as then. */
const usesUntilPlannedAnew = 32
/** Whoever waits for a first start or a migration of another node waits so long. */
const longestLock = 3_600_000

/** What is known of a connection. */
type Kept = {
  /** For whom it works; null: not certain. */
  scope: Scope | null
  uses: number
  planAnewAt: number
}

/**
 * Connections to PostgreSQL. A connection remembers for whom it works; as long as that stays, a statement is one round
 * trip. What the server or the network cannot do now is refused as `StoreUnavailable`.
 */
export class Connections {
  readonly #pool: pg.Pool
  readonly #kept = new WeakMap<pg.PoolClient, Kept>()

  constructor({ url, size, asOwner = false, plansEachTime = false }: ConnectionOptions) {
    const limits = timeouts[asOwner ? 'owner' : plansEachTime ? 'lists' : 'commits']
    const all = { ...limits, plan_cache_mode: plansEachTime ? 'auto' : 'force_generic_plan' }
    const settings = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`)
    const role = asOwner ? [] : [`-c role=${applicationRole}`]
    this.#pool = new pg.Pool({
      connectionString: url,
      max: size,
      connectionTimeoutMillis: connectWithin,
      ...(limits.statement_timeout === 0 ? {} : { query_timeout: limits.statement_timeout + graceOfNetwork }),
      idleTimeoutMillis: idleAfter,
      keepAlive: true,
      application_name: 'baton',
      options: [...role, ...settings].join(' '),
      types: { getTypeParser: parserFor },
    })
    // A connection that breaks while it is idle is simply not used again.
    this.#pool.on('error', () => {})
    // One that breaks at work, but between two statements, is told by the next: it must not end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Connections at work now. */
  get inUse(): number {
    return this.#pool.totalCount - this.#pool.idleCount
  }

  /** Calls that wait for a connection now. */
  get waiting(): number {
    return this.#pool.waitingCount
  }

  /** Runs one statement by itself: committed when it settles. */
  rows<R extends Row>(scope: Scope, statement: Statement, values: readonly unknown[] = []): Promise<R[]> {
    return this.held(scope, (db) => db.rows<R>(statement, values))
  }

  /** Statements for one scope. */
  for(scope: Scope): Queryable {
    return { rows: (statement, values) => this.rows(scope, statement, values) }
  }

  /** Statements that follow on each other share a connection, each committed by itself: the scope is set once for all. */
  held<T>(scope: Scope, work: (db: Queryable) => Promise<T>): Promise<T> {
    return this.#with((client, kept) =>
      work({
        rows: async <R extends Row>(statement: Statement, values: readonly unknown[]) => {
          if (statement.setsScope !== true) {
            await enter(client, kept, scope)
            return runOn<R>(client, statement, values)
          }
          // One that fails takes back what it has set, too.
          kept.scope = null
          const rows = await runOn<R>(client, statement, values)
          kept.scope = scope
          return rows
        },
      }),
    )
  }

  /** All of it, or nothing. Rejects with what `work` rejects with. */
  transaction<T>(scope: Scope, work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#with(async (client, kept) => {
      await enter(client, kept, scope)
      const tx: Queryable = { rows: (statement, values) => runOn(client, statement, values) }
      await runOn(client, { text: 'begin' }, [])
      try {
        const value = await work(tx)
        reached('before commit')
        await runOn(client, { text: 'commit' }, [])
        reached('after commit')
        return value
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw error
      }
    })
  }

  /** Holds a lock of the whole database while `work` runs; whoever comes second waits. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#with(async (client, kept) => {
      await enter(client, kept, everybody)
      await client.query("set statement_timeout = '0'; set lock_timeout = '0'")
      try {
        const locking = { text: 'select pg_advisory_lock(hashtext($1))', values: [`baton ${name}`] }
        await client.query({ ...locking, query_timeout: longestLock } as pg.QueryConfig)
        return await work()
      } finally {
        // The lock ends with the connection, whatever has happened to it.
        this.#doomed.add(client)
      }
    })
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  readonly #doomed = new WeakSet<pg.PoolClient>()

  async #with<T>(work: (client: pg.PoolClient, kept: Kept) => Promise<T>): Promise<T> {
    const client = await this.#connect()
    let isBroken = true
    try {
      const kept = this.#keptOf(client)
      kept.uses += 1
      if (kept.uses >= kept.planAnewAt) await planAnew(client, kept)
      const value = await work(client, kept)
      isBroken = false
      return value
    } catch (error) {
      isBroken = isConnectionError(error)
      throw explained(error)
    } finally {
      client.release(isBroken || this.#doomed.has(client))
    }
  }

  #keptOf(client: pg.PoolClient): Kept {
    const known = this.#kept.get(client)
    if (known !== undefined) return known
    const kept: Kept = { scope: null, uses: 0, planAnewAt: usesUntilPlannedAnew }
    this.#kept.set(client, kept)
    return kept
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw isRefusal(error)
        ? new DatabaseRefused(`The database refuses us: ${error instanceof Error ? error.message : error}.`)
        : unavailable(error)
    }
  }
}

const setScope = "select set_config('baton.workspace', $1, false)"

async function enter(client: pg.PoolClient, kept: Kept, scope: Scope): Promise<void> {
  if (kept.scope === scope) return
  await client.query(setScope, [scope])
  kept.scope = scope
}

/**
 * What was the best way through empty tables is not through full ones. Each statement stays prepared under its name, so
 * that a connection never has more of them than there are; its plan is made again when it runs the next time.
 */
async function planAnew(client: pg.PoolClient, kept: Kept): Promise<void> {
  await client.query('discard plans')
  kept.planAnewAt = kept.uses * 2
}

async function runOn<R extends Row>(
  client: pg.PoolClient,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<R[]> {
  const prepared = name === undefined ? {} : { name }
  const { rows } = await client.query<R>({ ...prepared, text, values: values.map(storable) })
  return rows
}

/** PostgreSQL keeps no null character: whoever asks for a text with one finds nothing. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value
}

/** Whole numbers of 64 bits stay exact up to 2^53, far beyond any count or time kept here. */
function parserFor(type: number): (text: string) => unknown {
  return type === int8 ? Number : (pg.types.getTypeParser(type) as (text: string) => unknown)
}

const int8 = 20

/** The code PostgreSQL gave; empty when it did not come from there. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const movedOn = 'BT409'

/** What was decided on has moved on, and a commit has written nothing for it. */
export class MovedOn extends Error {
  override name = 'MovedOn'
  readonly code = movedOn

  constructor() {
    super('what was decided on has moved on')
  }
}

/** What was decided on has moved on, or two transactions stood in each other's way: deciding again helps. */
export function isConflict(error: unknown): boolean {
  return [movedOn, '40001', '40P01'].includes(codeOf(error))
}

/** Wrong password, no such database or role, a role that may not be taken: waiting does not help. */
export function isRefusal(error: unknown): boolean {
  return ['28000', '28P01', '3D000', '22023', '42501', '42704'].includes(codeOf(error))
}

/** Connection lost or refused, shutting down, out of memory or disk, too slow, read-only after a failover. */
const unavailableCodes = /^(08|53|57|58|25006|55P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  // What pg itself throws about a connection has no code.
  return code === ''
    ? /connection|timeout|terminated|socket|use a pool/i.test(error.message)
    : /^(08|57P|E[A-Z]|25P03|0A000)/.test(code)
}

function explained(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return error
  return unavailableCodes.test(codeOf(error)) || isConnectionError(error) ? unavailable(error) : error
}

function unavailable(error: unknown): StoreUnavailable {
  return error instanceof StoreUnavailable
    ? error
    : new StoreUnavailable('the store cannot take this now', { cause: error })
}
