/** What a load costs whom: processor time, log and commits of each turn, so that what limits it is visible. */
import { cpus } from 'node:os'
import type { Client } from 'pg'
import { withClient } from '../lab/databases.ts'
import { writeCommand } from '../server/src/conversations/redis-protocol.ts'
import { openRedis } from './bus-ways.ts'
import type { Cluster } from './cluster.ts'
import { type Load, type LoadResult, runLoad } from './processes.ts'
import { familyProcessorMs, machineProcessorMs } from './processor.ts'

export type Cost = Pick<LoadResult, 'perSecond' | 'p50' | 'p95' | 'p99'> & {
  /** Processor time of a turn in microseconds: all nodes together, PostgreSQL with all its processes, and so on. */
  nodes: number
  postgres: number
  redis: number
  load: number
  /** Share of all processors that worked, for whomever. */
  busy: number
  /** Bytes of PostgreSQL's log for a turn. */
  log: number
  /** Commands to Redis for a turn. */
  commands: number
  turnsInCommit: number
  /** Commits that were decided again, as a share of those that were written. */
  conflicts: number
}

/** Runs a load of turns on a cluster. */
export function costOf(cluster: Cluster, load: Load): Promise<Cost> {
  return withClient(cluster.databaseUrl, async (client) => {
    const before = await reading(cluster, client)
    const { perSecond, p50, p95, p99, total, processorMs } = await runLoad(load)
    const after = await reading(cluster, client)
    const each = (from: number, to: number) => ((to - from) * 1_000) / total
    const commits = await commitsSince(client, before)
    return {
      ...{ perSecond, p50, p95, p99 },
      nodes: each(before.nodes, after.nodes),
      postgres: each(before.postgres, after.postgres),
      redis: each(before.redis, after.redis),
      load: (processorMs * 1_000) / total,
      busy: (after.machine - before.machine) / ((after.at - before.at) * cpus().length),
      log: (after.log - before.log) / total,
      commands: (after.commands - before.commands) / total,
      turnsInCommit: total / commits,
      conflicts: (after.conflicts - before.conflicts) / commits,
    }
  })
}

/**
 * Processor time of a turn is a share of its commit and something of its own. Both in microseconds, as the line that
 * lies nearest to what was measured with few and with many turns in a commit.
 */
export function sharesOf(costs: readonly Cost[], of: 'nodes' | 'postgres'): { commit: number; turn: number } {
  const points = costs.map((cost) => ({ x: 1 / cost.turnsInCommit, y: cost[of] }))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(points.map((point) => point.x))
  const y = mean(points.map((point) => point.y))
  const spread = mean(points.map((point) => (point.x - x) ** 2))
  const commit = mean(points.map((point) => (point.x - x) * (point.y - y))) / spread
  return { commit, turn: y - commit * x }
}

type Reading = Record<'at' | 'nodes' | 'postgres' | 'redis' | 'machine' | 'log' | 'commands' | 'conflicts', number> & {
  heads: { workspace: string; position: number }[]
}

async function reading({ nodes, postgres, redis, conflicts }: Cluster, client: Client): Promise<Reading> {
  const { rows: heads } = await client.query('select workspace, position::float8 as position from heads')
  const { rows: logs } = await client.query("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes")
  return {
    at: performance.now(),
    nodes: nodes.reduce((sum, { pid }) => sum + (familyProcessorMs(pid) ?? 0), 0),
    postgres: familyProcessorMs(postgres.pid) ?? 0,
    redis: familyProcessorMs(redis.pid) ?? 0,
    machine: machineProcessorMs() ?? 0,
    log: logs[0].bytes,
    commands: await commandsSoFar(redis.url),
    conflicts: conflicts(),
    heads,
  }
}

async function commandsSoFar(url: string): Promise<number> {
  const answered = Promise.withResolvers<unknown>()
  const socket = await openRedis(url, answered.resolve)
  socket.write(writeCommand(['INFO', 'stats']))
  const [, count] = /total_commands_processed:(\d+)/.exec(String(await answered.promise)) ?? []
  socket.destroy()
  return Number(count)
}

/** Events of one commit were written by one transaction. */
async function commitsSince(client: Client, { heads }: Reading): Promise<number> {
  const workspaces = heads.map(({ workspace }) => workspace)
  const positions = heads.map(({ position }) => position)
  const { rows } = await client.query(
    `select count(distinct e.xmin::text)::float8 as commits from unnest($1::text[], $2::bigint[]) as h(workspace, position)
     join events e on e.workspace = h.workspace and e.position > h.position`,
    [workspaces, positions],
  )
  return Math.max(1, rows[0].commits)
}
