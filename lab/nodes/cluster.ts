/** Server nodes on one store, each with links of its own to it, to Redis and to its clients, so that any may be cut. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Link, openLink } from '../link.ts'
import { onFreePort } from '../ports.ts'
import type { RedisServer } from '../servers.ts'
import { type NodePlan, ServerNode } from './node.ts'
import type { Order } from './orders.ts'

export type ClusterPlan = {
  /** An existing one of its own. */
  directory: string
  count: number
  /** Null: one node on the embedded database in its directory. */
  databaseUrl: string | null
  redis: RedisServer | null
  apiKey: string
  env?: Record<string, string>
  heapMb?: number
  files?: number
}

/** A node and everything between it and the others. */
export type Member = {
  node: ServerNode
  /** Between its clients and it. */
  front: Link
  /** Between it and PostgreSQL; null on the embedded database. */
  database: Link | null
  redis: Link | null
  /** Where its clients find it. */
  url: string
}

/** The address that every node goes by, as behind a balancer. */
export const publicOrigin = 'http://baton.test'
export const secretKey = 'the lab signs with this and with nothing else'

export class Cluster {
  readonly members: readonly Member[]

  constructor(members: readonly Member[]) {
    this.members = members
  }

  /** All at once. */
  async start(orders: (index: number) => Order[] = () => []): Promise<void> {
    await Promise.all(this.members.map(({ node }, index) => node.start({ orders: orders(index) })))
  }

  /** Every link as new, every process running on. */
  async heal(): Promise<void> {
    for (const { node, front, database, redis } of this.members) {
      node.resume()
      await Promise.all([front.heal(), database?.heal(), redis?.heal()])
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.members.map(({ node }) => node.remove()))
    await Promise.all(
      this.members.flatMap(({ front, database, redis }) => [front.close(), database?.close(), redis?.close()]),
    )
  }
}

export async function planCluster(plan: ClusterPlan): Promise<Cluster> {
  const members = await Promise.all(Array.from({ length: plan.count }, (_, index) => planMember(plan, index)))
  return new Cluster(members)
}

async function planMember(plan: ClusterPlan, index: number): Promise<Member> {
  const name = `n${index + 1}`
  const directory = join(plan.directory, name)
  await mkdir(directory, { recursive: true })
  const database = plan.databaseUrl === null ? null : await linkTo(plan.databaseUrl, index)
  const redis = plan.redis === null ? null : await linkTo(plan.redis.url, index)
  const env = {
    BATON_API_KEY: plan.apiKey,
    BATON_SECRET_KEY: secretKey,
    BATON_PUBLIC_URL: publicOrigin,
    BATON_EGRESS_ALLOW: '127.0.0.1',
    // Every client of the lab has an address of its own, which the limits of public calls go by.
    BATON_TRUSTED_PROXIES: '127.0.0.1',
    BATON_DEMO: 'false',
    ...(plan.databaseUrl !== null && database !== null ? { DATABASE_URL: database.url(plan.databaseUrl) } : {}),
    ...(plan.redis !== null && redis !== null ? { REDIS_URL: redis.url(plan.redis.url) } : {}),
    ...plan.env,
  }
  const limits = {
    ...(plan.heapMb === undefined ? {} : { heapMb: plan.heapMb }),
    ...(plan.files === undefined ? {} : { files: plan.files }),
  }
  const port = await freePort()
  const node = new ServerNode({ name, directory, port, env, ...limits } satisfies NodePlan)
  const front = await openLink({ to: { host: '127.0.0.1', port }, seed: index + 1 })
  return { node, front, database, redis, url: `http://127.0.0.1:${front.port}` }
}

function linkTo(address: string, seed: number): Promise<Link> {
  const { hostname: host, port } = new URL(address)
  return openLink({ to: { host, port: Number(port) }, seed })
}

function freePort(): Promise<number> {
  return onFreePort(undefined, async (port) => port)
}
