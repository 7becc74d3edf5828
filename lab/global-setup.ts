/**
 * PostgreSQL and Redis for a run of vitest: started before the first project that names this file, ended after the last.
 * `DATABASE_TEST_URL` and `REDIS_TEST_URL` name servers to use instead; what the run made there is dropped at its end.
 */
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { databaseNames, dropDatabase } from './databases.ts'
import { findPostgres, findRedis, startPostgres, startRedis } from './servers.ts'
import type { TestServers } from './testing.ts'

type Running = { servers: TestServers; end(): Promise<void> }

/** Each project loads this file for itself; what they share stands where all of them find it. */
const shared: typeof globalThis & { batonServers?: { users: number; running: Promise<Running> } } = globalThis

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.batonServers ??= { users: 0, running: startAll() }
  const all = shared.batonServers
  all.users += 1
  const { servers, end } = await all.running
  project.provide('servers', servers)
  return async () => {
    all.users -= 1
    if (all.users > 0) return
    delete shared.batonServers
    await end()
  }
}

/** Without their programs the tests that need none still run; the others say what is missing. */
async function startAll(): Promise<Running> {
  const prefix = `test_${randomBytes(4).toString('hex')}_`
  const [postgres, redis] = await Promise.all([postgresFor(prefix), redisFor()])
  return {
    servers: { postgresUrl: postgres?.url ?? null, redisUrl: redis?.url ?? null, prefix },
    end: async () => {
      await Promise.all([postgres?.end(), redis?.end()])
    },
  }
}

type Server = { url: string; end(): Promise<void> }

async function postgresFor(prefix: string): Promise<Server | null> {
  const url = process.env.DATABASE_TEST_URL
  if (url) return { url, end: () => dropAll(url, prefix) }
  if (findPostgres() === null) return null
  const server = await startPostgres({ isDurable: false })
  return { url: server.url(), end: () => server.remove() }
}

async function redisFor(): Promise<Server | null> {
  const url = process.env.REDIS_TEST_URL
  if (url) return { url, end: async () => {} }
  if (findRedis() === null) return null
  const server = await startRedis()
  return { url: server.url, end: () => server.remove() }
}

async function dropAll(url: string, prefix: string): Promise<void> {
  for (const name of await databaseNames(url, prefix)) await dropDatabase(url, name)
}
