/** Databases on a PostgreSQL server, ours or another. A server is named by the URL of any database of it. */
import { randomBytes } from 'node:crypto'
import { Client, type Pool } from 'pg'

const safeName = /^[a-z][a-z0-9_]{0,62}$/

export type NewDatabase = {
  /** Small letters, digits and `_`; drawn when left out. */
  name?: string
  /** The database to copy; nobody may be connected to it. Empty when left out. */
  template?: string
}

/** A connection, or a pool of them. */
type Asked = Pick<Client | Pool, 'query'>

/** Answers its URL. */
export async function createDatabase(server: string, { name, template }: NewDatabase = {}): Promise<string> {
  const added = name ?? `database_${randomBytes(6).toString('hex')}`
  await withClient(server, (client) => addDatabase(client, added, template))
  return urlOf(server, added)
}

/** Copies files where nothing has to be made durable, which halves the time; else writes a log of it. */
export async function addDatabase(client: Asked, name: string, template = 'template1'): Promise<void> {
  const { rows } = await client.query('show fsync')
  const strategy = rows[0].fsync === 'off' ? 'file_copy' : 'wal_log'
  await client.query(`create database ${safe(name)} template ${safe(template)} strategy ${strategy}`)
}

/** Cuts whoever is connected. One that is not there is no error. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, (client) => removeDatabase(client, name))
}

export async function removeDatabase(client: Asked, name: string): Promise<void> {
  await client.query(`drop database if exists ${safe(name)} with (force)`)
}

export async function databaseNames(server: string, prefix: string): Promise<string[]> {
  return withClient(server, async (client) => {
    const { rows } = await client.query('select datname as name from pg_database where starts_with(datname, $1)', [
      prefix,
    ])
    return rows.map(({ name }) => name)
  })
}

/**
 * The database of that name, filled by the first who asks, whoever else asks meanwhile in whatever process; for use as
 * a template. A fill that fails leaves none. `fill` must have closed its connections when it settles.
 */
export async function sharedTemplate(
  server: string,
  name: string,
  fill: (url: string) => Promise<unknown>,
): Promise<string> {
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 1) return
    const draft = `${safe(name)}_draft`
    await dropDatabase(server, draft)
    await fill(await createDatabase(server, { name: draft }))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
  return name
}

export function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

export function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/** A connection for one piece of work. */
export async function withClient<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client({ connectionString: url })
  // A connection that breaks meanwhile is told by the next query.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Names are pasted into statements that take no parameters. */
function safe(name: string): string {
  if (!safeName.test(name)) throw new Error(`"${name}" is no name for a database: small letters, digits and _ only.`)
  return name
}
