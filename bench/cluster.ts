/** Real nodes on one durable PostgreSQL and one Redis, all on this machine. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logName } from '../lab/daemon.ts'
import { type PostgresServer, type RedisServer, startPostgres, startRedis } from '../lab/servers.ts'
import type { Context } from './figures.ts'
import { type Started, startServer } from './processes.ts'
import { type WorkspacePlan, type Written, writeWorkspaces } from './workspaces.ts'

/**
 * What an installation would set beside the promise to flush: the defaults of PostgreSQL are for a machine with next to
 * no memory. Checkpoints are as far apart as by default, unless more is written than fits between two.
 */
export const postgresSettings = { shared_buffers: '1GB', max_wal_size: '4GB' }

/** Use with `await using`. */
export type Cluster = AsyncDisposable & {
  nodes: readonly Started[]
  postgres: PostgresServer
  redis: RedisServer
  databaseUrl: string
  workspaces: readonly Written[]
  /** Commits so far that found their workspace moved on, and were decided again. PostgreSQL writes down each. */
  conflicts(): number
}

export type ClusterPlan = { nodes: number; workspaces: number; each: WorkspacePlan }

export async function startCluster({ directory, options }: Context, plan: ClusterPlan): Promise<Cluster> {
  await using starting = new AsyncDisposableStack()
  const postgres = starting.use(await startPostgres({ settings: postgresSettings }))
  const redis = starting.use(await startRedis())
  const databaseUrl = await postgres.createDatabase()
  const workspaces = await writeWorkspaces(databaseUrl, plan.workspaces, plan.each)
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url }
  const nodes: Started[] = []
  for (let index = 0; index < plan.nodes; index += 1) {
    const node = await startServer(join(directory, `node-${index}`), options.get('profile'), env)
    starting.defer(() => node.stop())
    nodes.push(node)
  }
  const running = starting.move()
  return {
    nodes,
    postgres,
    redis,
    databaseUrl,
    workspaces,
    conflicts: () => readFileSync(join(postgres.directory, logName), 'utf8').split(conflict).length - 1,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

const conflict = 'ERROR:  what was decided on has moved on'
