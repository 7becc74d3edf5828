/**
 * A real PostgreSQL inside this process, with as many sessions as nodes open. It has one backend, so statements and
 * transactions stand in one order: whoever comes while a transaction is open waits for its end.
 */
import { PGlite, protocol } from '@electric-sql/pglite'
import pg from 'pg'
import { migratePostgres } from '../server/src/store/postgres/migrate.ts'
import { tablesOfAll, tablesOfWorkspaces } from '../server/src/store/postgres/migrations/0001-foundation.ts'
import { tablesOfOffers } from '../server/src/store/postgres/migrations/0002-offers.ts'
import { tablesOfVisits } from '../server/src/store/postgres/migrations/0003-visits.ts'

/** How a value is read by its type; out of the driver's options. */
export type ReadTypes = (type: number) => (text: string) => unknown
export type Asked = {
  /** The first word of its name; empty: it has none. */
  name: string
  text: string
  values: readonly unknown[]
  readTypes: ReadTypes
}
export type Rows = Record<string, unknown>[]

/** What the server keeps of one connection. */
export type Session = {
  readonly role: string
  /** For which workspace it works; see `Connections`. */
  scope: string
  isInTransaction: boolean
  isEnded: boolean
}

/** What a pool is opened with, as far as it matters here. */
export type PoolOptions = {
  max: number
  connectionTimeoutMillis: number
  options: string
  types: { getTypeParser: ReadTypes }
}

/** What a client of the driver is asked, in either of the two ways. */
export type Statement = { name?: string; text: string; values?: readonly unknown[] }

export function askedIn(asked: string | Statement, values: readonly unknown[], readTypes: ReadTypes): Asked {
  if (typeof asked === 'string') return { name: '', text: asked, values, readTypes }
  const [name = ''] = asked.name?.split(' ') ?? []
  return { name, text: asked.text, values: asked.values ?? values, readTypes }
}

/** Who owns the database, and runs migrations. */
export const owningRole = 'postgres'

type Field = { name: string; dataTypeID: number }
type Message = { name: string; fields?: unknown[]; code?: string; message?: string }

const begin = 'begin'
const ends = ['commit', 'rollback']
const toScope = "set_config('baton.workspace', $1, false)"
const settingScope = `select ${toScope}`
const planningAnew = 'discard plans'
/** Plans are made once: what is asked is the same again and again, and planning costs more than doing it. */
const settings = 'set plan_cache_mode = force_generic_plan; set synchronous_commit = off'

export class PostgresServer {
  readonly #database: PGlite
  readonly #prepared = new Map<string, { name: string; fields: Field[] }>()
  readonly #parser = new protocol.Parser()
  #role = owningRole
  #scope = ''
  #holder: Session | null = null

  constructor(database: PGlite) {
    this.#database = database
  }

  /** Starts it, empty. Takes seconds. */
  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer(await PGlite.create())
    server.#query(settings)
    await server.#migrate()
    return server
  }

  newSession(role: string): Session {
    return { role, scope: '', isInTransaction: false, isEnded: false }
  }

  /** Whether anybody's transaction is open. */
  get isHeld(): boolean {
    return this.#holder !== null
  }

  /** Whether somebody else's transaction is open. */
  isHeldFrom(session: Session): boolean {
    return this.#holder !== null && this.#holder !== session
  }

  /** Runs one statement. Throws what the server refuses it with, with its code. */
  run(session: Session, asked: Asked): Rows {
    const { text, values } = asked
    if (text === settingScope) {
      session.scope = String(values[0])
      return []
    }
    if (text === planningAnew) return []
    this.#become(session)
    if (text === begin) this.#holder = session
    const rows = values.length === 0 && asked.name === '' ? this.#query(text, asked) : this.#extended(asked)
    if (text.includes(toScope)) this.#scope = session.scope = String(values[0])
    if (ends.includes(text)) this.#holder = null
    session.isInTransaction = this.#holder === session
    return rows
  }

  /** The connection is gone: what it left open is taken back. */
  end(session: Session): void {
    if (session.isEnded) return
    session.isEnded = true
    if (this.#holder !== session) return
    this.#query('rollback')
    this.#holder = null
    session.isInTransaction = false
  }

  /** As if nothing had ever been written. */
  empty(): void {
    this.#query('rollback')
    this.#holder = null
    this.#become(this.newSession(owningRole))
    this.#query(emptying)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.close()
  }

  #become({ role, scope }: Session): void {
    if (this.#role !== role) this.#query(`set role ${role}`)
    this.#role = role
    if (this.#scope !== scope) this.#query(`select set_config('baton.workspace', '${scope}', false)`)
    this.#scope = scope
  }

  #query(text: string, asked?: Asked): Rows {
    return this.#rowsIn(this.#send([protocol.serialize.query(text)]), [], asked?.readTypes ?? asText)
  }

  /** Texts with a name are prepared once for all sessions: which of them did it makes no difference here. */
  #extended({ name, text, values, readTypes }: Asked): Rows {
    const { serialize } = protocol
    const known = this.#prepared.get(text)
    const statement = known?.name ?? (name === '' ? '' : `s${this.#prepared.size}`)
    const preparing = [serialize.parse({ name: statement, text }), serialize.describe({ type: 'S', name: statement })]
    const messages = this.#send([
      ...(known === undefined ? preparing : []),
      serialize.bind({ statement, values: values.map(asParameter) }),
      serialize.execute({}),
      serialize.sync(),
    ])
    const isPrepared = statement !== '' && messages.some((message) => message.name === 'parseComplete')
    if (isPrepared) this.#prepared.set(text, { name: statement, fields: fieldsIn(messages) })
    return this.#rowsIn(messages, known?.fields ?? [], readTypes)
  }

  /** The schema, as a node makes it at its first start; over connections that are not simulated. */
  async #migrate(): Promise<void> {
    const { Pool } = pg
    Object.assign(pg, { Pool: directPool(this) })
    try {
      await migratePostgres('postgres://simulated/baton')
    } finally {
      Object.assign(pg, { Pool })
    }
  }

  #send(messages: Uint8Array[]): Message[] {
    const answer: Message[] = []
    const bytes = this.#database.execProtocolRawSync(Buffer.concat(messages))
    this.#parser.parse(bytes, (message) => void answer.push(message as unknown as Message))
    return answer
  }

  #rowsIn(messages: Message[], known: Field[], readTypes: ReadTypes): Rows {
    const refused = messages.find(({ name }) => name === 'error')
    if (refused !== undefined) throw Object.assign(new Error(refused.message), { code: refused.code })
    let fields = known
    return messages.flatMap((message) => {
      if (message.name === 'rowDescription') fields = message.fields as Field[]
      return message.name === 'dataRow' ? [rowOf(fields, message.fields as (string | null)[], readTypes)] : []
    })
  }
}

/** A pool whose statements are run at once. */
function directPool(server: PostgresServer) {
  return class {
    readonly #readTypes: ReadTypes

    constructor({ types }: PoolOptions) {
      this.#readTypes = types.getTypeParser
    }

    on(): void {}

    async connect() {
      const session = server.newSession(owningRole)
      const query = async (asked: string | Statement, values: readonly unknown[] = []) => ({
        rows: server.run(session, askedIn(asked, values, this.#readTypes)),
      })
      return { query, release: () => server.end(session) }
    }

    async end(): Promise<void> {}
  }
}

function fieldsIn(messages: Message[]): Field[] {
  return (messages.find(({ name }) => name === 'rowDescription')?.fields ?? []) as Field[]
}

function rowOf(fields: readonly Field[], values: (string | null)[], readTypes: ReadTypes): Record<string, unknown> {
  const entries = fields.map(({ name, dataTypeID }, index) => {
    const text = values[index] ?? null
    return [name, text === null ? null : readTypes(dataTypeID)(text)]
  })
  return Object.fromEntries(entries)
}

function asText(): (text: string) => string {
  return (text) => text
}

/** As the driver sends values. */
function asParameter(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return value
  return Array.isArray(value) ? `{${value.map(asElement).join(',')}}` : String(value)
}

function asElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  return `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

const tables = [...Object.keys({ ...tablesOfWorkspaces, ...tablesOfOffers, ...tablesOfVisits }), ...tablesOfAll].filter(
  (table) => table !== 'outbox_turn',
)
const emptying = `truncate ${tables.join(', ')} restart identity; update tidings set version = 1`
