/** Durable turns of the bot over HTTP: the contact's message in, the bot's text out, both committed. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBare, turnOf } from './bare-sqlite.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { call, type Load, type LoadResult, processorMs, runLoad, startBare, startServer } from './processes.ts'

const clients = 64
const rounds = 3
const commitsFor = 1_500
const turnsInCommit = 50

export const turns: Measurement = { name: 'turns', title: 'Durable bot turns over HTTP, 64 clients', run }

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  const forMs = Number(options.get('seconds') ?? 4) * 1_000
  const server = await startServer(join(directory, 'turns'), options.get('profile'))
  const bare = await startBare('echo', join(directory, 'echo'))
  try {
    const turn = await turnLoad(server.url)
    const echo = { ...turn, url: bare.url, path: '/echo', expect: 'hello' }
    const measured = { turns: [] as number[], echoes: [] as number[], commits: [] as number[] }
    const processor = { turns: [] as number[], echoes: [] as number[] }
    // One after the other, over and over: a neighbour's noise then falls on all alike.
    for (let round = 0; round < rounds; round += 1) {
      const [echoed, echoCost] = await costed(bare.pid, { ...echo, forMs, warmUpMs: 1_500 })
      const [turned, turnCost] = await costed(server.pid, { ...turn, forMs, warmUpMs: 1_500 })
      processor.echoes.push(echoCost)
      processor.turns.push(turnCost)
      const commits = commitsInBatches(join(directory, `commits-${round}`))
      measured.echoes.push(echoed.perSecond)
      measured.turns.push(turned.perSecond)
      measured.commits.push(commits)
      say(
        `round ${round + 1}: ${Math.round(turned.perSecond)} turns/s (${Math.round(turnCost)} µs of processor each), ${Math.round(echoCost)} µs an echo, ${Math.round(echoed.perSecond)} echoes/s, ${Math.round(commits)} batched SQLite turns/s`,
      )
    }
    const best = median(measured.turns)
    const ratios = measured.turns.map((value, round) => value / (measured.echoes[round] ?? 1))
    const atHalf = await runLoad({ ...turn, rate: best / 2, forMs, warmUpMs: 1_500 })
    const echoAtHalf = await runLoad({ ...echo, rate: best / 2, forMs, warmUpMs: 1_000 })
    const echoes = { name: 'bare Fastify echo', value: median(measured.echoes), unit: '/s' }
    const commits = { name: 'bare SQLite, 50 a commit', value: median(measured.commits), unit: '/s' }
    return [
      { name: 'turns per second', value: best, unit: '/s', target: { least: 4_000 }, limit: commits },
      { name: 'share of the bare echo', value: median(ratios), unit: '×', target: { least: 0.25 }, limit: echoes },
      {
        name: 'processor time of a turn',
        value: median(processor.turns),
        unit: 'µs',
        target: null,
        limit: { name: 'of a bare echo', value: median(processor.echoes), unit: 'µs' },
      },
      {
        name: `p99 at half that rate (${Math.round(best / 2)}/s)`,
        value: atHalf.p99,
        unit: 'ms',
        target: { most: 50 },
        limit: { name: 'bare Fastify echo at that rate', value: echoAtHalf.p99, unit: 'ms' },
        note: `p50 ${atHalf.p50.toFixed(1)} ms`,
      },
    ]
  } finally {
    await server.stop()
    await bare.stop()
  }
}

/** A load, and the processor time of the server for each request, in microseconds. */
async function costed(pid: number, load: Load): Promise<[LoadResult, number]> {
  const before = processorMs(pid) ?? 0
  const result = await runLoad(load)
  return [result, (((processorMs(pid) ?? 0) - before) * 1_000) / result.total]
}

export async function turnLoad(url: string): Promise<Omit<Load, 'forMs' | 'warmUpMs'>> {
  return turnLoadOf(url, await publish(url, repeater))
}

/** `bot`: its id or name. */
export function turnLoadOf(url: string, bot: string): Omit<Load, 'forMs' | 'warmUpMs'> {
  return {
    url,
    method: 'POST',
    path: `/api/v1/bots/${bot}/contacts/c{c}/messages`,
    body: '{"text":"hello {n}","clientMessageId":"m{n}-{c}"}',
    clients,
    expect: '"messages":[{',
    // Conversations have an end: a contact says forty things, then another one comes.
    renameAfter: 40,
  }
}

/** The bot of the turns: it says again what it was told. */
export const repeater = {
  name: 'bench',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome.' }] },
        { name: 'fallback', fallback: true, actions: [{ type: 'text', text: 'You said {{ last_user_message }}' }] },
      ],
    },
  ],
}

type Drafted = { id: string; problems: { level?: string }[] }

export async function publish(url: string, document: unknown): Promise<string> {
  const { id, problems } = await call<Drafted>(url, 'POST', '/bots', document)
  const errors = problems.filter(({ level }) => level !== 'warning')
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  await call(url, 'POST', `/bots/${id}/publish`)
  return id
}

function commitsInBatches(directory: string): number {
  mkdirSync(directory, { recursive: true })
  const database = openBare(directory)
  const write = turnOf(database)
  const begun = performance.now()
  let number = 0
  while (performance.now() - begun < commitsFor) {
    database.transaction(() => {
      for (let one = 0; one < turnsInCommit; one += 1) write(number + one)
    })()
    number += turnsInCommit
  }
  const seconds = (performance.now() - begun) / 1_000
  database.close()
  return number / seconds
}
