/** Hints from one process to another: how many, and how soon. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPostgres, startRedis } from '../lab/servers.ts'
import type { EndPlan, Heard } from './bus-end.ts'
import type { WayName } from './bus-ways.ts'
import { postgresSettings } from './cluster.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'

const script = fileURLToPath(new URL('./bus-end.ts', import.meta.url))
const rounds = 3
const floodFor = 1_000
const paced = { count: 750, rate: 500 }

export const bus: Measurement = {
  name: 'bus',
  title: 'Hints between two processes: our bus over Redis, bare Redis, PostgreSQL NOTIFY',
  run,
}

type Told = { perSecond: number[]; p50: number[]; p99: number[] }

async function run({ say }: Context): Promise<Figure[]> {
  await using redis = await startRedis()
  await using postgres = await startPostgres({ settings: postgresSettings })
  const urls: Record<WayName, string> = { ours: redis.url, bareRedis: redis.url, notify: postgres.url() }
  const names = ['ours', 'bareRedis', 'notify'] as const
  const told = new Map(names.map((name) => [name, { perSecond: [], p50: [], p99: [] } as Told]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      const flooded = await between(name, urls[name], { do: 'flood', forMs: floodFor })
      const { p50, p99, count } = await between(name, urls[name], { do: 'pace', ...paced })
      if (count < paced.count) say(`${name}: ${paced.count - count} of ${paced.count} hints were lost`)
      told.get(name)?.perSecond.push(flooded.perSecond)
      told.get(name)?.p50.push(p50)
      told.get(name)?.p99.push(p99)
      say(
        `round ${round}, ${name}: ${Math.round(flooded.perSecond)} /s, p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms`,
      )
    }
  }
  const of = (name: WayName, field: keyof Told) => median(told.get(name)?.[field] ?? [])
  const bare = (field: keyof Told, unit: string) => ({ name: 'bare Redis', value: of('bareRedis', field), unit })
  return [
    {
      name: 'hints through our bus',
      value: of('ours', 'perSecond'),
      unit: '/s',
      target: null,
      limit: bare('perSecond', '/s'),
    },
    { name: '… p50, 500 a second', value: of('ours', 'p50'), unit: 'ms', target: null, limit: bare('p50', 'ms') },
    { name: '… p99, 500 a second', value: of('ours', 'p99'), unit: 'ms', target: null, limit: bare('p99', 'ms') },
    { name: 'hints through NOTIFY', value: of('notify', 'perSecond'), unit: '/s', target: null },
    {
      name: '… p99, 500 a second',
      value: of('notify', 'p99'),
      unit: 'ms',
      target: null,
      note: `p50 ${of('notify', 'p50').toFixed(2)} ms`,
    },
  ]
}

async function between(name: WayName, url: string, plan: EndPlan): Promise<Heard> {
  const listener = await endOf(name, url, { do: 'listen' })
  try {
    await answerOf(listener)
    await answerOf(await endOf(name, url, plan))
    listener.send('how many?')
    return (await answerOf(listener)) as Heard
  } finally {
    listener.kill('SIGKILL')
  }
}

/** The next thing it says; rejects when it ends instead. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [null])])
  if (answer === null) throw new Error(`an end of the way ended with ${child.exitCode}`)
  return answer
}

async function endOf(name: WayName, url: string, plan: EndPlan): Promise<ChildProcess> {
  const child = fork(script, [name, url, JSON.stringify(plan)], { env: { PATH: process.env.PATH } })
  await once(child, 'spawn')
  return child
}
