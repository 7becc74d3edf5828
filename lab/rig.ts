/** Nodes on one store under traffic, what was seen of it, and the judgement on it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chance, seededChance } from '@baton/core/chance'
import { loadFresh, settle } from './calm.ts'
import { type CheckerName, checkAll } from './checkers/checkers.ts'
import type { Evidence, Fresh, Snapshot } from './checkers/evidence.ts'
import { History, type Operation } from './history.ts'
import { type Cluster, type Member, planCluster } from './nodes/cluster.ts'
import type { Order } from './nodes/orders.ts'
import type { Word } from './script.ts'
import type { PostgresServer, RedisServer } from './servers.ts'
import { readStore, type StoreRead } from './snapshot.ts'
import { type Place, type PlacePlan, type StoreAddress, writePlaces } from './traffic/place.ts'
import { openSlowServer, type SlowServer } from './traffic/slow-server.ts'
import { type Crowd, Traffic } from './traffic/traffic.ts'

export type RigPlan = {
  seed: number
  /** How many nodes; one on the embedded database. */
  nodes: number
  /** Null: the embedded database. */
  postgres: PostgresServer | null
  redis: RedisServer | null
  places?: readonly PlacePlan[]
  crowds?: readonly Crowd[]
  words?: readonly Word[]
  pauseMs?: number
  /** Of every node, beside the usual. */
  env?: Record<string, string>
  heapMb?: number
  files?: number
  /** What each node's saboteur does from the very start. */
  orders?: (index: number) => Order[]
  /** What is left to look into afterwards. */
  onEnd?: (trace: Trace) => void
}

/** What the nodes wrote, by name, and every call. */
export type Trace = { logs: Map<string, string>; operations: readonly Operation[] }

export type Finding = { violations: string[]; snapshots: Map<string, Snapshot>; operations: number; events: number }

const usualPlaces: readonly PlacePlan[] = [
  { name: 'alpha', operators: 4, capacity: 3, online: 2 },
  { name: 'beta', operators: 2, capacity: null, online: 1 },
]
const usualCrowds: readonly Crowd[] = [
  { contacts: 8, widgets: 3, desks: 3, programs: 3 },
  { contacts: 2, widgets: 1, desks: 1, programs: 1 },
]
const settleWithinMs = 30_000

/** Of this process, as long as they are up. */
const openRigs = new Set<Rig>()

/** For who has to end at once. */
export async function removeRigs(): Promise<void> {
  await Promise.all([...openRigs].map((rig) => rig.remove()))
}

export class Rig {
  readonly chance: Chance
  readonly history = new History()
  readonly places: readonly Place[]
  readonly cluster: Cluster
  readonly traffic: Traffic
  readonly directory: string
  readonly #plan: RigPlan
  readonly #where: StoreAddress
  readonly #slow: SlowServer
  #hasEnded = false

  /** Everything is up and nobody has said anything yet. */
  static async open(plan: RigPlan): Promise<Rig> {
    const directory = await mkdtemp(join(tmpdir(), 'baton-lab-'))
    const slow = await openSlowServer(seededChance(plan.seed + 1))
    const undo: (() => Promise<void>)[] = [() => slow.close(), () => rm(directory, { recursive: true, force: true })]
    try {
      const where = await newStore(plan, directory)
      const places = await writePlaces(where, plan.places ?? usualPlaces, slow.url)
      const cluster = await clusterFor(plan, where, directory, places)
      undo.unshift(() => cluster.remove())
      await cluster.start(plan.orders)
      return new Rig(plan, { directory, where, places, cluster, slow })
    } catch (error) {
      for (const one of undo) await one()
      throw error
    }
  }

  constructor(
    plan: RigPlan,
    parts: { directory: string; where: StoreAddress; places: Place[]; cluster: Cluster; slow: SlowServer },
  ) {
    this.#plan = plan
    openRigs.add(this)
    this.chance = seededChance(plan.seed)
    this.directory = parts.directory
    this.#where = parts.where
    this.#slow = parts.slow
    this.places = parts.places
    this.cluster = parts.cluster
    this.traffic = new Traffic({
      places: parts.places,
      crowds: plan.crowds ?? usualCrowds,
      fronts: this.fronts,
      history: this.history,
      seed: plan.seed,
      ...(plan.words === undefined ? {} : { words: plan.words }),
      ...(plan.pauseMs === undefined ? {} : { pauseMs: plan.pauseMs }),
    })
  }

  get members(): readonly Member[] {
    return this.cluster.members
  }

  get fronts(): { name: string; url: string }[] {
    return this.cluster.members.map(({ node, url }) => ({ name: node.name, url }))
  }

  /** Null on the embedded database. */
  get databaseUrl(): string | null {
    return this.#where.databaseUrl
  }

  get dataDir(): string {
    return this.#where.dataDir
  }

  someMember(): Member {
    const member = this.members[this.chance.below(this.members.length)]
    if (member === undefined) throw new Error('There is no node.')
    return member
  }

  /** How many live connections of the traffic a node has. */
  liveClientsOf({ node }: Member): number {
    return this.traffic.actors.filter(({ line }) => line?.isOpen && line.node === node.name).length
  }

  /** Settles when so many more calls were answered. */
  async answers(count: number, withinMs = 60_000): Promise<void> {
    const goal = this.history.answered + count
    if (!(await this.history.until(() => this.history.answered >= goal, withinMs)))
      throw new Error(`${goal - this.history.answered} of ${count} answers did not come within ${withinMs} ms.`)
  }

  /**
   * From that moment until every contact has made a call that was answered and every live client is connected, in
   * milliseconds; null: not within the time.
   */
  async everybodyServed(since: number, withinMs = 60_000): Promise<number | null> {
    const { actors } = this.traffic
    const clients = actors.filter(({ isSteady }) => isSteady).map(({ name }) => name)
    const isConnected = () => actors.every(({ line }) => line?.isOpen ?? true)
    const isServed = () => this.history.unservedSince(since, clients).length === 0 && isConnected()
    return (await this.history.until(isServed, withinMs)) ? performance.now() - since : null
  }

  /** What must hold while all goes on: on a copy of the database as of one moment, and what was told before that. */
  judgeCopy({ snapshots, faults }: StoreRead, told: readonly Operation[]): string[] {
    return [...faults, ...this.#judge(snapshots, { history: told, stores: [], isQuiet: false, fresh: null }, [])]
  }

  /** Lets everything come to rest and judges it. The traffic can go on afterwards. */
  async judgeCalm(except: readonly CheckerName[] = [], withinMs = settleWithinMs): Promise<Finding> {
    await this.traffic.calm()
    const unsettled = await settle(this.fronts, this.places, this.traffic.stores, withinMs)
    const fresh = new Map<string, Fresh>()
    for (const place of this.places) fresh.set(place.name, await loadFresh(this.fronts, place, this.traffic.stores))
    // An embedded database is read when nobody has it open.
    const [only] = this.members
    const ending = this.databaseUrl === null ? await only?.node.stop() : undefined
    const { snapshots, faults } = await readStore(this.#where)
    if (this.databaseUrl === null) await only?.node.start()
    const { operations } = this.history
    const evidence = { history: operations, stores: this.traffic.stores, isQuiet: true, fresh }
    if (ending !== undefined && ending.code !== 0) unsettled.push(`the node ended with ${ending.code ?? ending.signal}`)
    const violations = [...unsettled, ...faults, ...this.#judge(snapshots, evidence, except)]
    const events = [...snapshots.values()].reduce((sum, { log }) => sum + log.length, 0)
    return { violations, snapshots, operations: operations.length, events }
  }

  async remove(): Promise<void> {
    if (this.#hasEnded) return
    this.#hasEnded = true
    openRigs.delete(this)
    await this.cluster.heal()
    await this.traffic.end()
    await this.cluster.remove()
    const logs = new Map(this.members.map(({ node }) => [node.name, node.log]))
    this.#plan.onEnd?.({ logs, operations: this.history.operations })
    await this.#slow.close()
    if (this.databaseUrl !== null) await this.#plan.postgres?.dropDatabase(new URL(this.databaseUrl).pathname.slice(1))
    await rm(this.directory, { recursive: true, force: true })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  #judge(
    snapshots: Map<string, Snapshot>,
    seen: Pick<Evidence, 'history' | 'stores' | 'isQuiet'> & { fresh: Map<string, Fresh> | null },
    except: readonly CheckerName[],
  ): string[] {
    return this.places.flatMap(({ name }) => {
      const snapshot = snapshots.get(name)
      if (snapshot === undefined) return [`the workspace ${name} is gone`]
      const evidence: Evidence = {
        snapshot,
        history: seen.history.filter(({ workspace }) => workspace === name),
        stores: seen.stores.filter(({ workspace }) => workspace === name),
        fresh: seen.fresh?.get(name) ?? null,
        leaks: this.history.leaks,
        isQuiet: seen.isQuiet,
      }
      return checkAll(evidence, except)
    })
  }
}

async function newStore({ postgres }: RigPlan, directory: string): Promise<StoreAddress> {
  const dataDir = join(directory, 'n1', 'data')
  if (postgres === null) await mkdir(dataDir, { recursive: true, mode: 0o700 })
  return { databaseUrl: postgres === null ? null : await postgres.createDatabase(), dataDir }
}

function clusterFor(plan: RigPlan, where: StoreAddress, directory: string, places: readonly Place[]): Promise<Cluster> {
  const { redis, nodes, env, heapMb, files } = plan
  return planCluster({
    directory,
    count: where.databaseUrl === null ? 1 : nodes,
    databaseUrl: where.databaseUrl,
    redis,
    apiKey: places[0]?.key ?? '',
    ...(env === undefined ? {} : { env }),
    ...(heapMb === undefined ? {} : { heapMb }),
    ...(files === undefined ? {} : { files }),
  })
}
