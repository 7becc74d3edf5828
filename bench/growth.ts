/** What a turn costs as the log grows: the same turns on stores that differ in nothing but how much is in them. */
import { statfsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { nameOf, withClient } from '../lab/databases.ts'
import { type PostgresServer, startPostgres } from '../lab/servers.ts'
import { postgresSettings } from './cluster.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { type Filled, fillPostgres, fillSqlite, type Stage } from './growth-stage.ts'
import { familyProcessorMs } from './processor.ts'
import { sizeFigures } from './sizes.ts'

const usual = [10_000, 100_000, 1_000_000]
const large = 10_000_000
const roomForLarge = 20 * 2 ** 30
const rounds = 7
const turnsInRound = 500
const indexed = 4_000
const most = 1.3

export const growth: Measurement = {
  name: 'growth',
  title: 'What a turn costs as the log grows, on both stores',
  run,
}

/** What has been used so far, of processors and of the log of PostgreSQL. */
type Gauge = () => Promise<{ processorMs: number; log: number }>
/** Of the turns of one store: microseconds and bytes. */
type Taken = { time: number; processor: number; log: number }

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  const { bavail, bsize } = statfsSync(directory)
  const isLarge = options.has('large') && bavail * bsize > roomForLarge
  if (options.has('large') && !isLarge) say('no room for 10,000,000 events: 20 GB of free disk are needed')
  const wanted = [...usual, ...(isLarge ? [large] : [])].filter(
    (events) => events <= Number(options.get('events') ?? large),
  )
  return [...(await onSqlite(directory, wanted, say)), ...(await onPostgres(wanted, say))]
}

async function onSqlite(directory: string, wanted: readonly number[], say: Context['say']): Promise<Figure[]> {
  const filled: Filled[] = []
  for (const events of wanted) filled.push(await told('SQLite', events, say, () => fillSqlite(directory, events)))
  const taken = await measureAll(filled, async () => ({ processorMs: ownProcessorMs(), log: 0 }))
  return timeFigures('SQLite', wanted, taken)
}

async function onPostgres(wanted: readonly number[], say: Context['say']): Promise<Figure[]> {
  // What a turn costs by itself, without the tidying up that comes now and then.
  await using postgres = await startPostgres({ settings: { ...postgresSettings, autovacuum: 'off' } })
  const filled: (Filled & { url: string })[] = []
  for (const events of wanted) {
    const url = await postgres.createDatabase()
    filled.push({ url, ...(await told('PostgreSQL', events, say, () => fillPostgres(url, events))) })
  }
  return await withClient(postgres.url(), async (client) => {
    const urls = filled.map(({ url }) => url)
    const sizes = await withClient(urls.at(-1) ?? '', (largest) => sizeFigures(largest, 'at rest'))
    const gauge = gaugeOf(postgres, client)
    const before = await countsIn(client, urls)
    const taken = await measureAll(filled, gauge)
    const after = await countsIn(client, urls)
    return [
      ...timeFigures('PostgreSQL', wanted, taken),
      ...countFigures(wanted, before, after),
      ...logFigures(wanted, taken),
      ...(await indexFigures(filled.at(-1), gauge)),
      ...sizes,
    ]
  })
}

function countFigures(wanted: readonly number[], before: readonly Counts[], after: readonly Counts[]): Figure[] {
  const turns = turnsInRound * (rounds + 1)
  const each = (of: keyof Counts) => after.map((counts, index) => (counts[of] - (before[index]?.[of] ?? 0)) / turns)
  const statements = each('statements')
  return [
    growthFigure('pages of PostgreSQL that a turn looks into', wanted, each('blocks'), ''),
    {
      name: 'statements of a turn where 50 come together',
      value: median(statements),
      unit: '',
      target: null,
      note: wanted.map((events, index) => `${shortOf(events)} ${statements[index]?.toFixed(3)}`).join(', '),
    },
  ]
}

function logFigures(wanted: readonly number[], taken: readonly Taken[]): Figure[] {
  return taken.map(({ log }, index) => ({
    name: `bytes of log for a turn, ${shortOf(wanted[index] ?? 0)}`,
    value: log,
    unit: 'bytes',
    target: null,
    note: 'each in another conversation, so most pages are written whole',
  }))
}

/** Nobody is connected to them before and after. */
async function measureAll(filled: readonly Filled[], gauge: Gauge): Promise<Taken[]> {
  const stages: Stage[] = []
  try {
    for (const { open } of filled) stages.push(await open())
    return await measure(stages, gauge)
  } finally {
    for (const stage of stages) await stage.close()
  }
}

/** In turns, so that noise falls on all sizes alike; the first round is not measured. */
async function measure(stages: readonly Stage[], gauge: Gauge): Promise<Taken[]> {
  const taken = stages.map(() => ({ time: [] as number[], processorMs: 0, log: 0 }))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, stage] of stages.entries()) {
      const before = await gauge()
      const time = await stage.turns(turnsInRound)
      const after = await gauge()
      const sum = taken[index]
      if (sum === undefined || round === 0) continue
      sum.time.push((time * 1_000) / turnsInRound)
      sum.processorMs += after.processorMs - before.processorMs
      sum.log += after.log - before.log
    }
  }
  const turns = rounds * turnsInRound
  return taken.map(({ time, processorMs, log }) => ({
    time: median(time),
    processor: (processorMs * 1_000) / turns,
    log: log / turns,
  }))
}

function timeFigures(store: string, wanted: readonly number[], taken: readonly Taken[]): Figure[] {
  const time = taken.map((one) => one.time)
  const processor = taken.map((one) => one.processor)
  return [
    growthFigure(`${store}: time of a turn`, wanted, time, 'µs'),
    growthFigure(`${store}: processor time of a turn`, wanted, processor, 'µs'),
  ]
}

/** The most events that are measured always, against the fewest. */
function growthFigure(name: string, wanted: readonly number[], values: readonly number[], unit: string): Figure {
  const [least = 1] = values
  const last = Math.min(usual.length, wanted.length) - 1
  const grown = values[last] ?? 0
  return {
    name: `${name}, ${shortOf(wanted[last] ?? 0)} against ${shortOf(10_000)}`,
    value: grown / least,
    unit: '×',
    target: { most },
    limit: { name: `at ${shortOf(10_000)}`, value: least, unit },
    note: wanted.map((events, index) => `${shortOf(events)} ${values[index]?.toFixed(0)}`).join(', '),
  }
}

/** Words for searching are taken in after the turn; it is part of what an event costs all the same. */
async function indexFigures(filled: Filled | undefined, gauge: Gauge): Promise<Figure[]> {
  if (filled === undefined) return []
  const stage = await filled.open()
  try {
    const before = await gauge()
    await stage.index(indexed)
    const after = await gauge()
    const each = (of: 'processorMs' | 'log') => (after[of] - before[of]) / indexed
    return [
      { name: 'processor time to index an event', value: each('processorMs') * 1_000, unit: 'µs', target: null },
      { name: 'bytes of log to index an event', value: each('log'), unit: 'bytes', target: null },
    ]
  } finally {
    await stage.close()
  }
}

function gaugeOf(postgres: PostgresServer, client: Client): Gauge {
  return async () => {
    const { rows } = await client.query("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as log")
    return { processorMs: ownProcessorMs() + (familyProcessorMs(postgres.pid) ?? 0), log: rows[0].log }
  }
}

function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

type Counts = { blocks: number; statements: number }

/** Of each database since it was made. Whoever was connected has counted when nobody is connected any more. */
async function countsIn(client: Client, urls: readonly string[]): Promise<Counts[]> {
  const names = urls.map(nameOf)
  for (;;) {
    const { rows } = await client.query<Counts & { connected: number }>(
      `select (blks_hit + blks_read)::float8 as blocks, (xact_commit + xact_rollback)::float8 as statements, numbackends as connected
       from unnest($1::text[]) with ordinality as n(name, place) join pg_stat_database on datname = n.name order by place`,
      [names],
    )
    if (rows.every(({ connected }) => connected === 0)) return rows
    await wait(20)
  }
}

async function told(store: string, events: number, say: Context['say'], fill: () => Promise<Filled>): Promise<Filled> {
  const begun = performance.now()
  const filled = await fill()
  say(`${store}: ${shortOf(events)} events stored in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  return filled
}

function shortOf(events: number): string {
  return `10^${Math.round(Math.log10(events))}`
}
