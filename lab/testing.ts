/** Databases for tests. The servers come from `global-setup.ts`, once per run, for every project that names it. */
import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { inject } from 'vitest'
import { addDatabase, removeDatabase, sharedTemplate, urlOf } from './databases.ts'

/** What a run gives to its tests: where the servers are, and what the names of its databases start with. */
export type TestServers = { postgresUrl: string | null; redisUrl: string | null; prefix: string }

declare module 'vitest' {
  // Vitest merges what is declared here, which only an interface can.
  interface ProvidedContext {
    servers: TestServers
  }
}

export type TestStore = 'sqlite' | 'postgres'

/** Which store the tests of this run are about: the journeys run once on each. */
export const testStore: TestStore = process.env.BATON_TEST_STORE === 'postgres' ? 'postgres' : 'sqlite'

/**
 * Tests that have no meaning on the other store; there they are not there at all. A whole file of them says so in its
 * name: `disk-full.sqlite.test.ts`, `failover.postgres.test.ts`.
 */
export function onlyOn(store: TestStore, addTests: () => void): void {
  if (store === testStore) addTests()
}

export type TestDatabase = {
  /** Different for each: also a prefix for what is kept in the Redis that all share. */
  name: string
  url: string
  redisUrl: string
  /** Cuts whoever is connected. */
  drop(): Promise<void>
}

/** What a new database holds. */
export type DatabaseTemplate = {
  /** Small letters, digits and `_`; one key, one content. */
  key: string
  /** Called once per run, on an empty database; must have closed its connections when it settles. */
  fill(url: string): Promise<unknown>
}

/** A database of its own for one test, empty or filled as the template says. Only within vitest. */
export async function testDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const { postgresUrl, redisUrl, prefix } = inject('servers')
  if (postgresUrl === null || redisUrl === null) throw new Error(serversAreMissing)
  const name = `${prefix}${randomBytes(6).toString('hex')}`
  const from = template && (await filled(postgresUrl, `${prefix}${template.key}`, template.fill))
  await addDatabase(kept(postgresUrl), name, from)
  return { name, url: urlOf(postgresUrl, name), redisUrl, drop: () => removeDatabase(kept(postgresUrl), name) }
}

const templates = new Map<string, Promise<string>>()

/** Asked for once by each process that runs tests. */
function filled(server: string, name: string, fill: DatabaseTemplate['fill']): Promise<string> {
  const known = templates.get(name) ?? sharedTemplate(server, name, fill)
  templates.set(name, known)
  known.catch(() => templates.delete(name))
  return known
}

let administrator: Pool | null = null

/** One connection makes and drops all databases of a process: one for each would cost as much as the database. */
function kept(server: string): Pool {
  if (administrator !== null) return administrator
  // It is never closed, and must not keep the process.
  administrator = new Pool({ connectionString: server, max: 1, allowExitOnIdle: true })
  // One that breaks is told by the next query, and followed by another.
  administrator.on('error', () => {})
  return administrator
}

const serversAreMissing =
  'This test needs PostgreSQL 15 or newer and Redis: `npm test` installs them or says what to install.'
