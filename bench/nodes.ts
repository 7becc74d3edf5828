/** Durable bot turns over HTTP on several nodes: how many, what each costs whom, and how soon another node shows them. */
import { withClient } from '../lab/databases.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type Cost, costOf, sharesOf } from './cost.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { type Bare, barePostgres, flushesPerSecond } from './limits.ts'
import { type Load, type LoadResult, runLoad } from './processes.ts'
import { type Seen, seenElsewhere } from './seen.ts'
import { sizeFigures } from './sizes.ts'
import { repeater, turnLoadOf } from './turns.ts'

const most = 4
const manyWorkspaces = 20
const bareFor = 1_000
const warmUpFor = 5_000
/** Messages a second that somebody follows on another node. */
const mostFollowed = 100

export const nodes: Measurement = {
  name: 'nodes',
  title: 'Durable bot turns over HTTP on 1, 2 and 4 nodes; 64 clients, each message to another node than the last',
  run,
}

type Shape = { nodes: number; workspaces: number }
const shapes: readonly Shape[] = [1, manyWorkspaces].flatMap((workspaces) =>
  [1, 2, most].map((nodes) => ({ nodes, workspaces })),
)
/** In which the time until others see it is measured. */
const shown: readonly Shape[] = [
  { nodes: 2, workspaces: 1 },
  { nodes: most, workspaces: manyWorkspaces },
]

type Limits = { flushes: number; single: Bare; singleOneRow: Bare; batched: Bare }
type Middle = (of: (limits: Limits) => number) => number

async function run(context: Context): Promise<Figure[]> {
  const { options, say } = context
  const forMs = Number(options.get('seconds') ?? 2) * 1_000
  const rounds = Number(options.get('rounds') ?? 3)
  const each = { bot: repeater, operators: 0, capacity: null }
  await using cluster = await startCluster(context, { nodes: most, workspaces: manyWorkspaces, each })
  const bareUrl = await cluster.postgres.createDatabase()
  const limits: Limits[] = []
  const costs = new Map(shapes.map((shape) => [nameOf(shape), [] as Cost[]]))
  // Code is compiled and statements are planned in the first seconds, on each node.
  for (const workspaces of [1, manyWorkspaces])
    await runLoad({ ...loadOn(cluster, { nodes: most, workspaces }), forMs: warmUpFor, warmUpMs: 0 })
  // One after the other, over and over: a neighbour's noise then falls on all alike.
  for (let round = 1; round <= rounds; round += 1) {
    limits.push(await measureLimits(context, cluster, bareUrl))
    for (const shape of shapes) {
      const cost = await costOf(cluster, { ...loadOn(cluster, shape), forMs, warmUpMs: 500 })
      costs.get(nameOf(shape))?.push(cost)
      say(`round ${round}, ${nameOf(shape)}: ${Math.round(cost.perSecond)} /s; ${told(cost)}`)
    }
  }
  const middle: Middle = (of) => median(limits.map(of))
  const figures = shapes.flatMap((shape) => figuresOf(shape, costs.get(nameOf(shape)) ?? [], middle))
  for (const shape of shown) {
    const rate = median((costs.get(nameOf(shape)) ?? []).map(({ perSecond }) => perSecond)) / 2
    figures.push(...(await measureSeen(cluster, shape, rate, forMs)))
  }
  const all = [...costs.values()].flat()
  return [
    ...figures,
    ...shareFigures(all),
    ...limitFigures(middle),
    ...(await withClient(cluster.databaseUrl, (client) => sizeFigures(client, 'being written to'))),
  ]
}

async function measureLimits({ directory }: Context, { postgres }: Cluster, url: string): Promise<Limits> {
  return {
    flushes: flushesPerSecond(directory, bareFor),
    single: await barePostgres(postgres, url, 'single', bareFor),
    singleOneRow: await barePostgres(postgres, url, 'single, one row', bareFor),
    batched: await barePostgres(postgres, url, 'batched', bareFor),
  }
}

/** What a plan for other loads can be made from. */
function shareFigures(costs: readonly Cost[]): Figure[] {
  const of = { PostgreSQL: sharesOf(costs, 'postgres'), 'the nodes': sharesOf(costs, 'nodes') }
  return Object.entries(of).map(([name, { commit, turn }]) => ({
    name: `processor time of a commit, ${name}`,
    value: commit,
    unit: 'µs',
    target: null,
    note: `and ${turn.toFixed(0)} µs for each turn in it`,
  }))
}

function limitFigures(middle: Middle): Figure[] {
  const perSecond = {
    'limit: 4 KiB appended to a file and flushed': middle(({ flushes }) => flushes),
    'limit: bare turns through one row, a commit each': middle(({ singleOneRow }) => singleOneRow.turnsPerSecond),
    'limit: bare turns, a commit each': middle(({ single }) => single.turnsPerSecond),
    'limit: bare turns, 50 a commit': middle(({ batched }) => batched.turnsPerSecond),
  }
  return Object.entries(perSecond).map(([name, value]) => ({ name, value, unit: '/s', target: null }))
}

function loadOn(cluster: Cluster, shape: Shape): Omit<Load, 'forMs' | 'warmUpMs'> {
  const urls = cluster.nodes.slice(0, shape.nodes).map(({ url }) => url)
  const apiKeys = cluster.workspaces.slice(0, shape.workspaces).map(({ apiKey }) => apiKey)
  return { ...turnLoadOf(urls[0] ?? '', repeater.name), urls, apiKeys }
}

function figuresOf(shape: Shape, costs: readonly Cost[], middle: Middle): Figure[] {
  const of = (field: keyof Cost) => median(costs.map((cost) => cost[field]))
  const typical = costs.find(({ perSecond }) => perSecond === of('perSecond'))
  const isOne = shape.workspaces === 1
  return [
    {
      name: `turns per second, ${nameOf(shape)}`,
      value: of('perSecond'),
      unit: '/s',
      target: null,
      limit: {
        name: 'bare, a commit each',
        value: middle((limits) => limits[isOne ? 'singleOneRow' : 'single'].turnsPerSecond),
        unit: '/s',
      },
      note: typical === undefined ? '' : told(typical),
    },
    {
      name: '… processor time of a turn',
      value: of('nodes') + of('postgres') + of('redis'),
      unit: 'µs',
      target: null,
      limit: {
        name: `PostgreSQL, bare, ${isOne ? '50 a commit' : 'a commit each'}`,
        value: middle((limits) => limits[isOne ? 'batched' : 'single'].processor),
        unit: 'µs',
      },
      note: `nodes ${of('nodes').toFixed(0)}, PostgreSQL ${of('postgres').toFixed(0)}, Redis ${of('redis').toFixed(0)}`,
    },
  ]
}

/** Followers on the last node, speakers on the first; all that is said is half of what they can carry. */
async function measureSeen(cluster: Cluster, shape: Shape, rate: number, forMs: number): Promise<Figure[]> {
  const nodes = cluster.nodes.slice(0, shape.nodes)
  const workspaces = cluster.workspaces.slice(0, shape.workspaces)
  const followed = Math.min(mostFollowed, rate / 2)
  const load = { ...loadOn(cluster, shape), rate: rate - followed, forMs: forMs + 2_000, warmUpMs: 1_000 }
  const [acknowledged, seen] = await Promise.all([
    runLoad(load),
    seenElsewhere({ ...cluster, nodes }, { workspaces, rate: followed, forMs }),
  ])
  const at = `${nameOf(shape)}, ${Math.round(rate)}/s`
  return [
    ...latencies('sent → acknowledged', at, acknowledged, [100, 300]),
    ...latencies('sent → seen on another node', at, seen, [250, 800]),
  ]
}

/** [D-15] */
function latencies(what: string, at: string, { p50, p95, p99 }: Seen | LoadResult, most: [number, number]): Figure[] {
  const note = `p50 ${p50.toFixed(1)} ms; ${at}`
  return [
    { name: `p95 ${what}`, value: p95, unit: 'ms', target: { most: most[0] }, note },
    { name: `p99 ${what}`, value: p99, unit: 'ms', target: { most: most[1] }, note },
  ]
}

function told({ p50, p99, nodes, postgres, redis, load, busy, log, commands, turnsInCommit, conflicts }: Cost): string {
  const processor = [nodes, postgres, redis, load].map((part) => part.toFixed(0)).join(' + ')
  return (
    `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms; nodes + PostgreSQL + Redis + load ${processor} µs, ` +
    `processors ${(busy * 100).toFixed(0)} % busy; ${turnsInCommit.toFixed(1)} turns a commit, ` +
    `${(conflicts * 100).toFixed(1)} % decided again; ${log.toFixed(0)} bytes of log, ${commands.toFixed(2)} commands to Redis`
  )
}

function nameOf({ nodes, workspaces }: Shape): string {
  const inAll = workspaces === 1 ? 'one workspace' : `${workspaces} workspaces`
  return nodes === 1 ? `1 node, ${inAll}` : `${nodes} nodes, ${inAll}`
}
